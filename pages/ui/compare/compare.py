"""The lanes of a comparison: a component in the browser, and a WebSocket that feeds all of them."""

import contextlib
import json
import secrets
import weakref
from collections.abc import Callable
from pathlib import Path

import anyio
import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.lab.stage.lanes import Lanes
from pages.ui.stage.stage import DOOR, FILES, FOREIGN_PAGE, TOO_LONG, UNKNOWN_BENCH, same_origin

MOST_BYTES = 1_000  # of one question from a browser

_component = st.components.v2.component(
    "deepnet_compare",
    js=DOOR,
    css=(Path(__file__).parent / "compare.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)

_lanes: weakref.WeakValueDictionary[str, Lanes] = weakref.WeakValueDictionary()
_tokens: weakref.WeakKeyDictionary[Lanes, str] = weakref.WeakKeyDictionary()
_turn = anyio.CapacityLimiter(1)  # lanes of all visitors train in turn


def register(lanes: Lanes) -> str:
    """The path of the socket that feeds `lanes`; only the page that owns them learns it."""
    if lanes not in _tokens:
        _tokens[lanes] = secrets.token_urlsafe()
        _lanes[_tokens[lanes]] = lanes
    return f"/compare/live/{_tokens[lanes]}"


def compare_view(lanes: Lanes, names: list[str], act: Callable[[], None]) -> None:
    """Draw the lanes under their names; `act` is called when the visitor did something with one."""
    data = {"socket": register(lanes), "rev": lanes.rev, "names": names}
    _component(
        key="compare.view",
        data={**data, "files": FILES, "module": "compare/compare.js"},
        on_act_change=act,
        on_lost_change=lambda: None,
    )


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not same_origin(ws):
        return await ws.close(FOREIGN_PAGE)
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            text = await ws.receive_text()
            lanes = _lanes.get(ws.path_params["token"])
            if lanes is None:
                return await ws.close(UNKNOWN_BENCH)
            if len(text) > MOST_BYTES:
                return await ws.close(TOO_LONG)
            try:
                question = json.loads(text)
            except ValueError:
                question = None
            await ws.send_bytes(await anyio.to_thread.run_sync(lanes.reply, question, limiter=_turn))


routes = [WebSocketRoute("/compare/live/{token}", _live)]
