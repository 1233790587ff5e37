"""How far the predictions of a quantity are from the truth."""

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, short, styled

MOST_POINTS = 1500  # drawn: more only hide each other


def drawn(n: int) -> np.ndarray:
    """Places of the points that are drawn: all n, or a fixed sample."""
    if n <= MOST_POINTS:
        return np.arange(n)
    return np.sort(np.random.default_rng(2).permutation(n)[:MOST_POINTS])


def predicted_against_true(truth: np.ndarray, found: np.ndarray, target: str, colours: Theme) -> go.Figure:
    """Points on the diagonal are right.  customdata of each point is its place in truth and found (n,)."""
    figure = _points(truth, found, truth, found, colours)
    low = float(min(truth.min(), found.min()))
    high = float(max(truth.max(), found.max()))
    figure.add_shape(
        type="line",
        x0=low,
        y0=low,
        x1=high,
        y1=high,
        line={"color": colours.ink, "width": 1.5, "dash": "dot"},
    )
    figure.update_xaxes(title_text=f"true {short(target, 26)}")
    figure.update_yaxes(title_text=f"predicted {short(target, 26)}")
    return figure


def residuals(truth: np.ndarray, found: np.ndarray, target: str, colours: Theme) -> go.Figure:
    """Predicted less true, over what was predicted: a network that has learned all leaves no pattern."""
    figure = _points(found, found - truth, truth, found, colours)
    figure.add_hline(y=0, line={"color": colours.ink, "width": 1.5, "dash": "dot"})
    figure.update_xaxes(title_text=f"predicted {short(target, 26)}")
    figure.update_yaxes(title_text="predicted − true")
    return figure


def _points(x, y, truth, found, colours: Theme) -> go.Figure:
    places = drawn(len(truth))
    figure = go.Figure(
        go.Scatter(
            x=x[places],
            y=y[places],
            mode="markers",
            customdata=places[:, None],
            marker={"size": 8, "color": colours.positive, "opacity": 0.6},
            selected={"marker": {"opacity": 1, "color": colours.negative, "size": 10}},
            unselected={"marker": {"opacity": 0.35}},
            hovertext=[f"true {number(truth[i])}<br>predicted {number(found[i])}" for i in places],
            hoverinfo="text",
        )
    )
    styled(figure, colours, height=400)
    figure.update_layout(clickmode="event+select", hovermode="closest", dragmode="select")
    return figure
