"""What helps a network on a table of one's own: offered before it trains, undone when the table is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from deepnet.data.dataset import hidden_for
from deepnet.lab.settings.settings import Settings
from pages.ui.state.bench import current_bench
from pages.ui.state.file import choosing

if TYPE_CHECKING:  # it reads tables with pandas
    from deepnet.data.tables.prospect import Prospect

FEWEST = 20  # rows from which anything is offered: fewer may be a truth table
RATES = (1.0, 3.0, 10.0, 30.0)  # of L2: measured on tables of 28 to 5000 rows, the more the more inputs
MANY = 2000  # rows to learn from, on which ten at a time are too noisy to come close to a straight line
_TAKEN = "cured"  # among the choices of a bench: the settings that a cure has changed


@dataclass(frozen=True)
class Cure:
    """What can be offered: the settings that it changes, in words, and why."""

    key: str
    label: str
    why: str
    changes: dict[str, object]


def cures(rows: int, inputs: int, weights: int) -> list[Cure]:
    """What helps a network of so many weights to learn so many rows of so many inputs.

    Without them the defaults fall more than 0.03 of R² behind linear regression after 3000 steps: on few
    rows, which are soon known by heart, and on many, where small batches keep the weights restless.
    """
    found = []
    if rows >= FEWEST and weights >= 0.5 * rows and inputs >= 3:
        rate = min(RATES, key=lambda each: abs(np.log(each) - np.log(max(1.0, inputs / 5))))
        found.append(
            Cure(
                "calm",
                f"Keep it from learning rows by heart (L2 regularization, {rate:g})",
                f"{rows:,} rows are few for a network of {weights:,} weights: soon it knows each of them, "
                "and answers new ones worse than a straight line would. L2 regularization keeps its weights "
                "small; it can be changed at any time above the network.",
                {"regularization": "l2", "regularization_rate": rate},
            )
        )
    if rows >= MANY:
        found.append(
            Cure(
                "steady",
                "Learn from more rows at a time (batches of 64, learning rate 0.1)",
                f"With {rows:,} rows, steps on 10 of them are noisy: the network is still restless where a "
                "straight line is done. Both can be changed at any time above the network.",
                {"batch_size": 64, "learning_rate": 0.1},
            )
        )
    return found


def chosen_cures(settings: Settings, prospect: Prospect) -> dict[str, object]:
    """Offer what helps, ticked; gives the settings that change.  What a visitor has chosen stays as it is."""
    k = len(prospect.answer.classes)
    dims = (prospect.inputs, *hidden_for(prospect.inputs, max(1, k)), k if k > 2 else len(prospect.targets))
    weights = sum(a * b for a, b in zip(dims, dims[1:], strict=False))
    found = {}
    for cure in cures(prospect.train.size, prospect.inputs, weights):
        if all(_is_free(settings, name) for name in cure.changes):
            agreed = choosing(st.checkbox, cure.label, cure.key, True, help=cure.why)
            found |= cure.changes if agreed else {name: getattr(Settings(), name) for name in cure.changes}
    return found


def take(cured: dict[str, object]) -> None:
    """Remember what was changed for the visitor, so that it can be told from what he changes himself."""
    current_bench().choices[_TAKEN] = cured


def without_cures(settings: Settings) -> dict[str, object]:
    """What undoes the cures that were taken, where they still stand."""
    return {
        name: getattr(Settings(), name)
        for name, value in _taken().items()
        if getattr(settings, name) == value
    }


def _taken() -> dict[str, object]:
    return current_bench().choices.get(_TAKEN, {})


def _is_free(settings, name):
    """Whether nobody has chosen this one: it is as usual, or as a cure has set it."""
    value = getattr(settings, name)
    unused = name == "regularization_rate" and settings.regularization == "none"
    return unused or value in (getattr(Settings(), name), _taken().get(name))
