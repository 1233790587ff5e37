"""What a visitor has done in each lesson: what was predicted, the step at which the goal was met, and why."""

from dataclasses import dataclass, replace

from deepnet.lab.lessons.lesson import Lesson
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import keep, kept

_TAKEN = "lessons.taken"
UNSURE = -1  # the answer "I do not know"


@dataclass(frozen=True)
class Taken:
    """answer: the number of the option, UNSURE, or None before one is chosen.  run: the id of the run
    begun with."""

    answer: int | None = None
    met: int | None = None
    why: str = ""
    run: int | None = None


def taken(lesson: Lesson) -> Taken:
    return kept(_TAKEN, {}).get(lesson.link, Taken())


def note(lesson: Lesson, **what) -> None:
    keep(_TAKEN, kept(_TAKEN, {}) | {lesson.link: replace(taken(lesson), **what)})


def begin(lesson: Lesson) -> None:
    """Set the lesson's experiment up, in a run of its own: what was there before stays on the bench."""
    bench = current_bench()
    bench.restart(lesson.settings)
    note(lesson, run=bench.current.id)
