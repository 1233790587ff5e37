"""The walk through a step, in the browser: one component, fed with one JSON value."""

from collections.abc import Callable

from pages.ui.stage.door import part

KEY = "microscope"
_component = part("deepnet_microscope", "microscope/microscope.js", "microscope/microscope.css")


def microscope(view: dict, *, opened: dict | None, on_asked: Callable[[], None]) -> None:
    """Draw a view of a ledger (see `deepnet.lab.ledger.view`).  opened: the neuron to begin with, {id, layer,
    row, input}.  on_asked is called where the visitor asks for another row, window or step, or to leave;
    before the page is run, so that it is run once."""
    _component({"view": view, "open": opened}, key=KEY, on_asked_change=on_asked)
