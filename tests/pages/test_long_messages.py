"""A message too long is refused while it comes in, where uvicorn serves the app."""

import threading

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from deepnet.lab.run.bench import Bench
from deepnet.lab.stage.wire import unpack
from pages.ui.stage import stage
from pages.ui.stage.gate import MOST_BYTES

TOO_BIG = 1009  # the protocol's own code


@pytest.fixture
def port():
    """Of a server that by itself takes messages as long as Streamlit's."""
    app = Starlette(routes=stage.routes)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, ws_max_size=200_000_000, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_a_long_message_is_refused_while_it_comes_in_and_a_short_one_answered(port):
    bench = Bench()
    origin, url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}{stage.register(bench)}"
    with connect(url, origin=origin, max_size=None) as socket:
        socket.send('{"kind": "hello"}')
        assert unpack(socket.recv())[0]["kind"] == "scene"
        with pytest.raises(ConnectionClosed) as closed:
            socket.send("x" * (MOST_BYTES + 1))  # a much longer one may break off the line first
            socket.recv()
        assert closed.value.rcvd.code == TOO_BIG
