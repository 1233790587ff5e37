"""How numbers are written for people."""

import numpy as np
import pytest

from deepnet.numerals import cost, decimals_of, fixed, number, percent


@pytest.mark.parametrize(
    "value, expected",
    [
        (0, "0"),
        (12345.6, "12,350"),
        (0.00012345, "0.0001234"),
        (9.9996, "10"),
        (-1e-12, "−10⁻¹²"),
        (2e300, "2·10³⁰⁰"),
        (np.inf, "∞"),
        (np.nan, "–"),
    ],
)
def test_numbers_have_four_significant_digits_a_true_minus_and_powers_of_ten(value, expected):
    assert number(value) == expected


def test_a_fixed_number_never_reads_minus_zero_and_an_endless_one_has_few_digits():
    assert fixed(-0.0004, 3) == "0.000" and fixed(-0.0006, 3) == "−0.001"
    assert fixed(1e300, 2) == "10³⁰⁰" and fixed(np.nan, 1) == "–"


def test_costs_and_shares_keep_their_decimals():
    assert [cost(value) for value in (0.5, 1e-7, 123456)] == ["0.5000", "1.00·10⁻⁷", "1.23·10⁵"]
    assert [percent(value) for value in (0, 0.9999, np.nan)] == ["0.0 %", "100.0 %", "–"]


def test_decimals_are_as_many_as_all_values_need():
    assert decimals_of(np.array([12345.6, 1.0])) == 1 and decimals_of(np.array([])) == 0
    assert decimals_of(np.random.default_rng(0).normal(size=9) * 1e3) <= 1  # four significant digits will do
