"""A control for each setting, as it is declared, and how people type its values."""

from collections.abc import Callable

import streamlit as st

from deepnet.declaration import Choice, Number, Whole, declared
from deepnet.lab.run.recipe import loss_of
from deepnet.lab.settings.in_use import idle
from deepnet.lab.settings.settings import Settings
from pages.ui.state.bench import current_run
from pages.ui.state.fields import bound

WIDTH = 200  # pixels of a widget behind More: three stand in a row


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


def known(name: str):
    """What is known of a field of the settings on show."""
    return declared(type(current_run().settings))[name]


def why_idle(name: str, settings: Settings) -> str:
    """Why the field does nothing at present, "" if it does something."""
    dataset = current_run().dataset
    return idle(name, settings, kind=dataset.kind, loss=loss_of(settings, dataset))


def helped(name: str, settings: Settings) -> dict:
    """The help of a field, and, where it does nothing at present, why it is disabled."""
    why, told = why_idle(name, settings), known(name).help
    return {"help": f"**Not in use:** {why}\n\n{told}" if why else told, "disabled": bool(why)}


def control(name: str, settings: Settings, **options) -> None:
    """Draw the control of a field, by its kind: a menu of names, a menu that takes a number, a number."""
    field = known(name)
    if isinstance(field, Choice):
        menu(name, settings, **options)
    elif isinstance(field, Number) and field.menu:
        free(name, settings, **options)
    elif isinstance(field, Number):
        amount(name, settings, **options)
    else:
        raise TypeError(f"{field.title} needs a control of its own")


def free(name: str, settings: Settings, **options) -> None:
    """A menu of usual numbers that also takes a typed one."""
    show, read = (batch, read_batch) if isinstance(known(name), Whole) else (number, read_number)
    choices = [show(value) for value in known(name).menu]
    here = show(getattr(settings, name))
    if here not in choices:
        choices.append(here)
    bound(
        st.selectbox,
        known(name).label,
        name,
        show=show,
        read=read,
        options=choices,
        accept_new_options=True,
        **helped(name, settings),
        **options,
    )


def menu(name: str, settings: Settings, choices: tuple[str, ...] = (), **options) -> None:
    """A menu of names, by their labels."""
    field = known(name)
    bound(
        st.selectbox,
        field.label,
        name,
        options=choices or field.names,
        format_func=field.label_of,
        **helped(name, settings),
        **options,
    )


def amount(name: str, settings: Settings, show: Callable = lambda value: value, **options) -> None:
    """A number within its limits, to type or to move by its step."""
    field = known(name)
    bound(
        st.number_input,
        field.label,
        name,
        show=show,
        min_value=field.low,
        max_value=field.high,
        step=field.step,
        format=None if isinstance(field, Whole) else f"%.{field.digits}g",
        **helped(name, settings),
        **options,
    )


def share(name: str, **options) -> None:
    """A slider for a field of the data."""
    field = known(name)
    bound(
        st.slider,
        field.label,
        name,
        **{"min_value": field.low, "max_value": field.high, "step": field.step, "help": field.help} | options,
        format="%d %%" if field.unit else "%d",
    )
