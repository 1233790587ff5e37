"""One look for all figures, on white and on near-black."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from deepnet.data.palette import BLUE, ORANGE, PALETTE
from deepnet.numerals import number

GREEN, PURPLE = PALETTE[2], PALETTE[3]
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
FEWEST_TICKS, MOST_TICKS = 4, 9  # of a logarithmic axis
ROUND = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 7, 8), tuple(np.round(np.arange(1, 10, 0.2), 1)))
READABLE = 4.5  # contrast of words with their ground
MOST_SIGNS = 22  # of a name beside an axis; the whole name is in the hover


@dataclass(frozen=True)
class Theme:
    """Colours of what is no data, of more and less, and of right and wrong.

    Right and wrong have two of their own: blue and orange are also the names of classes.
    """

    ink: str
    muted: str
    paper: str
    line: str
    positive: str
    negative: str
    right: str
    wrong: str


LIGHT = Theme("#1b2530", "#5b6873", "#ffffff", "#d3dae1", BLUE, ORANGE, GREEN, PURPLE)
DARK = Theme("#edf1f5", "#a3b0bb", "#12171d", "#3a4653", "#57b3ec", "#f9ab4b", "#5fc9a3", "#d98ad7")


def theme(dark: bool) -> Theme:
    return DARK if dark else LIGHT


def scale(colours: Theme) -> list[tuple[float, str]]:
    """-1 … 1: the negative colour, the ground, the positive colour."""
    return between(colours.negative, colours.paper, colours.positive)


def between(low: str, middle: str, high: str) -> list[tuple[float, str]]:
    """A colour scale of Plotly's from low over middle to high."""
    return [(0.0, low), (0.5, middle), (1.0, high)]


def ink_on(value: float, shades: list[tuple[float, str]], colours: Theme) -> str:
    """The colour of words that can be read where `shades`, made by `between`, shows a value in -1 … 1.

    The ink or the ground of the theme where one of them has a contrast of 4.5 (WCAG 2, 1.4.3), else black or
    white, of which one always has.
    """
    low, middle, high = (_channels(shade) for _, shade in shades)
    ground = middle + abs(value) * ((high if value > 0 else low) - middle)
    for inks in ((colours.ink, colours.paper), ("#000000", "#ffffff")):
        best = max(inks, key=lambda ink: contrast(_channels(ink), ground))
        if contrast(_channels(best), ground) >= READABLE:
            break
    return best


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """How well two colours, (3,) in 0 … 1, can be told apart: 1 to 21 (WCAG 2, by luminance in sRGB)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: np.ndarray) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _channels(colour: str) -> np.ndarray:
    """#rrggbb as (3,) in 0 … 1."""
    return np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255


def styled(figure: go.Figure, colours: Theme, *, height: int | None, width: int | None = None) -> go.Figure:
    """The figure with readable fonts, named axes that find room for their names, and no ground of its own."""
    axis = {
        "gridcolor": colours.line,
        "linecolor": colours.line,
        "zerolinecolor": colours.line,
        "automargin": True,
        "title": {"standoff": 10},
        "exponentformat": "power",
        "minexponent": 4,
        "separatethousands": True,
    }
    figure.update_layout(
        height=height,
        width=width,
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 14, "color": colours.ink},
        hoverlabel={
            "bgcolor": colours.paper,
            "bordercolor": colours.line,
            "font": {"family": FONT, "size": 14, "color": colours.ink},
            "align": "left",
        },
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def by_factors(values) -> dict:
    """A logarithmic axis for these values, with at most MOST_TICKS round numbers as pages write them."""
    shown = np.concatenate([np.ravel(np.asarray(v, float)) for v in values]) if len(values) else np.zeros(0)
    shown = shown[np.isfinite(shown) & (shown > 0)]
    if not shown.size:
        return {"type": "log"}
    low, high = float(shown.min()) / 1.02, float(shown.max()) * 1.02
    decades, ticks = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1), []
    for steps in ROUND:
        ticks = [s * 10.0**d for d in decades for s in steps if low <= s * 10.0**d <= high]
        if len(ticks) >= FEWEST_TICKS:
            break
    if sum(shown.min() <= tick <= shown.max() for tick in ticks) < 2:  # all values are nearly the same
        ticks = np.unique(np.geomspace(shown.min(), shown.max(), 3)).tolist()
    ticks = ticks[:: -(-len(ticks) // MOST_TICKS)]
    digits = next((d for d in (3, 4, 5) if len({number(tick, d) for tick in ticks}) == len(ticks)), 6)
    return {"type": "log", "tickvals": ticks, "ticktext": [number(tick, digits) for tick in ticks]}


def told(values, digits: int = 4) -> list[str]:
    """Numbers as a hover box shows them."""
    return [number(value, digits) for value in values]


def in_percent(shares) -> np.ndarray:
    """Shares of 1 as an axis shows them whose ticks end in " %"."""
    return 100 * np.asarray(shares, float)


def short(name: str, most: int = MOST_SIGNS) -> str:
    """A name that fits beside an axis.  Plotly reads tags in texts: those of a name are shown as they are."""
    name = str(name)
    return plain(name if len(name) <= most else name[: most - 1] + "…")


def plain(text: str) -> str:
    """Text of which Plotly makes no tags."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
