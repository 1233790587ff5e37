"""Lessons: short experiments on the real stage, predicted first."""

import streamlit as st

from deepnet.lab.lessons.lesson import Lesson, lessons
from pages.ui.data_panel import data_panel
from pages.ui.fields.controls import hyperparameters
from pages.ui.layout import door, follow_theme, leave_out, page_style
from pages.ui.lessons import view
from pages.ui.lessons.taken import Taken, begin, note
from pages.ui.stage.stage import stage
from pages.ui.state.address import asked_lesson, share_lesson
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import arrived, keep, kept
from pages.ui.state.order import standing_order

OPEN = "lessons.open"


def go(link: str) -> None:
    keep(OPEN, link)
    st.rerun()


def head(lesson: Lesson | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        door("playground")
        if lesson is None:
            st.markdown("**Lessons**", width="content")
            return
        if st.button("All lessons", icon=":material/school:", key="all"):
            go("")
        names = list(lessons())
        if lesson.name in names[:-1]:
            after = names[names.index(lesson.name) + 1]
            if st.button("Next", icon=":material/arrow_forward:", key="next", help=lessons()[after].title):
                go(after)
        if st.button("Begin again", icon=":material/replay:", key="again"):
            note(lesson, **vars(Taken()))
            st.rerun()
        with st.popover("Share", icon=":material/link:"):
            address = (st.context.url or "").split("?")[0]
            st.code(f"{address}?lesson={lesson.link}", language=None, wrap_lines=True)
        st.markdown(f"**{lesson.title}**", width="content")


def learn(lesson: Lesson) -> None:
    bench = current_bench()
    left, right = st.columns(2)
    with left:
        answered = view.question(lesson)
    if not answered:
        return
    with left:
        view.outcome(lesson)
    with right:
        view.goal(lesson)
        view.why(lesson)
    if st.button("Set the experiment up again", key="setup", type="tertiary", icon=":material/restart_alt:"):
        begin(lesson)
        st.rerun()
    hyperparameters(bench.run, lesson.show)
    leave_out(lesson.show)
    stage(bench, order=standing_order())
    if "data" in lesson.show:
        with st.sidebar:
            data_panel(bench)


page_style()
current_bench()
if arrived("lessons") or asked_lesson() not in ("", kept(OPEN, "")):
    keep(OPEN, asked_lesson() or kept(OPEN, ""))
link = kept(OPEN, "")
share_lesson(link)
lesson = view.found(link) if link else None
head(lesson)
if lesson is None:
    view.choose(go)
else:
    learn(lesson)
follow_theme(figures=False)
