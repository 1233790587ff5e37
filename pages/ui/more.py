"""What a beginner need not turn, in groups behind one click.

What does nothing under the present choice of data, loss, optimizer or schedule is disabled, and its help says
why.
"""

import streamlit as st

from deepnet.activations import ACTIVATIONS
from deepnet.costs import Cost
from deepnet.initializers import INITIALIZERS
from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import cost, output_of
from deepnet.lab.settings.kinds import AUTO
from deepnet.lab.settings.settings import GROUPS, Settings, in_order
from deepnet.losses import LOSSES
from pages.ui.fields import WIDTH, amount, control, helped, known, menu
from pages.ui.state.bench import current_run
from pages.ui.state.fields import bound


def more(settings: Settings) -> None:
    """Draw all groups, below what the present choice costs."""
    st.caption(f"{price(cost(settings, current_run().dataset, pace()))}")
    for group in GROUPS[1:]:  # the data have a panel of their own
        _group(group, settings)


def price(cost: Cost) -> str:
    """What training costs, in a line."""
    work = f"{short(cost.multiply_adds)} multiply-adds and about {duration(cost.seconds)} a step"
    memory = f"{cost.bytes / 1e6:,.1f} MB" if cost.bytes >= 1e5 else "less than 0.1 MB"
    return f"{cost.parameters:,} parameters; {work}; {memory} of memory to train."


def short(count: int) -> str:
    """A count that need not be exact: 42,300 or 7.1 million."""
    for unit, name in ((1e9, "billion"), (1e6, "million")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count:,}"


def duration(seconds: float) -> str:
    """A time to two digits: 8.4 µs, 120 ms."""
    unit, name = next(((u, n) for u, n in ((1.0, "s"), (1e-3, "ms")) if seconds >= u), (1e-6, "µs"))
    return f"{float(f'{seconds / unit:.2g}'):g} {name}"


def _group(title: str, settings: Settings) -> None:
    """A heading, and below it the controls of its fields in a row that breaks where it is narrow."""
    st.markdown(f"###### {title}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for field in in_order(type(settings)):
            if field.group == title and not field.front:
                draw = OF_THEIR_OWN.get(field.name)
                draw(settings) if draw else control(field.name, settings, width=WIDTH)


def _nothing(settings: Settings) -> None:
    """The neurons of a layer are set in the diagram."""


def _initial_scale(settings: Settings) -> None:
    if usual := INITIALIZERS[settings.initializer].scale:
        amount("initial_scale", settings, lambda scale: scale or usual, width=WIDTH)


def _activations(settings: Settings) -> None:
    for l in range(len(settings.hidden)):
        _activation(settings, l)


def _activation(settings: Settings, l: int) -> None:
    """A menu for the activation of hidden layer l, counted from 0: one entry of the field `activations`."""
    names = settings.activations or (AUTO,) * len(settings.hidden)
    field = known("activations")

    def draw(label, *, key, on_change, args):
        name, _, read = args
        key = f"{key}.{l}.{names[l]}"  # the name in it: another choice is another widget, made to show it
        st.selectbox(
            label,
            field.names,
            index=field.names.index(names[l]),
            format_func=lambda name: "Like the others" if name == AUTO else ACTIVATIONS[name].label,
            key=key,
            on_change=on_change,
            args=(name, key, read),
            help=field.help,
            width=WIDTH,
        )

    def read(name):
        return (*names[:l], name, *names[l + 1 :])

    bound(draw, f"Activation of layer {l + 1}", "activations", read=read)


def _batch_norm(settings: Settings) -> None:
    bound(
        st.pills,
        known("batch_norm").label,
        "batch_norm",
        read=tuple,
        show=list,
        options=range(1, len(settings.hidden) + 1),
        selection_mode="multi",
        format_func=lambda l: f"Layer {l}",
        **helped("batch_norm", settings),
    )


def _loss(settings: Settings) -> None:
    output = output_of(settings, current_run().dataset)
    names = known("loss").names
    fitting = tuple(name for name in names if name == AUTO or output in LOSSES[name].outputs)
    menu("loss", settings, fitting, width=WIDTH)


OF_THEIR_OWN = {
    "hidden": _nothing,
    "initial_scale": _initial_scale,
    "activations": _activations,
    "batch_norm": _batch_norm,
    "loss": _loss,
}
