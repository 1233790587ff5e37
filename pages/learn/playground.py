"""The home page: data at the left, hyperparameters on top, and the network that learns in the middle."""

from dataclasses import replace

import streamlit as st

from deepnet.lab.settings.links import MOST_LINKED
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import in_order
from pages.ui.data_panel import data_panel
from pages.ui.fields.controls import hyperparameters
from pages.ui.layout import STAGE_PARTS, door, doors, follow_theme, go_to, leave_out, page_style
from pages.ui.microscope.place import put_under
from pages.ui.stage.stage import stage
from pages.ui.state.address import data_travel, link_text, share, show_controls, shown_controls
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import arrived, showing
from pages.ui.state.lanes import opens, try_fix
from pages.ui.state.order import order_id, standing_order
from pages.ui.state.presets import preset_of, start
from pages.ui.state.scenes import open_scene, scenes

WELCOME = (
    "Press **Play** and watch the ground bend around the points. Change anything: data, rates, neurons, "
    "any weight by a click on its line; or draw your own points."
)


def top(seen: str) -> None:
    """The line at the top: experiments to start, the link, and the ways to other pages."""
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        with st.container(horizontal=True, vertical_alignment="center", key="presets"):
            for name, preset in PRESETS.items():
                st.button(
                    preset.title,
                    key=f"preset-{name}",
                    help=preset.tells,
                    on_click=start,
                    args=(preset.settings, preset.speed, seen),
                )
        with st.popover("Share", icon=":material/link:"):
            _share()
        door("wall")
        door("results")
        doors("playground")


def _share() -> None:
    query = link_text()
    address = (st.context.url or "").split("?")[0]
    travels = data_travel()
    changed = len(current_bench().run.changes)
    what = "gets the same data and the same initial weights"
    what += ", and the same run:" if not changed else ":"
    st.markdown(f"Whoever opens this link {what if travels else 'gets these settings, on the circle:'}")
    st.code(f"{address}?{query}" if query else address, language=None, wrap_lines=True)
    if not travels:
        st.caption("**These data do not travel in a link.**")
    lost = f"**Changes made while it ran ({changed})** do not travel. " if changed else ""
    st.caption(f"{lost}Up to {MOST_LINKED} drawn points travel along; a file of your own does not.")
    _hidden()


def _hidden() -> None:
    """Which controls whoever opens the link sees."""
    keys = {field.key: field.label or field.title for field in in_order() if field.front}
    keys |= {key: title for key, (_, title) in STAGE_PARTS.items()} | {"data": "Data panel", "more": "More"}
    shown = shown_controls()
    showing(
        st.multiselect,
        "Controls that stay on the page",
        "show",
        [key for key in keys if shown is None or key in shown],
        on_change=lambda chosen: show_controls(None if len(chosen) == len(keys) else tuple(chosen)),
        options=list(keys),
        format_func=lambda key: keys[key],
        help="For a class: take controls away, and the link opens the page without them.",
    )


def hint(seen: str) -> None:
    """What to watch in the experiment on show, and the one change that turns it."""
    preset = preset_of(current_bench().settings)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="hint"):
        st.markdown(preset.tells if preset else WELCOME, width="stretch")
        if preset and preset.cure:
            label, fields = preset.cure
            cured = replace(preset.settings, **fields)
            st.button(label, key="cure", type="primary", on_click=start, args=(cured, preset.speed, seen))


page_style()
arrived("playground")
bench = current_bench()
run = bench.run
share()
seen = order_id()
first, above = st.container(key="first"), st.container(key="above")
# Before what stands above it: the stage draws while the rest is still on its way.
look = stage(bench, order=standing_order(), scenes=scenes(), on_scene=open_scene, on_fix=try_fix)
if opens():
    go_to("compare")
if look:
    put_under(look)
    go_to("microscope")
with first:
    top(seen)
with above:
    hint(seen)
    hyperparameters(run, shown_controls())
    leave_out(shown_controls())
with st.sidebar:
    st.markdown("<h1>deepnet playground</h1>", unsafe_allow_html=True)
    if shown_controls() is None or "data" in shown_controls():
        data_panel(bench)
    follow_theme(figures=False)
