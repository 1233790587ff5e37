"""A point of the plane under the microscope, in place of the batch."""

import numpy as np
import streamlit as st

from deepnet.data.features import apply
from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.walk import walk_example
from deepnet.lab.run.recipe import targets
from deepnet.lab.run.run import Run
from pages.ui.microscope.place import POINT, X1, X2
from pages.ui.state.kept import kept_widget

FAR = 1000.0  # how far from the middle a point may lie


def point_of(run: Run, step: int) -> tuple[Ledger, np.ndarray] | None:
    """Ask for a point, if the visitor wants one: its ledger, and where it lies (2, 1); None for the batch."""
    dataset = run.dataset
    if dataset.plane != "xy" or run.network.batch_norm:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="point"):
        if not kept_widget(st.toggle, "A point of the plane in place of the batch", POINT, False):
            return None
        at = [
            kept_widget(
                st.number_input, label, name, value, min_value=-FAR, max_value=FAR, step=0.1, width=130
            )
            for label, name, value in (("x₁", X1, 1.0), ("x₂", X2, 0.5))
        ]
        if dataset.kind == "regression":
            Y = np.array([[st.number_input("y", -FAR, FAR, 0.0, 0.1, key="microscope.y", width=130)]])
        else:
            classes = list(dataset.classes)
            label = st.selectbox("It should be", classes, key="microscope.class", width=160)
            Y = np.eye(len(classes))[:, [classes.index(label)]]
            Y = Y[1:] if run.network.layer_dims[-1] == 1 else Y
    place = np.array(at)[:, None]
    X = apply(run.settings_at(step).features, place)
    walk = walk_example(run, step, X, targets(Y, run.network.activations[-1]))
    return ledger_of(walk, moves=False), place
