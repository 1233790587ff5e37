"""How one picture becomes the inputs of a network.  Pillow is brought in with the first picture."""

from __future__ import annotations

import numpy as np

from deepnet.data.dataset import DataError


class PictureEncoder:
    """Makes inputs X (n_x, 1) of one picture: bytes of a file, a Pillow image, or an array (h, w), 0…255."""

    def __init__(
        self,
        shape: tuple[int, int],
        color: bool,
        center: np.ndarray,
        spread: np.ndarray,
        white: float = 255.0,
    ):
        self.shape, self.color, self.center, self.spread, self.white = shape, color, center, spread, white

    def __call__(self, picture) -> np.ndarray:
        from PIL import Image

        from deepnet.data.picture_files import from_array, open_picture, shrink

        if isinstance(picture, (bytes, bytearray)):
            picture = open_picture(bytes(picture), "the picture")
        elif isinstance(picture, np.ndarray):
            if picture.ndim not in (2, 3) or picture.size == 0:
                raise DataError(
                    f"a picture must be (height, width) or (height, width, 3), got {picture.shape}"
                )
            picture = from_array(np.clip(np.nan_to_num(picture), 0, 255).astype(np.uint8))
        elif not isinstance(picture, Image.Image):
            raise DataError(
                f"a picture must be the bytes of a PNG or JPEG file, got {type(picture).__name__}"
            )
        pixels = shrink(picture, self.shape, self.color).astype(np.float64).reshape(-1, 1) * (
            self.white / 255
        )
        return (pixels - self.center[:, None]) / self.spread[:, None]


def pixel_names(height: int, width: int, color: bool = False) -> tuple[str, ...]:
    """Names of the inputs of a picture, row by row from the top left corner."""
    places = [f"pixel {row + 1},{column + 1}" for row in range(height) for column in range(width)]
    return (
        tuple(f"{place} {ink}" for place in places for ink in ("red", "green", "blue"))
        if color
        else tuple(places)
    )
