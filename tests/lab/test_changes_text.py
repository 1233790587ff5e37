"""Changes in mid-run as a link's text: every one comes back, and what a stranger writes is refused."""

from dataclasses import replace

import pytest

from deepnet.lab.run.changes_text import MOST_TEXT, read_changes, to_text
from deepnet.lab.run.record import make_again
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings

SMALL = Settings(points=60)


def test_every_change_comes_back_to_the_bit():
    run = Run(SMALL)
    run.step_by(13)
    run.apply(replace(SMALL, learning_rate=0.1 + 0.2, optimizer="adam"))
    run.apply(replace(run.settings, optimizer="momentum"))
    run.step_by(7)
    run.edit(1, 0, None, 0.25)
    run.edit(2, 1, 3, -1e-9)
    run.apply(replace(run.settings, activation="relu", regularization="l2", regularization_rate=0.01))
    run.step_by(30)
    changes = read_changes(to_text(SMALL, run.changes), SMALL)
    assert changes == run.changes
    again = Run(SMALL)
    make_again(again, changes, run.step)
    assert again.network.theta.tobytes() == run.network.theta.tobytes()


@pytest.mark.parametrize(
    "text, why",
    [
        ("5", "must give its step"),
        ("5:rate", "must give its step"),
        ("x:rate:1", "whole number"),
        ("5:cat:1", "'cat' is not a setting"),
        ("5:rate:fast", "a number is needed"),
        ("5:rate:-1", "learning rate must be"),
        ("5:w1.2:3", "names no weight"),
        ("5:b1.2:nan", "a number is needed"),
        ("9" * 16 + ":rate:1", "whole number"),
        ("5:rate:1!" * MOST_TEXT, "room for"),
    ],
)
def test_what_is_no_change_is_refused_in_a_sentence(text, why):
    with pytest.raises(ValueError, match=why):
        read_changes(text, SMALL)


@pytest.mark.parametrize("text", ["5:w9.1.1:0", "5:w1.0.1:0", "5:b1.99:0", "5:b1.1:1e9", "-5:rate:1"])
def test_a_weight_that_is_not_there_is_refused_when_it_is_made(text):
    with pytest.raises(ValueError, match="must be"):
        make_again(Run(SMALL), read_changes(text, SMALL), 5)
