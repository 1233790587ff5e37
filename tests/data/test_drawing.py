"""A drawing: every change is a new value, and each point stays on its side of the split."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepnet.data import DataError, Drawing, load, of_drawing
from deepnet.data.drawing import MOST_DRAWN, taken_over, told

PLACES = np.random.default_rng(0).uniform(-6, 6, (60, 2))
XY = ("x1", "x2")
SHARES = (10, 30, 55, 90)


def drawn(n=30):
    return Drawing().added(PLACES[:n], 0).added(PLACES[n : 2 * n], 1)


def sides(drawing, share):
    """key -> whether it is a test point"""
    return dict(zip(drawing.table["key"].tolist(), drawing.table["rank"] < share * 2.56, strict=True))


def keys(drawing):
    return drawing.table["key"].tolist()


def test_points_are_learned_from_where_they_were_drawn():
    dataset = of_drawing(drawn(), XY, 30)
    points = np.vstack([PLACES[:30], PLACES[30:]])
    assert np.abs(dataset.raw_train.T - points[dataset.train_rows]).max() <= 1 / 2048
    assert np.array_equal(dataset.labels_train, (dataset.train_rows >= 30).astype(int))
    assert dataset.kind == "binary" and not dataset.waiting


@pytest.mark.parametrize("share", SHARES)
def test_about_the_share_that_was_asked_for_is_tested(share):
    dataset = of_drawing(drawn(), XY, share)
    assert abs(dataset.X_test.shape[1] / 60 - share / 100) < 0.08


strokes = st.lists(
    st.tuples(
        st.sampled_from("add add erase flip double shuffle".split()), st.integers(0, 3), st.integers(1, 4)
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(strokes)
def test_whatever_is_drawn_can_be_learned_or_says_why_and_adding_moves_nobody_across(what):
    drawing = Drawing()
    for kind, label, n in what:
        before, some = drawing, keys(drawing)[:n]
        if kind == "add":
            drawing = drawing.added(PLACES[len(before) % 50 :][:n], min(label, drawing.classes))
        elif kind == "double" and len(drawing) < 500:
            drawing = drawing.doubled()
        elif kind == "erase":
            drawing = drawing.erased(some)
        elif kind == "flip":
            drawing = drawing.flipped(some)
        elif kind == "shuffle":
            drawing = drawing.shuffled()
        for share in SHARES:
            now = sides(drawing, share)
            if kind in ("add", "double"):
                assert sides(before, share).items() <= now.items()
            dataset = of_drawing(drawing, XY, share)
            if not drawing.waiting:
                assert set(dataset.labels_train) == set(drawing.table["label"])
                assert dataset.X_test.shape[1] == sum(now.values()) > 0
        assert Drawing.read(drawing.text()) == drawing


def test_no_point_is_like_another_and_a_copy_is_on_the_side_of_its_model():
    twice = drawn().doubled()
    assert len(set(keys(twice))) == len(twice) == 120
    assert np.array_equal(twice.table["rank"][:60], twice.table["rank"][60:])
    apart = np.hypot(*(twice.places[:60] - twice.places[60:]).T)
    assert 0 < apart.mean() < 0.5 and np.abs(twice.places).max() <= 6
    assert twice.doubled().places[120:].tolist() != twice.doubled().places[:120].tolist()


def test_noise_moves_each_point_for_itself_and_without_it_all_are_where_they_were_drawn():
    from dataclasses import replace

    plain = drawn()
    noisy = replace(plain, noise=20)
    off = noisy.places - plain.places
    assert 0.2 < off.std() < 0.6
    assert np.array_equal(replace(noisy, noise=0).places, plain.places)
    assert np.array_equal(noisy.erased(keys(plain)[:5]).places, noisy.places[5:])
    assert np.array_equal(noisy.added([(0, 0)], 1).places[:60], noisy.places)
    assert not np.array_equal(noisy.shuffled().places, noisy.places)


def test_moving_and_flipping_keep_the_point():
    drawing = drawn()
    key = keys(drawing)[3]
    moved = drawing.moved(key, (1.5, -2))
    assert moved.places[3].tolist() == [1.5, -2] and keys(moved) == keys(drawing)
    flipped = drawing.flipped([key]).flipped([key])
    assert flipped.table["label"].tolist() == drawing.table["label"].tolist()


def test_a_new_class_is_the_next_one():
    three = drawn().added([(0, 0)], 2)
    assert three.classes == 3 and of_drawing(three, XY, 30).kind == "multi-class"
    assert of_drawing(three, XY, 30).colors[:2] == of_drawing(drawn(), XY, 30).colors
    assert three.erased(keys(three)[-1:]).classes == 3  # its output keeps its place
    with pytest.raises(DataError, match="a class must be from 1 to 3"):
        drawn().added([(0, 0)], 3)


@pytest.mark.parametrize(
    "drawing, part",
    [
        (Drawing(), "plane is empty"),
        (Drawing().added(PLACES[:9], 0), "another class"),
        (Drawing().added([(0, 0)], 0).added([(1, 1)], 1), "too few"),
    ],
)
def test_too_little_waits_and_says_what_to_draw(drawing, part):
    dataset = of_drawing(drawing, XY, 30)
    assert part in dataset.waiting and dataset.m == 1


@pytest.mark.parametrize("name", ["circle", "blobs5", "spiral"])
def test_a_toy_is_taken_over_with_its_split(name):
    toy = load(name, points=100)
    drawing = taken_over(toy, 30)
    dataset = of_drawing(drawing, XY, 30)
    assert np.abs(dataset.X_train - toy.X_train).max() <= 1 / 2048
    assert np.abs(dataset.X_test - toy.X_test).max() <= 1 / 2048
    assert np.array_equal(dataset.Y_train, toy.Y_train) and dataset.colors == toy.colors


def test_what_cannot_be_drawn_on_is_refused():
    for name, part in (("multi-gaussian", "carry values"), ("iris", "two dimensions")):
        with pytest.raises(DataError, match=part):
            taken_over(load(name), 30)
    with pytest.raises(DataError, match="at most 5,000 points"):
        Drawing().added(np.zeros((MOST_DRAWN + 1, 2)), 0)
    with pytest.raises(DataError, match="at most 5,000 points"):
        Drawing().added(np.zeros((2600, 2)), 0).doubled()
    for place in ((7, 0), (np.nan, 0)):
        with pytest.raises(DataError, match="from -6 to 6"):
            drawn().moved(0, place)


def test_changes_are_told_in_words():
    old = drawn()
    assert told(old, old) == ""
    assert told(old, old.added(PLACES[:12], 1)) == "12 points added"
    new = old.erased(keys(old)[:1]).moved(keys(old)[1], (0, 0)).flipped(keys(old)[2:4])
    assert told(old, new) == "1 point erased, 1 moved, 2 given another class"


@pytest.mark.parametrize("text", ["", "x", "AgAAAAAAAAA!", "_" * 50, "AgAAAAAAAAAA", "٣" * 8, "/+" * 20])
def test_text_that_is_no_drawing_is_refused_in_a_sentence(text):
    with pytest.raises(DataError):
        Drawing.read(text)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_drawing_or_refused(data):
    import base64

    try:
        drawing = Drawing.read(base64.urlsafe_b64encode(data).decode().rstrip("="))
    except DataError as error:
        assert len(str(error)) > 10
    else:
        of_drawing(drawing, XY, 30)
