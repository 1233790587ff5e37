"""Data of one's own: a file or a pasted table, how it is read, and training on it."""

import hashlib

import streamlit as st

from deepnet.data import DataError, Table
from deepnet.lab.run.run import Run
from pages.ui.own_data.pictures import pictures_of
from pages.ui.own_data.reading import read, show_reading
from pages.ui.own_data.table import table_of
from pages.ui.state.file import KeptFile, keep_file, kept_file

MOST_PASTED = 5_000_000  # characters
EXAMPLE = "height\tweight\tteam\n1.82\t79\tblue\n1.67\t61\torange\n…"


@st.dialog("Your own data", width="large")
def own_data(run: Run) -> None:
    """Let the visitor bring data, see how they are read and what becomes of them, and train on them."""
    _bring()
    kept = kept_file()
    if kept is None:
        return
    try:
        content = read(kept)
    except DataError as error:
        _refuse(error, f"**{kept.name}** cannot be used: ")
        show_reading(kept)
        return
    try:
        (table_of if isinstance(content, Table) else pictures_of)(run, kept, content)
    except DataError as error:
        _refuse(error)


def _bring() -> None:
    """Ask for a file or a text; what comes is kept."""
    by_file, by_text = st.tabs(["A file", "Paste a table"])
    with by_file:
        file = st.file_uploader(
            "A table (CSV, TSV, Excel, parquet, also packed as gz or zip), pictures (a zip with a folder for "
            "each class), or arrays of numpy (npz, npy). It stays in this session, on the machine that runs "
            "the playground.",
            key="file.upload",  # of any type: the reader says of others what to do with them
        )
    with by_text:
        text = st.text_area(
            "Cells copied from a spreadsheet, or the text of a CSV file; the first row may hold names.",
            placeholder=EXAMPLE,
            height=130,
            max_chars=MOST_PASTED,
            key="file.text",
        )
        pasted = st.button("Read it", key="file.paste", icon=":material/content_paste:")
    kept = kept_file()
    if pasted and text.strip():
        keep_file(KeptFile(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), "Pasted table", text))
    elif pasted:
        st.error("There is nothing to read yet: paste a table into the field above.")
    elif file is not None and file.file_id not in (kept and kept.id, kept and kept.choices.get("set aside")):
        keep_file(KeptFile(file.file_id, file.name, file.getvalue()))
    if pasted and file is not None:  # the file still lies in the uploader: it must not come back by itself
        kept_file().choices["set aside"] = file.file_id


def _refuse(error: DataError, before: str = "") -> None:
    text = str(error)
    text = text if before else text[:1].upper() + text[1:]
    st.error(f"{before}{text.rstrip('.')}. The network that runs now stays as it is.")
