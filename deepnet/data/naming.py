"""Names of columns and classes: never blank, never twice, never endless."""

from __future__ import annotations

MOST_SIGNS = 60  # of a word in the name of an input


def unique_names(names: list[str], longest: int = 80) -> list[str]:
    """Names without blanks and doubles, of at most about `longest` characters.

    >>> unique_names(["a", "", "a"])
    ['a', 'column 2', 'a (2)']
    """
    found: list[str] = []
    taken, used = {str(name).strip() for name in names}, set()
    for i, name in enumerate(names):
        name = " ".join(str(name).split())
        name = (name if len(name) <= longest else name[: longest - 1] + "…") or f"column {i + 1}"
        unique, count = name, 1
        while unique in used or (count > 1 and unique in taken):
            count += 1
            unique = f"{name} ({count})"
        used.add(unique)
        found.append(unique)
    return found


def input_name(column: str, word: str) -> str:
    """The name of the input that is 1 where a column says `word`; a long word is cut."""
    return f"{column}: {word if len(word) <= MOST_SIGNS else word[: MOST_SIGNS - 1] + '…'}"
