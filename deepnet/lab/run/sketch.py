"""What a visitor has drawn, with undo, and drawing on what the current run of a bench learns from."""

from collections.abc import Callable
from dataclasses import replace

from deepnet.data import DataError, Drawing
from deepnet.data.drawing import taken_over
from deepnet.lab.run.changes import check_room
from deepnet.lab.settings.settings import DRAWN, Settings

MOST_UNDONE = 100  # drawings that can be called back
MOST_BYTES = 4_000_000  # that they may have together


class Sketch:
    """The present drawing, None before the first, and those before and after it for undo and redo.

    It stays when another run learns from other data.
    """

    def __init__(self):
        self.present: Drawing | None = None
        self._past: list[Drawing] = []
        self._future: list[Drawing] = []
        self._stroke: int | None = None  # what the present belongs to

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def keep(self, drawing: Drawing, stroke: int | None = None) -> None:
        """Make `drawing` the present.  What comes with the same stroke is undone as one."""
        if drawing == self.present:
            return
        if self.present is not None and (stroke is None or stroke != self._stroke):
            self._past.append(self.present)
            while len(self._past) > MOST_UNDONE or sum(len(d.rows) for d in self._past) > MOST_BYTES:
                del self._past[0]
        self.present, self._stroke = drawing, stroke
        self._future.clear()

    def undone(self) -> Drawing | None:
        """The drawing before the present one, if there is one still known."""
        return self._past[-1] if self._past else None

    def redone(self) -> Drawing | None:
        """The drawing that was left by undo last."""
        return self._future[-1] if self._future else None

    def undo(self) -> None:
        self._future.append(self.present)
        self.present, self._stroke = self._past.pop(), None

    def redo(self) -> None:
        self._past.append(self.present)
        self.present, self._stroke = self._future.pop(), None

    def keep_if_drawn(self, settings: Settings) -> None:
        """Make the drawing of these settings the present, if they have one: whoever made it, it stays."""
        if settings.drawing is not None:
            self.keep(settings.drawing)


def canvas(run) -> Drawing:
    """The points that a run learns from, ready to be changed; ValueError where they cannot be drawn on."""
    settings = run.settings
    return settings.drawing if settings.dataset == DRAWN else taken_over(run.dataset, settings.test_share)


def draw(
    bench, change: Callable[[Drawing], Drawing], at: int | None = None, stroke: int | None = None
) -> bool:
    """Change the points that the current run learns from, at the step on the screen or `at`.

    The points of a toy are taken over first.  The network goes on with its weights; a new number of classes
    needs another output, so then a new run starts, and the answer is True.  Changes with the same `stroke`
    are undone and told as one.  ValueError, with everything left as it was, for a change that cannot be.
    """
    with bench.lock:
        run = bench.run
        before = canvas(run)
        after = change(before)
        if after == before:
            return False
        over = not run.takes(_with(run, after))
        if run.settings.dataset != DRAWN and not over:
            check_room(run.changes, run.step if at is None else at, more=2)
            bench.apply(_with(run, before), at)
            at = bench.run.step
        bench.apply(_with(run, after), at, stroke)
        bench.sketch.keep(before)
        bench.sketch.keep(after, stroke)
        return over


def clear(bench, at: int | None = None) -> bool:
    """An empty plane, also where there are no points to draw on; whether a new run had to start for it."""
    with bench.lock:
        try:
            canvas(bench.run)
        except DataError:
            bench.apply(_with(bench.run, Drawing()), at)
            bench.sketch.keep(bench.settings.drawing)
            return False
        return draw(bench, Drawing.cleared, at)


def show(bench) -> None:
    """Turn to the points drawn on this bench, to an empty plane if there are none, in a new run."""
    with bench.lock:
        if bench.settings.dataset == DRAWN:
            return
        present = bench.sketch.present
        bench.restart(_with(bench.run, Drawing() if present is None else present))
        bench.sketch.keep(bench.settings.drawing)


def undo(bench, at: int | None = None) -> bool:
    """Call the drawing before the present one back; whether a new run had to start for it."""
    return _call_back(bench, bench.sketch.undone, bench.sketch.undo, at)


def redo(bench, at: int | None = None) -> bool:
    """Take an undo back; whether a new run had to start for it."""
    return _call_back(bench, bench.sketch.redone, bench.sketch.redo, at)


def _call_back(bench, wanted, move, at) -> bool:
    with bench.lock:
        drawing = wanted()
        if drawing is None:
            raise ValueError("nothing is left to undo or redo")
        settings = _with(bench.run, drawing)
        over = not bench.run.takes(settings)
        bench.apply(settings, at)
        move()
        return over


def _with(run, drawing: Drawing):
    return replace(run.settings, dataset=DRAWN, drawing=drawing)
