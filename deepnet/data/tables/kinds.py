"""Files that people take for tables and that are none, or not yet: what to do with them."""

from __future__ import annotations

import re

from deepnet.data.dataset import DataError

_WORKBOOK = "save it as xlsx, or as CSV"
_BEGINNINGS = (
    (b"%PDF-", "this is a PDF; tables are read from CSV, TSV, xlsx or parquet"),
    (b"{\\rtf", f"this is a text document (RTF); copy its table into a spreadsheet and {_WORKBOOK}"),
    (b"\x89PNG", "this is a single picture; zip many, in a folder for each class"),
    (b"\xff\xd8\xff", "this is a single picture; zip many, in a folder for each class"),
    (b"GIF8", "this is a single picture; zip many, in a folder for each class"),
    (b"\x89HDF", "this is an HDF5 file; save its arrays with np.savez, or its table as CSV"),
    (b"SQLite format 3", "this is a database; save the table itself as CSV"),
    (
        b"\x80\x04\x95",
        "this is a pickle, which may run code and is not loaded; save the table as CSV or parquet",
    ),
    (b"BZh", "this is packed with bzip2; pack it with gzip or zip, or bring it unpacked"),
    (b"\xfd7zXZ", "this is packed with xz; pack it with gzip or zip, or bring it unpacked"),
    (b"7z\xbc\xaf", "this is packed with 7-Zip; pack it as zip, or bring it unpacked"),
    (b"Rar!", "this is packed with RAR; pack it as zip, or bring it unpacked"),
    (b"(\xb5/\xfd", "this is packed with zstd; pack it with gzip or zip, or bring it unpacked"),
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|script|div|svg)\b", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\[\s*[\[{]|\{\s*\")")


def refuse_other_kinds(data: bytes) -> None:
    """Raise DataError for a file that is known not to be a table, with the way to make one of it."""
    for beginning, sentence in _BEGINNINGS:
        if data.startswith(beginning):
            raise DataError(sentence)
    if data.startswith(b"PK\x03\x04"):
        if data[30:38] == b"mimetype" and b"content.xml" in data:
            raise DataError(f"this is an OpenDocument file; {_WORKBOOK}")
        if b"word/document.xml" in data:
            raise DataError(f"this is a Word document; copy its table into a spreadsheet and {_WORKBOOK}")
        raise DataError(
            "the zip holds no table; pack pictures in a folder per class, or bring the table itself"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DataError("this workbook is locked with a password; save it without one")
        raise DataError(f"this is an Excel file of the old kind (xls); {_WORKBOOK}")
    head = data.removeprefix(b"\xef\xbb\xbf")[:2000]
    if _MARKUP.match(head):
        raise DataError(
            f"this is a web page or XML, whatever its name says; open it in a spreadsheet and {_WORKBOOK}"
        )
    if _JSON.match(head):
        raise DataError(
            "this is JSON, whatever its name says; save the table as CSV, with a row for each record"
        )
