"""The live valley: a component in the browser, and a WebSocket on which the run plays on."""

from typing import Any

from deepnet.lab.sweep.valley import Valley
from pages.ui.stage.door import part
from pages.ui.stage.gate import Sockets
from pages.ui.stage.stage import in_turn

_draw = part("deepnet_valley", "ground/valley.js", "ground/valley.css")

_sockets: Sockets[Valley] = Sockets("/valley/live")


def valley_view(valley: Valley, named: str, refusal: str) -> tuple[int, float, float] | None:
    """Draw the valley; (step, x, y) where the visitor has just put the run's point somewhere else.

    named: what its costs are called.  refusal: why the point cannot be moved, "" where it can.
    """
    found = _draw(
        {"socket": _sockets.of(valley), "named": named, "refusal": refusal},
        key="ground.valley",
        on_take_change=lambda: None,
        on_lost_change=lambda: None,
    )
    if not found.take or valley.ground is None:
        return None
    return int(found.take["step"]), float(found.take["x"]), float(found.take["y"])


async def _answer(valley: Valley, question: Any) -> bytes:
    return await in_turn(valley.bench, valley.reply, question)


routes = [_sockets.answering(_answer)]
