"""The lanes that a visitor compares: which runs they are, their clock, and the link that carries them."""

import streamlit as st

from deepnet.lab.run.alike import CLOCKS, begun_alike
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.changes_text import read_changes, to_text
from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import price
from deepnet.lab.run.record import make_again
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import DATA, UPLOAD, Settings, changed, in_order, with_changes
from deepnet.lab.stage.lanes import FEWEST, MOST, Lanes
from pages.ui.state.bench import ELSEWHERE, current_bench, refuse
from pages.ui.state.kept import keep, kept
from pages.ui.state.made import made

_OPENS = "lanes.opens"
CHANGES = "changes"  # in a lane's part of it: what was changed in mid-run
LONGEST = 40_000  # letters of all lanes
MOST_SECONDS = 5.0  # that a lane of a link may be trained for, up to its last change
LANES, CLOCK = ELSEWHERE  # in the address: settings of each lane, and what the lanes run by


def lanes() -> Lanes | None:
    """What is compared, None where there is nothing yet."""
    bench = current_bench()
    benches = tuple(bench.lanes)
    if len(benches) < FEWEST:
        return None
    clock = clock_chosen()
    return made("lanes", (benches, clock), lambda: Lanes(list(benches), clock, visitor=bench))


def clock_chosen() -> str:
    """The clock of the comparison, one of CLOCKS."""
    clock = kept("compare.clock", "updates")
    return clock if clock in CLOCKS else "updates"


def compare_runs(ids: list[int]) -> None:
    """Put copies of kept runs side by side."""
    bench = current_bench()
    with bench.lock:
        bench.lanes = [Bench(bench.kept(id).run.copy()) for id in ids[:MOST]]


def add_twin(text_of: dict) -> None:
    """The current run with other values for some fields, beside it: both begin at step 0.

    Where lanes are there already, the first of them has the twin.
    """
    bench = current_bench()
    base = bench.lanes[0].run if bench.lanes else bench.run
    try:
        if len(bench.lanes) >= MOST:
            raise ValueError(f"a comparison has at most {MOST} lanes")
        settings = begun_alike(with_changes(base.first_settings, **text_of), base.first_settings)
        twin = _run(settings, base)
        if not bench.lanes:
            bench.lanes = [Bench(_run(base.first_settings, base))]
    except (ValueError, TypeError) as error:
        refuse(error)
        return
    bench.lanes = [*bench.lanes, Bench(twin)]


def _run(settings: Settings, base: Run) -> Run:
    same_data = settings.dataset == UPLOAD or not changed(settings, base.settings) & DATA
    return Run(settings, base.dataset if same_data else None)


def change_lane(i: int, change: dict) -> None:
    """Another value for a field in one lane, from where it has come to on; it starts over where it must."""
    lanes = current_bench().lanes
    base = next(lane for k, lane in enumerate(lanes) if k != i or len(lanes) == 1)
    try:
        settings = with_changes(lanes[i].settings, **change)
        lanes[i].apply(begun_alike(settings, base.settings) if "hidden" in change else settings)
    except (ValueError, TypeError) as error:
        refuse(error)


def swap() -> None:
    """The second lane becomes the first, by which all others are measured."""
    bench = current_bench()
    first, second, *others = bench.lanes
    bench.lanes = [second, first, *others]


def leave(i: int) -> None:
    """Take a lane away."""
    bench = current_bench()
    if len(bench.lanes) > FEWEST and 0 <= i < len(bench.lanes):
        bench.lanes = [lane for k, lane in enumerate(bench.lanes) if k != i]


def end() -> None:
    """Compare nothing any more; the runs that were kept stay."""
    current_bench().lanes = []
    st.query_params.pop(LANES, None)  # else the address brought them back


def open_lane(i: int) -> None:
    """Make a lane the run of the playground, as it is."""
    bench = current_bench()
    if 0 <= i < len(bench.lanes):
        bench.take_over(bench.lanes[i].run)


def names() -> list[str]:
    """What heads each lane: the values in which it differs from the others."""
    settings = [lane.settings for lane in current_bench().lanes]
    first = settings[0]
    touched = set().union(*(changed(first, other) for other in settings)) - {"drawing", "begins_as"}
    fields = [field for field in in_order(Settings) if field.name in touched]
    found = []
    for letter, each in zip("ABCDEF", settings, strict=False):
        told = ", ".join(f"{field.title} {field.written(getattr(each, field.name))}" for field in fields)
        found.append(f"{letter}: {told or 'the same settings'}")
    return found


