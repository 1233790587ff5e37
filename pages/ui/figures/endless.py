"""Figure of the winner's curse."""

import numpy as np
import plotly.graph_objects as go

from pages.ui.figures.theme import Theme, in_percent, styled


def curse(
    counts: np.ndarray, seen: np.ndarray, true: np.ndarray, colours: Theme, *, height: int = 440
) -> go.Figure:
    """Error of the best of so many (n,): on the points it was chosen by, and on fresh ones."""
    figure = go.Figure()
    for values, name, colour, fill in (
        (seen, "on the points it was chosen by", colours.negative, None),
        (true, "on fresh points", colours.positive, "tonexty"),
    ):
        figure.add_scatter(
            x=counts,
            y=in_percent(values),
            mode="lines+markers",
            name=name,
            fill=fill,
            fillcolor="rgba(130,130,130,0.15)",
            line={"color": colour, "width": 3},
            hovertemplate=f"best of %{{x}}<br>{name}: %{{y:.1f}} %<extra></extra>",
        )
    styled(figure, colours, height=height)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"})
    figure.update_xaxes(type="log", title_text="settings tried", tickvals=counts.tolist())
    figure.update_yaxes(title_text="error of the best", ticksuffix=" %", rangemode="tozero")
    return figure
