"""What the visitor explores: the settings that are varied, the sweeps under way, the way back."""

from dataclasses import dataclass

import streamlit as st

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.grid import Member
from deepnet.lab.sweep.pool import pool
from deepnet.lab.sweep.sweep import MOST_TICKS, Sweep
from pages.ui.state.bench import current_bench, current_run, is_upload, refuse
from pages.ui.state.kept import keep, kept

_BASE, _SEEN, _OWNER, _SWEEPS = "explore.base", "explore.seen", "explore.owner", "explore.sweeps"
_DRAWN = "explore.drawn"  # how often a page that explores was drawn


@dataclass(frozen=True)
class Base:
    """Settings that are varied, and the data of a file where they are learned from."""

    settings: Settings
    uploaded: object = None

    @property
    def dataset(self):
        from deepnet.lab.sweep.chunk import data

        return data(self.settings, self.uploaded)


def base() -> Base:
    """What is explored: the settings of the run, as they were when it was last changed on another page."""
    run = current_run()
    if kept(_SEEN) != run.settings or kept(_BASE) is None:
        take_base(run.settings)
    return kept(_BASE)


def take_base(settings: Settings) -> None:
    """Explore around these settings of the present data from now on."""
    run = current_run()
    keep(_SEEN, run.settings)
    keep(_BASE, Base(settings, run.dataset if is_upload(settings) else None))


def open_as_run(settings: Settings, step: int) -> None:
    """Make these settings the visitor's run, trained to this step; what is explored stays."""
    bench = current_bench()
    bench.restart(settings)
    play_on(step)
    keep(_SEEN, bench.settings)


def draw_anew() -> None:
    """A page that explores is drawn: the sweeps that it asks for go before those it does not ask for."""
    st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0) + 1


def sweep_of(
    name: str,
    members: tuple[Member, ...],
    steps: int,
    *,
    look: Look | None = None,
    ticks: int = MOST_TICKS,
    uploaded=None,
) -> Sweep:
    """The visitor's sweep of this name: the one under way if it is the same, else begun now.

    The former one of that name is trained no more.  ValueError, one sentence, for what is too much.
    """
    held = st.session_state.setdefault(_SWEEPS, {})
    key = (members, steps, look, ticks, id(uploaded))
    if name not in held or held[name][0] != key:
        owner = st.session_state.setdefault(_OWNER, object())
        sweep = Sweep(list(members), steps, uploaded=uploaded, look=look, ticks=ticks, owner=owner)
        if name in held:
            held[name][1].cancel()
        held[name] = (key, sweep)
        pool().add(sweep)
    held[name][1].asked = st.session_state.get(_DRAWN, 0)
    return held[name][1]


def again(sweep: Sweep) -> None:
    """Forget a sweep: it is trained anew when it is next asked for."""
    held = st.session_state.get(_SWEEPS, {})
    for name in [name for name, (_, each) in held.items() if each is sweep]:
        held.pop(name)[1].cancel()


def branch_at_rate(rate: float) -> None:
    """The visitor's run goes on with this rate from the step on its screen, as a branch."""
    bench = current_bench()
    bench.branch(learning_rate=rate)
    keep(_SEEN, bench.settings)
    keep("rates.branched", True)


def play_on(steps: int) -> None:
    """Let the visitor's run make so many steps here, in pieces that its path remembers."""
    bench = current_bench()
    with bench.lock:
        for part in range(PIECES):
            bench.run.step_by((part + 1) * steps // PIECES - part * steps // PIECES)
        bench.saw(bench.run.step)


PIECES = 25  # of the path that is played at once, each a point of its curve
MOST_POINT = 900  # parameters that can be set by hand at one step


def branch_to(step: int, theta) -> None:
    """A branch of the visitor's run from `step` on, all of whose weights are those given."""
    bench = current_bench()
    try:
        bench.branch(step)
        run = bench.run
        network = run.network
        for l in range(1, network.L + 1):
            W, b = network.laid_out(theta)[0][l][:, :-1], network.laid_out(theta)[0][l][:, -1]
            for row in range(len(W)):
                for col in range(W.shape[1]):
                    run.edit(l, row, col, float(W[row, col]), step)
                run.edit(l, row, None, float(b[row]), step)
    except (ValueError, TypeError) as error:
        refuse(error)
        return
    bench.rev += 1
    keep(_SEEN, bench.settings)
    keep("ground.moved", True)
