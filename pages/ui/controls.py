"""The hyperparameters as widgets, each a view of one field of the settings."""

from collections.abc import Callable

import streamlit as st

from deepnet.activations import ACTIVATIONS
from deepnet.initializers import INITIALIZERS
from deepnet.lab.recipe import loss_of, output_of
from deepnet.lab.settings import AUTO, CHOICES, LIMITS, MENUS, Settings
from deepnet.losses import LOSSES, OUTPUTS
from deepnet.optimizers import OPTIMIZERS
from deepnet.regularizers import REGULARIZERS
from deepnet.schedules import SCHEDULES
from pages.ui.state import bound, current_run

WIDTH = 210  # pixels of a widget behind More
TITLES_OF_NO_ENTRY = {"auto": "Fits the target"}

HELP = {
    "learning_rate": "How far each update moves the weights against the gradient. Too small: nothing seems "
    "to happen. "
    "Too large: the cost jumps or the run diverges. Choose one, or type any number.",
    "activation": "What each neuron does with its weighted sum. Without a bend (linear) any number of "
    "layers is still "
    "one straight cut. Changes at once; the weights stay.",
    "activations": "What the neurons of this layer do, if not what those of all the others do. A relu layer "
    "behind a tanh one bends smooth curves sharply. Changes at once; the weights stay.",
    "batch_size": "Rows behind each update. Few: many quick, noisy updates. All: few smooth ones. Choose "
    "one, or type "
    "any number.",
    "optimizer": "How a gradient becomes a step: momentum rolls on, RMSProp and Adam give every weight a "
    "step size of "
    "its own. The weights stay.",
    "initializer": "The weights at step 0. Too small a spread, and a deep network passes no signal; all "
    "equal, and all "
    "neurons stay equal. Starts over.",
    "regularization": "A price on large weights. L2 shrinks all of them; L1 drives the useless ones to "
    "zero. Smoother "
    "borders, less overfitting.",
    "regularization_rate": "How high that price is. Too high, and the weights shrink to nothing.",
    "output": "How two classes are answered: by a probability from 0 to 1, or by tanh from -1 to 1, whose "
    "squared error learns slowly where it is certain and wrong. Starts over.",
    "loss": "What is minimized. Cross-entropy punishes confident mistakes hard; squared error forgives "
    "them, and learns "
    "slowly from them.",
    "momentum": "Share of the last direction that each step keeps (β₁). Higher: smoother, and slower to "
    "turn.",
    "beta2": "How long the optimizer remembers the size of past gradients (β₂).",
    "label_smoothing": "This share of every target is spread over all classes: the network is never asked to "
    "be quite certain, so its weights stay smaller and its borders softer.",
    "class_weights": "Balanced: rows of a rare class count for more, so that it is not simply overruled. The "
    "costs on show stay those without weights.",
    "weight_decay": "AdamW pulls every parameter this much towards 0 in each step, times the rate. More: a "
    "smoother border; too much: a network that forgets.",
    "clip_norm": "A longer gradient is shortened to this length, so that one wild batch cannot throw the "
    "weights far. 0 shortens nothing.",
    "schedule": "How the learning rate changes on the way. Large steps find the valley, smaller ones then "
    "settle in it. Warm-up begins small, so that the first, wild gradients do little harm.",
    "schedule_span": "Over how many updates the schedule runs, counted from step 0. Fewer: the rate changes "
    "sooner.",
    "schedule_decay": "What the rate is multiplied by in each such stretch. Smaller: it falls faster, and "
    "learning may end too early.",
    "keep_prob": "Share of hidden neurons that take part in a step; the others are silent (dropout). Below 1 "
    "no neuron can rely on another: less overfitting, and slower, noisier learning.",
    "stop_steps": "The run stops when it has made so many updates. 0: never.",
    "stop_cost": "The run stops at the end of the first epoch with a training cost as low as this. 0: never.",
    "stop_accuracy": "The run stops at the end of the first epoch with a training accuracy (or R²) as high "
    "as this: 0.95 for 95 %. 0: never.",
    "precision": "Digits of every number: float64 carries 16, float32 7. On large networks float32 is "
    "faster.",
    "seed": "Draws the initial weights and the order of the rows. The same seed repeats the run digit for "
    "digit.",
    "data_seed": "Draws the points and which of them are test points.",
}


def number(value: float) -> str:
    return f"{value:.10g}"


