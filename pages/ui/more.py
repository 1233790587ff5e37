"""What a beginner need not turn, in groups behind one click.

What does nothing under the present choice of data, loss, optimizer or schedule is disabled, and its help says
why.
"""

import streamlit as st

from deepnet.activations import ACTIVATIONS
from deepnet.costs import Cost
from deepnet.initializers import INITIALIZERS
from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import cost, loss_of, output_of
from deepnet.lab.settings.settings import AUTO, CHOICES, UPLOAD, Settings
from deepnet.losses import LOSSES, OUTPUTS
from deepnet.optimizers import OPTIMIZERS
from deepnet.schedules import SCHEDULES
from pages.ui.data_panel import GIVEN_SPLIT
from pages.ui.fields import WIDTH, amount, free, helped, menu, number, read_number
from pages.ui.help import HELP
from pages.ui.state.bench import current_run
from pages.ui.state.fields import bound


def more(settings: Settings) -> None:
    """Draw all groups, below what the present choice costs."""
    st.caption(f"{price(cost(settings, current_run().dataset, pace()))}")
    _layers(settings)
    _loss(settings)
    _optimizer(settings)
    _schedule(settings)
    _regularization(settings)
    _stop(settings)
    _seeds(settings)


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


def _group(title: str):
    """A heading, and a row below it that breaks where it is narrow."""
    st.markdown(f"###### {title}")
    return st.container(horizontal=True, vertical_alignment="bottom")


def _layers(settings: Settings) -> None:
    with _group("Layers"):
        menu("Initial weights", "initializer", INITIALIZERS, width=WIDTH)
        if usual := INITIALIZERS[settings.initializer].scale:
            amount("Their scale", "initial_scale", 0.01, "%.4g", show=lambda scale: scale or usual)
        for l in range(len(settings.hidden)):
            _activation(settings, l)
        _batch_norm(settings)


def _activation(settings: Settings, l: int) -> None:
    """A menu for the activation of hidden layer l, counted from 0: one entry of the field `activations`."""
    names = settings.activations or (AUTO,) * len(settings.hidden)
    options = (AUTO, *CHOICES["activation"])

    def draw(label, *, key, on_change, args):
        field, _, read = args
        key = f"{key}.{l}.{names[l]}"  # the name in it: another choice is another widget, made to show it
        st.selectbox(
            label,
            options,
            index=options.index(names[l]),
            format_func=lambda name: "Like the others" if name == AUTO else ACTIVATIONS[name].label,
            key=key,
            on_change=on_change,
            args=(field, key, read),
            help=HELP["activations"],
            width=WIDTH,
        )

    def read(name):
        return (*names[:l], name, *names[l + 1 :])

    bound(draw, f"Activation of layer {l + 1}", "activations", read=read)


def _batch_norm(settings: Settings) -> None:
    bound(
        st.pills,
        "Batch normalization",
        "batch_norm",
        read=tuple,
        show=list,
        options=range(1, len(settings.hidden) + 1),
        selection_mode="multi",
        format_func=lambda l: f"Layer {l}",
        **helped("batch_norm", "" if settings.hidden else "there is no hidden layer."),
    )


def _loss(settings: Settings) -> None:
    dataset = current_run().dataset
    output, loss = output_of(settings, dataset), loss_of(settings, dataset)
    fitting = tuple(name for name in CHOICES["loss"] if name == AUTO or output in LOSSES[name].outputs)
    one_way = "" if dataset.kind == "binary" else "only two classes can be answered in more than one way."
    another = "" if loss == "cross-entropy" else f"{LOSSES[loss].label.lower()} has none; cross-entropy has."
    with _group("Loss"):
        menu("Output", "output", OUTPUTS, idle=one_way, width=WIDTH)
        menu("Loss", "loss", LOSSES, fitting, width=WIDTH)
        amount("Label smoothing", "label_smoothing", 0.05, "%.3g", another)
        menu("Weights of the classes", "class_weights", {}, idle=another, width=WIDTH)


def _optimizer(settings: Settings) -> None:
    optimizer = OPTIMIZERS[settings.optimizer]

    def idle(number: str) -> str:
        if number in optimizer.uses:
            return ""
        those = ", ".join(entry.label for entry in OPTIMIZERS.values() if number in entry.uses)
        return f"{optimizer.label} has none; it belongs to {those}."

    with _group("Optimizer"):
        amount("Momentum β₁", "momentum", 0.01, "%.3f", idle("beta1"))
        amount("β₂", "beta2", 0.001, "%.5f", idle("beta2"))
        free("ε", "epsilon", settings, number, read_number, idle("epsilon"), width=WIDTH)
        amount("Weight decay", "weight_decay", 0.01, "%.4g", idle("weight_decay"))
        amount("Longest gradient (clip)", "clip_norm", 0.1, "%.4g")


def _schedule(settings: Settings) -> None:
    schedule = SCHEDULES[settings.schedule]

    def idle(number: str) -> str:
        return "" if number in schedule.uses else f"the schedule {schedule.label.lower()} has none."

    with _group("Schedule"):
        menu("Schedule of the rate", "schedule", SCHEDULES, width=WIDTH)
        amount("Over how many steps", "schedule_span", 100, idle=idle("span"))
        amount("Its factor", "schedule_decay", 0.1, "%.4g", idle("decay"))


def _regularization(settings: Settings) -> None:
    with _group("Regularization"):
        none = "" if settings.hidden else "there is no hidden layer."
        amount("Neurons kept (dropout)", "keep_prob", 0.05, "%.3g", none)


def _stop(settings: Settings) -> None:
    with _group("Stop"):
        amount("After so many steps", "stop_steps", 100)
        amount("At a training cost of", "stop_cost", 0.01, "%.4g")
        amount("At a training accuracy of", "stop_accuracy", 0.01, "%.4g")
        amount("Early stopping: epochs", "stop_early", 5)
        amount("Plateau: epochs", "stop_plateau", 5)
        none = "" if settings.stop_plateau else "no plateau is looked for, its epochs are 0."
        amount("Plateau: least fall", "plateau_fall", 0.001, "%.4g", none)
        amount("Divergence: times the cost", "stop_divergence", 1.0, "%.4g")


def _seeds(settings: Settings) -> None:
    given = settings.dataset in (*GIVEN_SPLIT, UPLOAD)
    with _group("Seeds & precision"):
        amount("Seed of weights and order", "seed", 1)
        amount("Seed of the data", "data_seed", 1, idle="these data are not drawn." if given else "")
        menu("Precision", "precision", {}, width=WIDTH)
