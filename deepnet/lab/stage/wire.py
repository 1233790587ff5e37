"""The bytes of one message to the stage: a JSON header, then the raw arrays one after the other."""

import json
import struct

import numpy as np

DTYPES = ("u1", "u2", "i4", "f4", "f8")
ALIGN = 8  # a typed array in the browser must start at a multiple of its item size


def pack(meta: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """Header length (uint32, little-endian), header, arrays.

    The header is `meta` plus "arrays": {name: [dtype, offset, count]}, padded with spaces so that the arrays
    start at a multiple of 8; offsets count from there, and each array is padded with zeros to a multiple of
    8.  Shapes are not sent: both sides know them.  ValueError for a dtype the browser has no array for, or a
    number in `meta` that is not finite.

    >>> pack({"kind": "now"}, {"step": np.array([3], "i4")})[4:20]
    b'{"kind":"now","a'
    """
    table, parts, offset = {}, [], 0
    for name, array in arrays.items():
        dtype = array.dtype.str[1:]
        if dtype not in DTYPES:
            raise ValueError(f"array {name!r} must be one of {', '.join(DTYPES)}, got {array.dtype}")
        data = array.tobytes()
        padding = -len(data) % ALIGN
        table[name] = [dtype, offset, array.size]
        parts += (data, b"\0" * padding)
        offset += len(data) + padding
    header = json.dumps({**meta, "arrays": table}, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
    header = header.encode(errors="replace")  # a lone surrogate has no bytes
    header += b" " * (-(4 + len(header)) % ALIGN)
    return b"".join((struct.pack("<I", len(header)), header, *parts))


def unpack(message: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """The header without its table, and the arrays, flat: what `pack` was given."""
    (length,) = struct.unpack_from("<I", message)
    meta = json.loads(message[4 : 4 + length])
    table = meta.pop("arrays")
    arrays = {
        name: np.frombuffer(message, "<" + dtype, count, 4 + length + offset)
        for name, (dtype, offset, count) in table.items()
    }
    return meta, arrays
