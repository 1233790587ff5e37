"""The lanes of a comparison: a component in the browser, and a WebSocket that feeds all of them."""

import contextlib
from collections.abc import Callable
from typing import Any

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.lab.run.turn import TURN
from deepnet.lab.stage.lanes import Lanes
from pages.ui.stage.door import part
from pages.ui.stage.gate import FOREIGN_PAGE, Sockets, ours, questions
from pages.ui.stage.stage import UNKNOWN_BENCH, alone

MOST_BYTES = 1_000  # of one question from a browser

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


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not ours(ws):
        return await ws.close(FOREIGN_PAGE)
    with contextlib.suppress(WebSocketDisconnect):
        async for question in questions(ws, MOST_BYTES):
            lanes = _sockets.fed_by(ws)
            if lanes is None:
                return await ws.close(UNKNOWN_BENCH)
            async with alone(lanes.visitor):
                answer = await anyio.to_thread.run_sync(_in_turn, lanes, question)
            await ws.send_bytes(answer)
            del lanes  # those that nobody else holds are let go


def _in_turn(lanes: Lanes, question: Any) -> bytes:
    with TURN.of(id(lanes.visitor)):
        return lanes.reply(question)


routes = [_sockets.route(_live)]
