"""How names and numbers are written for people and in links, and read from what a stranger wrote."""

import re


def short(value) -> str:
    """A number to six digits: 0.0075, 1e-07; a whole one in full."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


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


def integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise ValueError(f"a whole number is needed, got {shown(text)}")
    return int(text)


def decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?", text):
        raise ValueError(f"a number is needed, got {shown(text)}")
    return float(text)
