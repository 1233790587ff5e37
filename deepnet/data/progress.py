"""How far a reader has come, told to whoever waits."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]  # called with a share of the work, 0…1, and what is being done


def quietly(share: float, doing: str) -> None:
    """Tell nobody."""
