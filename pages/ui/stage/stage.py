"""The live part of the page: a component in the browser, and a WebSocket that feeds it frames.

Frames do not travel as reruns: a chart that Streamlit mounts anew at each change of data is blank most
of the time.
"""

import contextlib
import gc
import os
import socket
import stat
import weakref
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.pages_manager import PagesManager

from deepnet.data import CATALOG, thumbnail
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.benches import Benches
from deepnet.lab.run.room import give_back
from deepnet.lab.run.turn import TURN
from deepnet.lab.stage.show import Show
from pages.ui.stage import door
from pages.ui.stage.door import part
from pages.ui.stage.gate import FOREIGN_PAGE, UNKNOWN, Sockets, ours, questions

_LOOK = ("stage", "runs", "pictures", "charts", "presenter", "narrow")  # the last ones have the last word
_component = part("deepnet_stage", "stage/stage.js", *(f"stage/look/{name}.css" for name in _LOOK))

BENCHES = Benches()  # of everybody who was here within the hour
_sockets: Sockets[Bench] = Sockets("/stage/live")
_alone: weakref.WeakKeyDictionary[Bench, anyio.Lock] = weakref.WeakKeyDictionary()  # one share a visitor
_threads = anyio.CapacityLimiter(200)  # that wait for their turn


def register(bench: Bench) -> str:
    """The path of the socket that shows the current run of `bench`; only the page that owns it learns it."""
    return _sockets.of(bench)


def stage(
    bench: Bench,
    *,
    order: dict[str, Any] | None = None,
    scenes: list[dict[str, Any]] | None = None,
    on_scene: Callable[[str], None] = lambda key: None,
    on_fix: Callable[[str], None] = lambda key: None,
    key: str = "stage",
) -> dict[str, Any] | None:
    """Draw the current run of `bench`. order: what the stage is to do, once; see `pages.ui.state.order`.

    scenes: what a presenter can begin with, each with title, link and speed. on_scene is called with `key`
    when one is opened, or when the presenter's view is left; on_fix, when the fix of a finding is tried.
    Gives what the visitor wants to look at under the microscope, if he has just asked: {neuron, step}.
    """
    data = {"socket": register(bench), "rev": bench.rev, "order": order, "scenes": scenes}
    found = _component(
        data,
        key=key,
        on_scene_change=lambda: on_scene(key),
        on_fix_change=lambda: on_fix(key),
        on_changed_change=lambda: None,  # the rerun itself is the point: widgets and address follow the run
        on_lost_change=lambda: None,
        on_look_change=lambda: None,
    )
    return found.look


async def in_turn(bench: Bench, reply: Callable[[Any], Any], question: Any) -> Any:
    """What `reply` says to a question, in a thread, when it is the turn of the visitor whose bench this is.

    The sockets of one visitor are answered one after the other.
    """
    async with _alone.setdefault(bench, anyio.Lock()):
        return await anyio.to_thread.run_sync(_reply, bench, reply, question, limiter=_threads)


def _reply(bench: Bench, reply: Callable[[Any], Any], question: Any) -> Any:
    with TURN.of(id(bench)):
        return reply(question)


async def _live(ws: WebSocket) -> None:
    await ws.accept()
    if not ours(ws):
        return await ws.close(FOREIGN_PAGE)
    bench = _sockets.fed_by(ws)
    if bench is None:
        return await ws.close(UNKNOWN)
    show = Show(bench)
    with BENCHES.shown(bench), contextlib.suppress(WebSocketDisconnect):
        async for question in questions(ws):
            answer = await in_turn(bench, show.reply, question)
            if answer:
                await ws.send_bytes(answer)
    del show
    await anyio.to_thread.run_sync(give_back)


routes = [_sockets.route(_live), door.route]


@contextlib.asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Make every rerun of a page some 70 ms faster than Streamlit 1.67 has it.

    It collects garbage after every run, mostly in modules that never change: they are frozen. It leaves
    Nagle's algorithm on, so that small answers can wait 40 ms for a delayed acknowledgement: it is switched
    off on the listening sockets, which hand that on to their connections. The pictures of the data sets are
    read now rather than before the eyes of the first visitor. Whose link may lead to any page: `app.py`
    lists them, not the folder `pages`, by which the first one of a new server was told "Page not found".
    """
    PagesManager.uses_pages_directory = False
    for name in CATALOG:
        thumbnail(name)
    gc.collect()
    gc.freeze()
    for number in range(3, 64):
        with contextlib.suppress(OSError):  # not open, or not of TCP
            if stat.S_ISSOCK(os.fstat(number).st_mode):  # the copy of anything else would stay open for good
                with socket.socket(fileno=os.dup(number)) as listening:
                    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    yield
