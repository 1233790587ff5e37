"""A zip of pictures with a folder per class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.limits import counted
from deepnet.data.picture_files import open_picture, shrink
from deepnet.data.pictures import Pictures
from deepnet.data.tables.notes import listed

_ENDING = re.compile(r"\.(png|jpe?g|jfif|bmp|gif|webp|tiff?|pgm|ppm|pbm|pnm)$", re.IGNORECASE)
_PART = re.compile(
    r"(?:.*[ _-])?(?:(train|training|val|valid|validation|dev)|(test|testing))"
    r"(?:[ _-]?(?:set|data|images?|imgs?))?",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"[\s._-]*(\(\d+\)|\d+)$")
MOST_PIXELS_IN_ALL = 1_000_000_000
FEWEST_IN_CLASS = 3  # pictures on average, else the folders are no classes


def is_picture(filename: str) -> bool:
    """Whether a name ends like that of a picture."""
    return bool(_ENDING.search(filename))


def part_of(folder: str) -> str:
    """ "train" or "test" for a folder called so, "" for others.

    >>> [part_of(name) for name in ("training_set", "seg_test", "val", "cats")]
    ['train', 'test', 'train', '']
    """
    match = _PART.fullmatch(folder)
    return "" if match is None else "test" if match[2] else "train"


def read_picture_zip(
    data: bytes, filename: str = "", *, classes: Mapping[str, str] | None = None
) -> Pictures:
    """The pictures of a zip, classes named by the folder they lie in, train/ and test/ folders respected.

    Where no picture lies in a folder of a class, the beginnings of the names tell the classes, as cat.12.jpg.
    classes: file name -> class, given by hand; a picture without one is left out.  Raises DataError.
    """
    archive = open_zip(data)
    found, strays, others = [], [], []
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        if not is_picture(path.name):
            others.append(path.name)
            continue
        folders = [part for part in path.parts[:-1] if not part_of(part)]
        parts = [part_of(part) for part in path.parts[:-1] if part_of(part)]
        in_class = not part_of(path.parent.name) and folders
        (found if in_class else strays).append((entry, folders, parts[-1] if parts else ""))
    notes, by_name = [], not found or len({folders[-1] for _, folders, _ in found}) == 1
    if not (found or strays):
        raise DataError(
            "the zip holds no pictures that can be read (PNG, JPEG, GIF, BMP, WebP, TIFF, PGM); "
            "put them in a folder per class and zip the folders"
        )
    if classes is not None or (by_name and _classes_of_names(found + strays) is not None):
        found, strays = found + strays, []
        given = classes if classes is not None else _classes_of_names(found)
        found = [each for each in found if given.get(each[0].filename, "").strip()]
        names = [given[entry.filename].strip() for entry, _, _ in found]
        if classes is None:
            notes.append("The classes are the beginnings of the pictures' names.")
    elif not found:
        raise LoosePictures(
            "pictures lie in no folder, and their names do not tell their classes; say of each what it "
            "shows, or put the pictures in a folder per class and zip the folders",
            [entry.filename for entry, _, _ in strays],
        )
    else:
        names, said = _classes([folders for _, folders, _ in found])
        notes += said
    if strays:
        notes.append(f"Warning: left out {counted(len(strays), 'picture')} outside of class folders.")
    if others:
        notes.append(
            f"Left out {counted(len(others), 'file')} that {_is(others)} no picture: {listed(others, 3)}."
        )
    if not found:
        raise LoosePictures("no picture has a class yet; say of each what it shows", list(classes or ()))
    known, labels = np.unique(names, return_inverse=True)
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
        return shrink(picture, (size, size), color, entry.filename)

    first = open_first(archive, found)
    files = tuple(entry.filename for entry, _, _ in found)
    own = min(first.size)
    return Pictures(
        filename, read, labels, tuple(map(str, known)), parts, own_size=own, notes=tuple(notes), files=files
    )


class LoosePictures(DataError):
    """Nothing tells the classes of the pictures: they can be given by hand.  files: their names."""

    def __init__(self, sentence: str, files: list[str]):
        super().__init__(sentence)
        self.files = files


def _is(names):
    return "is" if len(names) == 1 else "are"


def _classes_of_names(found):
    """File name -> the beginning of its name, up to a counter; None where these are no classes."""
    given = {}
    for entry, _, _ in found:
        stem = PurePosixPath(entry.filename.replace("\\", "/")).stem
        given[entry.filename] = _COUNTER.sub("", stem) or stem
    count = len(set(given.values()))
    return given if 2 <= count <= min(limits.MOST_CLASSES, len(given) / 2) else None


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
