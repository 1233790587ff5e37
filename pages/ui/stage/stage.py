"""The live part of the page: a component in the browser, and a WebSocket that feeds it frames.

Frames do not travel as reruns: a chart that Streamlit mounts anew at each change of data is blank most
of the time.
"""

import contextlib
import gc
import hashlib
import json
import os
import secrets
import socket
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from deepnet.data import CATALOG, thumbnail
from deepnet.lab.run.run import Run
from deepnet.lab.stage.show import Show

MOST_BYTES = 64_000  # of one question from a browser
UNKNOWN_RUN, FOREIGN_PAGE, TOO_LONG = 4404, 4403, 4413  # why a socket was closed

_HERE = Path(__file__).parent
_FILES = {path.name: path for path in _HERE.glob("*.js")}
_FILES["plotly.min.js"] = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(_HERE.glob("*.js")))).hexdigest()[:12]
_ASSETS = f"/stage/files/{_VERSION}"

_component = st.components.v2.component(
    "deepnet_stage",
    js=(_HERE / "door.js").read_text(encoding="utf-8"),
    css=(_HERE / "stage.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)

_runs: weakref.WeakValueDictionary[str, Run] = weakref.WeakValueDictionary()
_tokens: weakref.WeakKeyDictionary[Run, str] = weakref.WeakKeyDictionary()
_turn = anyio.CapacityLimiter(
    1
)  # threads that share the interpreter train three times slower together than in turn


def register(run: Run) -> str:
    """The path of the socket that feeds `run`; only the page that owns the run learns it."""
    if run not in _tokens:
        _tokens[run] = secrets.token_urlsafe()
        _runs[_tokens[run]] = run
    return f"/stage/live/{_tokens[run]}"


def stage(run: Run, *, play: int = 0, speed: int = 10) -> None:
    """Draw `run`. A higher `play` than last time plays it, at `speed` updates a frame (0: all that fit)."""
    _component(
        key="stage",
        data={
            "socket": register(run),
            "rev": run.rev,
            "play": play,
            "speed": speed,
            "files": _ASSETS,
        },
        on_changed_change=lambda: None,  # the rerun itself is the point: widgets and address follow the run
        on_lost_change=lambda: None,
    )


def _same_origin(ws: WebSocket) -> bool:
    """A page of another site may open sockets too; only ours is answered."""
    return urlsplit(ws.headers.get("origin", "")).netloc == ws.headers.get("host")


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not _same_origin(ws):
        return await ws.close(FOREIGN_PAGE)
    run = _runs.get(ws.path_params["token"])
    if run is None:
        return await ws.close(UNKNOWN_RUN)
    show = Show(run)
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            text = await ws.receive_text()
            if len(text) > MOST_BYTES:
                return await ws.close(TOO_LONG)
            try:
                question = json.loads(text)
            except ValueError:
                question = None
            answer = await anyio.to_thread.run_sync(show.reply, question, limiter=_turn)
            if answer:
                await ws.send_bytes(answer)


async def _file(request: Request) -> Response:
    path = _FILES.get(request.path_params["name"])
    if path is None:
        return Response("There is no such file.", 404)
    return FileResponse(
        path, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


routes = [WebSocketRoute("/stage/live/{token}", _live), Route("/stage/files/{version}/{name}", _file)]


@contextlib.asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Make every rerun of a page some 70 ms faster than Streamlit 1.67 has it.

    It collects garbage after every run, mostly in modules that never change: they are frozen. It leaves
    Nagle's algorithm on, so that small answers can wait 40 ms for a delayed acknowledgement: it is switched
    off on the listening sockets, which hand that on to their connections. The pictures of the data sets are
    read now rather than before the eyes of the first visitor.
    """
    for name in CATALOG:
        thumbnail(name)
    gc.collect()
    gc.freeze()
    for number in range(3, 64):
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(number)) as listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    yield
