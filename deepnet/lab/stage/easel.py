"""The painter of what one stage looks at, kept as long as it fits and turned where only the view differs."""

from dataclasses import replace

import numpy as np

from deepnet.lab.run.run import Run
from deepnet.lab.stage.frames import Painter
from deepnet.lab.stage.inputs import Inputs
from deepnet.lab.stage.messages import View
from deepnet.lab.stage.plane import Plane, plane_of
from deepnet.lab.stage.points import places_of
from deepnet.lab.stage.sight import Sight
from deepnet.regularizers import REGULARIZERS

MOST_RINGED = 1000  # rows of a batch that are told


class Easel:
    """Paints the steps of a run on the plane of a view: `set_up`, then `paint` frame after frame."""

    def __init__(self):
        self.painter: Painter | None = None
        self.sight: Sight | None = None  # what the browser knows of the plane
        self._drawn = None  # the network that the painter was made for
        self._plane: Plane | None = None
        self._seen = None  # the view that the plane was made for
        self._batches: list[list[int]] | None = None  # of each frame painted, if they are wanted

    def set_up(self, run: Run, view: View) -> Painter:
        """The painter for this view of a run as it stands."""
        if self.sight is None or self.sight.inputs.dataset is not run.dataset:
            self.sight, self._seen = Sight(Inputs(run.dataset)), None
        view = view.of(self.sight.inputs.key)
        self._batches = [] if view.batch else None
        seen, drawn = (
            (run.settings.features, view.plane, view.x, view.y, view.held, view.target),
            (run.network, run.scores),
        )
        turned = seen != self._seen
        if turned:
            self._plane, self._seen = self._plane_for(run, view), seen
        if self._drawn is None or any(a is not b for a, b in zip(self._drawn, drawn, strict=True)):
            plane, chosen = self._plane, run.scores.place(self._plane.through.row)
            self.painter = Painter(run.network, run.dataset, run.scores, plane, run.initial, chosen=chosen)
            self._drawn = drawn
        elif turned:
            self.painter.turn(self._plane, run.scores.place(self._plane.through.row))
        focus, dims = view.focus, run.network.layer_dims
        inside = focus is not None and 1 <= focus[0] < len(dims) and focus[1] < dims[focus[0]]
        self.painter.focus = focus if inside else None
        self.painter.target = min(view.target, len(run.dataset.targets) - 1)
        return self.painter

    def _plane_for(self, run: Run, view: View) -> Plane:
        """The plane of a view; a row that is not scored cannot be chosen."""
        held = view.held
        if run.scores.place(held.row) is None:
            held = replace(held, row=None)
        return plane_of(
            run.dataset,
            run.settings.features,
            kind=view.plane,
            x=view.x,
            y=view.y,
            held=held,
            inputs=self.sight.inputs,
            target=min(view.target, len(run.dataset.targets) - 1),
        )

    def paint(self, run: Run, i: int, *, exact: bool = True) -> None:
        """Paint the run as it stands as frame i. exact: with costs of this very step, not of one before."""
        score, scored = (run.score, True) if exact else run.latest_score
        self.painter.paint(i, run.step, run.epoch, score, run.last_update, _penalty(run), scored=scored)
        if self._batches is not None:
            self._batches[i:] = [next_rows(run)]

    def batches(self, count: int) -> dict[str, list[list[int]]]:
        """The rows of the step that follows each of these frames, for the header; nothing if not wanted."""
        return {} if self._batches is None else {"batches": self._batches[:count]}

    def news(self, run: Run) -> tuple[dict, dict[str, np.ndarray]]:
        """What the browser does not yet know of the plane that is painted: header and arrays."""
        meta, arrays = self.sight.news(self.painter)
        if arrays and run.dataset.waiting:
            arrays |= places_of(run.drawing)  # not where the rows lie that stand in
        return meta, arrays


def next_rows(run: Run) -> list[int]:
    """The training rows that the next step learns from, MOST_RINGED at most."""
    return [] if run.dataset.waiting else run.trainer.batch_rows()[:MOST_RINGED].tolist()


def _penalty(run: Run) -> float:
    settings, m = run.settings, run.dataset.X_train.shape[1]
    with np.errstate(over="ignore"):
        return REGULARIZERS[settings.regularization].cost(run.network, settings.regularization_rate, m)
