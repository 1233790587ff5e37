"""What stands under a table: totals and sources, which are no rows of it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from deepnet.data.limits import counted
from deepnet.data.tables.notes import listed
from deepnet.data.tables.numbers import to_numbers

MOST_BELOW = 10  # lines under a table
MOST_LABELS = 3  # rows of totals, averages…
_LABEL = re.compile(
    r"((grand|sub|over)?\s*-?\s*(total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|totaal|totale|totalt|suma|soma|"
    r"somme|summa|yhteensä|razem|celkem|итого|всего|合计|总计|合計|all|average|mean|avg\.?|mittelwert|durchschnitt|"
    r"moyenne|media|média|promedio|gemiddelde)|(total|summe|sum)\s(général|general|gesamt|all))\s*:?",
    re.IGNORECASE,
)


def without_footer(
    frame: pd.DataFrame, decimal: str, thousands: str | None
) -> tuple[pd.DataFrame, list[str]]:
    """The table without lines of remarks below it and without its row of totals; and notes."""
    frame, notes = _without_remarks(frame)
    found = []
    while len(frame) > 4 and len(found) < MOST_LABELS and _is_total(frame, decimal, thousands):
        found.append(listed(filter(None, frame.iloc[-1]), 5))
        frame = frame.iloc[:-1]
    if found:
        which = "the last row" if len(found) == 1 else f"the last {len(found)} rows"
        notes.append(
            f"Left out {which}, which {'holds' if len(found) == 1 else 'hold'} totals: {'; '.join(found)}."
        )
    return frame, notes


def _without_remarks(frame):
    """Rows at the end of which one cell alone is filled, in a table of three columns or more."""
    if frame.shape[1] < 3 or len(frame) < 5:
        return frame, []
    end = frame.iloc[-MOST_BELOW - 1 :].to_numpy(str)
    filled = (end != "").sum(axis=1)
    remarks = 0
    while remarks < len(filled) and filled[-1 - remarks] == 1 and end[-1 - remarks, 0] != "":
        remarks += 1
    if not 0 < remarks <= MOST_BELOW or filled[-1 - remarks] < 0.5 * frame.shape[1]:
        return frame, []
    said = "; ".join(end[-remarks:, 0])
    said = said if len(said) <= 160 else said[:159] + "…"
    return frame.iloc[:-remarks], [f"Left out {counted(remarks, 'line')} below the table: {said}."]


def _is_total(frame, decimal, thousands):
    """Whether the last row says that it is a total, and is larger than all others or holds their sums or
    means; or has a blank where all others are filled, and holds nothing but sums."""
    last = frame.iloc[-1]
    labelled = [name for name, text in last.items() if _LABEL.fullmatch(text)]
    labelled = [name for name in labelled if (frame[name] == last[name]).sum() == 1]
    gaps = [name for name, text in last.items() if text == ""]
    if not labelled and not (gaps and len(frame) <= 100_000 and (frame.iloc[:-1][gaps] != "").all(axis=None)):
        return False
    sums, others, larger = 0, 0, 0
    for name, text in last.items():
        if name in labelled or text == "":
            continue
        numbers = to_numbers(frame[name], decimal=decimal, thousands=thousands)
        above, value = numbers.values[:-1], numbers.values[-1]
        above = above[np.isfinite(above)]
        if not np.isfinite(value) or above.size < 0.5 * (len(frame) - 1):
            others += 1
            continue
        near = [
            total
            for total in (above.sum(), above.mean())
            if abs(value - total) <= 1e-3 * max(abs(total), 1e-12)
        ]
        sums += bool(near)
        others += not near
        larger += value > above.max() > 0
    if labelled:
        return sums > 0 or (larger > 0 and larger >= others)
    return sums >= 2 and others == 0
