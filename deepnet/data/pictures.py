"""Labelled pictures and the Dataset that is made of them once their size is chosen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from deepnet.data import limits
from deepnet.data.dataset import DataError, Dataset, one_hot
from deepnet.data.picture_encoder import PictureEncoder, pixel_names
from deepnet.data.split import random_split

SIZE = 28
SPLITS = ("folders", "random")


class Pictures:
    """Labelled pictures, decoded when a size has been chosen.

    `read(i, size, color)` gives picture i as uint8 (size, size) or (size, size, 3), or raises DataError.
    labels (n,) index `classes`; parts (n,) are "train", "test" or "" where no folder says so.
    files: what each picture is called, () where they have no names.
    label_choices: the arrays that could be the labels, label_choice the one that is; of arrays only.
    """

    label_choices: tuple[str, ...] = ()
    label_choice: str = ""

    def __init__(
        self,
        name: str,
        read: Callable[[int, int, bool], np.ndarray],
        labels: np.ndarray,
        classes: tuple[str, ...],
        parts: np.ndarray,
        *,
        own_size: int = SIZE,
        notes: tuple[str, ...] = (),
        files: tuple[str, ...] = (),
    ):
        if len(classes) < 2:
            only = f": {classes[0]}" if classes else ""
            raise DataError(f"the pictures are of only one class{only}; bring two or more, a folder for each")
        limits.allow(len(classes), limits.MOST_CLASSES, "classes", "bring fewer folders")
        if len(labels) < limits.FEWEST_PICTURES:
            raise DataError(
                f"there are {len(labels)} pictures, at least {limits.FEWEST_PICTURES} are needed; bring more"
            )
        self.name, self.read, self.labels, self.classes, self.parts = name, read, labels, classes, parts
        self.own_size, self.notes, self.files = own_size, notes, files

    @property
    def counts(self) -> dict[str, int]:
        """Number of pictures of each class."""
        return dict(
            zip(self.classes, np.bincount(self.labels, minlength=len(self.classes)).tolist(), strict=True)
        )

    @property
    def has_parts(self) -> bool:
        """Whether folders say what is learned from and what is tested."""
        return bool((self.parts == "test").any() and (self.parts == "train").any())

    def to_dataset(
        self,
        *,
        size: int | None = None,
        color: bool = False,
        split: str | None = None,
        test_share: float = 30.0,
        seed: int = 0,
        rng: np.random.Generator | None = None,
    ) -> Dataset:
        """All pictures at size × size, in grey or colour: the mean training picture taken off, by 255.

        split: "folders" (train and test as they came; the default where they did) or "random" with test_share
        in percent.  Raises DataError.
        """
        size = min(self.own_size, SIZE) if size is None else size
        if not 2 <= size <= 256:
            raise DataError(f"the size of pictures must be from 2 to 256 pixels, got {size!r}")
        inputs = size * size * (3 if color else 1)
        limits.allow(inputs, limits.MOST_INPUTS, "inputs", "choose smaller pictures, or grey ones")
        limits.allow(
            inputs * len(self.labels), limits.MOST_NUMBERS, "numbers", "choose smaller or fewer pictures"
        )
        split = ("folders" if self.has_parts else "random") if split is None else split
        if split not in SPLITS or (split == "folders" and not self.has_parts):
            raise DataError(
                f"split must be random, or folders if there are train and test folders, got {split!r}"
            )
        raw, rows, lost = self._decoded(size, color, inputs)
        labels = self.labels[rows]
        if np.unique(labels).size < len(self.classes):
            raise DataError("no picture of one of the classes can be read; bring PNG or JPEG files")
        if split == "folders":
            test = np.flatnonzero(self.parts[rows] == "test")
            train = np.flatnonzero(self.parts[rows] != "test")
            if not (train.size and test.size):
                raise DataError("no picture of the train or of the test folder can be read; split at random")
            said = f"The folders' own split is kept: {train.size:,} to learn from, {test.size:,} to test on."
        else:
            streams = np.random.default_rng(seed) if rng is None else rng
            train, test = random_split(len(rows), test_share, rng=streams, labels=labels)
            said = "Train and test folders were merged and split at random." if self.has_parts else ""
        raw_train, raw_test = (np.ascontiguousarray(raw[part].T, dtype=np.float64) for part in (train, test))
        center, spread = raw_train.mean(axis=1), np.full(inputs, 255.0)
        Y = one_hot(labels, len(self.classes))
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        notes = [
            f"{limits.counted(len(self.labels), 'picture')} read ({counts}), {len(rows):,} used.",
            *lost,
            said,
            *self.notes,
        ]
        notes.append(f"Shown to the network as {size}×{size} pixels in {'colour' if color else 'grey'}.")
        return Dataset(
            name="upload",
            title=self.name or "Your pictures",
            kind="binary" if len(self.classes) == 2 else "multi-class",
            X_train=(raw_train - center[:, None]) / 255.0,
            Y_train=np.ascontiguousarray(Y[:, train]),
            X_test=(raw_test - center[:, None]) / 255.0,
            Y_test=np.ascontiguousarray(Y[:, test]),
            input_names=pixel_names(size, size, color),
            classes=self.classes,
            target="class",
            image_shape=None if color else (size, size),
            raw_train=raw_train,
            raw_test=raw_test,
            notes=tuple(note for note in notes if note),
            center=center,
            spread=spread,
            train_rows=rows[train],
            test_rows=rows[test],
            encoder=PictureEncoder((size, size), color, center, spread),
        )

    def _decoded(self, size, color, inputs):
        """Pictures (n, inputs) uint8 that could be read, their numbers, and a note about the others."""
        raw, rows, troubles, lost = np.empty((len(self.labels), inputs), np.uint8), [], [], []
        for i in range(len(self.labels)):
            try:
                raw[len(rows)] = self.read(i, size, color).ravel()
                rows.append(i)
            except DataError as error:
                troubles.append(str(error))
                lost.append(self.files[i] if self.files else f"number {i + 1}")
        if not rows:
            raise DataError(troubles[0])
        note = []
        if troubles:
            also = f" (with {', '.join(lost[1:4])}{', …' if len(lost) > 4 else ''})" if len(lost) > 1 else ""
            count = limits.counted(len(troubles), "picture")
            note = [f"Warning: left out {count}: {troubles[0]}{also}."]
        return raw[: len(rows)], np.array(rows), note
