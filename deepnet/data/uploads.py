"""Whatever file a person brings, given to the reader that knows its kind."""

from __future__ import annotations

from deepnet.data.archives import open_zip, read_entry
from deepnet.data.arrays import is_arrays, read_arrays
from deepnet.data.picture_zips import is_picture, read_picture_zip
from deepnet.data.pictures import Pictures
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables import Table, read_table
from deepnet.data.tables.workbook import is_workbook


def read_upload(
    data: bytes, filename: str = "", *, progress: Progress = quietly, **overrides
) -> Table | Pictures:
    """A Table or Pictures, told apart by what is in the file, not by its name; both have `.to_dataset()`.

    A zip of one table is that table.

    overrides are those of read_table.  Raises DataError with one sentence when the file cannot be used.
    """
    if is_arrays(data):
        return read_arrays(data, filename)
    if data.startswith(b"PK") and not is_workbook(data):
        archive = open_zip(data)
        inside = [
            entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename
        ]
        if len(inside) == 1 and not is_picture(inside[0].filename):
            return read_table(
                read_entry(archive, inside[0]), inside[0].filename, progress=progress, **overrides
            )
        return read_picture_zip(data, filename)
    return read_table(data, filename, progress=progress, **overrides)
