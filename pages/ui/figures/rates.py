"""Figures of learning rates: the range test in front of what fixed rates really reached."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, by_factors, plain, styled

TOP = 2.0  # times the first cost, up to which costs are drawn: what broke would flatten the rest


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
    """finals (n_rates, seeds): nan where one diverged.  marks: (name, rate), drawn as lines.  first: the cost
    at step 0; what ends far above it is drawn at the upper edge.

    customdata of the points: their rate.
    """
    figure = go.Figure()
    rates = np.asarray(rates, float)
    with np.errstate(all="ignore"):
        known = np.isfinite(finals).any(axis=1)
        low, middle, high = np.nanquantile(np.where(known[:, None], finals, 0.0), [0.25, 0.5, 0.75], axis=1)
    x, top = rates[known], TOP * first
    figure.add_scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.minimum(np.concatenate([high[known], low[known][::-1]]), top),
        fill="toself",
        fillcolor="rgba(8,119,189,0.16)",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )
    lost = (~np.isfinite(finals)).sum(axis=1)
    figure.add_scatter(
        x=x,
        y=np.minimum(middle[known], top),
        mode="lines+markers",
        marker={"size": 8, "symbol": np.where(middle[known] > top, "triangle-up", "circle").tolist()},
        line={"color": colours.positive, "width": 2},
        name=f"fixed rates, median of {finals.shape[1]} seeds",
        customdata=[[float(rate)] for rate in x],
        hovertext=[
            f"rate {number(rate, 3)}: {number(cost)}"
            + (f"<br>{n} of {finals.shape[1]} diverged" if n else "")
            for rate, cost, n in zip(x, middle[known], lost[known], strict=True)
        ],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=test_rates,
        y=np.minimum(test_costs, top),
        mode="lines",
        line={"color": colours.negative, "width": 3},
        name="range test: one network, the rate grows",
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
    for i, (name, rate) in enumerate(marks):
        if not np.isfinite(rate) or rate <= 0:
            continue
        colour = (colours.right, colours.wrong, colours.muted, colours.ink)[i % 4]
        figure.add_vline(x=rate, line={"color": colour, "dash": "dash", "width": 2})
        figure.add_annotation(
            x=np.log10(rate),
            yref="paper",
            y=1 - 0.07 * i,
            text=f"{plain(name)} {number(rate, 2)}",
            showarrow=False,
            xanchor="left" if rate < 1 else "right",
            xshift=4 if rate < 1 else -4,
            bgcolor=colours.paper,
            font={"color": colour},
        )
    styled(figure, colours, height=height)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"})
    figure.update_xaxes(title_text="learning rate", **by_factors([test_rates, rates]))
    costs = np.minimum(np.concatenate([low[known], high[known], test_costs]), top)
    figure.update_yaxes(title_text=plain(named), **by_factors([costs]))
    return figure
