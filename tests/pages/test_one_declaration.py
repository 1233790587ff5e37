"""A setting is declared in one place: a made-up number, written into a copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECLARATION = """
    wobble: float = number(
        0.25, low=0.0, high=0.5, title="wobble", key="wob", group="Optimizer", of="optimizer",
        help="How much the step wobbles.")
"""
PROGRAM = """
import sys
sys.path[:0] = [".", ROOT]  # the copy first, then this project for its tests
import pytest
from streamlit.testing.v1 import AppTest

from deepnet.hyperparameters import Hyperparameters
from deepnet.lab.run.changes import difference
from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings
from tests.pages.controls import fields, say

# the range check, of the settings and of the engine
with pytest.raises(ValueError, match="^wobble must be between 0 and 0.5, got 0.6$"):
    Settings(wobble=0.6)
with pytest.raises(ValueError, match="^wobble must be at least 0 and below inf, got -1$"):
    run = Run()
    Hyperparameters(wobble=-1).fitting(run.network)

# the sentence of a change, the link and the record
other = Settings(wobble=0.5, optimizer="momentum")
assert difference(Settings(optimizer="momentum"), other) == "wobble 0.25 → 0.5"
assert to_query(other) == {"optimizer": "momentum", "wob": "0.5"}
assert from_query({"optimizer": "momentum", "wob": "0.5"}) == (other, [])
record = to_record(Run(other))
assert record["settings"]["wobble"] == 0.5 and replay(record).settings == other

# the page: its field, what it says, what it does
page = AppTest.from_file("app.py", default_timeout=60).run()
field = fields(page)["wobble"]
assert (field["label"], field["low"], field["high"], field["value"]) == ("Wobble", 0.0, 0.5, "0.25")
assert "it belongs to Momentum" in field["idle"] and field["help"] == "How much the step wobbles."
say(page, "optimizer", "momentum")
say(page, "wobble", "0,4")
assert not page.exception and not fields(page)["wobble"]["idle"]
assert page.query_params["wob"] in ("0.4", ["0.4"])
assert page.session_state["bench"].run.trainer.scalars_at(1)["gain"] == pytest.approx(0.1 + 0.4)
print("found everywhere")
"""


def test_a_number_declared_in_three_lines_is_on_the_page_in_the_link_and_in_the_record(tmp_path):
    for name in ("deepnet", "pages"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    scalars, optimizers = tmp_path / "deepnet/scalars.py", tmp_path / "deepnet/optimizers.py"
    scalars.write_text(scalars.read_text(encoding="utf-8") + DECLARATION, encoding="utf-8")
    rules = optimizers.read_text(encoding="utf-8")
    used = '"gain": 1 - told.beta1, "beta1"', '"gain": 1 - told.beta1 + told.wobble, "beta1"'
    uses = (
        '("v",),\n        ("beta1",),\n        momentum_scalars',
        '("v",),\n        ("beta1", "wobble"),\n        momentum_scalars',
    )
    for old, new in (used, uses):
        assert old in rules
        rules = rules.replace(old, new)
    optimizers.write_text(rules, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"ROOT = {str(ROOT)!r}\n{PROGRAM}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "found everywhere\n", done.stderr
