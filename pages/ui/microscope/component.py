"""The walk through a step, in the browser: one component, fed with one JSON value."""

from pages.ui.stage.door import part

_component = part("deepnet_microscope", "microscope/microscope.js", "microscope/microscope.css")


def microscope(view: dict, *, opened: dict | None = None) -> dict | None:
    """Draw a view of a ledger (see `deepnet.lab.ledger.view`).  opened: the neuron to begin with, {id, layer,
    row}.  What the visitor asked for in this run of the page: another row, window or step, or to leave."""
    found = _component(
        {"view": view, "open": opened},
        key="microscope",
        on_asked_change=lambda: None,
    )
    return found.asked
