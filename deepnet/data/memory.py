"""Memory that pyarrow holds back after tables were read."""

import sys


def release_memory() -> None:
    """Give back to the system what pyarrow has freed; it keeps that for itself otherwise."""
    if pyarrow := sys.modules.get("pyarrow"):
        pyarrow.default_memory_pool().release_unused()
