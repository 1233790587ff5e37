"""The rows of a batch on the plane of their two coordinates."""

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number, signed
from pages.ui.figures.theme import Theme, between, styled

SIDE = 60  # values of the ground across


def batch_on_plane(
    points: np.ndarray,
    rows: np.ndarray,
    pulls: np.ndarray,
    labels: list[str],
    colours: Theme,
    *,
    ground: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None,
    height: int = 420,
) -> go.Figure:
    """All training points (2, m) small, those of the batch ringed, as large as their pull and coloured by its
    sign.  ground: xs, ys and the answer there between 0 and 1, (len(ys), len(xs))."""
    figure = go.Figure()
    if ground is not None:
        xs, ys, answer = ground
        figure.add_heatmap(
            x=xs, y=ys, z=answer, zmin=0, zmax=1, showscale=False, opacity=0.4, hoverinfo="skip",
            colorscale=between(colours.negative, colours.paper, colours.positive),
        )  # fmt: skip
    figure.add_scatter(
        x=points[0], y=points[1], mode="markers", hoverinfo="skip", marker={"size": 4, "color": colours.muted}
    )
    top = np.abs(pulls).max() or 1.0
    figure.add_scatter(
        x=points[0, rows],
        y=points[1, rows],
        mode="markers",
        marker={
            "size": 9 + 17 * np.sqrt(np.abs(pulls) / top),
            "color": [colours.positive if pull >= 0 else colours.negative for pull in pulls],
            "line": {"color": colours.ink, "width": 1.5},
        },
        hovertext=[f"{label}<br>{signed(number(pull))}" for label, pull in zip(labels, pulls, strict=True)],
        hoverinfo="text",
    )
    styled(figure, colours, height=height)
    figure.update_xaxes(title_text="x₁", showgrid=False, zeroline=False, constrain="domain")
    figure.update_yaxes(title_text="x₂", showgrid=False, zeroline=False, scaleanchor="x", constrain="domain")
    return figure
