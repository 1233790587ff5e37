"""How much data may come in, agreed before memory is taken."""

from __future__ import annotations

from deepnet.data.dataset import DataError

MOST_BYTES = 200_000_000  # of a file as it comes, and of what is unpacked from it
MOST_ROWS = 1_500_000
MOST_COLUMNS = 3_000
MOST_CELLS = 20_000_000  # rows × columns of a table
MOST_INPUTS = 4_096  # of a network
MOST_NUMBERS = 40_000_000  # rows × inputs handed to the network
MANY_NUMBERS = 2_000_000  # from which inputs are kept in float32: half the memory
MOST_CLASSES = 50
FEWEST_ROWS = 4  # of a table: those of a truth table
FEWEST_TO_TEST = 10  # rows of which some are kept back
FEWEST_PICTURES = 10


def allow(count: int, most: int, what: str, advice: str) -> None:
    """Raise DataError when there is more than allowed.

    >>> allow(3, 2, "sheets", "keep two")
    Traceback (most recent call last):
    deepnet.data.dataset.DataError: 3 sheets are too many, at most 2 can be read; keep two
    """
    if count > most:
        raise DataError(f"{count:,} {what} are too many, at most {most:,} can be read; {advice}")


def counted(count: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "row"), counted(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
