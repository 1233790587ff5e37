"""How the page is laid out: much room for the network, and nothing to scroll on a laptop's screen."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

# What the app has to see: file, title, icon, what it is good for.
PAGES = {
    "playground": (
        "pages/learn/playground.py",
        "Playground",
        ":material/play_circle:",
        "Watch the network learn, and change anything",
    ),
    "wall": (
        "pages/explore/wall.py",
        "Explore",
        ":material/grid_view:",
        "Hundreds of networks learn at once, one for each value of the settings that you choose",
    ),
    "many": (
        "pages/explore/many.py",
        "Many settings",
        ":material/ssid_chart:",
        "Networks drawn at random from ranges of many settings: which settings matter, and how",
    ),
    "luck": (
        "pages/explore/luck.py",
        "Better, or luck?",
        ":material/casino:",
        "Two settings in pairs that share their seeds: is one better, or was it chance?",
    ),
    "rates": (
        "pages/explore/rates.py",
        "Rate finder",
        ":material/speed:",
        "The usual range test, in front of what fixed rates really reached",
    ),
    "phases": (
        "pages/explore/phases.py",
        "Phase map",
        ":material/map:",
        "Where learning works, stalls or breaks: thousands of networks; zoom in, the edge is a fractal",
    ),
    "ground": (
        "pages/explore/ground.py",
        "Ground",
        ":material/landscape:",
        "The ground below the run: its sharpness, the valley around its path, the bridge to another run",
    ),
    "endless": (
        "pages/explore/endless.py",
        "Endless data",
        ":material/all_inclusive:",
        "Two lessons that only endless data can give: the winner's curse, and capacity against time",
    ),
    "results": (
        "pages/explore/results.py",
        "Results",
        ":material/fact_check:",
        "What the network gets right and wrong, and why; ask it about an example of your own",
    ),
    "microscope": (
        "pages/learn/microscope.py",
        "Microscope",
        ":material/biotech:",
        "One training step, every number of it: what it is made of, and what it goes into",
    ),
    "compare": (
        "pages/explore/compare.py",
        "Compare",
        ":material/compare:",
        "Two to six networks side by side in lock-step: what one changed setting does",
    ),
    "lessons": (
        "pages/learn/lessons.py",
        "Lessons",
        ":material/school:",
        "Short experiments: predict, play, and find out why",
    ),
    "article": (
        "pages/learn/article.py",
        "Article",
        ":material/article:",
        "How such a network is built from scratch, function by function, with examples that run",
    ),
}

_STYLES = Path(__file__).parent / "styles"


@lru_cache
def _style(name: str) -> str:
    """The style sheet of this name as Streamlit takes it."""
    return f"<style>{(_STYLES / name).read_text(encoding='utf-8')}</style>"


def page_style() -> None:
    st.html(_style("page.css"))


def reading_style() -> None:
    st.html(_style("page.css") + _style("reading.css"))


# What stands on the stage beside the controls of the settings, and how it is named.
STAGE_PARTS = {
    "layers": (".dn-layers", "Layers and inputs"),
    "weights": (".dn-weights", "New weights"),
    "draw": (".dn-tools", "Drawing tools"),
}


def leave_out(shown: tuple[str, ...] | None) -> None:
    """Take those STAGE_PARTS off the page that are not among `shown`; None leaves all."""
    hidden = [part for key, (part, _) in STAGE_PARTS.items() if shown is not None and key not in shown]
    if hidden:
        st.html(f"<style>.dn :is({', '.join(hidden)}) {{ display: none !important; }}</style>")


def go_to(page: str) -> None:
    """Open another page of the app, one of PAGES, in place of this one."""
    st.switch_page(PAGES[page][0])


def door(page: str, label: str = "", **options) -> None:
    """A link to another page of the app, one of PAGES, under its title or another label."""
    path, title, icon, _ = PAGES[page]
    st.page_link(path, label=label or title, icon=icon, **options)


def doors(here: str) -> None:
    """A menu of all other pages, with what each is good for."""
    with st.popover("Pages", icon=":material/apps:"):
        for name, (_, _, _, tells) in PAGES.items():
            if name != here:
                door(name)
                st.caption(tells)


def dark() -> bool:
    """Whether the visitor looks at the dark theme."""
    return st.context.theme.type == "dark"


# Streamlit runs no script when the theme is switched: this has it run, so that figures follow.
_watch = st.components.v2.component(
    "deepnet_theme",
    js=(Path(__file__).parent / "theme.js").read_text(encoding="utf-8"),
)


def follow_theme(*, figures: bool = True) -> None:
    """Have dialogs and menus in the colours that the visitor chose.

    figures: whether the page has figures in them, and is drawn again when the visitor chooses the others.
    """
    data = {"dark": dark()} if figures else {}
    _watch(key="theme", data=data, on_switched_change=lambda: None)
