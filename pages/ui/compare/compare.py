"""The lanes of a comparison: a component in the browser, and a WebSocket that feeds all of them."""

from collections.abc import Callable
from typing import Any

from deepnet.lab.stage.lanes import Lanes
from pages.ui.stage.door import part
from pages.ui.stage.gate import Sockets
from pages.ui.stage.stage import in_turn

_component = part("deepnet_compare", "compare/compare.js", "compare/compare.css")

_sockets: Sockets[Lanes] = Sockets("/compare/live")


def compare_view(lanes: Lanes, names: list[str], act: Callable[[], None]) -> None:
    """Draw the lanes under their names; `act` is called when the visitor did something with one."""
    _component(
        {"socket": _sockets.of(lanes), "rev": lanes.rev, "names": names},
        key="compare.view",
        on_act_change=act,
        on_lost_change=lambda: None,
    )


async def _answer(lanes: Lanes, question: Any) -> bytes:
    return await in_turn(lanes.visitor, lanes.reply, question)


routes = [_sockets.answering(_answer)]