def read_number(text: str) -> float:
    """A number as people type it; "0,03" is taken as 0.03."""
    try:
        return float(str(text).replace(",", ".").strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a number; type one such as 0.03") from None


def batch(value: int) -> str:
    return "all rows" if value == 0 else str(value)


def read_batch(text: str) -> int:
    if str(text).strip().lower() in ("all rows", "all", "full", "0"):
        return 0
    value = read_number(text)
    if value != int(value):
        raise ValueError(f"a batch has a whole number of rows, not {text}")
    return int(value)


def _titles(table: dict) -> Callable[[str], str]:
    return lambda name: (
        getattr(table.get(name), "label", None) or TITLES_OF_NO_ENTRY.get(name) or name.capitalize()
    )


def _free(label: str, field: str, settings: Settings, show: Callable, read: Callable) -> None:
    """A menu of usual numbers that also takes a typed one."""
    options = [show(value) for value in MENUS[field]]
    here = show(getattr(settings, field))
    if here not in options:
        options.append(here)
    bound(
        st.selectbox,
        label,
        field,
        show=show,
        read=read,
        options=options,
        accept_new_options=True,
        help=HELP[field],
    )


def _menu(label: str, field: str, table: dict, choices: tuple[str, ...] = (), **options) -> None:
    bound(
        st.selectbox,
        label,
        field,
        options=choices or CHOICES[field],
        format_func=_titles(table),
        help=HELP[field],
        **options,
    )


def hyperparameters(settings: Settings) -> None:
    """One row, or two where it is narrow: what a beginner turns, and the rest behind one click."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="methods"):
        _free("Learning rate", "learning_rate", settings, number, read_number)
        _menu("Activation", "activation", ACTIVATIONS)
        _free("Batch size", "batch_size", settings, batch, read_batch)
        _menu("Optimizer", "optimizer", OPTIMIZERS)
        _menu("Initial weights", "initializer", INITIALIZERS)
        _menu("Regularization", "regularization", REGULARIZERS)
        _free("Its rate λ", "regularization_rate", settings, number, read_number)
        with st.popover("More", help="Loss, optimizer, schedule, regularization, seeds", width="stretch"):
            more(settings)


def _number(label: str, field: str, step: float, format: str | None = None, disabled: bool = False) -> None:
    low, high = LIMITS[field]
    bound(
        st.number_input,
        label,
        field,
        min_value=low,
        max_value=high,
        step=step,
        format=format,
        help=HELP[field],
        disabled=disabled,
        width=WIDTH,
    )


def _layer_activation(settings: Settings, l: int) -> None:
    """A menu for the activation of hidden layer l, counted from 0: one entry of the field `activations`."""
    names = settings.activations or (AUTO,) * len(settings.hidden)
    options = (AUTO, *CHOICES["activation"])

    def menu(label, *, key, on_change, args):
        field, _, read = args
        key = f"{key}.{l}.{names[l]}"  # the name in it: another choice is another widget, made to show it
        st.selectbox(
            label,
            options,
            index=options.index(names[l]),
            format_func=lambda name: "As above" if name == AUTO else ACTIVATIONS[name].label,
            key=key,
            on_change=on_change,
            args=(field, key, read),
            help=HELP["activations"],
            width=WIDTH,
        )

    bound(menu, f"Layer {l + 1}", "activations", read=lambda name: (*names[:l], name, *names[l + 1 :]))


def _group(title: str):
    """A heading, and a row below it that breaks where it is narrow."""
    st.markdown(f"###### {title}")
    return st.container(horizontal=True, vertical_alignment="bottom")


def more(settings: Settings) -> None:
    """What a beginner need not turn.  Disabled: what the chosen loss, optimizer or schedule does not use."""
    dataset = current_run().dataset
    output, loss = output_of(settings, dataset), loss_of(settings, dataset)
    fitting = tuple(name for name in CHOICES["loss"] if name == AUTO or output in LOSSES[name].outputs)
    used, shaped = OPTIMIZERS[settings.optimizer].uses, SCHEDULES[settings.schedule].uses
    if settings.hidden:
        with _group("Activation by layer"):
            for l in range(len(settings.hidden)):
                _layer_activation(settings, l)
    with _group("Loss"):
        _menu("Output", "output", OUTPUTS, disabled=dataset.kind != "binary", width=WIDTH)
        _menu("Loss", "loss", LOSSES, fitting, width=WIDTH)
        _number("Label smoothing", "label_smoothing", 0.05, "%.3g", loss != "cross-entropy")
        _menu("Weights of the classes", "class_weights", {}, disabled=loss != "cross-entropy", width=WIDTH)
    with _group("Optimizer"):
        _number("Momentum β₁", "momentum", 0.01, "%.3f", "beta1" not in used)
        _number("β₂", "beta2", 0.001, "%.5f", "beta2" not in used)
        _number("Weight decay", "weight_decay", 0.01, "%.4g", "weight_decay" not in used)
        _number("Longest gradient (clip)", "clip_norm", 0.1, "%.4g")
    with _group("Schedule"):
        _menu("Schedule of the rate", "schedule", SCHEDULES, width=WIDTH)
        _number("Over how many steps", "schedule_span", 100, disabled="span" not in shaped)
        _number("Its factor", "schedule_decay", 0.1, "%.4g", "decay" not in shaped)
    with _group("Regularization"):
        _number("Neurons kept (dropout)", "keep_prob", 0.05, "%.3g", not settings.hidden)
    with _group("Stop"):
        _number("After so many steps", "stop_steps", 100)
        _number("At a training cost of", "stop_cost", 0.01, "%.4g")
        _number("At a training accuracy of", "stop_accuracy", 0.01, "%.4g")
    with _group("Seeds & precision"):
        _number("Seed of weights and order", "seed", 1)
        _number("Seed of the data", "data_seed", 1)
        _menu("Precision", "precision", {}, width=WIDTH)
