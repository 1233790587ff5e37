"""A run as a record: what was chosen and what was changed when, as JSON that makes the same run again."""

from collections.abc import Iterable

from deepnet.declaration import declared, integral
from deepnet.lab.run.changes import MOST_CHANGES, Change, difference
from deepnet.lab.run.recipe import data_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.settings.versions import format_of, todays, version_of
from deepnet.spelling import shown

LAST_STEP = 10_000_000  # a record may ask to be replayed to
LAST_STROKE = 2**31 - 1


def to_record(run: Run) -> dict:
    """Settings at step 0, every change, and how the run stands; all of it fit for JSON.

    The sentences and the score are for readers: `replay` does not need them.  An upload's rows are not in it.
    """
    with run.lock:
        came_to = {"precision": run.network.dtype.name}  # what "auto" is may be another thing one day
        return {
            "format": format_of(),
            "step": run.step,
            "settings": as_json(run.first_settings) | came_to,
            "changes": [_as_json(change, came_to) for change in run.changes],
            "events": [[step, sentence] for step, sentence in run.events],
            "score": run.score._asdict(),
        }


def replay(record: dict, upload=None) -> Run:
    """The run that a record tells of, made again step by step: the same bits on the same machine.

    ValueError or TypeError, in one sentence, for a record that makes no sense.  upload: the data, where they
    were an upload.
    """
    version = version_of(record.get("format") if isinstance(record, dict) else None)
    settings = _settings(record.get("settings"), version)
    run = Run(settings, data_of(settings, upload))
    last = integral("step", record.get("step"), 0, LAST_STEP)
    changes = record.get("changes")
    if not isinstance(changes, list) or len(changes) > MOST_CHANGES:
        raise ValueError(f"changes must be a list of at most {MOST_CHANGES}, got {shown(changes)}")
    make_again(run, (_change(each, version) for each in changes), last)
    return run


def make_again(run: Run, changes: Iterable[Change], last: int) -> None:
    """Train a run that stands at its beginning up to step `last`, with these changes on the way.

    ValueError or TypeError, one sentence, for a change that cannot be, or a step that is not reached.
    """
    for change in changes:
        step = integral("step of a change", change.step, run.step, last)
        _train_to(run, step)
        if change.settings is None:
            run.edit(*change.edit, at=step)
            continue
        if change.settings != run.settings and not run.takes(change.settings):
            what = difference(run.settings, change.settings)
            raise ValueError(f"a change at step {step} cannot start the run over: {what}")
        run.apply(change.settings, step, change.stroke)
    _train_to(run, last)


def as_json(settings: Settings) -> dict:
    """Every field, tuples as lists and a drawing as text."""
    return {name: field.plain(getattr(settings, name)) for name, field in declared(type(settings)).items()}


def _as_json(change: Change, came_to: dict) -> dict:
    if change.settings is not None:
        stroke = {} if change.stroke is None else {"stroke": change.stroke}
        return {"step": change.step, "settings": as_json(change.settings) | came_to} | stroke
    return {"step": change.step, "edit": list(change.edit)}


def _change(values, version: int) -> Change:
    """A change as a record has it; where and what its weights and steps may be is checked as it is made."""
    if not isinstance(values, dict):
        raise TypeError(f"a change must be an object, got {shown(values)}")
    step, stroke, cell = values.get("step"), values.get("stroke"), values.get("edit")
    if "settings" in values:
        stroke = stroke if stroke is None else integral("stroke", stroke, 0, LAST_STROKE)
        return Change(step, _settings(values["settings"], version), stroke=stroke)
    if not isinstance(cell, list) or len(cell) != 4:
        raise ValueError(f"edit must be [layer, row, col, value], got {shown(cell)}")
    return Change(step, edit=tuple(cell))


def _settings(values, version: int) -> Settings:
    if not isinstance(values, dict):
        raise TypeError(f"settings must be an object, got {shown(values)}")
    values, known = todays(values, version), declared(Settings)
    unknown = [name for name in values if name not in known]
    if unknown:
        raise ValueError(f"{shown(unknown[0])} is not a setting")
    return Settings(**{name: known[name].revived(value) for name, value in values.items()})


def _train_to(run: Run, step: int) -> None:
    while run.step_by(step - run.step) and run.step < step:
        run.stopped = None  # where a visitor went on from a stop, so does the replay
    if run.step < step:
        raise ValueError(f"the record goes on to step {step}, but its run diverges after step {run.step}")
