"""Small pictures of data sets for menus: PNG bytes on a transparent ground, fit for light and dark pages.

Run as a program, it draws those of the catalog anew into the folder that the menus read.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from deepnet.data import CATALOG, THUMBNAILS, TOYS, load
from deepnet.data.dataset import Dataset
from deepnet.data.palette import BLUE, GREY, ORANGE, rgb, value_color

SIDE = 96
_FINER = 4  # drawn this many times larger, then scaled down, for smooth edges


def scatter(points: np.ndarray, colors: list[tuple[int, int, int]], extent: float) -> bytes:
    """PNG of points (2, m), x₂ upwards, over -extent…extent."""
    size = SIDE * _FINER
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    radius = size / 55
    x = (points[0] / extent + 1) / 2 * size
    y = (1 - points[1] / extent) / 2 * size
    for u, v, color in zip(x, y, colors, strict=True):
        draw.ellipse((u - radius, v - radius, u + radius, v + radius), fill=(*color, 235))
    return _png(image.resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def mosaic(pictures: np.ndarray, *, ink: bool = False) -> bytes:
    """PNG of the first rows × rows pictures (n, h, w), each 0…1; `ink` draws them in blue on nothing."""
    rows = 4 if ink else 3
    tile, gap = SIDE // rows, 1
    image = Image.new("RGBA", (SIDE, SIDE))
    for i, picture in enumerate(pictures[: rows * rows]):
        grey = Image.fromarray(np.uint8(np.clip(picture, 0, 1) * 255)).resize(
            (tile - 2 * gap,) * 2, Image.Resampling.NEAREST if ink else Image.Resampling.LANCZOS
        )
        if ink:
            colored = Image.new("RGBA", grey.size, rgb("#0877bd"))
            colored.putalpha(grey)
        else:
            colored = grey.convert("RGBA")
        image.paste(colored, ((i % rows) * tile + gap, (i // rows) * tile + gap))
    return _png(image)


def pencil() -> bytes:
    """PNG of a pencil that draws points of two classes."""
    size = SIDE * _FINER
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    at = lambda *spots: [(x / SIDE * size, y / SIDE * size) for x, y in spots]  # noqa: E731
    for i, (x, y) in enumerate(
        [(12, 22), (26, 14), (22, 34), (60, 84), (74, 76), (78, 90), (12, 78), (28, 82)]
    ):
        draw.ellipse(at((x - 4, y - 4), (x + 4, y + 4)), fill=rgb(ORANGE if i % 8 in (0, 1, 2) else BLUE))
    draw.polygon(at((38, 66), (70, 20), (82, 28), (50, 74)), fill=rgb("#e8d021"))
    draw.polygon(at((70, 20), (76, 11), (88, 19), (82, 28)), fill=rgb("#d6336c"))
    draw.polygon(at((38, 66), (50, 74), (36, 82)), fill=rgb(GREY))
    return _png(image.resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def of_dataset(dataset: Dataset, *, most: int = 1000) -> bytes:
    """PNG of a data set: its points, its pictures, or its rows along their two principal components."""
    if dataset.image_shape is not None:
        raw = dataset.raw_train.T.reshape(-1, *dataset.image_shape)
        shown = raw[np.linspace(0, len(raw) - 1, 16).astype(int)]
        return mosaic(shown / max(shown.max(), 1e-9), ink=dataset.image_shape[0] <= 8)
    rows = np.arange(dataset.m)[:: -(-dataset.m // most)]
    if dataset.plane == "xy":
        points, extent = dataset.raw_train[:, rows], dataset.extent
    else:
        X = dataset.X_train[:, rows]
        _, _, components = np.linalg.svd((X - X.mean(axis=1, keepdims=True)).T, full_matrices=False)
        points = np.zeros((2, rows.size))
        found = components[:2] @ (X - X.mean(axis=1, keepdims=True))
        points[: len(found)] = found
        extent = 1.08 * max(np.abs(points).max(), 1e-9)
    if dataset.kind == "regression":
        colors = [value_color(value) for value in dataset.Y_train[0, rows]]
    else:
        colors = [rgb(dataset.colors[label]) for label in dataset.labels_train[rows]]
    return scatter(points, colors, extent)


def drawn(name: str) -> bytes:
    """PNG of a data set of the catalog, drawn now."""
    if name in TOYS:
        points = 900 if TOYS[name].kind == "regression" else 450
        return of_dataset(load(name, points=points, noise=0, test_share=10))
    return of_dataset(load(name))


def _png(image):
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    for each in CATALOG:
        (THUMBNAILS / f"{each}.png").write_bytes(drawn(each))
