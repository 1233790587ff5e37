"""Files that people take for tables and that are none, or not yet: what to do with them."""

from __future__ import annotations

import re

from deepnet.data.dataset import DataError

_WORKBOOK = "save it as xlsx, or as CSV"
_PICTURE = "this is a single picture; zip many, in a folder for each class, or choose them together"
_UNPACK = "pack it with gzip or zip, or bring it unpacked"
_BEGINNINGS = (
    (b"%PDF-", "this is a PDF; tables are read from CSV, TSV, xlsx or parquet"),
    (b"{\\rtf", f"this is a text document (RTF); copy its table into a spreadsheet and {_WORKBOOK}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (
        b"\x89HDF",
        "this is an HDF5 file (h5, or MATLAB of version 7.3); save its arrays with np.savez, in MATLAB with "
        "save -v7, or its table as CSV",
    ),
    (b"CDF", "this is a netCDF file; save its arrays with np.savez, or its table as CSV"),
    (b"SIMPLE  =", "this is a FITS file; save its arrays with np.savez, or its table as CSV"),
    (b"$FL2", "this is an SPSS file (sav); save it in SPSS as CSV, or in R with haven and write.csv"),
    (b"$FL3", "this is an SPSS file (zsav); save it in SPSS as CSV, or in R with haven and write.csv"),
    (b"RDX", "this is a file of R; save the table with write.csv"),
    (b"RDA", "this is a file of R; save the table with write.csv"),
    (b"X\n\0\0\0", "this is a file of R (rds); save the table with write.csv"),
    (b"Obj\x01", "this is an Avro file; save the table as parquet or CSV"),
    (b"ORC", "this is an ORC file; save the table as parquet or CSV"),
    (b"SQLite format 3", "this is a database; save the table itself as CSV"),
    (b"BZh", f"this is packed with bzip2; {_UNPACK}"),
    (b"\xfd7zXZ", f"this is packed with xz; {_UNPACK}"),
    (b"7z\xbc\xaf", "this is packed with 7-Zip; pack it as zip, or bring it unpacked"),
    (b"Rar!", "this is packed with RAR; pack it as zip, or bring it unpacked"),
    (b"(\xb5/\xfd", f"this is packed with zstd; {_UNPACK}"),
    (b"RIFF", "this is a sound, a film or a WebP picture; zip many pictures, in a folder for each class"),
    (b"ID3", "this is a sound; tables, pictures and arrays can be learned from"),
    (b"OggS", "this is a sound; tables, pictures and arrays can be learned from"),
)
NO_CONTENT = "the zip holds no table; pack pictures in a folder per class, or bring the table itself"
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|script|div|svg)\b", re.IGNORECASE)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")


class OtherKind(DataError):
    """The file is of a kind that cannot be read in another way either."""


def refuse_other_kinds(data: bytes) -> None:
    """Raise DataError for a file that is known not to be a table, with the way to make one of it."""
    for beginning, sentence in _BEGINNINGS:
        if data.startswith(beginning):
            raise OtherKind(sentence)
    if _PICKLE.match(data):
        raise OtherKind(
            "this is a pickle, which may run code and is not loaded; save the table as CSV or parquet"
        )
    if data[4:8] == b"ftyp":
        if data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
            raise OtherKind("this is a picture of the kind HEIC or AVIF; save it as JPEG or PNG")
        raise OtherKind("this is a film or a sound; tables, pictures and arrays can be learned from")
    if data[257:262] == b"ustar":
        raise OtherKind("this is packed with tar; pack it as zip")
    if data[128:132] == b"DICM":
        raise OtherKind("this is a DICOM picture; save it as PNG, and zip many, in a folder for each class")
    if data.startswith(b"PK"):
        _refuse_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise OtherKind("this workbook is locked with a password; save it without one")
        raise OtherKind(f"this is a document of an old Office, and no workbook; {_WORKBOOK}")
    head = data.removeprefix(b"\xef\xbb\xbf")[:2000]
    if _MARKUP.match(head):
        raise OtherKind(
            f"this is a web page or XML, whatever its name says; open it in a spreadsheet and {_WORKBOOK}"
        )


def _refuse_zip(data):
    for part, what in (
        (b"word/document.xml", "a Word document"),
        (b"ppt/presentation.xml", "a presentation"),
        (b"application/vnd.oasis.opendocument.text", "a text document"),
    ):
        if part in data:
            raise OtherKind(f"this is {what}; copy its table into a spreadsheet and {_WORKBOOK}")
    if b"Index/Document.iwa" in data:
        raise OtherKind("this is a Numbers document; export it as CSV or Excel")
    if data[30:38] == b"mimetype" and b"content.xml" in data:
        raise OtherKind(f"this is an OpenDocument file that is no spreadsheet; {_WORKBOOK}")
    raise OtherKind(NO_CONTENT)
