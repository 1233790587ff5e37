"""Figures of learning rates: the range test in front of what fixed rates really reached."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, by_factors, plain, styled

TOP = 2.0  # times the first cost, up to which costs are drawn: what broke would flatten the rest
BROKEN = 1e100  # stands for the cost of one that diverged: worse than any
LETTER, ROW = 0.18, 19  # decades that a letter of a mark takes on a phone, pixels of a row of marks


def mark_colours(colours: Theme) -> tuple[str, ...]:
    """Of the lines of the marks, in their order."""
    return colours.right, colours.wrong, colours.muted, colours.ink


def rate_finder(
    test_rates: np.ndarray,
    test_costs: np.ndarray,
    rates: Sequence[float],
    finals: np.ndarray,
    marks: Sequence[tuple[str, float]],
    colours: Theme,
    *,
    named: str,
    first: float,
    height: int = 440,
) -> go.Figure:
    """finals (n_rates, seeds): nan where one diverged, which counts as worse than any that did not.
    marks: (name, rate), drawn as lines.  first: the cost at step 0; what ends far above it is drawn at the
    upper edge.

    customdata of the points: their rate.
    """
    figure = go.Figure()
    rates, seeds = np.asarray(rates, float), finals.shape[1]
    lost = (~np.isfinite(finals)).sum(axis=1)
    known, top = lost < seeds, TOP * first
    x = rates[known]
    low, middle, high = np.quantile(
        np.where(np.isfinite(finals), finals, BROKEN)[known], [0.25, 0.5, 0.75], axis=1
    )
    figure.add_scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.minimum(np.concatenate([high, low[::-1]]), top),
        fill="toself",
        fillcolor="rgba(8,119,189,0.16)",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=x,
        y=np.minimum(middle, top),
        mode="lines+markers",
        marker={"size": 8, "symbol": np.where(middle > top, "triangle-up", "circle").tolist()},
        line={"color": colours.positive, "width": 2},
        selected={"marker": {"size": 13}},
        unselected={"marker": {"opacity": 1}},  # each can be clicked next
        name="fixed rates",
        customdata=[[float(rate)] for rate in x],
        hovertext=[_point(*each, seeds) for each in zip(x, middle, lost[known], strict=True)],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=test_rates,
        y=np.minimum(test_costs, top),
        mode="lines",
        line={"color": colours.negative, "width": 3},
        name="range test",
        hovertext=[
            f"range test<br>rate {number(rate, 3)}: {number(cost)}"
            for rate, cost in zip(test_rates, test_costs, strict=True)
        ],
        hoverinfo="text",
    )
    gone = rates[~known]
    if len(gone):
        figure.add_scatter(
            x=gone,
            y=np.full(len(gone), top),
            mode="markers",
            marker={"symbol": "x", "size": 9, "color": colours.wrong},
            name="all diverged",
            hovertext=[f"rate {number(rate, 3)}: every seed diverged" for rate in gone],
            hoverinfo="text",
        )
    styled(figure, colours, height=height)
    all_rates = np.concatenate([test_rates, rates])
    reach = (float(np.log10(all_rates.min())) - 0.05, float(np.log10(all_rates.max())) + 0.1)
    rows = _mark(figure, marks, reach, colours)
    figure.update_layout(
        showlegend=True,  # above the names of the marks
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top"},
        margin={"t": 30 + ROW * rows},
    )
    figure.update_xaxes(title_text="learning rate", range=reach, **by_factors([all_rates]))
    costs = np.minimum(np.concatenate([low, high, test_costs]), top)
    figure.update_yaxes(title_text=plain(named), **by_factors([costs]))
    return figure


def _point(rate: float, cost: float, lost: int, seeds: int) -> str:
    """What the hover says of a rate."""
    told = number(cost) if cost < BROKEN / 4 else "most seeds diverged"
    return f"rate {number(rate, 3)}: {told}" + (f"<br>{lost} of {seeds} diverged" if lost else "")


def _mark(figure: go.Figure, marks, reach: tuple[float, float], colours: Theme) -> int:
    """Draw the marks that lie within reach (decades), their names above in rows free of each other; how many
    rows there are."""
    rows: list[list[tuple[float, float]]] = []  # what is taken in each
    for (name, rate), colour in zip(marks, mark_colours(colours), strict=False):
        at = float(np.log10(rate)) if 0 < rate < np.inf else np.inf  # nan as well
        if not reach[0] <= at <= reach[1]:
            continue
        text, left = f"{plain(name)}: {number(rate, 3)}", at < sum(reach) / 2
        long = LETTER * len(text)
        low, high = (at, at + long) if left else (at - long, at)
        row = next((i for i, row in enumerate(rows) if all(b < low or a > high for a, b in row)), len(rows))
        rows[row:] = rows[row:] or [[]]
        rows[row].append((low, high))
        figure.add_vline(x=rate, line={"color": colour, "dash": "dash", "width": 2})
        figure.add_annotation(
            x=at, xanchor="left" if left else "right", y=1, yref="paper", yanchor="bottom", yshift=ROW * row,
            text=text, showarrow=False, borderpad=0, font={"color": colour},
        )  # fmt: skip
    return len(rows)
