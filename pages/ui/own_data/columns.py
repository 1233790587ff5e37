"""What becomes of each column of a table, open to change."""

import pandas as pd
import streamlit as st

from deepnet.data.tables import TYPES, ColumnPlan
from pages.ui.state.file import KeptFile, edits

FIXED = ("column", "inputs", "blanks", "what happens")


def columns_table(kept: KeptFile, plans: list[ColumnPlan]) -> None:
    """One row for each column of the table but the target; a change of it goes into the choices of `kept`."""
    frame = pd.DataFrame(
        {
            "column": [plan.name for plan in plans],
            "use": [plan.kept for plan in plans],
            "as": [plan.type for plan in plans],
            "inputs": [plan.inputs for plan in plans],
            "blanks": [plan.blanks for plan in plans],
            "what happens": [
                f"{'⚠ ' + plan.warning + ' ' if plan.warning else ''}{plan.why}" for plan in plans
            ],
        }
    )
    # What the choices make of the columns is the frame itself: a change begins a new table without edits.
    key = f"file.columns.{kept.choices.get('changes', 0)}"
    st.data_editor(
        frame,
        hide_index=True,
        height=min(36 * (len(plans) + 1) + 3, 255),
        disabled=FIXED,
        column_config={
            "as": st.column_config.SelectboxColumn(
                options=list(TYPES), required=True, help="How the column is understood; change it here."
            ),
            "use": st.column_config.CheckboxColumn(help="Untick to leave the column out."),
            "column": st.column_config.TextColumn(pinned=True),
            "what happens": st.column_config.TextColumn(width="large"),
        },
        key=key,
        on_change=_change,
        args=(kept, plans, key),  # not the table: Streamlit holds on to what it is given here
    )


def _change(kept: KeptFile, plans: list[ColumnPlan], key: str) -> None:
    """Take what the visitor has changed in the table into the choices."""
    types, left_out = dict(kept.choices.get("types", {})), set(kept.choices.get("left out", ()))
    for row, cells in edits(key).items():
        plan = plans[row]
        if "as" in cells:
            types[plan.name] = cells["as"]
            left_out.discard(plan.name)
        if cells.get("use") is False:
            left_out.add(plan.name)
        elif cells.get("use"):
            left_out.discard(plan.name)
            if types.get(plan.name, plan.type) in ("identifier", "text"):
                numeric = kept.content.column(plan.name).numbers.readable_share > 0.9
                types[plan.name] = "number" if numeric else "category"
    kept.choices |= {
        "types": types,
        "left out": tuple(left_out),
        "changes": kept.choices.get("changes", 0) + 1,
    }
