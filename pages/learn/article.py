"""The article, part by part: its story in our words, its functions, and a small example of each that runs."""

import streamlit as st

from pages.ui.article.parts import PARTS
from pages.ui.layout import door, follow_theme, reading_style
from pages.ui.state.address import share
from pages.ui.state.bench import current_run
from pages.ui.state.kept import arrived


def anchor(number: int) -> str:
    return f"part-{number}"


reading_style()
current_run()
arrived("article")
share()
with st.container(key="head"):
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="when"):
        door("playground")
        st.markdown("**A deep network from scratch**", width="content")
with st.container(key="article"):
    st.markdown(
        "In 2018 Elan Ding built a deep network out of twelve small functions and nothing but numpy. This "
        "page tells "
        "how, in other words and with functions of the same names, arguments and shapes: those of "
        "`deepnet.article`, "
        "which is what you see below, read from the module as it stands. Every example runs, and every "
        "value can be "
        "changed. One example is one column: X is n × m for m examples of n numbers."
    )
    st.markdown(" · ".join(f"[{i} {title}](#{anchor(i)})" for i, title in enumerate(PARTS, 1)))
    for i, (title, part) in enumerate(PARTS.items(), 1):
        st.subheader(f"{i}  {title}", anchor=anchor(i))
        part()
follow_theme()
