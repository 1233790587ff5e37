"""Figures of learning rates: the range test in front of what fixed rates really reached; the phase map."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, by_factors, plain, styled

TOP = 2.0  # times the first cost, up to which costs are drawn: what broke would flatten the rest
LEARNED = [(0, "#0b7a5e"), (0.5, "#6cc9a8"), (1, "#dcefe8")]
DIVERGED = [(0, "#4a154b"), (0.5, "#a33ea1"), (1, "#e8b7e6")]
THROWN = "#e0a458"


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


def phase_map(
    xs: np.ndarray,
    ys: np.ndarray,
    cost: np.ndarray,
    stalled: np.ndarray,
    thrown: np.ndarray,
    diverged: np.ndarray,
    colours: Theme,
    *,
    y_title: str,
    y_log: bool,
    named: str,
    edge: Sequence[tuple[float, float]] = (),
    height: int = 540,
) -> go.Figure:
    """cost (n_x, n_y) after the steps; stalled, thrown: bool; diverged: the step at which, nan where not.

    edge: points (x, y) of the line 2/sharpness.  customdata of the cells: [i, j]; the whole can be marked by
    a box.
    """
    figure = go.Figure()
    learned = ~stalled & ~thrown & ~np.isfinite(diverged)
    alive = np.where(learned, np.log10(np.maximum(cost, 1e-9)), np.nan)
    x_axis, y_axis = np.log10(xs), np.log10(ys) if y_log else ys
    like = {"x": x_axis, "y": y_axis, "hoverongaps": False, "hoverinfo": "skip"}
    like["text"] = [
        [
            _cell(xs[i], ys[j], cost[i, j], stalled[i, j], thrown[i, j], diverged[i, j], named)
            for i in range(len(xs))
        ]
        for j in range(len(ys))
    ]
    figure.add_heatmap(z=alive.T, colorscale=LEARNED, colorbar=_decades(alive, named), **like)
    for cells, colour in ((stalled, colours.line), (thrown, THROWN)):
        z = np.where(cells, 1.0, np.nan).T
        figure.add_heatmap(
            z=z, colorscale=[(0, colour), (1, colour)], zmin=0, zmax=1, showscale=False, **like
        )
    figure.add_heatmap(z=diverged.T, colorscale=DIVERGED, showscale=False, **like)
    grid_x, grid_y = np.meshgrid(x_axis, y_axis, indexing="ij")
    places = [[int(i), int(j)] for i in range(len(xs)) for j in range(len(ys))]
    figure.add_scattergl(
        x=grid_x.ravel(),
        y=grid_y.ravel(),
        mode="markers",
        marker={"size": max(4, 560 // len(xs)), "opacity": 0, "symbol": "square"},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=places,
        hovertext=[like["text"][j][i] for i, j in places],
        hoverinfo="text",
    )
    if edge:
        ex, ey = np.array(edge, float).T
        inside = (ex >= xs.min()) & (ex <= xs.max())
        figure.add_scatter(
            x=np.log10(ex[inside]),
            y=(np.log10(ey) if y_log else ey)[inside],
            mode="lines",
            line={"color": colours.ink, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    styled(figure, colours, height=height)
    half = [(axis[1] - axis[0]) / 2 for axis in (x_axis, y_axis)]
    for update, axis, log, title, margin in (
        (figure.update_xaxes, x_axis, True, "learning rate", half[0]),
        (figure.update_yaxes, y_axis, y_log, y_title, half[1]),
    ):
        ticks = np.linspace(axis[0], axis[-1], 7)
        update(
            title_text=plain(title),
            tickvals=ticks.tolist(),
            ticktext=[number(10**t if log else t, 3) for t in ticks],
            range=[axis[0] - margin, axis[-1] + margin],
            showgrid=False,
            zeroline=False,
        )
    figure.update_layout(dragmode="select")
    return figure


def _decades(values: np.ndarray, named: str) -> dict:
    """A colour bar of logarithms that says the numbers themselves."""
    if not np.isfinite(values).any():
        return {"thickness": 14}
    ticks = np.linspace(np.nanmin(values), np.nanmax(values), 4)
    return {
        "title": {"text": plain(named), "side": "right"},
        "tickvals": ticks.tolist(),
        "ticktext": [number(10**tick, 2) for tick in ticks],
        "thickness": 14,
    }


def _cell(x: float, y: float, cost: float, stalled: bool, thrown: bool, diverged: float, named: str) -> str:
    how = "stalled: " if stalled else "worse than at the start: " if thrown else ""
    what = f"diverged by step {diverged:.0f}" if np.isfinite(diverged) else f"{how}{named} {number(cost)}"
    return f"rate {number(x)}, {number(y)}<br>{what}"
