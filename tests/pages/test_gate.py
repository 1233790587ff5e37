"""Who may open a socket, below which path, and whose turn it is."""

import contextlib
import threading

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.turn import LONGEST, SHORTEST, TURN, Turn
from deepnet.lab.stage.wire import unpack
from pages.ui.stage import stage
from pages.ui.stage.door import FILES
from pages.ui.stage.gate import FOREIGN_PAGE, everywhere

HERE = {"origin": "http://testserver"}
client = TestClient(Starlette(routes=stage.routes))


@pytest.fixture(scope="module")
def bench():
    return Bench()


def opened(bench, headers=HERE):
    return client.websocket_connect(stage.register(bench), headers=headers)


def answer(socket, text):
    socket.send_text(text)
    return unpack(socket.receive_bytes())[0]


def closed_with(socket) -> int:
    with pytest.raises(WebSocketDisconnect) as error:
        socket.receive_bytes()
    return error.value.code


@pytest.mark.parametrize(
    "headers",
    [
        HERE,
        {"origin": "http://testserver:8080"},  # a proxy that leaves out the port
        {"origin": "https://lab.example", "x-forwarded-host": "lab.example"},
        {"origin": "https://lab.example", "host": "inner:8501", "x-forwarded-host": "a.example, lab.example"},
    ],
)
def test_a_page_under_the_name_it_was_asked_for_by_is_answered(bench, headers):
    with opened(bench, headers) as socket:
        assert answer(socket, '{"kind": "hello"}')["kind"] == "scene"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://[", "file://"])
def test_pages_of_other_sites_and_of_none_are_refused(bench, origin):
    with opened(bench, {"origin": origin}) as socket:
        assert closed_with(socket) == FOREIGN_PAGE


def test_the_origins_that_streamlit_is_told_of_are_taken(bench, monkeypatch):
    options = {"server.enableCORS": True, "server.corsAllowedOrigins": ["https://school.example"]}
    monkeypatch.setattr(st, "get_option", lambda name: options.get(name))
    with opened(bench, {"origin": "https://school.example"}) as socket:
        assert answer(socket, '{"kind": "hello"}')["kind"] == "scene"


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", "null", '"hello"', "[" * 30_000, '{"kind": 1e999}', "1" * 5000, "\x00"]
)
def test_what_is_no_question_gets_a_sentence_and_the_socket_stays_open(bench, text):
    with opened(bench) as socket:
        assert "error" in answer(socket, text)
        assert answer(socket, '{"kind": "hello"}')["kind"] == "scene"


def test_modules_and_sockets_are_there_below_a_path_prefix_too(bench):
    client = TestClient(Starlette(routes=everywhere(stage.routes, "/play/")))
    for start in ("", "/play"):
        assert client.get(f"{start}{FILES}/stage/stage.js").status_code == 200
        with client.websocket_connect(start + stage.register(bench), headers=HERE) as socket:
            assert answer(socket, '{"kind": "hello"}')["kind"] == "scene"


# ---- turns


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_turn_is_the_shorter_the_more_have_had_one_lately():
    clock = Clock()
    turn = Turn(clock)
    assert turn.share == LONGEST
    for visitor in range(100):
        with turn.of(visitor):
            pass
    assert turn.share == SHORTEST
    clock.now = 2.0
    with turn.of("one"):
        assert turn.share == LONGEST


def test_who_has_had_their_share_goes_behind_those_who_wait():
    clock = Clock()
    turn, order, waits = Turn(clock), [], threading.Event()

    def other():
        waits.set()
        with turn.of("other"):
            order.append("other")

    thread = threading.Thread(target=other)
    with turn.of("long"):
        thread.start()
        waits.wait()
        while not turn.waiting:
            pass
        turn.give_way()
        order.append("long, within its share")
        clock.now = 1.0
        turn.give_way()
        order.append("long, after it")
    thread.join()
    assert order == ["long, within its share", "other", "long, after it"]


def test_outside_of_a_turn_there_is_nothing_to_give_way_to():
    turn = Turn()
    with turn.of("somebody"):
        thread = threading.Thread(target=turn.give_way)
        thread.start()
        thread.join()


def test_idle_sockets_and_floods_of_garbage_keep_nobody_from_an_answer(bench):
    other = Bench()
    garbage = [
        "",
        "{",
        "[]",
        '{"kind": "look", "step": 1e999}',
        '{"kind": "train", "rev": {}, "ms": -1}',
        "\ud7ff",
    ]
    with contextlib.ExitStack() as idle, opened(bench) as socket, opened(other) as flood:
        for _ in range(15):
            idle.enter_context(opened(other))
        for i in range(120):
            flood.send_text(garbage[i % len(garbage)])
        assert answer(socket, '{"kind": "hello"}')["kind"] == "scene"
        kinds = {unpack(flood.receive_bytes())[0]["kind"] for _ in range(120)}
        assert kinds <= {"error", "scene"} and TURN.waiting == 0
