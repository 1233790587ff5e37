"""What training with the present settings costs, in words."""

from deepnet.prices import Price


def price(asked: Price) -> str:
    """What training costs, in a line."""
    work = f"{short(asked.multiply_adds)} multiply-adds and about {duration(asked.seconds)} a step"
    memory = f"{asked.bytes / 1e6:,.1f} MB" if asked.bytes >= 1e5 else "less than 0.1 MB"
    return f"{asked.parameters:,} parameters; {work}; {memory} of memory to train."


def short(count: int) -> str:
    """A count that need not be exact: 42,300 or 7.1 million."""
    for unit, name in ((1e9, "billion"), (1e6, "million")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count:,}"


def duration(seconds: float) -> str:
    """A time to two digits: 8.4 µs, 120 ms."""
    unit, name = next(((u, n) for u, n in ((1.0, "s"), (1e-3, "ms")) if seconds >= u), (1e-6, "µs"))
    return f"{float(f'{seconds / unit:.2g}'):g} {name}"
