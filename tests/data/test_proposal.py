"""Which column is proposed: on well-known tables, with rows made up for them."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from deepnet.data import read_table

SCHEMAS = [
    line.split("|")
    for line in (Path(__file__).parent / "schemas.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ROWS = 120


def cells(type_: str, rng: np.random.Generator) -> list:
    """A made-up column of a type of schemas.txt."""
    many = int(type_[1:]) if type_[1:].isdigit() else 0
    kind = type_[0] if many else type_
    if kind == "n":
        return rng.gamma(3.0, 7.0, ROWS).round(3).tolist()
    if kind == "i":
        return rng.integers(2, 900, ROWS).tolist()
    if kind == "s":
        return rng.integers(3, 9, ROWS).tolist()
    if kind == "y":
        return rng.integers(1995, 2021, ROWS).tolist()
    if kind == "p":
        return (rng.integers(0, 256, ROWS) * (rng.random(ROWS) > 0.3)).tolist()
    if kind == "d":
        return [f"20{i % 20 + 1:02}-{i % 12 + 1:02}-{i % 28 + 1:02}" for i in range(ROWS)]
    if kind == "nr":
        return list(range(1, ROWS + 1))
    if kind == "id":
        return (10**6 + rng.permutation(9 * ROWS)[:ROWS] * 37).tolist()
    if kind == "name":
        return [f"{'QWERTZ'[i % 6]}{i * 7919 % 100003}" for i in range(ROWS)]
    if kind == "t":
        return [f"some words about {i} and {i * 7 % 50} more" for i in range(ROWS)]
    codes = np.concatenate([np.arange(many), rng.integers(0, many, ROWS - many)])
    if kind == "w":
        return [f"{'abcdefghijklmnopqrstuvwxyz'[code % 26]}{'aeiou'[code // 26]}n" for code in codes]
    return (codes + (kind == "c")).tolist()


def table_of(schema: str):
    rng = np.random.default_rng(len(schema))
    columns = [each.rsplit(":", 1) for each in split_columns(schema)]
    rows = zip(*(cells(type_, rng) for _, type_ in columns), strict=True)
    head = [",".join(f'"{name}"' for name, _ in columns)] if columns[0][0] != "-" else []
    return read_table("\n".join([*head, *(",".join(map(str, row)) for row in rows)]))


def split_columns(schema: str) -> list[str]:
    """Columns stand one behind the other with blanks between; a name may hold blanks itself."""
    found, words = [], []
    for word in schema.split(" "):
        words.append(word)
        type_ = word.rsplit(":", 1)[-1]
        if ":" in word and (
            type_ in ("n", "i", "s", "y", "d", "t", "p", "nr", "id", "name") or type_[1:].isdigit()
        ):
            found.append(" ".join(words))
            words = []
    return found


@cache
def proposals(i: int) -> tuple[bool, str, list[str]]:
    """Whether the proposal is right, what would be, and what is proposed."""
    _, answer, schema = SCHEMAS[i]
    table = table_of(schema)
    right = {f"column {each}" if each.isdigit() else each.strip() for each in answer.split(" or ")}
    return table.guess_target() in right, answer, table.proposals()


def test_the_proposal_is_what_a_person_would_predict():
    wrong = [
        f"{SCHEMAS[i][0]}: {found} for {answer}"
        for i in range(len(SCHEMAS))
        for right, answer, found in [proposals(i)]
        if not right
    ]
    assert len(SCHEMAS) >= 108
    assert len(wrong) <= 0.05 * len(SCHEMAS), wrong


@pytest.mark.parametrize("i", range(1, len(SCHEMAS), 9))
def test_what_is_proposed_trains(i):
    table = table_of(SCHEMAS[i][2])
    for name in table.proposals():
        assert table.prospect(name).used > 0
