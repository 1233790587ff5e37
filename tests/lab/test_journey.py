"""A far past is reached in slices, exactly, while the present stays and others have their turns."""

import threading

import numpy as np
import pytest

from deepnet.lab.run import journey
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.journey import reach
from deepnet.lab.run.moment import moment_of
from deepnet.lab.run.run import Run
from deepnet.lab.run.turn import Turn
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

FAR = 900  # a step of the past


@pytest.fixture
def turn(monkeypatch):
    """Of this test alone."""
    monkeypatch.setattr(journey, "TURN", Turn())
    return journey.TURN


def long_run(**settings):
    """A run with a change on the way, of which only the start and the present are kept, and theta at FAR."""
    run = Run(Settings(dataset="xor", points=60, **settings))
    run.step_by(600)
    run.apply(Settings(dataset="xor", points=60, learning_rate=0.1, **settings))
    run.step_by(FAR - run.step)
    expected = run.network.theta.copy()
    run.step_by(3000 - FAR)
    run.timeline.thin(1)
    assert run.timeline.snapshots == [0, 3000]
    run.timeline._seconds[-1] = 1e3  # as if each step had taken a third of a second
    return run, expected


@pytest.mark.parametrize("settings", [{}, {"stop_early": 1000}])
def test_a_far_step_is_reached_piece_by_piece_to_the_bit_and_the_present_stays(settings):
    run, expected = long_run(**settings)
    present, watch, shares = run.trainer.state(), run.watch, []
    while not shares or shares[-1] < 1:
        shares.append(run.approach(FAR, 0.003))
        assert run.step == 3000 and run.watch == watch
    assert len(set(shares)) > 3 and (np.diff(shares) >= 0).all() and shares[0] > 0
    assert all(np.array_equal(present[name], value) for name, value in run.trainer.state().items())
    with run.visit(FAR):
        assert run.network.theta.tobytes() == expected.tobytes()


def test_a_moment_of_the_far_past_is_told_of_on_the_way_and_takes_turns(turn):
    run, expected = long_run()
    told = []

    def hear(share):
        told.append(share)
        with turn.of("somebody else"):  # nobody holds it meanwhile
            pass

    moment = moment_of(run, FAR, hear)
    assert moment.network.theta.tobytes() == expected.tobytes() and moment.step == FAR
    assert told and all(0 < share < 1 for share in told)


def test_who_gives_up_on_the_way_has_moved_nothing(turn):
    run, _ = long_run()
    present = run.network.theta.copy()
    with pytest.raises(KeyboardInterrupt):
        moment_of(run, FAR, lambda share: (_ for _ in ()).throw(KeyboardInterrupt))
    assert run.step == 3000 and (run.network.theta == present).all()
    with turn.of("somebody else"):
        assert run.lock.acquire(blocking=False)
    run.lock.release()


def test_a_run_that_is_held_by_one_who_gave_way_is_waited_for_without_the_turn(turn):
    run, _ = long_run()
    held, go_on, arrived = threading.Event(), threading.Event(), threading.Event()

    def stage():
        with turn.of("a stage"), run.lock:
            held.set()
            turn._pass_on("a stage")  # as `give_way` does while others wait
            go_on.wait(10)
            turn._wait("a stage")

    def page():
        reach(run, 10)
        arrived.set()

    threads = [threading.Thread(target=stage), threading.Thread(target=page)]
    threads[0].start()
    held.wait(10)
    threads[1].start()
    go_on.set()
    assert arrived.wait(20)
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_the_stage_is_told_how_far_it_is_and_asks_again():
    run, expected = long_run()
    show = Show(Bench(run))
    show.reply({"kind": "hello"})
    told = []
    while True:
        header, arrays = unpack(show.reply({"kind": "look", "step": FAR}))
        if header["kind"] != "far":
            break
        told.append(header)
    assert told and all(found["step"] == FAR and 0 < found["done"] < 1 for found in told)
    assert header["look"] and arrays["step"].tolist() == [FAR]
    assert run.step == 3000


def test_a_change_in_the_far_past_is_made_once_it_is_reached():
    run, expected = long_run()
    show = Show(Bench(run))
    show.reply({"kind": "hello"})
    asked = {
        "kind": "do",
        "action": "set",
        "fields": {"learning_rate": 0.5},
        "now": FAR,
        "rev": show.bench.rev,
    }
    kinds = []
    while not kinds or kinds[-1] == "far":
        kinds.append(unpack(show.reply(asked))[0]["kind"])
    assert kinds[0] == "far" and kinds[-1] == "scene"
    assert show.run.step == FAR and show.run.network.theta.tobytes() == expected.tobytes()
