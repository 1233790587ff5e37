"""Whatever file a person brings, given to the reader that knows its kind."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from deepnet.data.archives import open_zip, read_entry
from deepnet.data.arrays import is_arrays, of_arrays, read_arrays
from deepnet.data.dataset import DataError
from deepnet.data.matlab import is_matlab, read_matlab
from deepnet.data.picture_zips import is_picture, read_picture_zip
from deepnet.data.pictures import Pictures
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables import Table, read_table
from deepnet.data.tables.formats import format_of
from deepnet.data.tables.kinds import NO_CONTENT, refuse_other_kinds
from deepnet.data.tables.notes import listed
from deepnet.data.tables.reading import unpack
from deepnet.data.tables.workbook import is_workbook

_TABLE = re.compile(
    r"\.(csv|tsv|tab|txt|dat|data|xlsx|xlsb|xls|ods|parquet|feather|arff|json|jsonl|ndjson|dta|sas7bdat|xpt|svm|libsvm)"
    r"(\.gz)?$",
    re.IGNORECASE,
)
_PACKED = re.compile(r"\.(zip|npz|npy|mat)$", re.IGNORECASE)
TEXT_OPTIONS = ("separator", "encoding", "decimal", "thousands", "header", "skip", "comment", "sheet")
DEEPEST = 2  # zips within zips


def read_upload(
    data: bytes | str, filename: str = "", *, progress: Progress = quietly, **overrides
) -> Table | Pictures:
    """A Table or Pictures, told apart by what is in the file, not by its name; both have `.to_dataset()`.

    A zip of tables is read as one of them: the largest, or the one called `sheet`; a str is a pasted table.

    overrides are those of read_table, and labels: which of several arrays holds them; classes: file name of
    a loose picture -> what it shows.  Raises DataError with one sentence when the file cannot be used.
    """
    return _read(data, filename, progress, overrides, DEEPEST)


def together(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Several files as one zip, to be read by read_upload: loose pictures, or tables to choose from."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        taken: set[str] = set()
        for name, data in files:
            while name in taken:
                name = f"_{name}"
            taken.add(name)
            archive.writestr(name, data)
    return file.getvalue()


def options_of(data: bytes | str) -> tuple[str, ...]:
    """The options with which this content can be read in another way; () where none can help."""
    if isinstance(data, str):
        return tuple(name for name in TEXT_OPTIONS if name != "encoding")
    try:
        data, _ = unpack(data, "")
        if is_arrays(data) or is_matlab(data):
            return ("labels",)
        known = format_of(data)
        if known is not None:
            return known.takes
        if data.startswith(b"PK"):
            names = open_zip(data).namelist()
            return TEXT_OPTIONS if any(map(_TABLE.search, names)) and not any(map(is_picture, names)) else ()
        refuse_other_kinds(data)
    except DataError:
        return ()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return TEXT_OPTIONS if wide or b"\0" not in data[:1000] or data[:1000].count(b"\0") > 200 else ()


def _read(data, filename, progress, overrides, deepest):
    options = {name: value for name, value in overrides.items() if name not in ("labels", "classes")}
    labels = overrides.get("labels")
    if isinstance(data, str):
        return read_table(data, filename, progress=progress, **options)
    if is_arrays(data):
        return read_arrays(data, filename, labels)
    if is_matlab(data):
        return of_arrays(read_matlab(data), filename, labels)
    if not data.startswith(b"PK") or is_workbook(data):
        return read_table(data, filename, progress=progress, **options)
    archive = open_zip(data)
    names = [
        entry.filename
        for entry in archive.infolist()
        if not entry.is_dir() and "__MACOSX" not in entry.filename
    ]
    if any(map(is_picture, names)):
        return read_picture_zip(data, filename, classes=overrides.get("classes"))
    found = [name for name in names if _TABLE.search(name)] or [
        name for name in names if _PACKED.search(name)
    ]
    if not found and len(names) == 1:
        found = names
    if not found:
        refuse_other_kinds(data)
        raise DataError(NO_CONTENT)
    if deepest == 0:
        raise DataError("the zip holds a zip that holds a zip; unpack it once and bring what is in it")
    return _one_of(archive, found, progress, overrides, deepest - 1)


def _one_of(archive, names, progress, overrides, deepest):
    """What is asked for as `sheet`, or the largest; the others can be chosen as sheets can."""
    asked = overrides.get("sheet")
    if asked is not None and asked not in names:
        raise DataError(f"there is no {asked!r} in the zip; choose from {listed(names)}")
    chosen = asked or max(names, key=lambda name: archive.getinfo(name).file_size)
    data = read_entry(archive, archive.getinfo(chosen))
    content = _read(data, chosen, progress, {**overrides, "sheet": None}, deepest)
    if len(names) > 1:
        if isinstance(content, Table):
            content.guess = replace(content.guess, sheet=chosen, sheets=tuple(names))
        else:
            content.notes = (
                *content.notes,
                f"Read is {chosen}, the largest of {len(names)} files in the zip.",
            )
    return content
