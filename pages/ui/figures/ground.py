"""Figures of the ground below a run: sharpness along it, the valley around it, the bridge to another."""

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number, percent
from pages.ui.figures.theme import Theme, by_factors, plain, styled, told


def sharpness_strip(
    steps: np.ndarray,
    values: np.ndarray,
    costs: tuple[np.ndarray, np.ndarray],
    now: int,
    line: tuple[float, str] | None,
    colours: Theme,
    *,
    height: int = 300,
) -> go.Figure:
    """The largest eigenvalue (log) by step, its limit, and the training cost (steps, cost) behind."""
    figure = go.Figure()
    figure.add_scatter(
        x=costs[0], y=costs[1], mode="lines", yaxis="y2", name="training cost",
        line={"color": colours.muted, "width": 1.5}, customdata=told(costs[1]),
        hovertemplate="%{x:,}: cost %{customdata}<extra></extra>",
    )  # fmt: skip
    good = values > 0
    figure.add_scatter(
        x=steps[good], y=values[good], mode="lines+markers", name="sharpness",
        line={"color": colours.positive, "width": 2.5}, marker={"size": 6},
        customdata=told(values[good]),
        hovertemplate="step %{x:,}: sharpness %{customdata}<extra></extra>",
    )  # fmt: skip
    if line:
        ends = [int(np.min(steps)), max(int(np.max(steps)), now, 1)]
        figure.add_scatter(
            x=ends, y=[line[0], line[0]], mode="lines", showlegend=False, hoverinfo="skip",
            line={"color": colours.negative, "dash": "dash", "width": 2},
        )  # fmt: skip
        name, comma, worth = line[1].partition(", ")
        figure.add_annotation(  # whose places on a logarithmic axis are told in decades
            x=ends[1], y=np.log10(line[0]), text=f"{plain(name)} = {number(line[0], 3)}{comma}{worth}",
            showarrow=False, xanchor="right", xshift=-8, yanchor="bottom",
        )  # fmt: skip
    figure.add_vline(x=now, line={"color": colours.ink, "width": 1})
    styled(figure, colours, height=height)
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "type": "log",
            "showgrid": False,
            "title": {"text": "cost"},
            **by_factors([costs[1]]),
        },
        yaxis={"title": {"text": "sharpness"}, **by_factors([values, line[:1] if line else ()])},
    )
    figure.update_xaxes(title_text="step")
    return figure


def landscape(
    xs: np.ndarray,
    ys: np.ndarray,
    costs: np.ndarray,
    path: np.ndarray,
    path_costs: np.ndarray,
    colours: Theme,
    *,
    named: str,
    height: int = 480,
) -> go.Figure:
    """Costs (n_y, n_x) on the plane as a surface, the path (T, 2) over it at its own costs (T,)."""
    z = np.log10(np.clip(costs, 1e-9, 1e9))
    z = np.minimum(z, np.nanquantile(z[np.isfinite(z)], 0.97))
    heights = np.minimum(np.log10(np.clip(path_costs, 1e-9, 1e9)), z.max()) + 0.01
    shades = [(0, colours.right), (0.5, colours.line), (1, colours.wrong)]
    figure = go.Figure()
    figure.add_surface(x=xs, y=ys, z=z, colorscale=shades, colorbar=_bar(z, named), hoverinfo="skip")
    figure.add_scatter3d(
        x=path[:, 0], y=path[:, 1], z=heights, mode="lines",
        line={"color": colours.ink, "width": 6}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter3d(
        x=path[-1:, 0], y=path[-1:, 1], z=heights[-1:], mode="markers",
        marker={"size": 7, "color": colours.negative}, hoverinfo="skip",
    )  # fmt: skip
    styled(figure, colours, height=height)
    axis = {
        "showticklabels": False,
        "title": "",
        "backgroundcolor": "rgba(0,0,0,0)",
        "gridcolor": colours.line,
    }
    figure.update_layout(
        dragmode="orbit",
        scene={"xaxis": axis, "yaxis": axis, "zaxis": axis, "aspectmode": "cube"},
        scene_camera={"eye": {"x": 0.9, "y": 0.9, "z": 1.7}},  # from above: a ridge would hide the path
    )
    return figure


def _bar(z: np.ndarray, named: str) -> dict:
    ticks = np.linspace(np.nanmin(z), np.nanmax(z), 5)
    return {
        "title": {"text": plain(named), "side": "right"},
        "tickvals": ticks.tolist(),
        "ticktext": [number(10**tick, 2) for tick in ticks],
        "thickness": 14,
    }


def bridge_lines(
    shares: np.ndarray, lines: list[tuple[str, np.ndarray]], colours: Theme, *, named: str, height: int = 360
) -> go.Figure:
    """Costs (n,) on the straight way from one network to another, for each (name, costs)."""
    figure = go.Figure()
    for (name, costs), colour, dash in zip(
        lines, (colours.negative, colours.positive), ("dash", "solid"), strict=False
    ):
        figure.add_scatter(
            x=shares, y=np.clip(costs, 1e-9, 1e9), mode="lines", name=name,
            line={"color": colour, "width": 3, "dash": dash},
            hovertext=[
                f"{plain(name)}<br>{percent(share, 0)} of the way: {number(cost)}"
                for share, cost in zip(shares, costs, strict=True)
            ],
            hoverinfo="text",
        )  # fmt: skip
    styled(figure, colours, height=height)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"})
    figure.update_xaxes(
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["this run", "¼", "½", "¾", "the other"],
        range=[-0.03, 1.04],
    )
    figure.update_yaxes(title_text=plain(named), **by_factors([costs for _, costs in lines]))
    return figure
