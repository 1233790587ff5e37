"""Data of one's own: files or a pasted table, how they are read, and training on them."""

import hashlib

import streamlit as st

from deepnet.data import DataError, Table
from deepnet.lab.run.run import Run
from pages.ui.literal import literal
from pages.ui.own_data.loose import classes_by_hand
from pages.ui.own_data.pictures import pictures_of
from pages.ui.own_data.reading import read, show_reading
from pages.ui.own_data.table import table_of
from pages.ui.state.file import KeptFile, keep_file, kept_file, unseen

MOST_PASTED = 5_000_000  # characters
EXAMPLE = "height\tweight\tteam\n1.82\t79\tblue\n1.67\t61\torange\n…"


@st.dialog("Your own data", width="large")
def own_data(run: Run) -> None:
    """Let the visitor bring data, see how they are read and what becomes of them, and train on them."""
    _bring()
    show(run)


def show(run: Run) -> None:
    """What was brought: how it is read and what becomes of it, or why it cannot be used."""
    kept = kept_file()
    if kept is None:
        return
    try:
        content = read(kept)
    except DataError as error:
        if files := getattr(error, "files", None):
            classes_by_hand(kept, files, str(error))
            return
        _refuse(error, f"**{literal(kept.name)}** cannot be used: ")
        show_reading(kept)
        return
    try:
        (table_of if isinstance(content, Table) else pictures_of)(run, kept, content)
    except DataError as error:
        _refuse(error)


def _bring() -> None:
    """Ask for files or a text; what comes is kept.  Files that come at once belong together; those that come
    later take the place of what lay there.
    """
    from deepnet.data.uploads import together

    by_file, by_text = st.tabs(["A file", "Paste a table"])
    with by_file:
        most = st.get_option("server.maxUploadSize")
        files = st.file_uploader(
            "A table (CSV, TSV, Excel, LibreOffice, JSON, ARFF, parquet, Stata, SAS…), pictures (chosen "
            "together, or a zip with a folder for each class), or arrays (npz, npy, mat); also packed as "
            f"gz or zip. At most {most} MB. It stays in this session, on the machine that runs this page.",
            key="file.upload",  # of any type: the reader says of others what to do with them
            accept_multiple_files=True,
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
    new = unseen([file.file_id for file in files])
    files = [file for file in files if file.file_id in new]
    if pasted and text.strip():
        keep_file(KeptFile(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), "Pasted table", text))
    elif pasted:
        st.error("There is nothing to read yet: paste a table into the field above.")
    elif len(files) == 1:
        keep_file(KeptFile(files[0].file_id, files[0].name, files[0].getvalue()))
    elif files:
        packed = together([(file.name, file.getvalue()) for file in files])
        keep_file(KeptFile(" ".join(new), f"{len(files)} files", packed))


def _refuse(error: DataError, before: str = "") -> None:
    text = str(error)
    text = text if before else text[:1].upper() + text[1:]
    st.error(f"{before}{literal(text.rstrip('.'))}. The network that runs now stays as it is.")
