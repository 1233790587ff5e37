"""Bars beside names: importances, pulls, probabilities."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number, percent, signed
from pages.ui.figures.theme import Theme, in_percent, plain, short, styled

ROW = 27  # pixels of one bar
MOST = 30  # bars drawn


def signed_bars(
    names: Sequence[str],
    values: np.ndarray,
    colours: Theme,
    *,
    axis: str,
    spread: np.ndarray | None = None,
    shares: bool = True,
    most: int = MOST,
) -> go.Figure:
    """A bar for each value (n,), the largest first, blue above 0 and orange below.

    spread: whiskers.  shares: the values are shares of 1, written in percent.
    """
    write = percent if shares else partial(number, digits=3)
    drawn = in_percent if shares else np.asarray
    order = np.argsort(-np.abs(values) if spread is None else -values, kind="stable")[:most]
    told = [f"<b>{plain(names[i])}</b><br>{signed(write(values[i]))}" for i in order]
    if spread is not None:
        told = [f"{text} ± {write(spread[i])}" for text, i in zip(told, order, strict=True)]
    whiskers = None
    if spread is not None:
        whiskers = {"type": "data", "array": drawn(spread[order]), "color": colours.muted, "thickness": 1.5}
    figure = go.Figure(
        go.Bar(
            x=drawn(values[order]),
            y=list(range(len(order))),
            orientation="h",
            marker_color=[colours.positive if values[i] >= 0 else colours.negative for i in order],
            error_x=whiskers,
            hovertext=told,
            hoverinfo="text",
        )
    )
    styled(figure, colours, height=len(order) * ROW + 70)
    figure.update_xaxes(
        title_text=axis, ticksuffix=" %" if shares else "", zerolinecolor=colours.muted, nticks=7
    )
    _named(figure, [names[i] for i in order])
    if not np.any(values):
        figure.update_xaxes(range=[-10, 100] if shares else [-0.1, 1])
    return figure


def probability_bars(
    classes: Sequence[str],
    shares: np.ndarray,
    class_colours: Sequence[str],
    colours: Theme,
    *,
    most: int = 12,
) -> go.Figure:
    """The probability of each class (k,); of many classes the most probable ones."""
    order = np.arange(len(shares)) if len(shares) <= most else np.argsort(-shares, kind="stable")[:most]
    figure = go.Figure(
        go.Bar(
            x=shares[order],
            y=list(range(len(order))),
            orientation="h",
            marker={
                "color": [class_colours[i] for i in order],
                "line": {"color": colours.muted, "width": 1},
            },
            text=[percent(shares[i]) for i in order],
            textposition="outside",
            cliponaxis=False,
            hovertext=[f"<b>{plain(classes[i])}</b><br>{percent(shares[i], 4)}" for i in order],
            hoverinfo="text",
        )
    )
    styled(figure, colours, height=len(order) * ROW + 70)
    figure.update_xaxes(
        title_text="probability", range=[0, 1.15], tickvals=[0, 0.5, 1], ticktext=["0 %", "50 %", "100 %"]
    )
    _named(figure, [classes[i] for i in order])
    return figure


def _named(figure: go.Figure, names: Sequence[str]) -> None:
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[short(name) for name in names],
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    figure.update_layout(bargap=0.25)
