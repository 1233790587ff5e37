"""Colours of classes and values, the same wherever data is drawn; safe for colour-blind eyes."""

from __future__ import annotations

BLUE, ORANGE, GREY = "#0877bd", "#f59322", "#c3c8cc"

# Neighbours differ in lightness as well as in hue, so that they stay apart without red and green.
PALETTE = (
    ORANGE,
    BLUE,
    "#17a589",
    "#a33ea1",
    "#e8d021",
    "#6b3f24",
    "#7cc8f2",
    "#d6336c",
    "#1f2a6b",
    "#8a9199",
)
COLOR_NAMES = ("orange", "blue", "green", "purple", "yellow", "brown", "sky", "pink", "navy", "grey")

# The two ends and the middle of a scale of values, for the live picture on a light and on a dark page.
THEMES = {
    "light": {"negative": ORANGE, "positive": BLUE, "middle": "#f0f1f2"},
    "dark": {"negative": "#ffa742", "positive": "#3da5e8", "middle": "#2c3038"},
}


def class_colors(kind: str, k: int) -> tuple[str, ...]:
    """Colours of classes 0 … k-1, PALETTE in turn: a further class leaves those before it their colours.

    >>> class_colors("binary", 2)
    ('#f59322', '#0877bd')
    """
    if kind == "regression":
        return ()
    return tuple(PALETTE[i % len(PALETTE)] for i in range(k))


def color_names(k: int) -> tuple[str, ...]:
    """What the k class colours are called; () stands for regression (k = 0)."""
    return COLOR_NAMES[:k]


def rgb(color: str) -> tuple[int, int, int]:
    """The three bytes of "#rrggbb".

    >>> rgb("#0877bd")
    (8, 119, 189)
    """
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def value_color(value: float) -> tuple[int, int, int]:
    """Colour of a value in -1…1: orange over grey to blue; values outside take the end colours."""
    value = min(max(float(value), -1.0), 1.0)
    end = rgb(BLUE if value > 0 else ORANGE)
    return tuple(round(g + (e - g) * abs(value)) for g, e in zip(rgb(GREY), end, strict=True))
