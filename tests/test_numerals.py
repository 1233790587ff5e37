"""How numbers are written for people, in Python and in the browser: `tests/numbers.json` holds both to it."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet.numerals import cost, decimals_of, fixed, number, percent, signed

CASES = json.loads((Path(__file__).parent / "numbers.json").read_text(encoding="utf-8"))
WAYS = {"number": number, "cost": cost, "fixed": fixed, "percent": percent}


@pytest.mark.parametrize("way", WAYS)
def test_numbers_are_written_as_in_the_browser(way):
    for *told, text in CASES[way]:
        assert WAYS[way](*told) == text


def test_what_is_no_number_is_a_dash_and_what_is_endless_a_sign():
    assert [number(value) for value in (np.inf, -np.inf, np.nan)] == ["∞", "−∞", "–"]
    assert fixed(1e300, 2) == "10³⁰⁰" and fixed(np.nan, 1) == percent(np.nan) == "–"


def test_a_sign_is_written_where_there_is_one():
    assert [signed(number(value)) for value in (0.5, -0.5, 0)] == ["+0.5", "−0.5", "0"]
    assert signed(percent(0)) == "0.0 %" and signed(percent(0.5)) == "+50.0 %"


def test_decimals_are_as_many_as_all_values_need():
    assert decimals_of(np.array([12345.6, 1.0])) == 1 and decimals_of(np.array([])) == 0
    assert decimals_of(np.random.default_rng(0).normal(size=9) * 1e3) <= 1  # four significant digits will do
