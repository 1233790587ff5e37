"""The ledger as one JSON value for the page: stations, windows into the arrays, and every number in them
written out.

An array is shown by at most WINDOW rows and columns of it, and as a heat map of the whole where it is larger.
One column is looked at: an example of the batch, or the mean over them.
"""

import base64
import math

import numpy as np

from deepnet.lab.ledger.ledger import BATCH, PARAMETERS, Array, Ledger, Station
from deepnet.lab.ledger.source import body_of, focus, function_source, rule_source
from deepnet.lab.ledger.written import Number, Written

WINDOW = 8  # rows and columns of an array that are written out
DEEP = 5  # layers; a deeper network has smaller windows
SMALL = 4
HEAT = 64  # pixels of a heat map across
MOST_ROWS = 100  # rows of the batch that are listed


def view_of(book: Ledger, column: int | None, starts: dict[int, int] | None = None) -> dict:
    """column: the example looked at, counted in the batch; None for the mean.  starts: the first neuron
    shown of
    a layer, where it is not the first."""
    scope = Scope(book, column, starts or {})
    codes: dict[str, dict] = {}
    return {
        "step": book.walk.step,
        "m": book.walk.m,
        "column": column,
        "dims": list(book.walk.network.layer_dims),
        "activations": list(book.walk.network.activations),
        "optimizer": book.walk.settings.optimizer,
        "rate": book.walk.rate,
        "losses": [_plain(loss) for loss in book.arrays["loss"].values[0, :MOST_ROWS]],
        "stations": [_station(scope, station, codes) for station in book.stations],
        "arrays": {name: scope.array(array) for name, array in book.arrays.items()},
        "sums": scope.sums(),
        "codes": codes,
    }


class Scope:
    """Which part of each array is shown."""

    def __init__(self, book: Ledger, column: int | None, starts: dict[int, int]):
        self.book, self.column = book, column
        self.size = SMALL if book.walk.L > DEEP else WINDOW
        self.dims = book.walk.network.layer_dims
        self.starts = {
            l: min(max(0, starts.get(l, 0)), max(0, n - self.size)) for l, n in enumerate(self.dims)
        }

    def window(self, layer: int, n: int) -> range:
        """The neurons of a layer that are shown; n: how many the array has."""
        start = self.starts[layer] if n == self.dims[layer] else 0
        return range(start, min(start + self.size, n))

    def rows(self, array: Array) -> range:
        n = array.values.shape[0]
        layer = layer_of(array.name)
        if layer is None:
            return range(min(n, self.size))
        return self.window(layer, n)

    def columns(self, array: Array) -> range:
        """Of an array laid out like weights."""
        n, layer = array.values.shape[1], layer_of(array.name)
        if layer and n == self.dims[layer - 1] and kind_of(array.name) == "W":
            return self.window(layer - 1, n)
        return range(min(n, self.size))

    def array(self, array: Array) -> dict:
        rows = self.rows(array)
        values = array.values
        told = {"shape": list(values.shape), "kind": array.kind, "tells": array.tells, "rows": list(rows)}
        if array.kind == BATCH:
            shown = values.mean(axis=1) if self.column is None else values[:, self.column]
            told["cols"] = [0 if self.column is None else self.column]
            told["values"] = [[_plain(shown[r])] for r in rows]
            told["heat"] = _heat(values) if values.shape[1] > 1 else None
        else:
            columns = self.columns(array)
            told["cols"] = list(columns)
            told["values"] = [[_plain(values[r, c]) for c in columns] for r in rows]
            larger = len(rows) < values.shape[0] or len(columns) < values.shape[1]
            told["heat"] = _heat(values) if larger else None
        finite = np.abs(values[np.isfinite(values)])
        told["top"] = float(finite.max()) if finite.size else 1.0
        return told

    def sums(self) -> dict[str, dict]:
        """Every number in the windows that is made of others, by "name:row:column"."""
        found = {}
        for name, array in self.book.arrays.items():
            if array.kind == BATCH:
                for r in self.rows(array):
                    if self.column is None:
                        found[f"{name}:{r}:0"] = _written(self.book.mean(name, r))
                    elif array.made is not None:
                        found[f"{name}:{r}:{self.column}"] = _written(self.book.written(name, r, self.column))
            elif array.made is not None:
                for r in self.rows(array):
                    for c in self.columns(array) if array.kind == PARAMETERS else (0,):
                        found[f"{name}:{r}:{c}"] = _written(self.book.written(name, r, c))
        return {key: made for key, made in found.items() if made}


def kind_of(name: str) -> str:
    """W of W1, dW1′ and v⁺(W1)."""
    inner = name.partition("(")[2].rstrip(")") or name
    return next((sign for sign in inner if sign in "Wbγ"), "")


def layer_of(name: str) -> int | None:
    """1 of W1, dZ1 and v⁺(W1)."""
    digits = "".join(sign for sign in name if sign.isdigit() and sign not in "²")
    return int(digits) if digits else None


def _plain(value: float):
    """A value as JSON has it: what is not finite, as a word."""
    return float(f"{value:.7g}") if math.isfinite(value) else str(value)


def _heat(values: np.ndarray) -> dict:
    """A picture of an array, one byte a cell: 128 is 0, 1 and 255 the largest distance from it; a larger
    array is
    averaged into HEAT × HEAT cells.  rows, columns: of the array, for each cell."""
    small = _blocks(_blocks(np.nan_to_num(values, posinf=0, neginf=0), HEAT).T, HEAT).T
    top = np.abs(small).max() or 1.0
    pixels = np.clip(np.round(128 + 127 * small / top), 1, 255).astype(np.uint8)
    return {
        "height": small.shape[0],
        "width": small.shape[1],
        "pixels": base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode(),
    }


def _blocks(values: np.ndarray, most: int) -> np.ndarray:
    """The rows averaged into at most so many."""
    if len(values) <= most:
        return values
    edges = np.linspace(0, len(values), most + 1).astype(int)
    return np.stack([values[i:j].mean(axis=0) for i, j in zip(edges[:-1], edges[1:], strict=True)])


def _written(made: Written | None) -> dict | None:
    if made is None:
        return None
    parts = [part if isinstance(part, str) else _shown(*part) for part in made.parts]
    return {"parts": parts, "result": made.result}


def _shown(text: str, number: Number) -> list:
    return [text, list(number.ref) if number.ref else None, number.note]


def _station(scope: Scope, station: Station, codes: dict) -> dict:
    name, line = _code(station, codes)
    first = scope.book.arrays[station.writes[0]]
    column = 0
    if first.kind == BATCH:
        column = 0 if scope.column is None else scope.column
    elif first.kind == PARAMETERS:
        column = scope.columns(first)[0]
    return {
        "title": station.title,
        "stage": station.stage,
        "layer": station.layer,
        "equation": station.equation,
        "reads": list(station.reads),
        "writes": list(station.writes),
        "tells": station.tells,
        "code": name,
        "line": line,
        "focus": [first.name, scope.rows(first)[0], column],
    }


def _code(station: Station, codes: dict) -> tuple[str, int | None]:
    """The name of the source that does it, kept in codes, and the line in focus."""
    if station.article:
        if station.article not in codes:
            codes[station.article] = {"text": body_of(function_source(station.article)), "of": "article"}
        return station.article, focus(codes[station.article]["text"], station.fragment)
    rule = getattr(station.rule, "func", station.rule)  # what a partial one fills
    name = rule.__qualname__.replace("<locals>.", "")
    if name not in codes:
        codes[name] = {"text": rule_source(rule), "of": "deepnet"}
    return name, focus(codes[name]["text"], station.fragment) if station.fragment else None
