"""Zip files opened only after what they declare has been agreed to."""

from __future__ import annotations

import io
import zipfile
import zlib

from deepnet.data import limits
from deepnet.data.dataset import DataError

MOST_ENTRIES = 20_000
MOST_RATIO = 200  # unpacked bytes for each packed one; honest spreadsheets reach about 30


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip file, after its entries, sizes and ratio were checked; raises DataError."""
    limits.allow(len(data), limits.MOST_BYTES, "bytes", "cut the file down")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, zlib.error, OverflowError) as error:
        raise DataError("the zip file is damaged; pack it again") from error
    limits.allow(len(entries), MOST_ENTRIES, "files in the zip", "pack fewer")
    total = sum(entry.file_size for entry in entries)
    limits.allow(total, limits.MOST_BYTES, "bytes in the zip once unpacked", "pack less")
    if total > 1_000_000 and total > MOST_RATIO * len(data):
        raise DataError(
            f"the zip would grow from {len(data):,} to {total:,} bytes, more than {MOST_RATIO} times; "
            "pack less into it"
        )
    if not all(entry.filename for entry in entries):
        raise DataError("a file in the zip has no name; pack it again")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DataError("the zip is locked with a password; pack it without one")
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry; raises DataError if they are not what it declares."""
    try:
        return archive.read(entry)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise DataError(f"{entry.filename} in the zip is damaged; pack it again") from error
