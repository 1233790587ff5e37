"""Where the microscope stands: the step, the row of the batch, the windows, the neuron to begin with."""

from typing import Any

from pages.ui.state.bench import current_bench
from pages.ui.state.kept import keep, kept

STEP, BEGIN, COLUMN, STARTS, OPEN, ASKED = (
    f"microscope.{name}" for name in ("step", "begin", "column", "starts", "open", "asked")
)
MEAN = "mean"


def put_under(look: dict[str, Any]) -> None:
    """Begin with what was looked at on the stage: {neuron: (layer, row) or None, step}."""
    dims = current_bench().run.network.layer_dims
    neuron = look.get("neuron")
    keep(OPEN, None)
    keep(BEGIN, look.get("step") if isinstance(look.get("step"), int) else None)
    if isinstance(neuron, list) and len(neuron) == 2 and all(isinstance(part, int) for part in neuron):
        layer, row = neuron
        if 0 < layer < len(dims) and 0 <= row < dims[layer]:
            keep(OPEN, {"id": look.get("id"), "layer": layer, "row": row})
            keep(STARTS, {layer: max(0, row - 3)})


def column_of(m: int) -> int | None:
    """The example looked at, counted in a batch of m; None for their mean."""
    chosen = kept(COLUMN, 0)
    return None if chosen == MEAN else min(chosen, m - 1)
