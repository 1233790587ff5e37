"""What a server holds for its visitors comes back for an hour, and is bounded."""

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.benches import Benches
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings


def small():
    return Bench(Run(Settings(points=20, hidden=(2,))))


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bench_is_found_by_its_key_for_an_hour_after_the_last_visit():
    clock = Clock()
    benches, bench = Benches(clock=clock), small()
    key = benches.keep(bench)
    for clock.now in (3000, 6000, 9600):
        assert benches.visit(key) is bench
    clock.now = 13_201
    assert benches.visit(key) is None
    benches.tidy()
    assert len(benches) == 0


def test_keys_cannot_be_guessed_from_each_other():
    benches = Benches()
    keys = {benches.keep(small()) for _ in range(5)}
    assert len(keys) == 5 and all(len(key) >= 43 for key in keys)  # 32 bytes in base 64
    assert benches.visit("") is benches.visit(min(keys)[:-1]) is None


def test_what_is_on_a_stage_stays_however_long_and_full():
    clock = Clock()
    benches, bench = Benches(clock=clock, budget=0), small()
    key = benches.keep(bench)  # no visitor yet: there is no room for it
    assert benches.visit(key) is None
    benches = Benches(clock=clock, budget=10**9)
    key = benches.keep(bench)
    with benches.shown(bench):
        benches.budget = 0
        clock.now = 10_000
        benches.tidy()
        assert benches.visit(key) is bench and benches.is_shown(key)
    assert not benches.is_shown(key)
    benches.tidy()
    assert benches.visit(key) is None


def test_without_room_the_one_unvisited_longest_goes_first():
    clock = Clock()
    benches, keys = Benches(clock=clock), []
    for clock.now in range(4):
        keys.append(benches.keep(small()))
    benches.visit(keys[0])
    benches.budget = 2 * small().bytes
    benches.tidy()
    assert [benches.visit(key) is not None for key in keys] == [True, False, False, True]