def left_out() -> str:
    """What of the comparison does not travel in its link, behind "from step 0 on"."""
    lanes, parts = current_bench().lanes, []
    for letter, lane in zip("ABCDEF", lanes, strict=False):
        if why := _told(lane.run)[1]:
            parts.append(f"; what was changed in mid-run in {letter} stays here: {why}")
    if not parts and any(lane.run.changes for lane in lanes):
        parts.append(", with what was changed in mid-run at its step")
    if any(lane.settings.dataset == UPLOAD for lane in lanes):
        parts.append("; a file of your own does not travel: whoever opens it gets the circle")
    return "".join(parts)


def _told(run: Run) -> tuple[dict[str, str], str]:
    """A lane in a link: its settings at step 0 and every change since, or why those do not travel."""
    query = to_query(run.first_settings)
    try:
        return query | ({CHANGES: to_text(run.first_settings, run.changes)} if run.changes else {}), ""
    except ValueError as error:
        return query, str(error)


def share_lanes() -> str:
    """Bring the address up to date with the lanes; the text after its question mark."""
    bench = current_bench()
    query = {}
    if bench.lanes:
        parts = [
            "~".join(f"{key}={value}" for key, value in _told(lane.run)[0].items()) for lane in bench.lanes
        ]
        query = {LANES: "|".join(parts), CLOCK: clock_chosen()}
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    return "&".join(f"{key}={value}" for key, value in query.items())


def open_link() -> None:
    """Lanes that an address carries, where nothing is compared yet."""
    bench, text = current_bench(), st.query_params.get(LANES)
    if bench.lanes or not text:
        return
    found, ignored = [], []
    try:
        for letter, part in zip("ABCDEF", str(text)[:LONGEST].split("|"), strict=False):
            run, wrong = _opened(dict(pair.split("=", 1) for pair in part.split("~") if "=" in pair))
            found.append(Bench(run))
            ignored += [f"{letter}: {why}" for why in wrong]
    except ValueError as error:
        refuse(error)
        return
    if len(found) >= FEWEST:
        bench.lanes = found
        keep("compare.clock", st.query_params.get(CLOCK, "updates"))
    for message in ignored[:5]:
        st.toast(f"Ignored in the link: {message}", icon=":material/link_off:")


def _opened(query: dict[str, str]) -> tuple[Run, list[str]]:
    """A lane from its part of a link, and a sentence for each part of that which was ignored.

    One with changes stands behind the last of them, so that they lie in its past, where they are replayed.
    """
    text = query.pop(CHANGES, "")
    settings, ignored = from_query(query)
    run = Run(settings)
    if not text:
        return run, ignored
    try:
        changes = read_changes(text, settings)
        last = max(change.step for change in changes)
        if last * price(settings, run.dataset, pace()).seconds > MOST_SECONDS:
            raise ValueError(f"training on to step {last:,} again would take too long")
        make_again(run, changes, last)
    except (ValueError, TypeError) as error:
        return Run(settings), [*ignored, f"{CHANGES}: {error}"]
    return run, ignored


def acted() -> None:
    """Do what was clicked on a lane."""
    asked = (st.session_state["compare.view"] or {}).get("act") or {}
    lane = asked.get("lane")
    if not isinstance(lane, int):
        return
    if asked.get("what") == "open":
        open_lane(lane)
        st.toast("This network is now the run of the playground.", icon=":material/play_circle:")
    elif asked.get("what") == "leave":
        leave(lane)


def try_fix(key: str) -> None:
    """The fix of a finding was clicked on the stage with this key: compare the run with its mended twin."""
    asked = (st.session_state[key] or {}).get("fix") or {}
    change = asked.get("fields")
    if not isinstance(change, dict) or not set(change) <= {field.name for field in in_order(Settings)}:
        return
    current_bench().lanes = []
    add_twin({name: tuple(value) if isinstance(value, list) else value for name, value in change.items()})
    st.session_state[_OPENS] = bool(current_bench().lanes)


def opens() -> bool:
    """Whether the comparison is to be shown now; once."""
    return st.session_state.pop(_OPENS, False)
