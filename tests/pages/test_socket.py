"""The socket of the stage, asked by strangers: only our page with the token of a bench is answered."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime.pages_manager import PagesManager

from deepnet.lab.run.bench import Bench
from deepnet.lab.stage.wire import unpack
from pages.ui.stage import gate, stage
from pages.ui.stage.door import FILES

ROOT = Path(__file__).parents[2]
OURS = {"origin": "http://testserver"}


@pytest.fixture(scope="module")
def client():
    return TestClient(Starlette(routes=stage.routes))


@pytest.fixture
def bench():
    return Bench()


def closed(client, path, headers=OURS, send=None):
    """The code with which a socket is closed."""
    with client.websocket_connect(path, headers=headers) as socket:
        if send is not None:
            socket.send_text(send)
        with pytest.raises(WebSocketDisconnect) as closing:
            socket.receive_bytes()
    return closing.value.code


def test_a_page_of_ours_is_answered(client, bench):
    with client.websocket_connect(stage.register(bench), headers=OURS) as socket:
        socket.send_text(json.dumps({"kind": "hello"}))
        meta, _ = unpack(socket.receive_bytes())
        assert (meta["kind"], meta["rev"]) == ("scene", bench.rev)
        socket.send_text(json.dumps({"kind": "train", "rev": bench.rev, "steps": 3, "frames": 2}))
        assert unpack(socket.receive_bytes())[1]["step"][-1] == bench.run.step


@pytest.mark.parametrize("headers", [{}, {"origin": "http://elsewhere"}, {"origin": "null"}])
def test_a_page_of_another_site_is_not(client, bench, headers):
    assert closed(client, stage.register(bench), headers) == gate.FOREIGN_PAGE


def test_nobody_finds_a_bench_without_its_token(client, bench):
    path = stage.register(bench)
    for other in ("nobody", path.rpartition("/")[2][:-1]):
        assert closed(client, f"/stage/live/{other}") == gate.UNKNOWN


def test_each_bench_has_a_token_of_its_own(bench):
    assert stage.register(bench) == stage.register(bench) != stage.register(Bench())


def test_a_question_of_any_length_is_refused_before_it_is_read(client, bench):
    long = json.dumps({"kind": "hello", "view": "x" * gate.MOST_BYTES})
    assert closed(client, stage.register(bench), send=long) == gate.TOO_LONG


def test_what_is_no_json_and_what_is_no_text_get_one_sentence_and_the_socket_stays(client, bench):
    with client.websocket_connect(stage.register(bench), headers=OURS) as socket:
        for text in ("{", "", "nan", "[1]", '"hello"', "{}"):
            socket.send_text(text)
            assert unpack(socket.receive_bytes())[0]["kind"] == "error"
        socket.send_bytes(b"\x00\xff")
        assert unpack(socket.receive_bytes())[0]["kind"] == "error"
        socket.send_text(json.dumps({"kind": "hello"}))
        assert unpack(socket.receive_bytes())[0]["kind"] == "scene"


def test_a_bench_counts_as_shown_while_its_socket_is_open(client, bench):
    key = stage.BENCHES.keep(bench)
    with client.websocket_connect(stage.register(bench), headers=OURS) as socket:
        socket.send_text(json.dumps({"kind": "hello"}))
        socket.receive_bytes()
        assert stage.BENCHES.is_shown(key)


def test_modules_are_served_and_nothing_else(client):
    assert client.get(f"{FILES}/stage/stage.js").headers["content-type"].startswith("text/javascript")
    for path in ("stage/nothing.js", "../app.py", "%2e%2e/app.py", "stage/stage.py"):
        assert client.get(f"{FILES}/{path}").status_code == 404


def test_the_start_of_a_server_leaves_no_copy_of_an_open_file_behind(tmp_path):
    fds = Path("/proc/self/fd")
    if not fds.exists():
        pytest.skip("Linux tells which files are open")
    with (tmp_path / "file").open("w") as file:
        with TestClient(Starlette(routes=stage.routes, lifespan=stage.lifespan)):
            pass
        copies = [fd for fd in fds.iterdir() if fd.exists() and fd.resolve() == Path(file.name)]
    assert len(copies) == 1


def test_the_first_visitor_of_a_server_may_open_any_page(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    with TestClient(Starlette(routes=stage.routes, lifespan=stage.lifespan)):
        assert PagesManager(str(ROOT / "app.py")) and PagesManager.uses_pages_directory is False
