"""A file of one's own: how it was read, what becomes of its columns, and training on it."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from deepnet.data import DataError, Table, read_upload
from deepnet.data.pictures import Pictures
from deepnet.data.tables.columns import TYPES
from deepnet.lab.run import Run
from deepnet.lab.settings import Settings
from pages.ui.state import KeptFile, is_upload, keep_file, kept_file

FILE_TYPES = ["csv", "tsv", "txt", "dat", "gz", "xlsx", "parquet", "zip", "npz", "npy"]
GUESSED = "as guessed"
SEPARATORS = {GUESSED: None, "comma": ",", "semicolon": ";", "tab": "\t", "bar |": "|", "space": " "}
ENCODINGS = {
    GUESSED: None,
    "UTF-8": "utf-8",
    "Windows-1252": "cp1252",
    "Latin-1": "latin_1",
    "UTF-16": "utf-16",
}
DECIMALS = {GUESSED: None, "point 3.5": ".", "comma 3,5": ","}
HEADERS = {GUESSED: None, "names in the first row": True, "no names": False}
KINDS = {GUESSED: None, "two classes": "binary", "several classes": "multi-class", "a quantity": "regression"}
SPLITS = {"at random": "random", "by order: the last rows test": "order"}
BLANKS = {"filled in": "fill", "their rows left out": "drop"}
SIZES = (8, 12, 16, 20, 24, 28, 32, 48)


@st.dialog("Your own file", width="large")
def own_file(run: Run) -> None:
    """Let the visitor bring a file, see how it is read, and train on it."""
    st.markdown(
        "A table (CSV, TSV, Excel, parquet) or pictures (a zip with a folder for each class, npz). It "
        "stays in "
        "this session, on the machine that runs the playground."
    )
    file = st.file_uploader("Table or pictures", type=FILE_TYPES, key="file.upload")
    kept = kept_file()
    if file is not None and (kept is None or kept.id != file.file_id):
        kept = KeptFile(file.file_id, file.name, file.getvalue())
        keep_file(kept)
    if kept is None:
        return
    with st.expander("How it is read"):
        reading = _reading(kept)
    try:
        content = _content(kept, reading)
        if isinstance(content, Table):
            _table(run, content)
        else:
            _pictures(run, content)
    except DataError as error:
        st.error(f"{_sentence(error)} The network that runs now stays as it is.")


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _choice(label: str, key: str, choices: dict, **options):
    return choices[st.selectbox(label, list(choices), key=f"file.{key}", **options)]


def _reading(kept: KeptFile) -> dict:
    """What the visitor says about the file, against what was guessed."""
    cells = st.columns(4)
    with cells[0]:
        separator = _choice("Between columns", "separator", SEPARATORS)
    with cells[1]:
        encoding = _choice("Encoding", "encoding", ENCODINGS)
    with cells[2]:
        decimal = _choice("Decimals", "decimal", DECIMALS)
    with cells[3]:
        header = _choice("First row", "header", HEADERS)
    given = {"separator": separator, "encoding": encoding, "decimal": decimal, "header": header}
    sheets = kept.content.guess.sheets if isinstance(kept.content, Table) else ()
    if len(sheets) > 1:
        given["sheet"] = st.selectbox("Sheet", sheets, key="file.sheet")
    return {name: value for name, value in given.items() if value is not None}


def _content(kept: KeptFile, reading: dict) -> Table | Pictures:
    """The file as read; read again only when the visitor says something else about it."""
    if kept.content is None or kept.reading != reading:
        with st.spinner("Reading…"):
            kept.content, kept.reading = read_upload(kept.data, kept.name, **reading), reading
        if isinstance(kept.content, Table) and len(kept.content.guess.sheets) > 1 and "sheet" not in reading:
            st.rerun(scope="fragment")  # now that the sheets are known they can be chosen
    return kept.content


def _table(run: Run, table: Table) -> None:
    st.caption(" ".join([table.guess.sentence(), f"{len(table.frame):,} rows.", *table.notes]))
    st.dataframe(table.preview(4), hide_index=True, height=178)
    columns, cells = list(table.columns), st.columns(4)
    with cells[0]:
        target = st.selectbox(
            "Column to predict", columns, index=columns.index(table.guess_target()), key="file.target"
        )
    with cells[1]:
        kind = _choice(
            "It is", "kind", KINDS, help="Words are classes; numbers are a quantity, or codes of classes."
        )
    with cells[2]:
        split = _choice(
            "Test rows", "split", SPLITS, help="By order for rows that follow each other in time."
        )
    with cells[3]:
        blanks = _choice("Blank cells", "blanks", BLANKS)
    types, leave_out = _columns(table, target, kind)
    balance = st.checkbox(
        "Balance the classes",
        key="file.balance",
        help="Rows of rare classes are repeated until all classes weigh the same.",
    )
    if st.button("Train on this", type="primary", key="file.train"):
        settings = run.settings
        dataset = table.to_dataset(
            target,
            kind=kind,
            types=types,
            leave_out=leave_out,
            split=split,
            blanks=blanks,
            balance=balance,
            test_share=settings.test_share,
            seed=settings.data_seed,
        )
        _train(run, dataset)


def _columns(table: Table, target: str, kind: str | None) -> tuple[dict, list[str]]:
    """What becomes of each column, open to change: the types given, and the columns left out."""
    plans = [plan for plan in table.plan(target, kind=kind) if plan.name != target]
    frame = pd.DataFrame(
        {
            "column": [plan.name for plan in plans],
            "use": [plan.kept for plan in plans],
            "as": [plan.type for plan in plans],
            "inputs": [plan.inputs for plan in plans],
            "blanks": [plan.blanks for plan in plans],
            "what happens": [" ".join(filter(None, [plan.why, plan.warning])) for plan in plans],
        }
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        height=min(38 * (len(plans) + 1) + 4, 250),
        disabled=["column", "inputs", "blanks", "what happens"],
        column_config={"as": st.column_config.SelectboxColumn(options=list(TYPES), required=True)},
        key=f"file.columns.{target}.{kind}",
    )
    types, leave_out = {}, []
    for plan, use, kind_of_column in zip(plans, edited["use"], edited["as"], strict=True):
        if kind_of_column != plan.type:
            types[plan.name] = kind_of_column
        elif use and not plan.kept:
            types[plan.name] = plan.type
        if not use and plan.kept:
            leave_out.append(plan.name)
    return types, leave_out


def _pictures(run: Run, pictures: Pictures) -> None:
    counts = ", ".join(f"{count:,} {name}" for name, count in pictures.counts.items())
    st.caption(" ".join([f"{len(pictures.labels):,} pictures: {counts}.", *pictures.notes]))
    cells = st.columns(3)
    with cells[0]:
        sizes = [size for size in SIZES if size <= max(pictures.own_size, SIZES[0])]
        size = st.selectbox(
            "Pixels along a side",
            sizes,
            index=sizes.index(min(28, sizes[-1])) if 28 in sizes else len(sizes) - 1,
            key="file.size",
        )
    with cells[1]:
        color = st.toggle("In colour", key="file.color")
    with cells[2]:
        own = pictures.has_parts and st.toggle(
            "Keep its train and test folders", value=True, key="file.parts"
        )
    if st.button("Train on this", type="primary", key="file.train"):
        settings = run.settings
        dataset = pictures.to_dataset(
            size=size,
            color=color,
            split="folders" if own else "random",
            test_share=settings.test_share,
            seed=settings.data_seed,
        )
        _train(run, dataset)


def _train(run: Run, dataset) -> None:
    """Start over on these data; a network too narrow for them is widened, once."""
    first = not is_upload(run.settings)
    try:
        run.upload(dataset)
        if first and run.settings.hidden == Settings().hidden:
            run.apply(replace(run.settings, hidden=dataset.suggested_hidden))
    except ValueError as error:
        raise DataError(str(error)) from error
    st.rerun()
