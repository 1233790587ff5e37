"""Sessions played over the raw protocol, by clients that ask as the player in the browser does.

They keep at most 24 pictures ahead, take 60 a second and draw nothing.  Client and server share the machine's
cores, on the loopback alone.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.browser import ROOT, Served, free_port

HEAVY = ("8 × 64 on 5000 rows", "64-64-64 on a million rows")  # what the first of all sessions may play


def serve_sessions(port: int, count: int, heavy: str = "") -> None:
    """In a process of its own: the app with `count` runs registered; says how to reach them on stdout.

    heavy: one of HEAVY, for the first of them.
    """
    import uvicorn

    import app
    from deepnet.lab.run.bench import Bench
    from deepnet.lab.run.run import Run
    from deepnet.lab.settings.settings import UPLOAD, Settings
    from pages.ui.stage import stage

    benches = [Bench(Run(Settings(seed=seed))) for seed in range(count - bool(heavy))]
    if heavy == HEAVY[0]:
        benches.insert(0, Bench(Run(Settings(points=5000, hidden=(64,) * 8, batch_size=0))))
    elif heavy:
        wide = Settings(dataset=UPLOAD, hidden=(64,) * 3, batch_size=0, precision="float32")
        benches.insert(0, Bench(Run(wide, million_rows())))
    print(json.dumps([stage.register(bench) for bench in benches]), flush=True)
    uvicorn.run(app.app, host="127.0.0.1", port=port, log_level="warning", ws_per_message_deflate=False)


def million_rows():
    """Points of two classes, inside and outside of a circle."""
    import numpy as np

    from deepnet.data import Dataset

    X = np.random.default_rng(0).uniform(-1, 1, (2, 1_050_000))
    Y = (np.hypot(*X) < 0.7).astype(float)[None]
    train, test = slice(0, 1_000_000), slice(1_000_000, None)
    return Dataset(
        "million", "a million rows", "binary", X[:, train], Y[:, train], X[:, test], Y[:, test],
        input_names=("a", "b"), classes=("outside", "inside"),
    )  # fmt: skip


class Sessions(Served):
    """The server process of serve_sessions."""

    def __init__(self, count: int, heavy: str = ""):
        self.port = free_port()
        arguments = [sys.executable, "-m", "tests.benchmarks.sessions", str(self.port), str(count), heavy]
        self.process = subprocess.Popen(
            arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server did not start: {' '.join(arguments)}")
        self.paths = json.loads(line)

    def stop(self) -> None:
        super().stop()
        self.process.stdout.close()


@contextmanager
def sessions(count: int, heavy: str = "") -> Iterator[Sessions]:
    server = Sessions(count, heavy)
    try:
        yield server
    finally:
        server.stop()


def header(message: bytes) -> dict:
    """The JSON header of a message, with its steps read from the bytes behind it."""
    length = int.from_bytes(message[:4], "little")
    found = json.loads(message[4 : 4 + length])
    if "step" in found.get("arrays", {}):
        _, offset, count = found["arrays"]["step"]
        start = 4 + length + offset
        found["step"] = [
            int.from_bytes(message[at : at + 4], "little") for at in range(start, start + 4 * count, 4)
        ]
    else:
        found["step"] = [found.get("step", 0)]
    return found


class RawPlayer:
    """Asks as the player in the browser does, and paints by counting."""

    AHEAD, RATE = 12, 60

    def __init__(self, socket, steps: int = 10):
        """steps: updates a frame, 0 for as many as fit."""
        self.socket, self.steps = socket, steps
        self.tape: deque[int] = deque()
        self.shown = self.end = self.rev = 0
        self.ms, self.dry, self.waiting = 15.0, False, None
        self.painted, self.busy, self.bytes = 0, 0.0, 0
        self.times: list[float] = []
        self.replies: list[float] = []
        self.changes: list[float] = []
        self.change_every = 0.0  # seconds between changes of the learning rate; 0: never

    async def ask(self, **question):
        self.waiting = (question["kind"], time.perf_counter())
        await self.socket.send(json.dumps({**question, "now": self.shown, "view": {}}))

    def adopt(self, scene: dict) -> None:
        self.rev, self.shown = scene["rev"], scene["step"][-1]
        self.end = self.shown
        self.tape.clear()

    async def answer(self):
        """Take one message."""
        message = await self.socket.recv()
        self.bytes += len(message)
        found = header(message)
        kind, sent = self.waiting
        self.waiting = None
        if found["kind"] == "error":
            raise RuntimeError(found["error"])
        if found["kind"] == "scene":
            self.adopt(found)
            if kind == "do":
                self.changes.append(time.perf_counter() - sent)
            return
        self.replies.append(time.perf_counter() - sent)
        self.busy += found.get("busy", 0.0)
        if found.get("look"):
            return
        self.tape.extend(found["step"])
        self.end = found["step"][-1]

    async def next(self):
        """Send the next question, if one is due."""
        if self.waiting:
            return
        now = time.perf_counter()
        if self.change_every and now - self.changed > self.change_every:
            self.changed = now
            rate = 0.02 if len(self.changes) % 2 else 0.03
            await self.ask(kind="do", action="set", fields={"learning_rate": rate})
        elif len(self.tape) < self.AHEAD:
            self.ms = min(50.0, self.ms * 1.2) if self.dry else max(10.0, self.ms * 0.98)
            self.dry = False
            frames = 2 * self.AHEAD - len(self.tape)
            await self.ask(
                kind="train",
                rev=self.rev,
                at=self.end,
                steps=self.steps,
                ms=round(self.ms),
                frames=frames,
                playing=True,
            )

    async def play(self, seconds: float) -> None:
        self.changed = time.perf_counter()
        stop = time.perf_counter() + seconds

        async def receive():
            while time.perf_counter() < stop or self.waiting:
                if not self.waiting:
                    await asyncio.sleep(0.002)
                    continue
                await self.answer()
                if time.perf_counter() < stop:
                    await self.next()

        async def paint():
            due = time.perf_counter()
            while due < stop:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                if self.tape:
                    self.shown = self.tape.popleft()
                    self.painted += 1
                    self.times.append(time.perf_counter())
                else:
                    self.dry = True
                await self.next()
                due = max(due + 1 / self.RATE, time.perf_counter() - 1 / self.RATE)

        await asyncio.gather(receive(), paint())


async def play_raw(
    server: Sessions, seconds: float, changing: int | None, steps: int = 10, first: int | None = None
) -> tuple[list[RawPlayer], float]:
    """All sessions play, that of the number `changing` with a setting changed once a second.

    steps: updates a frame, 0 for as many as fit; first: those of the first session, where they are others.

    Gives back the players and the server's CPU seconds.
    """
    from websockets.asyncio.client import connect

    host = f"127.0.0.1:{server.port}"
    players = []
    for path in server.paths:
        for attempt in range(200):
            try:
                socket = await connect(
                    f"ws://{host}{path}", origin=f"http://{host}", compression=None, max_size=None
                )
                break
            except OSError:
                if attempt == 199:
                    raise
                await asyncio.sleep(0.1)
        players.append(RawPlayer(socket, steps if first is None or players else first))
    for player in players:
        await player.ask(kind="hello")
        await player.answer()
    if changing is not None:
        players[changing].change_every = 1.0
    cpu = server.cpu_seconds()
    await asyncio.gather(*(player.play(seconds) for player in players))
    cpu = server.cpu_seconds() - cpu
    if len(players) == 1:
        player = players[0]
        player.replies.clear()
        for k in range(20):
            await player.ask(kind="look", step=player.end * k // 20)
            await player.answer()
    for player in players:
        await player.socket.close()
    return players, cpu


if __name__ == "__main__":
    serve_sessions(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
