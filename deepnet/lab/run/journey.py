"""The way to a far past step, gone in slices between which others have their turn."""

from collections.abc import Callable

from deepnet.lab.run.run import Run
from deepnet.lab.run.turn import TURN

SLICE = 0.03  # seconds at least: less would be lost on setting out and coming back
PATIENCE = 0.1  # seconds for a run that somebody else holds, who may need the turn to let it go


def reach(run: Run, step: int, told: Callable[[float], object] = lambda share: None) -> None:
    """Come so near to a past step that `Run.visit` takes no time to speak of.

    told hears which share of the way is behind; what it raises ends the journey, and nothing has moved.
    """
    share = 0.0
    while share < 1:
        with TURN.of(id(run), whole=True):
            mine = run.lock.acquire(blocking=False)
            if mine:
                try:
                    share = run.approach(step, max(SLICE, TURN.share))
                finally:
                    run.lock.release()
        if mine and share < 1:
            told(share)
        elif not mine and run.lock.acquire(timeout=PATIENCE):
            run.lock.release()
