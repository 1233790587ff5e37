"""What becomes of each column of a table, open to change."""

import pandas as pd
import streamlit as st

from deepnet.data.tables import ColumnPlan
from pages.ui.state.file import KeptFile, choose, edits

FIXED = ("inputs", "blanks", "what happens")
# type -> what a person calls it
WORDS = {
    "number": "a number",
    "category": "one of some words",
    "date": "a date or time",
    "text": "free text",
    "identifier": "a name of the row",
}
_TYPES = {word: type_ for type_, word in WORDS.items()}


def columns_table(kept: KeptFile, plans: list[ColumnPlan], target: str) -> None:
    """One row for each column of the table; a change of it goes into the choices of `kept`."""
    frame = pd.DataFrame(
        {
            "column": [plan.name for plan in plans],
            "use": [plan.kept for plan in plans],
            "as": [WORDS[plan.type] for plan in plans],
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
                options=list(_TYPES), required=True, help="How the column is understood; change it here."
            ),
            "use": st.column_config.CheckboxColumn(help="Untick to leave the column out."),
            "column": st.column_config.TextColumn(pinned=True, help="Another name can be typed here."),
            "what happens": st.column_config.TextColumn(width="large"),
        },
        key=key,
        on_change=_change,
        args=(kept, plans, target, key),  # not the table: Streamlit holds on to what it is given here
    )


def _change(kept: KeptFile, plans: list[ColumnPlan], target: str, key: str) -> None:
    """Take what the visitor has changed in the table into the choices."""
    types, left_out = dict(kept.choices.get("types", {})), set(kept.choices.get("left out", ()))
    names = {}
    for row, cells in edits(key).items():
        plan = plans[row]
        if str(cells.get("column") or "").strip():
            names[plan.name] = str(cells["column"])
        if plan.name == target:
            continue
        if "as" in cells:
            types[plan.name] = _TYPES[cells["as"]]
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
    if names:
        _rename(kept, names)


def _rename(kept: KeptFile, names: dict[str, str]) -> None:
    """Call columns by other names, in the table and in whatever was chosen about them."""
    before = kept.content.columns
    kept.content = kept.content.renamed(names)
    now = dict(zip(before, kept.content.columns, strict=True))
    told = kept.choices.get("names", {})
    first = {name: original for original, name in told.items()}
    kept.choices["names"] = told | {first.get(old, old): new for old, new in now.items() if old != new}
    kept.choices["types"] = {now.get(name, name): type_ for name, type_ in kept.choices["types"].items()}
    kept.choices["left out"] = tuple(now.get(name, name) for name in kept.choices["left out"])
    if kept.choices.get("target") in now:
        choose("target", now[kept.choices["target"]])
    if kept.choices.get("beside"):
        choose("beside", [now.get(name, name) for name in kept.choices["beside"]])
