"""The confusion matrix: which class was taken for which."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import percent
from pages.ui.figures.theme import Theme, between, ink_on, plain, short, styled

LARGEST, SMALLEST = 92, 12  # pixels along a side of a cell
SIDE = 430  # of the whole, if the cells allow
FEW = 12  # classes up to which a cell says its share beside its count
READABLE = 22  # pixels of a cell that has room for its count


def confusion_matrix(
    counts: np.ndarray,
    classes: Sequence[str],
    colours: Theme,
    *,
    target: str = "class",
    chosen: tuple[int, int] | None = None,
) -> go.Figure:
    """Counts (k, k), truth downwards and answers across; a point on each cell, [truth, found], to click on.

    Colours are shares of the row: green on the diagonal, purple off it.  chosen: a cell with a frame.
    """
    k = len(classes)
    cell = int(np.clip(SIDE / k, SMALLEST, LARGEST))
    support = counts.sum(axis=1, keepdims=True)
    share = counts / np.maximum(support, 1)
    signed = share * np.where(np.eye(k, dtype=bool), 1, -1)
    shades = between(colours.wrong, colours.paper, colours.right)
    truth, found = np.divmod(np.arange(k * k), k)
    figure = go.Figure(
        go.Heatmap(
            z=signed,
            zmin=-1,
            zmax=1,
            colorscale=shades,
            showscale=False,
            hoverinfo="skip",
            xgap=2 if k <= 20 else 1,
            ygap=2 if k <= 20 else 1,
        )
    )
    figure.add_scatter(
        x=found,
        y=truth,
        mode="markers",
        customdata=np.column_stack([truth, found]),
        marker={"symbol": "square", "size": max(cell - 2, 8), "color": colours.ink, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertext=[_told(counts, share, classes, t, f) for t, f in zip(truth, found, strict=True)],
        hoverinfo="text",
    )
    if cell >= READABLE:
        size = 16 if k <= FEW else 12
        figure.update_layout(
            annotations=[
                {
                    "x": f,
                    "y": t,
                    "text": _written(counts[t, f], share[t, f], k),
                    "showarrow": False,
                    "font": {"size": size, "color": ink_on(signed[t, f], shades, colours)},
                }
                for t, f in zip(truth, found, strict=True)
            ]
        )
    if chosen is not None:
        t, f = chosen
        frame = {"color": colours.ink, "width": 2.5}
        figure.add_shape(type="rect", x0=f - 0.48, x1=f + 0.48, y0=t - 0.48, y1=t + 0.48, line=frame)
    names = [short(name) for name in classes]
    longest = max(map(len, names))
    slanted = longest * 7 > cell
    ticks = {"tickvals": list(range(k)), "ticktext": names, "showgrid": False, "zeroline": False}
    ticks["tickfont"] = {"size": 13 if k <= 25 else 10}
    beside = 36 + 8 * longest
    below = 46 + (8 * longest if slanted else 20)
    width, height = cell * k + beside + 12, cell * k + below + 8
    styled(figure, colours, height=height, width=width)
    figure.update_xaxes(
        title_text=f"predicted {short(target)}",
        tickangle=-90 if slanted else 0,
        range=[-0.5, k - 0.5],
        **ticks,
    )
    figure.update_yaxes(title_text=f"true {short(target)}", range=[k - 0.5, -0.5], **ticks)
    figure.update_layout(clickmode="event+select", hovermode="closest", hoverdistance=max(cell, 20))
    return figure


def _told(counts, share, classes, t, f) -> str:
    verdict = "right" if t == f else "wrong"
    return (
        f"true <b>{plain(classes[t])}</b><br>predicted <b>{plain(classes[f])}</b> ({verdict})<br>"
        f"{counts[t, f]:,} rows, {percent(share[t, f])} of the true {plain(classes[t])}"
    )


def _written(count: int, share: float, k: int) -> str:
    if k > FEW:
        return f"{count:,}" if count else ""
    return f"{count:,}<br><span style='font-size:12px'>{percent(share, 0)}</span>" if count else "0"
