"""Links and records of version 1, kept as they were written then, still make the runs they made then."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings

STORED = json.loads((Path(__file__).parent / "stored" / "version_1.json").read_text(encoding="utf-8"))


def theta(stored):
    return [float.fromhex(value) for value in stored["theta"]]


@pytest.mark.parametrize("stored", STORED["links"], ids=lambda stored: "&".join(stored["link"]) or "defaults")
def test_a_link_of_version_1_makes_the_run_it_made_then(stored):
    settings, ignored = from_query(stored["link"])
    run = Run(settings)
    run.step_by(stored["steps"])
    assert ignored == []
    np.testing.assert_allclose(
        run.network.theta, theta(stored), rtol=0, atol=1e-5 if "precision" in stored["link"] else 1e-9
    )


@pytest.mark.parametrize("stored", STORED["records"], ids=lambda stored: stored["record"]["format"])
def test_a_record_of_version_1_makes_the_run_it_made_then(stored):
    run = replay(stored["record"])
    np.testing.assert_allclose(run.network.theta, theta(stored), rtol=0, atol=1e-9)
    said = [(step, words.replace("set to -", "set to −")) for step, words in stored["record"]["events"]]
    assert run.events == said  # in words; it was a hyphen then
    assert to_record(run)["format"] == "deepnet run 2"


def test_momentum_is_what_version_1_called_beta1():
    assert from_query({"momentum": "0.5"}) == (Settings(beta1=0.5), [])
    assert from_query({"momentum": "0.5", "beta1": "0.7"}) == (Settings(beta1=0.7), [])
    assert to_query(Settings(beta1=0.5)) == {"beta1": "0.5"}
    record = {"step": 0, "settings": {"momentum": 0.5}, "changes": []}
    assert replay(record | {"format": "deepnet run 1"}).settings.beta1 == 0.5
    with pytest.raises(ValueError, match="'momentum' is not a setting"):
        replay(record | {"format": "deepnet run 2"})
