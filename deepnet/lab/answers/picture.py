"""Rows of a data set that are pictures, as pictures."""

import numpy as np

from deepnet.data.picture_encoder import PictureEncoder


def picture_shape(dataset) -> tuple[int, ...] | None:
    """(h, w) of grey pictures, (h, w, 3) of colour ones, None where rows are no pictures."""
    if dataset.image_shape is not None:
        return tuple(dataset.image_shape)
    encoder = dataset.encoder
    if isinstance(encoder, PictureEncoder):
        return (*encoder.shape, 3) if encoder.color else tuple(encoder.shape)
    return None


def pictures_of(dataset, raw: np.ndarray) -> np.ndarray:
    """Raw inputs (n_x, m) as uint8 (m, h, w) or (m, h, w, 3)."""
    white = getattr(dataset.encoder, "white", 255.0)
    pixels = np.clip(np.round(raw.T * (255 / white)), 0, 255).astype(np.uint8)
    return pixels.reshape(-1, *picture_shape(dataset))


def over_pixels(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """One value for each input (n_x,) as one for each pixel (h, w): those of three colours are added up."""
    grid = values.reshape(shape)
    return grid.sum(axis=2) if grid.ndim == 3 else grid
