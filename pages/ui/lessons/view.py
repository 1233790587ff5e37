"""A lesson on the page: the question before Play, the goal that notices by itself, what happened, and why."""

import json

import streamlit as st

from deepnet.lab.lessons.goals import when_met
from deepnet.lab.lessons.lesson import MOST_BYTES, Lesson, lesson_of, lessons, read_lesson
from pages.ui.lessons.taken import UNSURE, begin, note, taken
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import showing

EVERY = 1.0  # seconds between two looks at the goal
AHEAD = 200  # steps that the run may be ahead of the screen and still be looked at where the screen is


def choose(go) -> None:
    """The list of lessons; go(link) opens one."""
    done = sum(taken(lesson).met is not None for lesson in lessons().values())
    st.markdown(
        "Each lesson is one question, one control and one end that can be measured. Say first what you "
        "expect; then "
        f"play. **{done} of {len(lessons())}** done."
    )
    columns = st.columns(3)
    for i, lesson in enumerate(lessons().values()):
        state = taken(lesson)
        mark = ":green-badge[✓ done]" if state.met is not None else ""
        with columns[i % 3].container(border=True, key=f"card-{lesson.name}"):
            st.markdown(f"**{i + 1}  {lesson.title}** {mark}")
            st.caption(lesson.question)
            if st.button("Open", key=f"lesson-{lesson.name}", help=lesson.text):
                go(lesson.name)
    with st.expander("A lesson of your own", icon=":material/edit:"):
        _own(go)


def _own(go) -> None:
    """A teacher's lesson, written as JSON: checked, and turned into a link."""
    st.markdown(
        "A lesson is a small file. Take one of ours, change it, and paste it here: it is checked, and you "
        "get a link "
        "to give to others. `lambda_per_update` in the setup converts a price that acts in every update."
    )
    name = st.selectbox("Begin with", list(lessons()), format_func=lambda name: lessons()[name].title)
    begun, key = json.dumps(lessons()[name].source, ensure_ascii=False, indent=1), f"own-{name}"
    file = st.file_uploader(
        "Or with a file that you have kept", type="json", max_upload_size=1, key="own-file"
    )
    if file is not None:
        begun, key = file.getvalue()[:MOST_BYTES].decode(errors="replace"), f"own-{file.file_id}"
    text = st.text_area("The lesson", begun, height=260, key=key)
    try:
        lesson = read_lesson(json.loads(text))
    except json.JSONDecodeError as error:
        st.error(f"This is not JSON: {error.msg} in line {error.lineno}.")
        return
    except (ValueError, TypeError) as error:
        st.error(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return
    address = (st.context.url or "").split("?")[0]
    st.code(f"{address}?lesson={lesson.link}", language=None, wrap_lines=True)
    st.download_button("Keep the file", text, "lesson.json", "application/json")
    if st.button("Try it", key="own-try"):
        go(lesson.link)


def found(link: str) -> Lesson | None:
    """The lesson of a link; None, with a sentence on the page, where it holds none."""
    try:
        return lesson_of(link)
    except ValueError as error:
        st.error(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return None


def question(lesson: Lesson) -> bool:
    """Ask what is expected; whether that is answered."""
    state = taken(lesson)
    st.markdown(lesson.text)
    st.markdown(f"**{lesson.question}**")
    if state.answer is None:
        st.caption("Before you play: what do you expect?")
        for i, option in enumerate(lesson.options):
            if st.button(option.text, key=f"option-{i}"):
                note(lesson, answer=i)
                begin(lesson)
                st.rerun()
        if st.button("I do not know", key="option-unsure", type="tertiary"):
            note(lesson, answer=UNSURE)
            begin(lesson)
            st.rerun()
        return False
    said = "you were not sure" if state.answer == UNSURE else f"“{lesson.options[state.answer].text}”"
    st.markdown(f":blue-badge[You expected] {said}")
    return True


@st.fragment(run_every=EVERY)
def goal(lesson: Lesson) -> None:
    """Where the goal stands, measured in the run that is on the stage."""
    bench, state = current_bench(), taken(lesson)
    with bench.lock:  # what is made ahead and not yet on the screen does not count
        run, shown = bench.run, bench.shown()
        with run.visit(shown if run.step - AHEAD <= shown <= run.step else run.step):
            step = when_met(lesson.goal, run)
            stands = [(one.met(run), one.told(run)) for one in lesson.goal]
    if step is not None and step <= shown and state.met is None:
        note(lesson, met=step)
        st.rerun()
    st.markdown(f"**To do.** {lesson.control}")
    if state.met is not None:
        st.success(f"Goal met at step {state.met:,}.", icon=":material/check_circle:")
        return
    st.markdown("  \n".join(f"{'✓' if met else '○'} {told}" for met, told in stands))
    if too_late(lesson, shown):
        st.warning("Not met, and no steps are left. Reset, change something, and play again.")


def too_late(lesson: Lesson, step: int) -> bool:
    """Whether a run is past the last step at which it could meet the goal."""
    return any(
        one.measure == "step" and one.at_most is not None and step > one.at_most for one in lesson.goal
    )


def outcome(lesson: Lesson) -> None:
    """What happened beside what was expected."""
    state = taken(lesson)
    if state.met is None:
        return
    right = next(option for option in lesson.options if option.right)
    if state.answer is not None and state.answer != UNSURE and not lesson.options[state.answer].right:
        wrong = lesson.options[state.answer]
        st.markdown(f"{wrong.misconception} :green-badge[What happens] **{right.text}**")
    else:
        st.markdown(f":green-badge[What happens] **{right.text}**")


def why(lesson: Lesson) -> None:
    """The reason, first in the learner's own words."""
    state = taken(lesson)
    if state.met is None:
        return
    showing(
        st.text_input,
        "Why? In one sentence of your own",
        f"why.{lesson.link[:40]}",
        state.why,
        on_change=lambda text: note(lesson, why=str(text)[:1000]),
        max_chars=1000,
    )
    if state.why:
        st.markdown(f"You wrote: *{state.why}*  \nWe would say: {lesson.explains}")
