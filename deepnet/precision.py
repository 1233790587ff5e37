"""Which digits a network is trained with where nobody says: `precision="auto"`."""

from collections.abc import Sequence

AUTO = "auto"
PRECISIONS = ("float64", "float32")
FLOAT32_FROM = (
    2000  # parameters: from here on float32 takes half the time, as tests/benchmarks/engine.py shows
)


def precision_for(layer_dims: Sequence[int], precision: str = AUTO) -> str:
    """The name of the dtype that is asked for, or what "auto" comes to.

    A small network keeps all its digits, because they are looked at; a large one is fast.  Only the layers
    count, so that no change on the way changes it.

    >>> precision_for([2, 4, 2, 1]), precision_for([784, 20, 10]), precision_for([784, 20, 10], "float64")
    ('float64', 'float32', 'float64')
    """
    if precision != AUTO:
        return precision
    size = sum(n * (before + 1) for before, n in zip(layer_dims, layer_dims[1:], strict=False))
    return "float32" if size >= FLOAT32_FROM else "float64"
