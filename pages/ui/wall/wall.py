"""The wall of living tiles: a component in the browser, and a WebSocket that brings it what is new."""

import contextlib

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.lab.sweep.wall import Wall
from pages.ui.stage.door import part
from pages.ui.stage.gate import FOREIGN_PAGE, Sockets, ours, questions
from pages.ui.stage.stage import UNKNOWN_BENCH

MOST_BYTES = 1_000  # of one question from a browser
LOOK_EVERY, LOOK_FOR = 0.05, 2.0  # seconds: how often, and how long, an answer waits for something new

_component = part("deepnet_wall", "wall/wall.js", "wall/wall.css")

_sockets: Sockets[Wall] = Sockets("/wall/live")


def wall_view(wall: Wall) -> tuple[str, int, int] | None:
    """Draw `wall`; what the visitor has just asked for.

    ("open", member, step): a tile as a run of its own.  ("pair", member, member): two tiles compared.
    """
    found = _component(
        {"socket": _sockets.of(wall)},
        key="wall.view",
        on_open_change=lambda: None,
        on_pair_change=lambda: None,
        on_lost_change=lambda: None,
    )
    members = len(wall.sweep.members)
    if found.open:
        k, step = int(found.open["k"]), int(found.open["step"])
        return ("open", k, step) if 0 <= k < members and 0 <= step <= wall.sweep.steps else None
    if found.pair:
        a, b = int(found.pair["a"]), int(found.pair["b"])
        return ("pair", a, b) if 0 <= a < members and 0 <= b < members else None
    return None


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not ours(ws):
        return await ws.close(FOREIGN_PAGE)
    with contextlib.suppress(WebSocketDisconnect):
        async for question in questions(ws, MOST_BYTES):
            wall = _sockets.fed_by(ws)
            if wall is None:
                return await ws.close(UNKNOWN_BENCH)
            await _news(wall, question)
            await ws.send_bytes(await anyio.to_thread.run_sync(wall.reply, question))
            del wall  # a sweep that nobody else holds is let go


async def _news(wall: Wall, question) -> None:
    """Wait a moment until there is something to tell."""
    since = question.get("since") if isinstance(question, dict) and question.get("kind") == "more" else None
    with anyio.move_on_after(LOOK_FOR):
        while isinstance(since, int) and since >= len(wall.sweep.log) and not wall.sweep.over:
            await anyio.sleep(LOOK_EVERY)


routes = [_sockets.route(_live)]
