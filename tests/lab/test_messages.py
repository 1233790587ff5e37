"""Stage and server say to each other what `messages.json` says; the browser's tests read it, too."""

import json
from pathlib import Path

import pytest

import pages.ui.stage
from deepnet.data.drawing import KEYS, MOST_CLASSES
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage import messages
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

SPEC = json.loads((Path(pages.ui.stage.__file__).parent / "messages.json").read_text(encoding="utf-8"))
KINDS = {"integer": int, "number": (int, float), "text": str, "flag": bool, "list": list, "object": dict}
DATA = ("circle", "plane", "iris", "diabetes", "chest x-rays", "penguins")
VIEW = {"row": [0, 1], "focus": [1, 0]}
RANGES = [
    (kind, name, about)
    for kind, fields in SPEC["questions"].items()
    for name, about in fields.items()
    if "low" in about
]


def fits(value, about: dict) -> bool:
    """Whether a value of a message is what is said of it."""
    if value is None:
        return about.get("null", False)
    kind = KINDS[about["type"]]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return False
    if "each" in about and not all(isinstance(part, KINDS[about["each"]]) for part in value):
        return False
    within = about.get("low", value) <= value <= about.get("high", value) if "low" in about else True
    return within and ("choices" not in about or value in about["choices"])


def asked(show: Show, **question) -> tuple[dict, dict]:
    return unpack(show.reply(question))


@pytest.fixture(scope="module", params=DATA)
def answers(request):
    """A scene and two messages of frames, each with its arrays."""
    show = Show(Bench(Run(Settings(dataset=request.param, regularization="l2", regularization_rate=0.1))))
    scene, arrays = asked(show, kind="hello")
    train = {"kind": "train", "rev": scene["rev"], "steps": 1, "ms": 1, "frames": 2, "view": VIEW}
    return scene, arrays, [asked(show, **train), asked(show, kind="look", step=0, view=VIEW)]


def test_answers_have_the_fields_and_types_they_are_said_to_have(answers):
    scene, _, more = answers
    for header in [scene, *(frames for frames, _ in more)]:
        said = SPEC["answers"][header["kind"]]
        assert set(header) - {"kind"} <= set(said)
        for name, about in said.items():
            assert fits(header.get(name), about), (header["kind"], name, header.get(name))
        for name, fields in SPEC["objects"].items():
            assert set(header.get(name) or ()) <= set(fields), name


def test_arrays_have_the_types_and_sizes_they_are_said_to_have(answers):
    scene, arrays, more = answers
    dims, shown = scene["layer_dims"], len(scene["shown_inputs"])
    names = {
        "layer_dims": dims,
        "layers": len(dims) - 1,
        "neurons": sum(dims[1:]),
        "edges": dims[1] * shown + sum(a * b for a, b in zip(dims[1:], dims[2:], strict=False)),
        "points": arrays["points_x"].size,
        **{name: scene[name] for name in ("grid", "thumb", "bins")},
    }
    each, once = SPEC["arrays of a frame"], SPEC["arrays of a scene"]
    for header, found in [(scene, arrays), *more]:
        assert set(found) <= set(each) | set(once)
        for name, array in found.items():
            dtype, size = (each | once)[name]
            assert array.dtype.str[1:] == dtype, name
            if size:
                times = header["count"] if name in each else 1
                assert array.size == times * eval(size, {}, names), name


@pytest.mark.parametrize("kind, name, about", RANGES, ids=lambda value: str(value)[:12])
def test_questions_are_taken_within_their_ranges_and_refused_beyond_them(kind, name, about):
    show = Show(Bench())
    scene, _ = asked(show, kind="hello")
    question = {"kind": kind, "rev": scene["rev"], "steps": 0, "ms": 0, "frames": 1}
    question |= {"before": {"step": 1}, "history": {"of": "weights"}}.get(kind, {})
    for value, good in ((about["low"], True), (about["low"] - 1, False), (about["high"] + 1, False)):
        answer, _ = asked(show, **{**question, name: value})
        assert ("error" not in answer) == good, value
    if name not in ("steps", "layer"):  # so many updates take their time; so many layers has no network
        assert "error" not in asked(show, **{**question, name: about["high"]})[0]


def test_the_words_and_limits_that_are_taken_are_those_described():
    questions, actions = SPEC["questions"], SPEC["actions"]
    assert tuple(SPEC["every question"]["kind"]["choices"]) == messages.KINDS
    assert tuple(questions["do"]["action"]["choices"]) == messages.ACTIONS
    assert tuple(actions["draw"]["stroke"]["choices"]) == messages.STROKES
    assert tuple(SPEC["view"]["plane"]["choices"]) == messages.PLANES
    assert questions["train"]["steps"]["high"] == messages.MOST_STEPS
    assert questions["look"]["step"]["high"] == messages.LAST_STEP
    assert actions["draw"]["key"]["high"] == KEYS - 1
    assert actions["draw"]["label"]["high"] == MOST_CLASSES - 1


def test_the_penalty_that_travels_is_that_of_the_weights():
    run = Run(Settings(regularization="l2", regularization_rate=0.5))
    _, arrays = asked(Show(Bench(run)), kind="hello")
    squares = sum(float((W**2).sum()) for W in run.network.W[1:])  # λ/2m Σ w²
    m = run.dataset.X_train.shape[1]
    assert arrays["penalty"][0] == pytest.approx(0.5 / (2 * m) * squares, rel=1e-12)
    assert asked(Show(Bench()), kind="hello")[1]["penalty"][0] == 0


def test_weights_beyond_what_can_be_sent_are_no_spread_of_zero():
    run = Run()
    for W in run.network.W[1:]:
        W[:] = 1e31
    _, arrays = asked(Show(Bench(run)), kind="hello")
    assert (arrays["stats"].reshape(-1, 3)[:, 0] >= 0.999e30).all()
