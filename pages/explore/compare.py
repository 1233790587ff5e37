"""Compare: two to six networks side by side in lock-step, and what they have in common."""

import streamlit as st

from deepnet.declaration import Choice
from deepnet.lab.run.alike import CLOCKS, held_equal
from deepnet.lab.settings.settings import Settings, in_order
from deepnet.lab.stage.lanes import MOST
from pages.ui.compare.compare import compare_view
from pages.ui.fields.field import known, read
from pages.ui.layout import door, doors, follow_theme, reading_style
from pages.ui.state import lanes as lanes_of
from pages.ui.state.bench import current_bench, refuse
from pages.ui.state.kept import arrived, kept_widget

NOT_HERE = {"drawing", "features", "activations", "batch_norm", "begins_as"}  # are set elsewhere
FIELDS = [field.name for field in in_order(Settings) if field.name not in NOT_HERE]
NO_LANES = (
    "Take a **twin** of the network on the playground with one setting changed, or put runs that you have "
    "kept side by side. All lanes learn on one clock, and each picture shows the same moment."
)


def title(name: str) -> str:
    text = known(name).title
    return text[:1].upper() + text[1:]


def choice(label: str, key: str, settings: Settings) -> tuple[str, str]:
    """A setting and the value that is typed or chosen for it."""
    name = kept_widget(
        st.selectbox,
        label,
        f"{key}.field",
        "learning_rate",
        options=FIELDS,
        format_func=title,
        width=150,
    )
    field = known(name)
    if isinstance(field, Choice):
        text = st.selectbox("Its value", field.names, key=f"{key}.choice.{name}", width=130)
    else:
        now = field.written(getattr(settings, name))
        text = st.text_input(
            "Its value", key=f"{key}.text.{name}", placeholder=f"now {now}", width=104, help=f"Now {now}."
        )
    return name, text


def value_of(name: str, text: str, settings: Settings) -> dict | None:
    """The change that is asked for; None where it cannot be, which is said."""
    try:
        if name == "hidden":
            return {name: tuple(int(part) for part in text.replace(",", "-").split("-") if part.strip())}
        return {name: read(name, text, settings)}
    except (ValueError, TypeError) as error:
        refuse(error)
        return None


def twin() -> None:
    """Another lane: the first one with one setting changed."""
    bench = current_bench()
    base = bench.lanes[0].settings if bench.lanes else bench.settings
    name, text = choice("Twin with another", "compare.twin", base)
    full = len(bench.lanes) >= MOST
    kind = "secondary" if full else "primary"  # a primary one shows no word while it is disabled
    why = f"{MOST} lanes are as many as there can be." if full else None
    if st.button("Add the twin", key="compare.add", type=kind, disabled=full, help=why):
        change = value_of(name, text, base)
        if change is not None:
            lanes_of.add_twin(change)
            st.rerun()


def change() -> None:
    """Another value in one lane while all play."""
    bench, names = current_bench(), lanes_of.names()
    with st.popover("Change", icon=":material/tune:", help="Another value in one lane, while all play."):
        i = st.selectbox("Lane", range(len(names)), format_func=lambda i: names[i], key="compare.lane")
        settings = bench.lanes[i].settings
        name, text = choice("Setting", "compare.change", settings)
        if st.button("Change it from here on", key="compare.set"):
            wanted = value_of(name, text, settings)
            if wanted is not None:
                lanes_of.change_lane(i, wanted)
                st.rerun()


def chooser() -> None:
    """Put kept runs side by side."""
    runs = {entry.id: entry for entry in current_bench().runs}
    if len(runs) < 2:
        return
    ids = st.multiselect(
        "Or compare runs that you have kept",
        list(runs),
        format_func=lambda id: f"{runs[id].title} · step {runs[id].step:,}",
        max_selections=MOST,
        key="compare.runs",
    )
    if st.button("Compare them", key="compare.go", disabled=len(ids) < 2):
        lanes_of.compare_runs(ids)
        st.rerun()


reading_style()
arrived("compare")
bench = current_bench()
lanes_of.open_link()
query = lanes_of.share_lanes()
side_by_side = lanes_of.lanes()
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
    door("playground")
    twin()
    if side_by_side:
        kept_widget(
            st.selectbox,
            "Clock",
            "compare.clock",
            "updates",
            options=list(CLOCKS),
            format_func=lambda name: CLOCKS[name].partition(":")[0].capitalize(),
            help="What is fair depends on the question. " + "; ".join(CLOCKS.values()) + ".",
            width=150,
        )
        change()
        st.button("Swap", key="compare.swap", on_click=lanes_of.swap, help="A and B change places.")
        st.button("End", key="compare.end", on_click=lanes_of.end, help="The runs that you kept stay.")
        with st.popover("Share", icon=":material/link:"):
            st.code(f"{(st.context.url or '').split('?')[0]}?{query}", language=None, wrap_lines=True)
            st.caption(f"The settings of all lanes from step 0 on{lanes_of.left_out()}.")
    doors("compare")
if side_by_side is None:
    st.info(NO_LANES)
    chooser()
else:
    names = lanes_of.names()
    runs = [lane.run for lane in bench.lanes]
    clock = CLOCKS[lanes_of.clock_chosen()]
    st.caption(f"{held_equal(runs)} Runs {clock}.")
    compare_view(side_by_side, names, lanes_of.acted)
follow_theme()
