"""Figures of many networks: heat map over two settings, curves with band, parallel coordinates."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from deepnet.numerals import number
from pages.ui.figures.theme import Theme, by_factors, plain, short, styled, told

HIGH = 4.0  # times the highest first cost, up to which curves are drawn
LEAST_SCORE = -1.0  # down to which scores are drawn: below, a network is worse than the mean by far
PLACES = 100  # along an axis of parallel coordinates, at which a range that is kept can end
MOST_GROUPS = 16  # curves with a band of their own
LINES = ("#0877bd", "#f59322", "#17a589", "#a33ea1", "#d6336c", "#a9714b", "#7cc8f2", "#8a9199")
GOOD_TO_BAD = ((0.0, "#17a589"), (0.5, "#c9ced3"), (1.0, "#a33ea1"))


def heat_map(
    values: np.ndarray,
    x_labels: Sequence[str],
    y_labels: Sequence[str],
    colours: Theme,
    *,
    x_title: str,
    y_title: str,
    named: str,
    low_is_good: bool = True,
    log: bool = True,
    texts: np.ndarray | None = None,
    within: tuple[float, float] = (-np.inf, np.inf),
    crossed: np.ndarray | None = None,
    height: int = 430,
) -> go.Figure:
    """Colour of values (n_x, n_y), nan left blank.  log: by factors.  texts: what the hover says.

    within: values beyond have the colour of the end.  crossed (n_x, n_y): cells that have a cross instead.
    """
    shown = np.log10(np.maximum(values, 1e-12)) if log else values
    scale = list(GOOD_TO_BAD) if low_is_good else [(1 - at, colour) for at, colour in reversed(GOOD_TO_BAD)]
    finite = shown[np.isfinite(shown)]
    least, most = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    ends = [np.log10(max(end, 1e-12)) if log else end for end in within]
    low, high = max(least, ends[0]), min(most, ends[1])
    ticks = np.linspace(low, high, 5)
    ticktext = [number(10**t if log else t, 3) for t in ticks]
    ticktext[0] = "≤ " * bool(least < low) + ticktext[0]
    ticktext[-1] = "≥ " * bool(most > high) + ticktext[-1]
    figure = go.Figure(
        go.Heatmap(
            z=shown.T,
            x=list(range(len(x_labels))),
            y=list(range(len(y_labels))),
            colorscale=scale,
            zmin=low,
            zmax=max(high, low + 1e-9),
            text=None if texts is None else texts.T,
            hovertemplate="%{text}<extra></extra>" if texts is not None else None,
            colorbar={
                "title": {"text": plain(named), "side": "right"},
                "tickvals": ticks.tolist(),
                "ticktext": ticktext,
                "thickness": 14,
            },
            xgap=1,
            ygap=1,
            hoverongaps=False,
        )
    )
    if crossed is not None and crossed.any():
        x, y = np.nonzero(crossed)
        figure.add_scatter(
            x=x,
            y=y,
            mode="markers",
            marker={"symbol": "x-thin", "size": 12, "line": {"width": 2, "color": colours.wrong}},
            text=None if texts is None else texts[x, y],
            hovertemplate="%{text}<extra></extra>",
        )
    styled(figure, colours, height=height)
    for update, labels, title in (
        (figure.update_xaxes, x_labels, x_title),
        (figure.update_yaxes, y_labels, y_title),
    ):
        every = max(1, -(-len(labels) // 16))
        update(
            title_text=plain(title),
            tickvals=list(range(0, len(labels), every)),
            ticktext=[short(label) for label in labels[::every]],
            showgrid=False,
            zeroline=False,
            range=[-0.5, len(labels) - 0.5],
        )
    return figure


def fans(
    steps: np.ndarray,
    groups: Sequence[tuple[str, np.ndarray]],
    colours: Theme,
    *,
    named: str,
    log: bool = True,
    height: int = 460,
    whole: bool = False,
) -> go.Figure:
    """For each (name, curves (T, n)): the median over a band from the lower to the upper quartile.

    whole: every single curve, faint, as well.
    """
    figure = go.Figure()
    for i, (name, curves) in enumerate(groups[:MOST_GROUPS]):
        colour = (colours.positive, colours.negative, *LINES[2:])[i % len(LINES)]
        alive = ~np.isnan(curves).all(axis=1)
        if not alive.any():
            continue
        x, y = steps[alive], curves[alive]
        low, middle, high = np.nanquantile(y, [0.25, 0.5, 0.75], axis=1)
        if whole:
            for column in y.T:
                figure.add_scatter(
                    x=x, y=column, mode="lines", line={"color": colour, "width": 0.7}, opacity=0.25,
                    hoverinfo="skip", showlegend=False,
                )  # fmt: skip
        figure.add_scatter(
            x=np.concatenate([x, x[::-1]]),
            y=np.concatenate([high, low[::-1]]),
            fill="toself",
            fillcolor=_faint(colour, min(0.18, 0.9 / len(groups))),  # of many, none hides the others
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )
        count = y.shape[1]
        figure.add_scatter(
            x=x,
            y=middle,
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": ("solid", "dash", "dot")[i // len(LINES) % 3]},
            name=f"{short(name)} ({count})" if count > 1 else short(name),
            customdata=told(middle),
            hovertemplate=f"{plain(name)}<br>step %{{x:,}}: %{{customdata}}<extra></extra>",
        )
    styled(figure, colours, height=height)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"})
    figure.update_xaxes(title_text="step", range=[0, int(steps[-1])])
    figure.update_yaxes(title_text=plain(named), nticks=7)
    first = max((float(np.nanmax(c[0])) for _, c in groups if np.isfinite(c[0]).any()), default=1.0)
    shown = [c[np.isfinite(c) & (c > 0)] for _, c in groups]
    values = np.concatenate(shown) if shown else np.zeros(0)
    if log and values.size:
        low, high = max(float(values.min()), first * 1e-6), min(float(values.max()), HIGH * first)
        figure.update_yaxes(**by_factors([[low, high]]))
        if high < values.max():  # one that is lost would flatten all the rest
            figure.update_yaxes(range=[np.log10(low) - 0.05, np.log10(high)])
    scores = [c[np.isfinite(c)] for _, c in groups]
    if not log and min((c.min() for c in scores if c.size), default=0.0) < LEAST_SCORE:
        figure.update_yaxes(range=[LEAST_SCORE, 1.02])
    return figure


def parallel_coordinates(
    columns: Sequence[dict],
    cost: np.ndarray,
    colours: Theme,
    *,
    named: str,
    ranges: dict[str, list] | None = None,
    height: int | None = 430,
) -> go.Figure:
    """One line for each network through its settings to what came of it.

    columns: {"title", "values" (n,), "log", "labels" (of choices, whose values are their numbers)}.
    ranges: what is kept along an axis, by its number: [[low, high], …], logarithms where it goes by factors.
    """
    dimensions = []
    for i, column in enumerate([*columns, {"title": named, "values": cost, "log": True}]):
        values = np.asarray(column["values"], float)
        values = np.maximum(values, 1e-12) if column.get("log") else values
        shown = np.log10(values) if column.get("log") else values
        found = {"name": str(i), "label": short(column["title"]), "values": shown}  # they can be moved
        if spans := (ranges or {}).get(str(i)):
            found["constraintrange"] = spans if len(spans) > 1 else spans[0]
        if labels := column.get("labels"):
            found |= {"tickvals": list(range(len(labels))), "ticktext": [short(label) for label in labels]}
        else:
            low, high = float(shown.min()), float(shown.max())
            found["range"] = [low, high if high > low else low + 1]
            found |= _finely(*found["range"], *_ticks(values, found["range"], log=column.get("log", False)))
        dimensions.append(found)
    logs = np.log10(np.maximum(cost, 1e-12))
    figure = go.Figure(
        go.Parcoords(
            line={"color": logs, "colorscale": list(GOOD_TO_BAD), "showscale": False},
            dimensions=dimensions,
            unselected={"line": {"color": colours.line, "opacity": 0.25}},
            labelfont={"size": 14},
            labelangle=-18,  # on a narrow screen they would run into each other
            tickfont={"size": 12, "color": colours.ink, "shadow": "none"},
        )
    )
    styled(figure, colours, height=height)
    figure.update_layout(margin={"l": 70, "r": 50, "t": 64, "b": 20})
    return figure


def _ticks(values: np.ndarray, ends: list[float], *, log: bool) -> tuple[np.ndarray, list[str]]:
    """Where numbers stand along an axis, and what they say."""
    if log:
        axis = by_factors([values])
        return np.log10(axis["tickvals"]), axis["ticktext"]
    low, high = ends
    power = 10.0 ** np.floor(np.log10((high - low) / 6))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= (high - low) / 6)
    ticks = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    return ticks, [number(tick, 3) for tick in ticks]


def _finely(low: float, high: float, ticks: np.ndarray, texts: list[str]) -> dict:
    """The numbers of an axis among many places that say nothing: Plotly lets a range end only between two."""
    within = [(at, text) for at, text in zip(ticks, texts, strict=True) if low <= at <= high]
    near = 0.5 * (high - low) / PLACES
    blank = [
        at for at in np.linspace(low, high, PLACES + 1) if all(abs(at - tick) > near for tick, _ in within)
    ]
    places = sorted([*within, *((at, " " * (i + 1)) for i, at in enumerate(blank))])  # it wants them distinct
    return {"tickvals": [float(at) for at, _ in places], "ticktext": [text for _, text in places]}


def _faint(colour: str, share: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:.2g})"
