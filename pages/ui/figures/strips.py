"""What every layer says to one example: a strip of cells for each layer, a cell for each neuron."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, ink_on, plain, scale, short, styled

HEIGHT = 64  # pixels of one strip with its gap
WIDE = 16  # neurons up to which a cell has room for its value
SIGNS = 80  # of all labels of a strip together


def layer_strips(
    titles: Sequence[str],
    names: Sequence[Sequence[str]],
    values: Sequence[np.ndarray],
    shades: Sequence[np.ndarray],
    colours: Theme,
    *,
    labels: Sequence[Sequence[str]],
) -> go.Figure:
    """One strip a layer, first layer on top.  shades in -1…1 give the colours.

    A cell has its label and its value where they fit; the hover has its name.

    Each strip takes the whole width, so a cell of a narrow layer is wide.
    """
    figure, written = go.Figure(), []
    for row, (cells, shade) in enumerate(zip(values, shades, strict=True)):
        n = len(cells)
        edges = np.linspace(0, 1, n + 1)
        figure.add_heatmap(
            x=edges,
            y=[row - 0.36, row + 0.36],
            z=shade[None, :],
            zmin=-1,
            zmax=1,
            colorscale=scale(colours),
            showscale=False,
            xgap=2 if n <= 64 else 0,
            text=[
                [f"<b>{plain(name)}</b><br>{number(v, 3)}" for name, v in zip(names[row], cells, strict=True)]
            ],
            hovertemplate="%{text}<extra></extra>",
        )
        if n <= WIDE:
            written += [
                {
                    "x": (edges[i] + edges[i + 1]) / 2,
                    "y": row,
                    "text": f"{_named(labels[row][i], SIGNS // n)}<br><b>{number(cells[i], 3)}</b>",
                    "showarrow": False,
                    "font": {"size": 13, "color": ink_on(shade[i], scale(colours), colours)},
                }
                for i in range(n)
            ]
    styled(figure, colours, height=len(titles) * HEIGHT + 30)
    figure.update_layout(annotations=written)
    figure.update_xaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_yaxes(
        tickvals=list(range(len(titles))),
        ticktext=[plain(title) for title in titles],
        range=[len(titles) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    return figure


def _named(name: str, signs: int) -> str:
    """The name as it fits: of a category ("island: Biscoe") rather its value, which no neighbour has."""
    return short(name if len(name) <= signs else name.rpartition(": ")[2], signs)
