"""The bytes of a message."""

import json
import struct

import numpy as np
import pytest

from deepnet.lab.stage.wire import pack, unpack


def parts(message):
    (length,) = struct.unpack("<I", message[:4])
    return length, json.loads(message[4 : 4 + length]), message[4 + length :]


def test_a_message_is_header_length_header_and_arrays():
    message = pack({"kind": "frames"}, {"step": np.array([7, 8], "i4"), "map": np.array([1, 2, 3], "u1")})
    length, header, body = parts(message)
    assert header == {"kind": "frames", "arrays": {"step": ["i4", 0, 2], "map": ["u1", 8, 3]}}
    assert body == b"\7\0\0\0\x08\0\0\0" + b"\1\2\3" + b"\0" * 5


@pytest.mark.parametrize("filler", range(9))
def test_arrays_start_at_multiples_of_eight_whatever_the_header(filler):
    message = pack({"x": "é" * filler}, {"a": np.zeros(1, "u1"), "b": np.ones(1, "f8")})
    length, header, _ = parts(message)
    assert (4 + length) % 8 == 0
    assert all(offset % 8 == 0 for _, offset, _ in header["arrays"].values())


def test_unpacking_gives_back_what_was_packed():
    arrays = {t: np.arange(5).astype(t) for t in ("u1", "u2", "i4", "f4", "f8")}
    meta, found = unpack(pack({"a": [1, "ü"]}, arrays))
    assert meta == {"a": [1, "ü"]}
    assert all(np.array_equal(found[t], arrays[t]) and found[t].dtype == arrays[t].dtype for t in arrays)


def test_a_strided_view_is_sent_in_row_order():
    view = np.arange(6, dtype="i4").reshape(2, 3)[:, ::2]
    assert unpack(pack({}, {"a": view}))[1]["a"].tolist() == [0, 2, 3, 5]


def test_a_dtype_without_an_array_in_the_browser_is_refused():
    with pytest.raises(ValueError, match="array 'step' must be one of .* got int64"):
        pack({}, {"step": np.array([1], "i8")})


def test_a_number_that_is_not_finite_never_gets_into_a_header():
    with pytest.raises(ValueError):
        pack({"epoch": float("nan")}, {})


def test_text_that_has_no_bytes_is_replaced():
    assert unpack(pack({"column": "a\ud800"}, {}))[0]["column"] == "a?"
