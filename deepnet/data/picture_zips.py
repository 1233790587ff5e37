"""A zip of pictures with a folder per class."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.limits import counted
from deepnet.data.picture_files import open_picture, shrink
from deepnet.data.pictures import Pictures

_ENDING = re.compile(r"\.(png|jpe?g|bmp|gif|webp)$", re.IGNORECASE)
_PARTS = {
    "train": "train",
    "training": "train",
    "val": "train",
    "valid": "train",
    "validation": "train",
    "test": "test",
    "testing": "test",
}
MOST_PIXELS_IN_ALL = 1_000_000_000
FEWEST_IN_CLASS = 3  # pictures on average, else the folders are no classes


def is_picture(filename: str) -> bool:
    """Whether a name ends like that of a picture."""
    return bool(_ENDING.search(filename))


def read_picture_zip(data: bytes, filename: str = "") -> Pictures:
    """The pictures of a zip, classes named by the folder they lie in, train/ and test/ folders respected."""
    archive = open_zip(data)
    found, strays, others = [], 0, 0
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        if not is_picture(path.name):
            others += 1
            continue
        folders = [part for part in path.parts[:-1] if part.lower() not in _PARTS]
        parts = [_PARTS[part.lower()] for part in path.parts[:-1] if part.lower() in _PARTS]
        in_class = path.parent.name.lower() not in _PARTS and folders
        if in_class:
            found.append((entry, folders, parts[-1] if parts else ""))
        else:
            strays += 1
    if not found:
        what = "pictures lie in no folder" if strays else "the zip holds no PNG or JPEG pictures"
        raise DataError(f"{what}; put the pictures in a folder per class and zip the folders")
    notes = []
    if strays:
        notes.append(f"Warning: left out {counted(strays, 'picture')} outside of class folders.")
    if others:
        notes.append(f"Left out {counted(others, 'file')} of another kind than PNG, JPEG, GIF, BMP or WebP.")
    names, said = _classes([folders for _, folders, _ in found])
    notes += said
    classes, labels = np.unique(names, return_inverse=True)
    classes = tuple(map(str, classes))
    parts = np.array([part for _, _, part in found])
    budget = [MOST_PIXELS_IN_ALL]

    def read(i, size, color):
        if i == 0:
            budget[0] = MOST_PIXELS_IN_ALL
        entry = found[i][0]
        picture = open_picture(read_entry(archive, entry), entry.filename)
        budget[0] -= picture.width * picture.height
        if budget[0] < 0:
            raise DataError("the pictures are too large together; make them smaller before zipping")
        return shrink(picture, (size, size), color)

    first = open_first(archive, found)
    return Pictures(filename, read, labels, classes, parts, own_size=min(first.size), notes=tuple(notes))


def _classes(paths):
    """Class of each picture: its folder; or the one above if there is a folder for every few pictures."""
    names = [folders[-1] for folders in paths]
    if len(set(names)) > limits.MOST_CLASSES or len(names) < FEWEST_IN_CLASS * len(set(names)):
        above = [folders[-2] if len(folders) > 1 else "" for folders in paths]
        if "" not in above and 1 < len(set(above)) <= limits.MOST_CLASSES:
            said = (
                f"Classes are the folders above: the {len(set(names)):,} folders of pictures hold few each."
            )
            return above, [said]
    return names, []


def open_first(archive, found) -> Image.Image:
    """The first picture that can be read."""
    trouble = None
    for entry, _, _ in found[:50]:
        try:
            return open_picture(read_entry(archive, entry), entry.filename)
        except DataError as error:
            trouble = trouble or error
    raise trouble
