"""No frame has fewer updates than asked for because the machine was busy, or somebody else had a turn."""

import pytest

from deepnet.lab.run import turn
from deepnet.lab.stage import lanes, show


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    monkeypatch.setattr(show, "SLOWEST_FRAME", 60.0)
    monkeypatch.setattr(lanes, "MOST_TIME", 60.0)
    monkeypatch.setattr(turn, "LONGEST", 60.0)
    monkeypatch.setattr(show, "TURN", turn.Turn())
