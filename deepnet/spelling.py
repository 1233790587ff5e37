"""How names are spelt in links, and a stranger's value in an error."""

import re


def shown(value) -> str:
    """A value as an error repeats it: in quotes if text, cut if long."""
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    text = repr(value) if isinstance(value, (str, int, float, type(None))) else f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:36] + "…" + text[-1]


def slug(text: str) -> str:
    """A name as a link spells it: lower case, hyphens for spaces."""
    return re.sub(r"[\s_+-]+", "-", text.strip().lower())


def spelled(text: str, choices) -> str:
    """The one of `choices` that a link spells so, or the text itself."""
    return next((choice for choice in choices if slug(choice) == slug(text)), text)
