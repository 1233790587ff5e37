"""How many rows each class has, and what to do when they are uneven."""

import streamlit as st

from deepnet.lab.run.run import Run
from pages.ui.state.file import choosing

UNEVEN = 1.5  # times as many rows in the largest class as in the smallest


def class_list(names: list[str], rows: list[tuple], total: int) -> None:
    """The classes with their counts and a bar each; `rows` begin with a name and a count."""
    table = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    table["share"] = [100 * sum(row[1:]) / total for row in rows]
    st.dataframe(
        table,
        hide_index=True,
        height=min(36 * (len(rows) + 1) + 3, 183),
        column_config={
            "share": st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100)
        },
    )


def weights_choice(run: Run, counts: list[int]) -> str:
    """The weights of the classes: "balanced" if the visitor wants uneven ones to count alike."""
    uneven = max(counts) > UNEVEN * max(min(counts), 1)
    if not uneven:
        return run.settings.class_weights
    balanced = choosing(
        st.checkbox,
        "Let every class count the same",
        "weights",
        run.settings.class_weights == "balanced",
        help="The loss of a row of a rare class weighs more, so that the network cannot do well by always "
        "saying the common one. No row is repeated or left out.",
    )
    return "balanced" if balanced else "equal"
