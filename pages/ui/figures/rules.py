"""What a rule does: a curve and its slope, a walk down a valley, a cloud of draws."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.ui.figures.theme import Theme, styled, told

HEIGHT = 250


def curves(
    x: np.ndarray,
    lines: dict[str, np.ndarray],
    colours: Theme,
    *,
    across: str,
    up: str = "",
    height: int = HEIGHT,
) -> go.Figure:
    """Each named line (n,) over x (n,): the first one full and blue, the second dashed and orange."""
    looks = (
        {"color": colours.positive, "width": 3},
        {"color": colours.negative, "width": 2.5, "dash": "dash"},
        {"color": colours.wrong, "width": 2, "dash": "dot"},
    )
    figure = go.Figure()
    for (name, y), look in zip(lines.items(), looks, strict=False):
        figure.add_scatter(
            x=x, y=y, name=name, mode="lines", line=look, customdata=told(y), hovertemplate="%{customdata}"
        )
    styled(figure, colours, height=height)
    figure.update_layout(
        showlegend=len(lines) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hovermode="x unified",
    )
    figure.update_xaxes(title_text=across, zerolinecolor=colours.muted)
    figure.update_yaxes(title_text=up, zerolinecolor=colours.muted)
    return figure


def walk(
    points: np.ndarray, height_at, start: Sequence[float], colours: Theme, *, height: int = HEIGHT
) -> go.Figure:
    """The steps (n, 2) of an optimizer on the valley height_at(x, y), from `start`."""
    x, y = np.linspace(-1.3, 1.3, 60), np.linspace(-1.1, 1.1, 50)
    figure = go.Figure(
        go.Contour(
            x=x,
            y=y,
            z=np.log10(height_at(*np.meshgrid(x, y)) + 1e-3),
            showscale=False,
            hoverinfo="skip",
            ncontours=14,
            colorscale=[(0, colours.positive), (1, colours.paper)],
            opacity=0.55,
            line={"color": colours.line, "width": 1},
        )
    )
    figure.add_scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines+markers",
        line={"color": colours.negative, "width": 2},
        marker={"size": 5, "color": colours.negative},
        customdata=np.arange(len(points)),
        hovertemplate="step %{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=[start[0]],
        y=[start[1]],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 11, "color": colours.paper, "line": {"color": colours.ink, "width": 2}},
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(range=[-1.3, 1.3], title_text="a flat direction")
    figure.update_yaxes(range=[-1.1, 1.1], title_text="a steep one")
    return figure


def draws(values: np.ndarray, colours: Theme, *, across: str, height: int = HEIGHT) -> go.Figure:
    """A histogram of drawn weights (n,)."""
    figure = go.Figure(
        go.Histogram(
            x=values, nbinsx=41, marker_color=colours.positive, hovertemplate="%{x}: %{y}<extra></extra>"
        )
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(title_text=across, zerolinecolor=colours.muted)
    figure.update_yaxes(title_text="weights")
    return figure


def spreads(spread: Sequence[float], colours: Theme, *, height: int = HEIGHT) -> go.Figure:
    """The spread of a signal behind each layer, on a logarithmic scale; 0 is drawn at the floor."""
    shown = np.maximum(np.asarray(spread, float), 1e-12)
    figure = go.Figure(
        go.Scatter(
            x=np.arange(len(shown)),
            y=shown,
            mode="lines+markers",
            line={"color": colours.negative, "width": 2.5},
            customdata=told(spread, 3),
            hovertemplate="layer %{x}: %{customdata}<extra></extra>",
        )
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(title_text="layer", dtick=1)
    figure.update_yaxes(type="log", title_text="spread", exponentformat="power", dtick=1)
    return figure
