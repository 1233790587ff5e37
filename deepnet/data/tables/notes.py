"""Sentences about what was done with a table."""

from __future__ import annotations

import numpy as np

from deepnet.data.limits import counted


def split_note(train: int, test: int, split: str, stratified: bool) -> str:
    """How the rows were parted."""
    how = "in their order, the last ones to test" if split == "order" else "at random"
    if stratified and split != "order":
        how += ", in equal shares of each class"
    return f"{counted(train, 'row')} to learn from, {test:,} to test on, split {how}."


def class_notes(classes, labels, train, target):
    counts = np.bincount(labels, minlength=len(classes))
    notes = []
    single = [name for name, count in zip(classes, counts, strict=True) if count == 1]
    if single:
        notes.append(
            f"Warning: {listed(single)} in {target} has a single row: learned from, and never tested."
        )
    learned = np.bincount(labels[train], minlength=len(classes))
    absent = [name for name, count in zip(classes, learned, strict=True) if count == 0]
    if absent:
        notes.append(
            f"Warning: no training row is of class {listed(absent)}; split at random to have all classes."
        )
    if counts.max() > 4 * counts[counts > 1].min(initial=counts.max()):
        shares = sorted(zip(counts, classes, strict=True), reverse=True)
        most, least = shares[0], shares[-1]
        notes.append(
            f"Warning: uneven classes, from {most[0]:,} rows ({most[1]}) to {least[0]:,} ({least[1]}): "
            f"always saying {most[1]} would be right in {share(most[0], counts.sum())}."
        )
    return notes


def share(part: int, whole: int) -> str:
    """A share in percent, which is 0 % or 100 % only where it is none or all.

    >>> share(1, 2), share(998, 1000), share(99_999, 100_000), share(3, 3)
    ('50%', '99.8%', 'more than 99.9%', '100%')
    """
    percent = 100 * part / whole
    if part == whole or not part or 1 <= percent <= 99:
        return f"{percent:.0f}%"
    if 0.1 <= percent <= 99.9:
        return f"{percent:.1f}%"
    return "more than 99.9%" if percent > 50 else "less than 0.1%"


def column_notes(plans, target):
    """Columns that share a warning or a fate are named together, the warnings first."""
    warned, out, changed = {}, {}, {}
    for plan in plans:
        if plan.warning:
            warned.setdefault(plan.warning, []).append(plan.name)
        if not plan.kept:
            out.setdefault(plan.why, []).append(plan.name)
        elif plan.name != target and plan.inputs and ";" in plan.why:
            changed.setdefault(plan.why.split("; ", 1)[1], []).append(plan.name)
    notes = [f"Warning: {listed(names)}: {what}" for what, names in warned.items()]
    notes += [f"{listed(names)} {'is' if len(names) == 1 else 'are'} {why}." for why, names in out.items()]
    return notes + [f"{listed(names)}: {what}." for what, names in changed.items()]


def listed(names, most: int = 8):
    names = list(names)
    return ", ".join(map(str, names[:most])) + (f" and {len(names) - most} more" if len(names) > most else "")
