"""Pictures in rows: examples to click on, neurons by their weights, what an answer hangs on."""

import base64
import io
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from PIL import Image, ImageColor

from pages.ui.figures.theme import Theme, in_percent, scale, short, styled

GAP = 0.12  # between pictures, of a picture's side


def gallery(
    pictures: np.ndarray,
    words: Sequence[str],
    hovers: Sequence[str],
    colours: Theme,
    *,
    across: int = 6,
    side: int = 96,
    framed: Sequence[str] | None = None,
    lines: int = 1,
) -> go.Figure:
    """Pictures (n, h, w) or (n, h, w, 3), uint8, each with `lines` lines of words under it and a point on it.

    customdata of each point is its place.  framed: the colour of a frame for each.
    """
    n = len(pictures)
    across = max(1, min(across, n))
    down = -(-n // across)
    step_x, step_y = 1 + GAP, 1 + lines * 18 / side + GAP
    figure = go.Figure()
    at = [(i % across * step_x, i // across * step_y) for i in range(n)]
    place = {"xref": "x", "yref": "y", "xanchor": "left", "yanchor": "top", "layer": "below"}
    font = {"size": 12.5, "color": colours.ink}
    under = {"showarrow": False, "xanchor": "center", "yanchor": "top", "font": font}
    figure.update_layout(
        images=[
            {"source": as_png(picture), "x": x, "y": y, "sizex": 1, "sizey": 1, "sizing": "contain", **place}
            for picture, (x, y) in zip(pictures, at, strict=True)
        ],
        annotations=[
            {"text": text, "x": x + 0.5, "y": y + 1.02, **under}
            for text, (x, y) in zip(words, at, strict=True)
        ],
    )
    frame = list(framed) if framed else [colours.line] * n
    figure.add_scatter(
        x=[x + 0.5 for x, _ in at],
        y=[y + 0.5 for _, y in at],
        mode="markers",
        customdata=np.arange(n)[:, None],
        marker={
            "symbol": "square-open",
            "size": side - 2,
            "color": frame,
            "line": {"width": 2, "color": frame},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.55}},
        hovertext=list(hovers),
        hoverinfo="text",
    )
    width, height = across * step_x * side, down * step_y * side
    styled(figure, colours, height=round(height) + 8, width=round(width) + 8)
    figure.update_xaxes(visible=False, range=[-GAP / 2, across * step_x - GAP / 2], fixedrange=True)
    figure.update_yaxes(visible=False, range=[down * step_y - GAP / 2, -GAP / 2], fixedrange=True)
    figure.update_layout(
        clickmode="event+select",
        hovermode="closest",
        hoverdistance=side,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
    )
    return figure


def signed_picture(values: np.ndarray, colours: Theme, *, top: float | None = None) -> np.ndarray:
    """Values (h, w) as uint8 (h, w, 3): negative colour, ground at 0, positive colour at `top`."""
    top = float(np.abs(values).max()) if top is None else top
    share = np.clip(values / top if top > 0 else np.zeros_like(values), -1, 1)[..., None]
    ground, above, below = (
        np.array(ImageColor.getrgb(c), float) for c in (colours.paper, colours.positive, colours.negative)
    )
    return np.uint8(np.round(ground + np.abs(share) * (np.where(share > 0, above, below) - ground)))


def one_picture(picture: np.ndarray, colours: Theme, *, side: int = 260) -> go.Figure:
    """A single picture (h, w) or (h, w, 3), uint8, with square pixels that stay sharp."""
    h, w = picture.shape[:2]
    rgb = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    figure = go.Figure(go.Image(z=rgb, hoverinfo="skip"))
    styled(figure, colours, height=round(side * h / max(h, w)), width=round(side * w / max(h, w)))
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    return figure


def block_map(drop: np.ndarray, colours: Theme, *, metric: str, side: int = 320) -> go.Figure:
    """What the score loses with each block (rows, columns) of a picture."""
    top = 100 * max(float(np.abs(drop).max()), 1e-9)
    figure = go.Figure(
        go.Heatmap(
            z=in_percent(drop),
            zmin=-top,
            zmax=top,
            colorscale=scale(colours),
            xgap=1,
            ygap=1,
            hovertemplate=f"{metric} −%{{z:.1f}} %<extra></extra>",
            colorbar={
                "title": {"text": f"{short(metric)} lost", "side": "right"},
                "ticksuffix": " %",
                "thickness": 14,
                "outlinewidth": 0,
            },
        )
    )
    rows, columns = drop.shape
    styled(figure, colours, height=round(side * rows / max(rows, columns)) + 16, width=side + 110)
    at_left = {"constrain": "domain", "constraintoward": "left"}
    figure.update_xaxes(visible=False, fixedrange=True, **at_left)
    figure.update_yaxes(visible=False, fixedrange=True, autorange="reversed", scaleanchor="x")
    return figure


def as_png(picture: np.ndarray) -> str:
    """An address that holds the picture, enlarged without smoothing so that its pixels can be seen."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    times = max(1, round(112 / max(image.size)))
    image = image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST)
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
