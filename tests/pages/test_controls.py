"""What people type into the menus that take a number of their own."""

import pytest

from pages.ui.controls import batch, number, read_batch, read_number


@pytest.mark.parametrize(("typed", "value"), [("0.07", 0.07), ("0,07", 0.07), (" 3e-4 ", 3e-4), ("1", 1.0)])
def test_a_number_is_read_as_people_type_it(typed, value):
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["fast", "", "0.0.1", "1/3"])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="is not a number; type one such as"):
        read_number(typed)


@pytest.mark.parametrize(("typed", "value"), [("32", 32), ("all rows", 0), ("Full", 0), ("0", 0)])
def test_a_batch_is_a_number_of_rows_or_all_of_them(typed, value):
    assert read_batch(typed) == value


def test_half_a_row_is_no_batch():
    with pytest.raises(ValueError, match="whole number of rows"):
        read_batch("2.5")


@pytest.mark.parametrize("value", [1e-7, 3e-5, 0.0075, 0.1 + 0.2, 100.0])
def test_a_rate_shown_and_read_again_is_the_same_to_ten_digits(value):
    assert read_number(number(value)) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("value", [0, 1, 500])
def test_a_batch_size_shown_and_read_again_is_the_same(value):
    assert read_batch(batch(value)) == value
