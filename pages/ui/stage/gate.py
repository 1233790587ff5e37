"""Who may open a socket of the app, and what may come through it."""

import contextlib
import json
import secrets
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

MOST_BYTES = 64_000  # of one question from a browser
FEW_BYTES = 1_000  # the same, where nothing is written or drawn
FOREIGN_PAGE, UNKNOWN, TOO_LONG = 4403, 4404, 4413  # why a socket was closed

Routes = list[Route | WebSocketRoute]
Fed = TypeVar("Fed")


class Sockets(Generic[Fed]):
    """The sockets below one path: each feeds a thing, under a token that only the page that owns it learns.

    A thing that nobody else holds is forgotten.
    """

    def __init__(self, path: str):
        self.path = path
        self._things: weakref.WeakValueDictionary[str, Fed] = weakref.WeakValueDictionary()
        self._tokens: weakref.WeakKeyDictionary[Fed, str] = weakref.WeakKeyDictionary()

    def of(self, thing: Fed) -> str:
        """The path of the socket that feeds `thing`."""
        if thing not in self._tokens:
            self._tokens[thing] = secrets.token_urlsafe()
            self._things[self._tokens[thing]] = thing
        return f"{self.path}/{self._tokens[thing]}"

    def fed_by(self, ws: WebSocket) -> Fed | None:
        """What an open socket feeds; None where it is gone, or never was."""
        return self._things.get(ws.path_params["token"])

    def route(self, endpoint) -> WebSocketRoute:
        return WebSocketRoute(f"{self.path}/{{token}}", endpoint)

    def answering(self, answer: Callable[[Fed, Any], Awaitable[bytes]]) -> WebSocketRoute:
        """The route on which `answer(thing, question)` answers each question, until the thing is gone."""

        async def live(ws: WebSocket) -> None:
            await ws.accept()
            if not ours(ws):
                return await ws.close(FOREIGN_PAGE)
            with contextlib.suppress(WebSocketDisconnect):
                async for question in questions(ws, FEW_BYTES):
                    thing = self.fed_by(ws)
                    if thing is None:
                        return await ws.close(UNKNOWN)
                    await ws.send_bytes(await answer(thing, question))
                    del thing  # one that nobody else holds is let go

        return self.route(live)


def everywhere(routes: Routes, prefix: str | None = None) -> Routes:
    """The same at the root and below a path, that of server.baseUrlPath: a proxy may forward that alone."""
    below = (st.get_option("server.baseUrlPath") if prefix is None else prefix) or ""
    below = below.strip("/")
    again = [type(route)(f"/{below}{route.path}", route.endpoint) for route in routes] if below else []
    return [*routes, *again]  # no Mount: that would take what lies there of Streamlit's


def ours(ws: WebSocket) -> bool:
    """Whether a socket was opened by a page of this app; those of other sites may open sockets too.

    The name in the address decides: a proxy may leave out the port, or tell the name that it was asked for.
    Other names are taken as Streamlit takes them for its own socket.
    """
    name = _name(ws.headers.get("origin", ""))
    asked = [ws.headers.get("host", ""), *ws.headers.get("x-forwarded-host", "").split(",")]
    if not st.get_option("server.enableCORS"):
        return True
    listed = st.get_option("server.corsAllowedOrigins") or ()
    allowed = [_name("//" + host.strip()) for host in asked] + [_name(each) for each in listed]
    allowed.append(_name("//" + (st.get_option("browser.serverAddress") or "")))
    return name is not None and name in allowed


def _name(address: str) -> str | None:
    """The host in an address, without its port; None if there is none."""
    try:
        return urlsplit(address if "//" in address else "//" + address).hostname
    except ValueError:
        return None


def keep_short(ws: WebSocket, most: int) -> None:
    """Let the server refuse a long message while it comes in, not when all of it is there.

    An ASGI application cannot ask for that, so the connection behind the socket is told, where it is one of
    uvicorn's; Streamlit's limit holds for the files that visitors bring.
    """
    protocol = getattr(ws._receive, "__self__", None)
    connection = getattr(protocol, "conn", None)
    if hasattr(connection, "max_message_size"):
        connection.max_message_size = most
    elif hasattr(protocol, "max_size"):
        protocol.max_size = most


async def questions(ws: WebSocket, most: int = MOST_BYTES) -> AsyncIterator[Any]:
    """What comes through an open socket, read as JSON (None where it is none), until it is closed.

    One that is longer than `most` closes it.
    """
    keep_short(ws, most)
    while True:
        message = await ws.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text") or ""  # there is none in bytes, which no page of ours sends
        if len(text) > most:
            await ws.close(TOO_LONG)
            return
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            yield None
