"""How numbers are written for people and read from what they type.

On the page a number has one sign for minus and one for thousands (`number`, `fixed`, `cost`, `percent`); in a
sentence about a setting, a field or a link it can be typed again as it stands (`short`, `digits`).
"""

import re

import numpy as np

from .spelling import shown

MOST_DECIMALS = 6
EXACT = 1e-9  # of the largest: closer to a rounded number than that is that number
PLAIN = (1e-4, 1e7)  # between these a number is written out, beyond with a power of ten
RAISED = str.maketrans("-0123456789tz", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵗᶻ")


def number(value: float, digits: int = 4) -> str:
    """A number with so many significant digits, no trailing zeros.

    >>> number(1234567.8), number(-0.05), number(2.5e-7), number(float("nan"))
    ('1,235,000', '−0.05', '2.5·10⁻⁷', '–')
    """
    value = float(value)
    if not np.isfinite(value):
        return "–" if np.isnan(value) else "∞" if value > 0 else "−∞"
    if value != 0 and not PLAIN[0] <= abs(value) < PLAIN[1]:
        return scientific(value, digits)
    rounded = f"{value:.{digits - 1}e}"
    decimals = max(digits - 1 - int(rounded.split("e")[1]), 0)
    text = f"{float(rounded):,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if decimals else text).replace("-", "−")


def scientific(value: float, digits: int) -> str:
    """A number with so many significant digits and a power of ten: 1.5·10⁻⁷, 10³⁰."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    start = {"1": "", "-1": "-"}.get(mantissa, f"{mantissa}·")
    return f"{start}10{str(int(power)).translate(RAISED)}".replace("-", "−")


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals; one too large for them as `number` has it.

    >>> fixed(12345.6, 1), fixed(-0.04, 1)
    ('12,345.6', '0.0')
    """
    value = float(value)
    if not abs(value) < 1e15:  # nan too
        return number(value)
    text = f"{value:,.{decimals}f}"
    return (text.lstrip("-") if not text.strip("-0.,") else text).replace("-", "−")


def cost(value: float) -> str:
    """A cost or a loss: four decimals, so that its digits stand still; tiny and huge ones as a power of ten.

    >>> cost(0.69314718), cost(0.00012345), cost(1e30)
    ('0.6931', '1.23·10⁻⁴', '1.00·10³⁰')
    """
    value = float(value)
    if value == 0 or 1e-3 <= abs(value) < 1e5 or not np.isfinite(value):
        return fixed(value, 4)
    mantissa, power = f"{value:.2e}".split("e")
    return f"{mantissa}·10{str(int(power)).translate(RAISED)}".replace("-", "−")


def percent(share: float, decimals: int = 1) -> str:
    """A share in percent.

    >>> percent(2 / 3)
    '66.7 %'
    """
    return f"{fixed(100 * share, decimals)} %" if np.isfinite(share) else "–"


def signed(text: str) -> str:
    """A number as written above, with its sign also where that is a plus.

    >>> signed(number(0.25)), signed(percent(-0.5)), signed(number(0))
    ('+0.25', '−50.0 %', '0')
    """
    return text if text[0] in "−–" or not text.strip("0.,% ") else f"+{text}"


def decimals_of(values: np.ndarray) -> int:
    """Decimals that the values (m,) are written with: as many as all need, or four significant ones.

    >>> decimals_of(np.array([5.1, 4.9])), decimals_of(np.array([2007.0, 2009.0]))
    (1, 0)
    """
    scale = max(float(np.abs(values).max(initial=0.0)), 1e-12)
    for decimals in range(MOST_DECIMALS + 1):
        near = min(EXACT * scale, 1e-3 * 10.0**-decimals)  # what is no rounding of the last digit
        if np.abs(np.round(values, decimals) - values).max(initial=0.0) <= max(near, 1e-15 * scale):
            return decimals
    return int(np.clip(4 - np.ceil(np.log10(scale)), 0, MOST_DECIMALS))


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


def integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise ValueError(f"a whole number is needed, got {shown(text)}")
    return int(text)


def decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?", text):
        raise ValueError(f"a number is needed, got {shown(text)}")
    return float(text)


def printed(formula: str) -> str:
    """A formula of the tables as print has it: true minus signs, β₁ for β1, eᶻ for e^z.

    >>> printed("v / (1 - β1^t)"), printed("1 / (1 + e^-z)"), printed("e^z_k")
    ('v / (1 − β₁ᵗ)', '1 / (1 + e⁻ᶻ)', 'e^z_k')
    """
    raised = re.sub(r"\^(-?[tz])(?![\w/])", lambda found: found[1].translate(RAISED), formula)
    return raised.replace("β1", "β₁").replace("β2", "β₂").replace("-", "−")
