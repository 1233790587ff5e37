"""The rows behind a number: as a table with every column, or as a gallery; one of them can be tried."""

import numpy as np
import pandas as pd
import streamlit as st

from deepnet.lab.answers.form import Form
from deepnet.lab.answers.mistakes import Answers
from deepnet.lab.answers.picture import pictures_of
from deepnet.lab.answers.rows import columns_of, numbers_of
from deepnet.lab.run.moment import Moment
from deepnet.numerals import cost, percent
from pages.ui.figures.pictures import gallery
from pages.ui.figures.theme import plain, short, theme
from pages.ui.layout import dark
from pages.ui.results.example import example_of_row, send
from pages.ui.state.kept import keep, kept
from pages.ui.state.picks import picks

MOST_ROWS = 500  # in a table
MOST_PICTURES = 24


def table_of(moment: Moment, form: Form, found: Answers, places: np.ndarray) -> None:
    """A table of these places of `found`, in their order; the row that is marked can be sent to the form."""
    dataset, shown = moment.dataset, places[:MOST_ROWS]
    rows = found.rows[shown]
    told, decimals, formats = _told(moment, found, shown)
    frame = pd.DataFrame({"row": numbers_of(dataset, found.part, rows), **told})
    for column, (title, values) in zip(form.columns, columns_of(form, found.part, rows).items(), strict=True):
        title = title if title not in frame else f"{title} "
        frame[title] = values
        if column.kind == "number":
            decimals[title] = column.decimals
    number = st.column_config.NumberColumn
    written = {name: number(format=f"%.{places}f") for name, places in decimals.items()}
    event = st.dataframe(
        frame.round(decimals),  # a screen reader is told the value as it is given
        hide_index=True,
        height=min(36 * (len(frame) + 1) + 3, 380),
        column_config=written | formats,
        on_select="rerun",
        selection_mode="single-row",
        key="results.rows",
    )
    if dataset.plane != "xy":
        st.caption("Every column as the network gets it: any blank is filled, rare words are pooled.")
    marked = [i for i in event.selection.rows if i < len(rows)]
    _try(moment, form, found.part, int(rows[marked[0]]) if marked else None, "row", len(places), len(shown))


def _told(moment: Moment, found: Answers, places: np.ndarray) -> tuple[dict, dict[str, int], dict]:
    """What the network says to these rows, as columns, the decimals of their numbers, and other formats."""
    column = st.column_config
    loss = found.loss[places]
    decimals, formats = {"loss": 3}, {"row": column.NumberColumn(format="%d")}
    if moment.dataset.kind == "regression":
        told = {
            "true": found.truth[places],
            "predicted": found.found[places],
            "off by": found.off[places],
            "loss": loss,
        }
        spread = max(float(np.ptp(found.truth)), 1e-12)
        shown = int(np.clip(3 - np.floor(np.log10(spread)), 0, 6))
        return told, decimals | dict.fromkeys(("true", "predicted", "off by"), shown), formats
    names = np.array(moment.dataset.classes, dtype=object)
    told = {
        "true": names[found.truth[places]],
        "predicted": names[found.found[places]],
        "sure": (100 * found.sure[places]).round(1),
        "loss": loss,
    }
    formats["sure"] = column.NumberColumn(
        format="%.1f %%", help="The probability that the network gives to the class it predicts"
    )
    return told, decimals, formats


def gallery_of(moment: Moment, found: Answers, places: np.ndarray) -> None:
    """Pictures of these places of `found`; the one that is clicked can be tried."""
    dataset, shown = moment.dataset, places[:MOST_PICTURES]
    rows = found.rows[shown]
    raw = dataset.part(found.part).raw
    colours = theme(dark())
    names, words, hovers, frames = dataset.classes, [], [], []
    for place, number in zip(shown, numbers_of(dataset, found.part, rows), strict=True):
        truth, told, sure = found.truth[place], found.found[place], found.sure[place]
        right = truth == told
        words.append(
            f"{short(names[told], 12)} {percent(sure, 0)}"
            + ("" if right else f"<br><b>is {short(names[truth], 12)}</b>")
        )
        hovers.append(
            f"picture {number}<br>true <b>{plain(names[truth])}</b><br>"
            f"predicted <b>{plain(names[told])}</b>, {percent(sure)} sure<br>loss {cost(found.loss[place])}"
        )
        frames.append(colours.right if right else colours.wrong)
    st.plotly_chart(
        gallery(pictures_of(dataset, raw[:, rows]), words, hovers, colours, framed=frames, lines=2, side=92),
        key="results.gallery",
        on_select=lambda: _pick_picture(found.part, rows),
        selection_mode="points",
        theme=None,
        width="content",
        config={"displayModeBar": False},
        alt="Pictures with what the network takes them for.",
    )
    chosen = kept("results.picture")
    fits = chosen is not None and chosen[0] == found.part and chosen[1] in rows
    _try(moment, None, found.part, chosen[1] if fits else None, "picture", len(places), len(shown))


def _pick_picture(part: str, rows: np.ndarray) -> None:
    for (place,) in picks("results.gallery")[:1]:
        if int(place) < len(rows):
            keep("results.picture", (part, int(rows[int(place)])))


def _try(
    moment: Moment, form: Form | None, part: str, row: int | None, noun: str, n: int, shown: int
) -> None:
    """The button that sends one of the rows to the form."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        mark = "Click a picture" if form is None else "Mark a row at its left edge"
        if st.button(
            f"Try this {noun}",
            key="results.try",
            type="primary" if row is not None else "secondary",
            disabled=row is None,
            icon=":material/science:",
            help=f"{mark}, then see what every layer says to it, and change it.",
        ):
            send(example_of_row(moment.dataset, form, part, row))
            st.rerun()
        count = f"{shown:,} of {n:,} shown. " if shown < n else ""
        more = "" if row is not None else f"{mark} to try it."
        st.caption(count + more)
