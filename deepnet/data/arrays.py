"""Arrays saved by numpy (npz, npy): pictures with labels, or rows of numbers with a target."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.picture_files import from_array, shrink
from deepnet.data.pictures import SIZE, Pictures
from deepnet.data.tables import Guess, Table
from deepnet.data.tables.notes import listed

MOST_TEXTS = 5_000_000  # cells of a table made of arrays
_LABELS = ("label", "target", "class", "y")
_NAMES_OF_CLASSES = re.compile(
    r"(list|name)s?_?(of_?)?(class|label|target)|(class|label|target)(es|s)?_?(name|list)", re.I
)


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


def read_arrays(data: bytes, filename: str = "", labels: str | None = None) -> Pictures | Table:
    """Pictures if an array has the shape (n, h, w) or (n, h, w, colours), else a table of numbers.

    Labels are the array of n values (called label, target, class or y if there are several, unless `labels`
    names another).  Arrays called train… and test… (or …_train, …_test) are put together; pictures keep that
    split.  The notes say which array is what; `label_choices` of what comes out, which could be the labels.
    Raises DataError.
    """
    if data.startswith(b"\x93NUMPY"):
        values = read_array(data, filename or "the array")
        return _table(filename, values, None, [f"Inputs: one array of {_shape(values)}."])
    archive = open_zip(data)
    arrays = {
        entry.filename.removesuffix(".npy"): read_array(read_entry(archive, entry), entry.filename)
        for entry in archive.infolist()
    }
    return of_arrays(arrays, filename, labels)


def of_arrays(
    arrays: dict[str, np.ndarray], filename: str = "", labels: str | None = None
) -> Pictures | Table:
    """The same of named arrays that were read already; those that are neither inputs nor labels may be
    names of the classes, and are noted otherwise.
    """
    names_of_classes = {name for name in arrays if _NAMES_OF_CLASSES.search(name)}
    candidates = {name: array for name, array in arrays.items() if name not in names_of_classes}
    has_train = any("train" in name.lower() for name in candidates)
    parts = {"train": {}, "test": {}, "": {}}
    unused = []
    for name, array in candidates.items():
        low = name.lower()
        part = "test" if "test" in low else "train" if "train" in low or low.startswith("val") else ""
        if has_train and (low.startswith("val") or not part):
            unused.append(name)  # a third part, kept out of both, or no part at all
        else:
            parts[part][name] = array
    pairs = [(part, _pair(found, labels)) for part, found in parts.items() if found]
    if not pairs:
        raise DataError("there are no arrays of inputs; save them as X, with the labels as y")
    values = _joined([pair.values for _, pair in pairs], "arrays of inputs")
    inputs = " and ".join(pair.name for _, pair in pairs)
    notes = [f"Inputs: {inputs} ({_shape(values)})."]
    if any(pair.in_columns for _, pair in pairs):
        notes.append("One example stood in each column, as the labels tell; they were turned into rows.")
    if len({pair.labels is None for _, pair in pairs}) > 1:
        raise DataError("only one of train and test has labels; save labels for both")
    answers = None
    if pairs[0][1].labels is not None:
        answers = _joined([pair.labels for _, pair in pairs], "arrays of labels")
        notes.append(f"Labels: {' and '.join(pair.of_labels for _, pair in pairs)}.")
        for name in sorted(names_of_classes):
            called = _in_words(answers, arrays[name])
            if called is None:
                unused.append(name)
            else:
                answers = called
                notes.append(f"Names of the classes: {name}.")
    unused += [name for _, pair in pairs for name in pair.unused]
    if unused:
        notes.append(f"Not used: {listed(unused)}.")
    if values.ndim == 2 and values.shape[1] > limits.MOST_COLUMNS and answers is not None:
        values = _as_pictures(values, notes)
    if values.ndim >= 3:
        split = np.concatenate([np.full(len(pair.values), part) for part, pair in pairs])
        content = _pictures(filename, values, answers, split, notes)
    else:
        if len(pairs) > 1:
            notes.append("Train and test arrays were put together.")
        content = _table(filename, values, answers, notes)
    content.label_choices, content.label_choice = pairs[0][1].choices, pairs[0][1].of_labels
    return content


def _as_pictures(values, notes):
    """Rows of pixels (m, n) as pictures, where they are squares in colour or grey."""
    n = values.shape[1]
    for inks in (3, 1):
        side = math.isqrt(n // inks)
        if side * side * inks == n:
            notes.append(
                f"Rows of {n:,} numbers are taken as pictures of {side} × {side} pixels in "
                f"{'colour' if inks == 3 else 'grey'}."
            )
            return values.reshape(-1, side, side, inks) if inks == 3 else values.reshape(-1, side, side)
    return values


def _in_words(labels, names):
    """Labels that count from 0 or 1 as the names they stand for; None where they do not fit."""
    names = names.reshape(-1)
    if names.dtype.kind not in "SU" or labels.dtype.kind not in "biuf" or not labels.size:
        return None
    words = np.array(
        [n.decode("utf-8", "replace") if isinstance(n, bytes) else str(n) for n in names.tolist()]
    )
    numbers = labels.astype(np.float64)
    if not np.isfinite(numbers).all() or (numbers != np.round(numbers)).any():
        return None
    places = numbers.astype(np.int64) - (1 if numbers.min() == 1 and numbers.max() == words.size else 0)
    return words[places] if places.min() >= 0 and places.max() < words.size else None


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


@dataclass(frozen=True)
class _Pair:
    """Inputs and labels among the arrays of one part, by name, and the arrays that are neither."""

    name: str
    values: np.ndarray
    of_labels: str = ""
    labels: np.ndarray | None = None
    choices: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    in_columns: bool = False


def _pair(found, asked):
    largest = max(found, key=lambda name: (found[name].ndim, found[name].size))
    values = found[largest]
    if values.ndim < 2 or not len(values):
        raise DataError(
            f"{largest} has shape {values.shape}; inputs must be (rows, columns) or (pictures, height, width)"
        )
    others = {name: array for name, array in found.items() if name != largest}
    in_columns = _stands_in_columns(values, others)
    values = np.moveaxis(values, -1, 0) if in_columns else values
    fits = {name: array.reshape(-1) for name, array in others.items() if array.size == len(values)}
    one_hot = {}
    for name, array in others.items():
        array = array.T if in_columns else array
        if (
            array.ndim == 2
            and len(array) == len(values)
            and array.shape[1] > 1
            and array.dtype.kind in "biuf"
        ):
            one_hot[name] = array.argmax(axis=1)
    choices = fits or one_hot
    if not choices:
        if values.ndim > 2:
            raise DataError(
                f"there are no {len(values):,} labels beside {largest}; save them as an array called labels"
            )
        return _Pair(largest, values, unused=tuple(others))
    # A choice made for the training arrays holds for those of the test: y_train means y_test as well.
    plain = {_bare(name): name for name in choices}
    named = [name for name in choices if any(word in name.lower() for word in _LABELS)]
    chosen = plain.get(_bare(asked or ""), named[0] if named else next(iter(choices)))
    unused = tuple(name for name in others if name != chosen)
    return _Pair(largest, values, chosen, choices[chosen], tuple(choices), unused, in_columns)


def _stands_in_columns(values, others):
    """Whether inputs (n_x, m), or pictures (h, w, 3, m), have their examples along the last axis: the labels
    are as many, or stand there as columns of one 1.
    """
    rows, columns = values.shape[0], values.shape[-1]
    if rows == columns:
        return False

    def fit(count, axis):
        return any(
            array.size == count
            or (array.ndim == 2 and array.shape[axis] == count and _is_one_hot(array, 1 - axis))
            for array in others.values()
        )

    return fit(columns, 1) and not fit(rows, 0)


def _is_one_hot(array, axis):
    return array.dtype.kind in "biuf" and bool(
        np.isin(array, (0, 1)).all() and (array.sum(axis=axis) == 1).all()
    )


def _bare(name):
    return name.lower().replace("train", "").replace("test", "")


def _shape(values):
    return " × ".join(f"{size:,}" for size in values.shape)


def _joined(arrays, what):
    if len({array.shape[1:] for array in arrays}) > 1 or len({array.dtype.kind for array in arrays}) > 1:
        raise DataError(f"the {what} of train and test differ in shape or type; save them alike")
    return np.concatenate(arrays)


def _pictures(name, values, labels, split, notes):
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


def _table(name, values, labels, notes):
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
    return Table(name, frame, Guess(separator="", encoding="numpy arrays", header=False), notes)
