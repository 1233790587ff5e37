"""The parts of the article page, in the order in which they are told."""

from pages.ui.article import back, beginning, bends, costing, passing, updating, whole, xrays

PARTS = {
    "A bend for every neuron": bends.part,
    "Where the weights start": beginning.part,
    "Forward": passing.part,
    "The cost": costing.part,
    "Backward": back.part,
    "The update": updating.part,
    "The whole model": whole.part,
    "The chest x-rays": xrays.part,
}
