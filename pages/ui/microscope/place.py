"""Where the microscope stands: the step, the row of the batch, the windows, the neuron to begin with."""

from typing import Any

from deepnet.lab.run.bench import Bench
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import keep, kept

STEP, BEGIN, COLUMN, STARTS, OPEN, LEAVE, VIEW, WHICH, ONE, POINT, X1, X2 = (
    f"microscope.{name}"
    for name in (
        "step", "begin", "column", "starts", "open", "leave", "view", "which", "one", "point", "x1", "x2"
    )
)  # fmt: skip
MEAN = "mean"


def put_under(look: dict[str, Any]) -> None:
    """Begin with what was looked at on the stage: {neuron: [layer, row] or None, step, input}.

    input: that of the neuron whose weight was looked at, if one was.
    """
    dims = current_bench().run.network.layer_dims
    neuron = look.get("neuron")
    keep(OPEN, None)
    keep(BEGIN, look.get("step") if isinstance(look.get("step"), int) else None)
    if isinstance(neuron, list) and len(neuron) == 2 and all(isinstance(part, int) for part in neuron):
        layer, row = neuron
        if 0 < layer < len(dims) and 0 <= row < dims[layer]:
            opened, starts = {"id": look.get("id"), "layer": layer, "row": row}, {layer: max(0, row - 3)}
            column = look.get("input")
            if isinstance(column, int) and 0 <= column < dims[layer - 1]:
                opened["input"] = column
                starts[layer - 1] = max(0, column - 3)
            keep(OPEN, opened)
            keep(STARTS, starts)


def standing(bench: Bench) -> int:
    """The step that is walked: the stage's, until the slider or a key moves it."""
    at = kept(STEP)
    return bench.shown() if at is None else max(0, min(at, bench.current.step))


def answer(asked: dict[str, Any]) -> None:
    """Do what the visitor asked of the walk."""
    bench = current_bench()
    if asked.get("leave"):
        keep(LEAVE, True)
    if "by" in asked:
        move(bench, standing(bench) + (1 if asked["by"] > 0 else -1))
    if "column" in asked:
        keep(COLUMN, MEAN if asked["column"] == MEAN else max(0, int(asked["column"])))
    if isinstance(asked.get("point"), list) and len(asked["point"]) == 2:
        keep(POINT, True)
        for name, value in zip((X1, X2), asked["point"], strict=True):
            keep(name, round(float(value), 2))
    if isinstance(asked.get("check"), list) and len(asked["check"]) == 3:
        name, r, c = asked["check"]
        keep(VIEW, "check")
        keep(WHICH, str(name)[1:])
        keep(ONE, spot(str(name)[1:], int(r), int(c)))
    if isinstance(asked.get("layer"), int) and asked["layer"] >= 0:
        starts = dict(kept(STARTS, {}))
        starts[asked["layer"]] = max(0, int(asked.get("row", 0)) - 3)
        if "before" in asked:
            starts[asked["layer"] - 1] = max(0, int(asked["before"]) - 3)
        keep(STARTS, starts)


def move(bench: Bench, step: int) -> None:
    """Walk the step before or after; behind the last one made, make it."""
    if step > bench.current.step:
        bench.run.step_by(step - bench.run.step)
        bench.saw(min(step, bench.run.step))
    keep(STEP, max(0, min(step, bench.current.step)))


def spot(name: str, r: int, c: int) -> str:
    """What one parameter is called: W1[2, 1], b1[2]."""
    return f"{name}[{r + 1}, {c + 1}]" if name.startswith("W") else f"{name}[{r + 1}]"


def column_of(m: int) -> int | None:
    """The example looked at, counted in a batch of m; None for their mean."""
    chosen = kept(COLUMN, 0)
    return None if chosen == MEAN else min(chosen, m - 1)
