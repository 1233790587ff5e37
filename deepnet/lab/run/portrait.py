"""A run as a notebook shows it: what it is, how far it came, how well it does, and its cost curve."""

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from deepnet.lab.settings.links import to_query
from deepnet.numerals import cost, number, percent

if TYPE_CHECKING:
    from deepnet.lab.run.run import Run

WIDTH, HEIGHT = 260, 70  # pixels of the curve


def portrait(run: "Run") -> str:
    """HTML with no reference to anything outside of it."""
    score, regression = run.score, run.dataset.kind == "regression"
    name, as_text = ("R²", number) if regression else ("accuracy", percent)
    sizes = "-".join(map(str, run.network.layer_dims))
    chosen = ", ".join(f"{key}={value}" for key, value in to_query(run.settings).items()) or "as usual"
    rows = [
        ("data", f"{run.dataset.title}, {run.dataset.m:,} rows to learn from"),
        ("network", f"{sizes} {', '.join(run.network.activations)}"),
        ("settings", chosen),
        ("step", f"{run.step:,}, epoch {run.epoch:,.1f}"),
        ("cost", f"{cost(score.cost_train)} train, {cost(score.cost_test)} test"),
        (name, f"{as_text(score.metric_train)} train, {as_text(score.metric_test)} test"),
        *(("changed", f"step {step:,}: {words}") for step, words in run.events[-5:]),
    ]
    if run.halt is not None:
        rows.append(("ended", run.halt.sentence))
    cells = "".join(f"<tr><th>{escape(title)}</th><td>{escape(text)}</td></tr>" for title, text in rows)
    return f"<div>{_curve(run)}<table>{cells}</table></div>"


def _curve(run: "Run") -> str:
    """The costs as lines, train and test, from 0 to the largest that is no outlier."""
    series = run.timeline.series()
    if len(series["step"]) < 2:
        return ""
    top = 1.05 * max(float(np.quantile(series[name], 0.98)) for name in ("cost_train", "cost_test")) or 1.0
    x = series["step"] / max(series["step"][-1], 1) * WIDTH
    lines = []
    for name, style in (("cost_train", "#0877bd"), ("cost_test", '#f59322" stroke-dasharray="4 2')):
        y = HEIGHT * (1 - np.clip(series[name] / top, 0, 1))
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
        lines.append(f'<polyline fill="none" stroke="{style}" points="{points}"/>')
    title = f"Cost from step 0 to {run.step:,}: train, and test dashed"
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{title}</title>{''.join(lines)}</svg>"
    )
