"""The wall's page without a browser: every view of several kinds of data, bad values refused in words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from deepnet.data import read_table
from deepnet.lab.stage.wire import unpack
from deepnet.lab.sweep import phases
from deepnet.lab.sweep.atlas import SIDE
from deepnet.lab.sweep.worker import train
from pages.ui.state import sweeps

ROOT = Path(__file__).parents[2]
TABLE = b"a,b,c\n" + b"1,2,0.5\n3,1,2.5\n2,2,1\n5,4,9\n" * 20


class Here:
    """A pool whose only worker is this thread."""

    def add(self, sweep):
        while (task := sweep.next_task()) is not None:
            key, found = train(task)
            assert not isinstance(found, str), found
            sweep.take(key, found)


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    monkeypatch.setattr(sweeps, "pool", Here)


def opened(page_file="pages/explore/wall.py", uploaded=None, kept=None, **query) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=100)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    if uploaded is not None:
        page.session_state["bench"].upload(uploaded)
    page.session_state["bench"].choices.update(kept or {})
    page.switch_page(page_file).run()
    assert not page.exception, page.exception
    return page


def show(page: AppTest, /, **choices) -> None:
    page.session_state["bench"].choices.update(choices)
    page.run()
    assert not page.exception, page.exception


SMALL = {
    "wall.steps": 100,
    "wall.y": "width",
    "wall.x.learning_rate.count": 3,
    "wall.y.width.count": 2,
    "wall.seeds": 2,
}


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins", "digits", "upload"])
def test_every_view_of_every_kind_of_data(data):
    uploaded = read_table(TABLE, "own.csv").to_dataset("c") if data == "upload" else None
    page = opened(uploaded=uploaded, kept=dict(SMALL), **({} if uploaded else {"data": data}))
    assert not page.warning and not page.error
    for view in ("heat", "curves", "table"):
        show(page, **{"wall.view": view})
        assert not page.warning
    assert len(page.dataframe[0].value) == 12
    for when in ("best", "goal"):
        show(page, **{"wall.view": "heat", "heat.when": when})
        assert len(page.get("plotly_chart")) == 1


def test_no_batch_is_proposed_that_is_larger_than_the_rows_to_learn_from():
    page = opened(
        kept={**SMALL, "wall.y": "batch_size"}, uploaded=read_table(TABLE, "own.csv").to_dataset("c")
    )
    m = page.session_state["bench"].run.dataset.m
    _, sweep = page.session_state["explore.sweeps"]["wall"]
    sizes = {member.settings.batch_size for member in sweep.members}
    assert m < 100 and min(sizes) == 1 and max(sizes) == m


def test_values_that_cannot_be_are_refused_in_a_sentence():
    page = opened(
        kept={**SMALL, "wall.x.learning_rate.listed": True, "wall.x.learning_rate.list": "0.1, fast"}
    )
    assert any("learning rate" in warning.value.lower() for warning in page.warning)
    show(page, **{"wall.x.learning_rate.list": "0.1, 0.2", "wall.steps": 20_000, "wall.y": "hidden"})
    assert not page.warning


def test_the_link_of_a_wall_opens_the_same_wall():
    page = opened(
        kept={**SMALL, "wall.y": "activation", "wall.y.activation.list": "tanh, relu"}, data="plane"
    )
    query = {key: value[0] if isinstance(value, list) else value for key, value in page.query_params.items()}
    assert query["across"].startswith("learning_rate:") and query["upwards"] == "activation:tanh, relu"
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=100).switch_page("pages/explore/wall.py")
    for key, value in query.items():
        other.query_params[key] = value
    other.run()
    assert not other.exception and not other.toast
    one, same = (each.session_state["explore.sweeps"]["wall"][1] for each in (page, other))
    assert one.members == same.members and (one.steps, one.look) == (same.steps, same.look)


def test_a_wall_that_is_loaded_again_keeps_its_ranges_as_they_were_chosen():
    page = opened(kept=dict(SMALL))
    show(page, page="")  # as where a tab takes its bench again
    assert "wall.x.learning_rate.listed" not in page.session_state["bench"].choices
    page.query_params["steps"] = "50"
    show(page, page="")
    assert page.session_state["explore.sweeps"]["wall"][1].steps == 50


def test_nonsense_in_the_link_of_a_wall_is_left_out():
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=100).switch_page("pages/explore/wall.py")
    for key, value in {"across": "learning_rate:fast", "steps": "50", "seeds": "-3", "view": "x"}.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception and "across" in page.toast[0].value
    assert page.session_state["explore.sweeps"]["wall"][1].steps == 50


def test_the_run_that_is_explored_is_one_of_its_wall():
    page = opened(rate="0.07", hidden="3-3", data="circle", kept={"wall.steps": 50})
    sweep, bench = page.session_state["explore.sweeps"]["wall"][1], page.session_state["bench"]
    assert bench.settings in [member.settings for member in sweep.members]


def test_two_tiles_of_the_wall_are_compared_with_many_seeds():
    page = AppTest.from_function(_pair, default_timeout=60)
    page.run()
    assert not page.exception
    a, b, words = page.session_state["pair"]
    assert (a.learning_rate, b.learning_rate) == (0.01, 0.5) and "0.01 → 0.5" in words


def _pair():
    from dataclasses import replace

    import streamlit as st

    from pages.ui.state.sweeps import base
    from pages.ui.sweeps.twins import choose_pair, twins

    settings = base().settings
    choose_pair(replace(settings, learning_rate=0.01), replace(settings, learning_rate=0.5))
    st.session_state["pair"] = twins(base())


def test_too_much_is_refused_in_a_sentence():
    page = opened(
        kept={"wall.steps": 20_000, "wall.seeds": 16, "wall.x.learning_rate.count": 16},
        data="digits",
        hidden="64-64-64",
    )
    assert any("minutes of one core" in warning.value or "MB" in warning.value for warning in page.warning)


def test_every_script_of_the_wall_imports_what_is_there():
    folder = ROOT / "pages/ui/wall"
    for script in folder.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for names, name in re.findall(r"import \{([^}]*)\} from '(\.[\w./]+)'", text):
            target = (folder / name).read_text(encoding="utf-8")
            for each in names.split(","):
                assert re.search(rf"export (const|function|class) [^;]*\b{each.strip()}\b", target), (
                    script.name,
                    each,
                )


LUCK = "pages/explore/luck.py"


@pytest.mark.parametrize("data", ["spiral", "plane", "penguins", "digits", "upload"])
def test_luck_says_one_sentence_of_every_kind_of_data(data):
    uploaded = read_table(TABLE, "own.csv").to_dataset("c") if data == "upload" else None
    query = {} if uploaded else {"data": data}
    page = opened(LUCK, uploaded=uploaded, kept={"luck.pairs": 20, "luck.steps": 50}, **query)
    assert any("better in" in text.value or "cannot be told" in text.value for text in page.markdown)
    assert len(page.get("plotly_chart")) == 3
    said = " ".join(caption.value for caption in page.caption)
    assert ("fresh points that no network" in said) == (data in ("spiral", "plane"))
    show(page, **{"luck.pairs": 12})
    assert any("no verdict below 20" in text.value for text in page.markdown)


def test_luck_of_any_changed_setting():
    page = opened(LUCK, kept={"luck.pairs": 2, "luck.steps": 50})
    for field in ("activation", "hidden", "batch_size", "width", "keep_prob", "features"):
        show(page, **{"luck.field": field})
        assert not page.warning


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins", "digits", "upload"])
@pytest.mark.parametrize("name", ["rates", "phases"])
def test_rates_and_phases_of_every_kind_of_data(name, data, monkeypatch):
    monkeypatch.setattr(phases, "COARSE", 4)
    monkeypatch.setattr(phases, "FINE", 5)
    uploaded = read_table(TABLE, "own.csv").to_dataset("c") if data == "upload" else None
    small = {"rates.count": 16, "rates.steps": 50, "phases.steps": 50}
    page = opened(
        f"pages/explore/{name}.py", uploaded=uploaded, kept=small, **({} if uploaded else {"data": data})
    )
    assert not page.warning and not page.error
    assert len(page.get("plotly_chart")) == (1 if name == "rates" else 0)
    if name == "phases":
        atlas = page.session_state["made"]["phases.atlas"][1]
        told, arrays = unpack(atlas.reply({"kind": "look", "k": 3, "tick": 2}))
        assert told["kind"] == "look" and arrays["tile"].size == SIDE**2
    else:
        assert any("The best of these rates is" in text.value for text in page.markdown)


def test_the_link_of_a_zoomed_map_opens_that_part_of_it(monkeypatch):
    monkeypatch.setattr(phases, "COARSE", 4)
    monkeypatch.setattr(phases, "FINE", 5)
    box = (-1.2345678901234567, 0.5, 0.1, 0.9)
    one = {"phases.other": "beta1", "phases.windows.beta1": (box,), "phases.steps": 50}
    query = dict(opened("pages/explore/phases.py", kept=one, data="plane").query_params)
    for wrong in (None, "fast", "0,1,0.5,nan", "-9,0,0.1,0.9", "0,1,0.5"):
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=100)
        page.switch_page("pages/explore/phases.py")
        for key, value in query.items():
            page.query_params[key] = value if wrong is None or key != "box" else wrong
        page.run()
        grid = page.session_state["made"]["phases.atlas"][1].grid
        rates, others = (axis.values for axis in grid.axes)
        assert not page.exception and grid.base.dataset == "plane" and len(page.toast) == bool(wrong)
        if wrong:
            assert "box" in page.toast[0].value and (others[0], others[-1]) == (0, 0.99)
        else:
            assert (rates[0], rates[-1], others[0], others[-1]) == (10 ** box[0], 10**0.5, 0.1, 0.9)


def test_what_was_stopped_is_started_over_by_a_button(monkeypatch):
    class Idle:
        def add(self, sweep):
            pass

    monkeypatch.setattr(sweeps, "pool", Idle)
    page = opened("pages/explore/rates.py", kept={"rates.count": 16, "rates.steps": 50})
    (_, stopped) = page.session_state["explore.sweeps"]["rates"]
    next(button for button in page.button if button.label == "Stop").click().run()
    monkeypatch.setattr(sweeps, "pool", Here)
    next(button for button in page.button if button.label == "Start over").click().run()
    (_, sweep) = page.session_state["explore.sweeps"]["rates"]
    assert not page.exception and stopped.cancelled and sweep.complete
    assert any("The best of these rates is" in text.value for text in page.markdown)


GROUND = "pages/explore/ground.py"


def test_the_ground_of_a_run_that_has_not_played_is_said_to_be_none():
    page = opened(GROUND)
    assert "Nothing to stand on yet" in page.info[0].value
    next(button for button in page.button if button.label.startswith("Play")).click().run()
    assert not page.exception and not page.info and page.session_state["bench"].shown() == 500


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins", "digits", "upload"])
def test_the_ground_of_every_kind_of_data(data):
    uploaded = read_table(TABLE, "own.csv").to_dataset("c") if data == "upload" else None
    page = opened(GROUND, uploaded=uploaded, **({} if uploaded else {"data": data}))
    bench = page.session_state["bench"]
    for _ in range(12):
        bench.run.step_by(3)
    bench.saw(bench.run.step)
    for charts, choices in (
        (0, {"ground.view": "valley"}),
        (0, {"ground.plane": "random", "ground.part": "test"}),
        (1, {"ground.surface": True, "ground.plane": "path"}),
        (1, {"ground.view": "sharp"}),
    ):
        show(page, **choices)
        assert not page.warning and len(page.get("plotly_chart")) == charts
    show(page, **{"ground.view": "bridge"})
    assert "needs a second run" in page.info[0].value
    bench.restart(replace(bench.settings, seed=5))
    for _ in range(12):
        bench.run.step_by(3)
    bench.saw(bench.run.step)
    page.run()
    assert not page.exception and "barrier" in " ".join(c.value for c in page.caption)


def test_a_place_of_the_valley_becomes_a_branch():
    page = opened(data="spiral")
    bench = page.session_state["bench"]
    bench.run.step_by(30)
    bench.saw(30)
    parent, theta = bench.run.network.theta.copy(), bench.run.network.theta * 1.5 + 0.1
    before = len(bench.runs)
    page = AppTest.from_function(_move, default_timeout=60)
    page.session_state["bench"], page.session_state["theta"] = bench, theta
    page.run()
    assert not page.exception
    assert len(bench.runs) == before + 1
    assert bench.run.network.theta.tolist() == theta.tolist() and bench.run.step == 30
    assert bench.runs[before - 1].run.network.theta.tobytes() == parent.tobytes()
    bench.run.step_by(10)
    bench.run.go(30)
    assert bench.run.network.theta.tolist() == theta.tolist()  # replayed like any change


def _move():
    import streamlit as st

    from pages.ui.state.sweeps import branch_to

    branch_to(30, st.session_state["theta"])


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins", "digits", "upload"])
def test_many_settings_of_every_kind_of_data(data):
    uploaded = read_table(TABLE, "own.csv").to_dataset("c") if data == "upload" else None
    small = {"many.count": 8, "many.steps": 50, "many.names": ["learning_rate", "activation", "width"]}
    page = opened(
        "pages/explore/many.py", uploaded=uploaded, kept=small, **({} if uploaded else {"data": data})
    )
    assert not page.warning and len(page.get("plotly_chart")) == 1
    assert "Below 50 networks" in " ".join(caption.value for caption in page.caption)


def test_what_mattered_is_told_of_enough_networks_and_a_search_learns_in_rounds():
    small = {"many.count": 50, "many.steps": 50, "many.names": ["learning_rate", "batch_size"]}
    page = opened("pages/explore/many.py", kept=small)
    assert len(page.get("plotly_chart")) == 2 and len(page.dataframe[0].value) == 10
    show(page, **{"many.how": "tpe", "many.count": 24})
    assert not page.warning and len(page.dataframe) == 1


def test_a_search_that_is_stopped_asks_no_more_until_it_is_started_over(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Here, "add", lambda self, sweep: sweep.cancel())
        small = {"many.count": 24, "many.steps": 50, "many.names": ["learning_rate", "batch_size"]}
        page = opened("pages/explore/many.py", kept=small | {"many.how": "tpe"})
        assert "0 of 24 networks" in " ".join(caption.value for caption in page.caption)
    next(button for button in page.button if button.label == "Start over").click().run()
    assert len(page.dataframe) == 1


def test_a_search_says_what_it_needs_where_that_is_not_installed(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    page = opened("pages/explore/many.py", kept={"many.count": 8, "many.steps": 50, "many.how": "tpe"})
    assert "needs Optuna" in page.info[0].value and not page.get("plotly_chart")


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins"])
def test_the_lessons_of_endless_data(data):
    small = {"endless.curse.steps": 50, "endless.capacity.steps": 50}
    page = opened("pages/explore/endless.py", kept=small, data=data)
    if data == "penguins":
        assert "choose one of the toys" in page.info[0].value
        return
    assert "fresh ones" in " ".join(text.value for text in page.markdown)
    show(page, **{"endless.lesson": "capacity"})
    assert not page.warning and len(page.get("plotly_chart")) == 1


def test_which_of_two_rates_is_better_on_the_spiral_is_three_clicks_away(monkeypatch):
    class Idle:
        def add(self, sweep):
            pass

    monkeypatch.setattr(sweeps, "pool", Idle)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=100).run()
    next(button for button in page.button if button.label == "Spiral").click().run()  # 1; Pages is 2
    page.switch_page(LUCK).run()  # 3
    (_, sweep) = page.session_state["explore.sweeps"]["luck"]
    rates = [member.settings.learning_rate for member in sweep.members]
    assert sweep.members[0].settings.dataset == "spiral" and len(rates) >= 2 * 5
    half = len(rates) // 2
    assert len(set(rates[:half])) == len(set(rates[half:])) == 1 and rates[half] == 0.1 != rates[0]
    assert not page.exception


def test_a_tile_that_is_opened_brings_its_curve_along():
    page = AppTest.from_function(_open, default_timeout=60).run()
    assert not page.exception
    run = page.session_state["bench"].run
    assert run.step == 1001 and len(run.timeline.series()["step"]) > 20


def _open():
    from pages.ui.state.sweeps import base, open_as_run

    open_as_run(base().settings, 1001)
