"""What is new is told of in one place: a made-up number, toy and page, in copies of the project."""

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


def copied(folder: Path) -> None:
    for name in ("deepnet", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)


def ran(program: str, folder: Path) -> None:
    """Run a program that prints "found everywhere" on the copy in `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", f"ROOT = {str(ROOT)!r}\n{program}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "found everywhere\n", done.stderr


def test_a_number_declared_in_three_lines_is_on_the_page_in_the_link_and_in_the_record(tmp_path):
    copied(tmp_path)
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
    ran(PROGRAM, tmp_path)


TOY = """

def stairs(n, noise, rng):
    x = rng.uniform(-6, 6, (n, 2)) + _jitter(n, noise, rng, 1)
    return x, (np.floor(x).sum(axis=1) % 2 == 0).astype(int)


TOYS["stairs"] = Toy("stairs", "Stairs", "binary", 2, stairs, "One step after the other.")
"""
PAGE = """
PAGES["about"] = ("pages/learn/about.py", "About", ":material/info:", "What this is")
"""
BOTH = """
import sys
sys.path[:0] = [".", ROOT]
from streamlit.testing.v1 import AppTest

from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings

chosen = Settings(dataset="stairs")
assert from_query(to_query(chosen)) == (chosen, [])
page = AppTest.from_file("app.py", default_timeout=60).run()
page.button(key="set-stairs").click().run()
assert not page.exception and page.session_state["bench"].run.dataset.title == "Stairs"
assert page.query_params["data"] in ("stairs", ["stairs"])
assert "About" in [link.proto.label for link in page.get("page_link")]
page.switch_page("pages/learn/about.py").run()
assert not page.exception and page.title[0].value == "About this"
print("found everywhere")
"""


def test_a_toy_is_one_entry_and_a_page_is_one_file_and_one_line(tmp_path):
    copied(tmp_path)
    for file, more in (("deepnet/data/toys.py", TOY), ("pages/ui/layout.py", PAGE)):
        text = (tmp_path / file).read_text(encoding="utf-8")
        (tmp_path / file).write_text(text + more, encoding="utf-8")
    about = "import streamlit as st\n\nst.title('About this')\n"
    (tmp_path / "pages/learn/about.py").write_text(about, encoding="utf-8")
    ran(BOTH, tmp_path)
