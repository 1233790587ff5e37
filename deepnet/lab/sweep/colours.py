"""Colours of tiles: for each byte of a picture three bytes of colour, on white and on near-black."""

import numpy as np

from deepnet.data.palette import BLUE, ORANGE, class_colors, rgb

# (ground, class 0 and less, class 1 and more, what is counted): lighter ones on the dark ground.
LIGHT = ((240, 241, 242), rgb(ORANGE), rgb(BLUE), rgb(BLUE))
DARK = ((44, 48, 56), (255, 167, 66), (61, 165, 232), (110, 190, 245))
STRENGTH = 0.75  # of a colour at its strongest: what is drawn on it must be seen


def table(colours: str, classes: int, levels: int, *, dark: bool) -> np.ndarray:
    """(256, 3) bytes.  colours: of a Tile.  levels: strengths of each of `classes`."""
    ground, less, more, count = (np.array(c, float) for c in (DARK if dark else LIGHT))
    byte = np.arange(256)
    if colours == "classes":
        each = np.array([rgb(c) for c in class_colors("multi-class", classes)], float)
        winner = np.minimum(byte // levels, classes - 1)
        share = 0.12 + (STRENGTH - 0.12) * (byte % levels / max(1, levels - 1))
        found = ground + (each[winner] - ground) * share[:, None]
    elif colours == "sequential":
        found = ground + (count - ground) * (byte / 255)[:, None]
    else:
        share = (2 * byte - 255) / 255
        end = np.where(share[:, None] > 0, more, less)
        found = ground + (end - ground) * STRENGTH * np.abs(share)[:, None]
    return np.round(found).astype("u1")
