"""The live valley: a component in the browser, and a WebSocket on which the run plays on."""

import contextlib

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.lab.run.turn import TURN
from deepnet.lab.sweep.valley import Valley
from pages.ui.stage.door import part
from pages.ui.stage.gate import FOREIGN_PAGE, Sockets, ours, questions
from pages.ui.stage.stage import UNKNOWN_BENCH

MOST_BYTES = 1_000  # of one question from a browser

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


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not ours(ws):
        return await ws.close(FOREIGN_PAGE)
    with contextlib.suppress(WebSocketDisconnect):
        async for question in questions(ws, MOST_BYTES):
            valley = _sockets.fed_by(ws)
            if valley is None:
                return await ws.close(UNKNOWN_BENCH)
            await ws.send_bytes(await anyio.to_thread.run_sync(_in_turn, valley, question))
            del valley


def _in_turn(valley: Valley, question) -> bytes:
    with TURN.of(id(valley.bench)):
        return valley.reply(question)


routes = [_sockets.route(_live)]
