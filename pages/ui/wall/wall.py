"""The wall of living tiles: a component in the browser, and a WebSocket that brings it what is new."""

from typing import Any

import anyio

from deepnet.lab.sweep.wall import Wall
from pages.ui.stage.door import part
from pages.ui.stage.gate import Sockets

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


async def _answer(wall: Wall, question: Any) -> bytes:
    await _news(wall, question)
    return await anyio.to_thread.run_sync(wall.reply, question)


async def _news(wall: Wall, question) -> None:
    """Wait a moment until there is something to tell."""
    since = question.get("since") if isinstance(question, dict) and question.get("kind") == "more" else None
    with anyio.move_on_after(LOOK_FOR):
        while isinstance(since, int) and since >= len(wall.sweep.log) and not wall.sweep.over:
            await anyio.sleep(LOOK_EVERY)


routes = [_sockets.answering(_answer)]
