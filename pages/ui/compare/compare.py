"""The lanes of a comparison: a component in the browser, and a WebSocket that feeds all of them."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import streamlit as st
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.lab.run.turn import TURN
from deepnet.lab.stage.lanes import Lanes
from pages.ui.stage.gate import FOREIGN_PAGE, Sockets, ours, questions
from pages.ui.stage.stage import DOOR, FILES, UNKNOWN_BENCH

MOST_BYTES = 1_000  # of one question from a browser

_component = st.components.v2.component(
    "deepnet_compare",
    js=DOOR,
    css=(Path(__file__).parent / "compare.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)

_sockets: Sockets[Lanes] = Sockets("/compare/live")


def compare_view(lanes: Lanes, names: list[str], act: Callable[[], None]) -> None:
    """Draw the lanes under their names; `act` is called when the visitor did something with one."""
    data = {"socket": _sockets.of(lanes), "rev": lanes.rev, "names": names}
    _component(
        key="compare.view",
        data={**data, "files": FILES, "module": "compare/compare.js"},
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
            await ws.send_bytes(await anyio.to_thread.run_sync(_in_turn, lanes, question))


def _in_turn(lanes: Lanes, question: Any) -> bytes:
    with TURN.of(id(lanes)):
        return lanes.reply(question)


routes = [_sockets.route(_live)]
