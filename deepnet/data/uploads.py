"""Whatever file a person brings, given to the reader that knows its kind."""

from __future__ import annotations

import re
from dataclasses import replace

from deepnet.data.archives import open_zip, read_entry
from deepnet.data.arrays import is_arrays, read_arrays
from deepnet.data.dataset import DataError
from deepnet.data.picture_zips import is_picture, read_picture_zip
from deepnet.data.pictures import Pictures
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables import Table, read_table
from deepnet.data.tables.kinds import refuse_other_kinds
from deepnet.data.tables.notes import listed
from deepnet.data.tables.workbook import is_workbook

_TABLE = re.compile(r"\.(csv|tsv|tab|txt|dat|data|xlsx|parquet)(\.gz)?$", re.IGNORECASE)


def read_upload(
    data: bytes | str, filename: str = "", *, progress: Progress = quietly, **overrides
) -> Table | Pictures:
    """A Table or Pictures, told apart by what is in the file, not by its name; both have `.to_dataset()`.

    A zip of tables is read as one of them: the largest, or the one called `sheet`; a str is a pasted table.

    overrides are those of read_table, and labels: which of several arrays holds them.  Raises DataError with
    one sentence when the file cannot be used.
    """
    labels = overrides.pop("labels", None)
    if isinstance(data, str):
        return read_table(data, filename, progress=progress, **overrides)
    if is_arrays(data):
        return read_arrays(data, filename, labels)
    if data.startswith(b"PK") and not is_workbook(data):
        archive = open_zip(data)
        names = [
            entry.filename
            for entry in archive.infolist()
            if not entry.is_dir() and "__MACOSX" not in entry.filename
        ]
        tables = [name for name in names if _TABLE.search(name)]
        if tables and not any(map(is_picture, names)):
            return _one_of(archive, tables, progress, overrides)
        if len(names) == 1 and not is_picture(names[0]):
            return read_table(
                read_entry(archive, archive.getinfo(names[0])), names[0], progress=progress, **overrides
            )
        if not any(map(is_picture, names)):
            refuse_other_kinds(data)
        return read_picture_zip(data, filename)
    return read_table(data, filename, progress=progress, **overrides)


def _one_of(archive, names, progress, overrides):
    """The table asked for as `sheet`, or the largest; the others can be chosen as sheets can."""
    asked = overrides.get("sheet")
    if asked is not None and asked not in names:
        raise DataError(f"there is no {asked!r} in the zip; choose from {listed(names)}")
    chosen = asked or max(names, key=lambda name: archive.getinfo(name).file_size)
    table = read_table(
        read_entry(archive, archive.getinfo(chosen)),
        chosen,
        progress=progress,
        **{**overrides, "sheet": None},
    )
    if len(names) > 1:
        table.guess = replace(table.guess, sheet=chosen, sheets=tuple(names))
    return table
