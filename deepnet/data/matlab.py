"""MATLAB files (mat, up to version 7): their arrays, by name, also those inside structures."""

from __future__ import annotations

import io
import math
import warnings

import numpy as np

from deepnet.data import limits
from deepnet.data.dataset import DataError

DEEPEST = 3  # structures within structures
DAMAGED = "the MATLAB file is damaged; save it again with save -v7, or the arrays as CSV"


def is_matlab(data: bytes) -> bool:
    """Whether the bytes are a MATLAB file of version 5 to 7 (7.3 is HDF5)."""
    return data.startswith(b"MATLAB 5.0 MAT-file")


def read_matlab(data: bytes) -> dict[str, np.ndarray]:
    """Arrays of numbers or texts by name, their declared sizes agreed to before they are loaded."""
    from scipy.io import loadmat, whosmat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            declared = sum(8 * math.prod(shape) for _, shape, _ in whosmat(io.BytesIO(data)))
            limits.allow(declared, limits.MOST_BYTES, "bytes in the MATLAB file", "save fewer rows")
            content = loadmat(io.BytesIO(data))
    except DataError:
        raise
    except Exception as error:  # a parser of binary files fails in ways of its own
        raise DataError(DAMAGED) from error
    found: dict[str, np.ndarray] = {}
    for name, value in content.items():
        if not name.startswith("__"):
            _take(name, value, found, DEEPEST)
    if not found:
        raise DataError("the MATLAB file holds no array of numbers; save the inputs as X and the labels as y")
    return found


def _take(name, value, found, depth):
    """Add the arrays in a value: itself, a sparse one, texts in cells, or the fields of a structure."""
    if hasattr(value, "toarray"):
        limits.allow(8 * math.prod(value.shape), limits.MOST_BYTES, f"bytes in {name}", "save fewer columns")
        value = value.toarray()
    if not isinstance(value, np.ndarray):
        return
    if value.dtype.names and depth:
        if value.size == 1:
            for field in value.dtype.names:
                _take(
                    field if field not in found else f"{name}.{field}", value.flat[0][field], found, depth - 1
                )
    elif value.dtype.kind == "O":
        texts = [
            cell.item() if isinstance(cell, np.ndarray) and cell.size == 1 else cell for cell in value.flat
        ]
        if texts and all(isinstance(text, str) for text in texts):
            found[name] = np.array(texts)
    elif value.dtype.kind in "biufSU" and value.size:
        found[name] = value
