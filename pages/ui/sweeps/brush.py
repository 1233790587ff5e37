"""What is kept along the axes of parallel coordinates: the chart's brushes, as its page knows them."""

import math

from pages.ui.stage.door import part

_component = part("deepnet_brush", "sweeps/brush.js")

Ranges = dict[str, list[list[float]]]  # of an axis, by its number: [[low, high], …], as the chart counts


def brushed(chart: str, axes: int) -> Ranges:
    """The ranges that the visitor keeps on the chart of this key, which has so many axes."""
    found = _component(
        {"chart": chart.replace(".", "-")}, key=f"{chart}.brush", on_ranges_change=lambda: None
    )
    told = found.ranges if isinstance(found.ranges, dict) else {}
    return {name: told[name] for name in map(str, range(axes)) if _sound(told.get(name))}


def _sound(spans) -> bool:
    """Whether it is ranges: it comes from a browser."""
    return (
        isinstance(spans, list)
        and 0 < len(spans) < 20
        and all(isinstance(span, list) and len(span) == 2 and all(map(_finite, span)) for span in spans)
    )


def _finite(end) -> bool:
    return isinstance(end, (int, float)) and math.isfinite(end)
