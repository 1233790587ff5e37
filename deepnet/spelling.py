"""How names and numbers are written for people and in links, and read from what a stranger wrote."""

import re


def short(value) -> str:
    """A number to six digits: 0.0075, 1e-07; a whole one in full."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def digits(value) -> str:
    """A number to ten digits, as it can be typed again: 0.0075, 1e-08, 350."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def number_of(text: str, example=0.03) -> float:
    """A number as people type it: 0,03 is 0.03; where whole ones are asked for, 1,500 is 1500.

    example: one that would do.  ValueError, one sentence, for what is none: nan, inf, words, nothing.
    """
    text = str(text).strip()
    if isinstance(example, int) and re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+", text):
        text = text.replace(",", "")
    try:
        return decimal(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        said = f"“{text[:40]}” is not a number" if text else "a number is missing"
        raise ValueError(f"{said}; type one such as {digits(example)}") from None


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
