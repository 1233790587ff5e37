"""Arrays saved by numpy (npz, npy): pictures with labels, or rows of numbers with a target."""

from __future__ import annotations

import io
import math
import zipfile

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.picture_files import from_array, shrink
from deepnet.data.pictures import SIZE, Pictures
from deepnet.data.tables import Guess, Table
from deepnet.data.tables.reading import unique_names

MOST_TEXTS = 5_000_000  # cells of a table made of arrays
_LABELS = ("label", "target", "class", "y")


def is_arrays(data: bytes) -> bool:
    """Whether the bytes are an npy file, or a zip of npy files."""
    if data.startswith(b"\x93NUMPY"):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return False
    return bool(names) and all(name.endswith(".npy") for name in names)


def read_arrays(data: bytes, filename: str = "") -> Pictures | Table:
    """Pictures if an array has the shape (n, h, w) or (n, h, w, colours), else a table of numbers.

    Labels are the array of n values (called label, target, class or y if there are several).  Arrays called
    train… and test… (or …_train, …_test) are put together; pictures keep that split.  Raises DataError.
    """
    if data.startswith(b"\x93NUMPY"):
        return _table(filename, read_array(data, filename or "the array"), None, "")
    archive = open_zip(data)
    arrays = {
        entry.filename.removesuffix(".npy"): read_array(read_entry(archive, entry), entry.filename)
        for entry in archive.infolist()
    }
    parts = {"train": {}, "test": {}, "": {}}
    for name, array in arrays.items():
        low = name.lower()
        part = "test" if "test" in low else "train" if "train" in low or low.startswith("val") else ""
        if low.startswith("val") and any("train" in other.lower() for other in arrays):
            continue  # a third part, kept out of both
        parts[part][low] = array
    pairs = [(part, *_pair(found)) for part, found in parts.items() if found]
    values = _joined([pair[1] for pair in pairs], "arrays of inputs")
    if pairs[0][2] is None:
        return _table(filename, values, None, "")
    labels = _joined([pair[2] for pair in pairs], "arrays of labels")
    split = np.concatenate([np.full(len(pair[1]), pair[0]) for pair in pairs])
    if values.ndim >= 3:
        return _pictures(filename, values, labels, split)
    said = "Train and test arrays were put together." if len(pairs) > 1 else ""
    return _table(filename, values, labels, said)


def read_array(data: bytes, name: str) -> np.ndarray:
    """The array in npy bytes, its declared shape agreed to before it is loaded; raises DataError."""
    file = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(file)
        read_header = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, _, dtype = read_header(file, max_header_size=10_000)
        if dtype.hasobject:
            raise DataError(f"{name} holds Python objects, which are not loaded; save numbers or texts")
        if dtype.kind not in "biufUS":
            raise DataError(f"{name} holds {dtype}, numbers or texts are needed; save it as float or int")
        declared = math.prod(shape) * dtype.itemsize
        limits.allow(declared, limits.MOST_BYTES, f"bytes in {name}", "save fewer rows")
        if declared != len(data) - file.tell():
            raise DataError(f"{name} does not hold the {shape} values it declares; save it again")
        file.seek(0)
        return np.lib.format.read_array(file, allow_pickle=False)
    except DataError:
        raise
    except (
        ValueError,
        TypeError,
        OSError,
        EOFError,
        SyntaxError,
        OverflowError,
        MemoryError,
        KeyError,
    ) as error:
        raise DataError(
            f"{name} is no array that numpy can load; save it again with np.save or np.savez"
        ) from error


def _pair(found):
    """(inputs, labels or None) among the arrays of one part."""
    largest = max(found, key=lambda name: (found[name].ndim, found[name].size))
    values = found[largest]
    if values.ndim < 2 or not len(values):
        raise DataError(
            f"{largest} has shape {values.shape}; inputs must be (rows, columns) or (pictures, height, width)"
        )
    fits = {
        name: array.reshape(-1)
        for name, array in found.items()
        if name != largest and array.size == len(values)
    }
    named = [name for name in fits if any(word in name for word in _LABELS)]
    one_hot = [
        name
        for name, array in found.items()
        if name != largest and array.ndim == 2 and len(array) == len(values)
    ]
    if named or fits:
        return values, fits[named[0] if named else next(iter(fits))]
    if one_hot:
        return values, found[one_hot[0]].argmax(axis=1)
    if values.ndim > 2:
        raise DataError(
            f"there are no {len(values):,} labels beside {largest}; save them as an array called labels"
        )
    return values, None


def _joined(arrays, what):
    if len({array.shape[1:] for array in arrays}) > 1 or len({array.dtype.kind for array in arrays}) > 1:
        raise DataError(f"the {what} of train and test differ in shape or type; save them alike")
    return np.concatenate(arrays)


def _pictures(name, values, labels, split):
    if (
        values.ndim > 4
        or values.dtype.kind not in "biuf"
        or (values.ndim == 4 and values.shape[3] not in (1, 3, 4))
    ):
        raise DataError(
            f"pictures must be (n, height, width) or (n, height, width, 1 or 3), got {values.shape}"
        )
    if 0 in values.shape:
        raise DataError(f"pictures of shape {values.shape} hold nothing; save at least one pixel each")
    codes, found = pd.factorize(labels, sort=True)
    if (codes < 0).any():
        raise DataError("some labels are not a number; give every picture a label")
    bottom, top = 0.0, 255.0
    notes = []
    if values.dtype != np.uint8:
        values = np.nan_to_num(values.astype(np.float64), posinf=0, neginf=0)
        bottom, top = float(values.min()), float(values.max())
        if bottom >= 0 and top <= 1:
            bottom, top = 0.0, 1.0
        elif bottom >= 0 and top <= 255:
            bottom, top = 0.0, 255.0
        else:
            notes.append(f"Grey runs from {bottom:g} (black) to {top:g} (white).")
    if not np.isfinite(top - bottom) or top <= bottom:
        raise DataError("all pixels are equal or out of range; save pictures of 0…255 or 0…1")

    def read(i, size, color):
        picture = values[i]
        if picture.dtype != np.uint8:
            picture = np.uint8(np.round((picture - bottom) / (top - bottom) * 255))
        return shrink(from_array(picture), (size, size), color)

    classes = tuple(str(value) for value in found)
    own = min(values.shape[1:3])
    return Pictures(name, read, codes, classes, split, own_size=max(2, min(own, SIZE)), notes=tuple(notes))


def _table(name, values, labels, said):
    """A table with a column for each column of the array and, last, the labels as target."""
    if values.ndim != 2 or 0 in values.shape:
        raise DataError(f"{name} has shape {values.shape}; a table must be (rows, columns)")
    limits.allow(values.shape[1], limits.MOST_COLUMNS, "columns", "save fewer")
    limits.allow(values.size, MOST_TEXTS, "cells", "save fewer rows or columns")
    columns = {f"column {i + 1}": values[:, i].astype(str) for i in range(values.shape[1])}
    if labels is not None:
        columns["target"] = labels.astype(str)
    frame = pd.DataFrame(columns, dtype=str).fillna("")
    frame.columns = unique_names(list(columns))
    return Table(
        name, frame, Guess(separator="", encoding="numpy arrays", header=False), (said,) if said else ()
    )
