"""Single pictures: opened within limits, squeezed to one size."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from deepnet.data import limits
from deepnet.data.dataset import DataError

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")  # PPM stands for PGM and PBM, too
MOST_PIXELS = 25_000_000  # of one picture


def open_picture(data: bytes, name: str) -> Image.Image:
    """The picture in a file, its size agreed to before it is decoded; raises DataError."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        OverflowError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise DataError(f"{name} is no picture that can be read; bring PNG or JPEG") from error
    limits.allow(picture.width * picture.height, MOST_PIXELS, f"pixels in {name}", "make it smaller")
    return picture


def shrink(picture: Image.Image, shape: tuple[int, int], color: bool, name: str = "a picture") -> np.ndarray:
    """uint8 (h, w) or (h, w, 3) of the picture squeezed to shape (h, w), turned as its camera was held.

    Raises DataError if it is damaged.
    """
    mode = "RGB" if color else "L"
    try:
        picture.draft(mode, shape[::-1])
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in ("I;16", "I", "F"):
            values = np.asarray(picture, dtype=np.float64)
            span = np.ptp(values)
            picture = Image.fromarray(
                np.uint8((values - values.min()) / span * 255) if span else np.zeros(values.shape, np.uint8)
            )
        picture = picture.convert("RGBA").convert(mode) if picture.mode == "P" else picture.convert(mode)
        if picture.size != shape[::-1]:
            picture = picture.resize(
                shape[::-1],
                Image.Resampling.BOX if min(picture.size) >= max(shape) else Image.Resampling.BILINEAR,
            )
        return np.asarray(picture, dtype=np.uint8)
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        IndexError,
        OverflowError,
        MemoryError,
    ) as error:
        raise DataError(f"{name} is damaged; save it again as PNG") from error


def from_array(values: np.ndarray) -> Image.Image:
    """A Pillow image of uint8 (h, w), (h, w, 1) or (h, w, 3 or 4)."""
    return Image.fromarray(values[..., 0] if values.ndim == 3 and values.shape[2] == 1 else values)
