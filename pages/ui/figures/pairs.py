"""Figures of pairs: who won by how much."""

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number, signed
from pages.ui.figures.theme import Theme, plain, styled


def paired_differences(
    differences: np.ndarray, a: str, b: str, colours: Theme, *, named: str, height: int = 400
) -> go.Figure:
    """Bars of cost A - cost B, sorted: below 0 A has won.  customdata: the number of the pair."""
    order = np.argsort(differences, kind="stable")
    sorted_ = differences[order]
    shown = np.where(np.isfinite(sorted_), sorted_, 0)
    places, numbers = list(range(len(order))), [[int(i)] for i in order]
    low, high = min(0.0, float(shown.min())), max(0.0, float(shown.max()))
    figure = go.Figure(
        go.Bar(
            x=places,
            y=shown,
            marker_color=[colours.positive if d < 0 else colours.negative for d in shown],
            hoverinfo="skip",
            unselected={"marker": {"opacity": 1}},
        )
    )
    figure.add_bar(  # the whole column of a pair can be pointed at: a bar may be a hair high
        x=places,
        y=[high - low] * len(order),
        base=low,
        marker={"opacity": 0},
        selected={"marker": {"opacity": 0.18, "color": colours.muted}},
        unselected={"marker": {"opacity": 0}},
        customdata=numbers,
        hovertext=[
            f"pair {i + 1}<br>{named}: {signed(number(d))}<br>"
            f"<b>{plain(a if d < 0 else b if d > 0 else 'tie')}</b>"
            for i, d in zip(order, sorted_, strict=True)
        ],
        hoverinfo="text",
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(title_text="pairs, sorted", showticklabels=False, showgrid=False)
    figure.update_yaxes(title_text=f"{named}: A − B", zeroline=True, zerolinecolor=colours.ink, nticks=7)
    figure.update_layout(bargap=0.15, barmode="overlay")
    return figure


def probability_line(
    chance: float, low: float, high: float, colours: Theme, *, height: int = 84
) -> go.Figure:
    """The probability that A beats B on a line from 0 to 1, with its interval and a mark at one half."""
    figure = go.Figure()
    figure.add_shape(type="line", x0=0.5, x1=0.5, y0=-1, y1=1, line={"color": colours.muted, "dash": "dot"})
    figure.add_scatter(
        x=[low, high], y=[0, 0], mode="lines", line={"color": colours.ink, "width": 5}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=[chance],
        y=[0],
        mode="markers",
        marker={"size": 15, "color": colours.positive if chance >= 0.5 else colours.negative},
        hovertemplate=f"{chance:.2f}, interval {low:.2f} … {high:.2f}<extra></extra>",
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(
        range=[-0.03, 1.03], tickvals=[0, 0.5, 1], ticktext=["0: B always wins", "½", "1: A always wins"]
    )
    figure.update_yaxes(range=[-1, 1], visible=False)
    figure.update_layout(margin={"l": 40, "r": 40, "t": 4, "b": 30})
    return figure
