"""Figures of the results: what is drawn, from arrays alone."""

import numpy as np
import pytest

from pages.ui.figures.bars import probability_bars, signed_bars
from pages.ui.figures.confusion import confusion_matrix
from pages.ui.figures.ground import sharpness_strip
from pages.ui.figures.pictures import gallery, signed_picture
from pages.ui.figures.rates import LETTER, TOP, rate_finder
from pages.ui.figures.regression import MOST_POINTS, predicted_against_true, residuals
from pages.ui.figures.strips import layer_strips
from pages.ui.figures.sweeps import fans, heat_map, parallel_coordinates
from pages.ui.figures.theme import DARK, LIGHT, between, by_factors, contrast, ink_on, scale, short


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_confusion_matrix_has_a_point_to_click_on_in_every_cell(colours):
    figure = confusion_matrix(np.array([[3, 1], [0, 4]]), ["no", "yes"], colours, chosen=(0, 1))
    heat, cells = figure.data
    assert np.allclose(heat.z, [[0.75, -0.25], [0, 1]])
    assert cells.customdata.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert [note.text.split("<")[0] for note in figure.layout.annotations] == ["3", "1", "0", "4"]


def test_fifty_classes_fit_without_numbers_in_their_cells():
    names = [f"a very long name of a class, number {i}" for i in range(50)]
    figure = confusion_matrix(np.eye(50, dtype=int), names, LIGHT)
    assert figure.layout.width < 900 and not figure.layout.annotations
    assert max(map(len, figure.layout.xaxis.ticktext)) <= 22
    assert "number 49" in figure.data[1].hovertext[-1]


def test_names_cannot_bring_tags_along():
    assert short("<b>bold & big") == "&lt;b&gt;bold &amp; big"


def test_bars_are_sorted_and_of_many_only_the_first():
    figure = signed_bars(list("abc"), np.array([0.1, -0.5, 0.3]), LIGHT, axis="pull", most=2)
    assert figure.data[0].x.tolist() == [-50, 30] and figure.layout.xaxis.ticksuffix == " %"
    assert figure.data[0].hovertext == ("<b>b</b><br>−50.0 %", "<b>c</b><br>+30.0 %")
    assert list(figure.layout.yaxis.ticktext) == ["b", "c"]
    shares = probability_bars([str(i) for i in range(20)], np.arange(20) / 190, ["#000000"] * 20, LIGHT)
    assert list(shares.layout.yaxis.ticktext)[:2] == ["19", "18"] and len(shares.data[0].x) == 12


def test_scatters_draw_a_bounded_number_of_points_that_know_their_place():
    truth = np.arange(5000.0)
    for draw in (predicted_against_true, residuals):
        points = draw(truth, truth + 1, "y", LIGHT).data[0]
        assert len(points.x) == MOST_POINTS == len(points.customdata)
        assert (points.x - truth[points.customdata[:, 0]]).max() <= 1


def test_a_gallery_has_a_picture_words_and_a_point_for_each():
    figure = gallery(np.zeros((5, 8, 8), np.uint8), list("abcde"), list("ABCDE"), LIGHT, across=3)
    assert len(figure.layout.images) == len(figure.layout.annotations) == len(figure.data[0].x) == 5
    assert figure.data[0].customdata.ravel().tolist() == [0, 1, 2, 3, 4]


def test_signed_pictures_are_ground_at_zero():
    picture = signed_picture(np.array([[0.0, 2.0, -2.0]]), LIGHT)
    assert picture[0].tolist() == [[255, 255, 255], [8, 119, 189], [245, 147, 34]]


def test_every_layer_is_a_strip_with_its_values():
    figure = layer_strips(
        ["Layer 1", "Output"],
        [["n1", "n2"], ["yes"]],
        [np.array([0.5, -1.0]), np.array([0.25])],
        [np.array([0.5, -1.0]), np.array([-0.5])],
        DARK,
        labels=[["1", "2"], ["yes"]],
    )
    assert [strip.z.shape for strip in figure.data] == [(1, 2), (1, 1)]
    assert [note.text for note in figure.layout.annotations][1] == "2<br><b>−1</b>"


def test_of_a_category_that_does_not_fit_a_cell_has_the_value():
    names = [f"island: {island}" for island in ("Biscoe", "Dream", "Torgersen")] + ["bill_length_mm"] * 7
    figure = layer_strips(["Inputs"], [names], [np.zeros(10)], [np.zeros(10)], LIGHT, labels=[names])
    written = [note.text.partition("<br>")[0] for note in figure.layout.annotations]
    assert written[:4] == ["Biscoe", "Dream", "Torgers…", "bill_le…"]


def test_contrasts_are_those_of_the_web_guidelines():
    grey, white, blue = np.array([[0x76] * 3, [0xFF] * 3, [0, 0, 0xFF]]) / 255
    assert contrast(np.zeros(3), white) == 21
    assert contrast(white, grey) == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes on white
    assert contrast(blue, white) == pytest.approx(8.59, abs=0.005)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_words_can_be_read_on_every_shade(colours):
    for shades in (scale(colours), between(colours.wrong, colours.paper, colours.right)):
        low, middle, high = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) / 255 for _, c in shades)
        for value in np.linspace(-1, 1, 101):
            ink = ink_on(value, shades, colours)
            ground = np.interp(value, [-1, 0, 1], [0, 1, 2])
            mixed = [np.interp(ground, [0, 1, 2], triple) for triple in zip(low, middle, high, strict=True)]
            words = np.array([int(ink[i : i + 2], 16) for i in (1, 3, 5)]) / 255
            assert contrast(words, np.array(mixed)) >= 4.5


def test_the_limit_of_a_sharpness_strip_lies_on_its_logarithmic_axis():
    steps, values = np.array([0, 50, 100]), np.array([3.0, 8.0, 19.0])
    figure = sharpness_strip(steps, values, (steps, values / 10), 50, (20.0, "2/η, a bound"), LIGHT)
    (note,) = figure.layout.annotations
    assert 10**note.y == pytest.approx(20) and figure.layout.yaxis.type == "log"
    assert any(list(trace.y) == [20.0, 20.0] for trace in figure.data)
    assert figure.layout.yaxis2.type == "log" and figure.layout.yaxis.title.text == "sharpness"
    assert note.text == "2/η = 20, a bound"


def test_one_network_that_blew_up_hides_no_difference_between_the_others():
    costs = np.array([[0.05, 0.2], [1e70, np.nan]])
    figure = heat_map(
        costs,
        "ab",
        "cd",
        LIGHT,
        x_title="x",
        y_title="y",
        named="cost",
        within=(0, 0.4),
        crossed=np.isnan(costs),
    )
    heat, crosses = figure.data
    np.testing.assert_allclose((heat.zmin, heat.zmax), np.log10([0.05, 0.4]))
    assert heat.colorbar.ticktext[-1] == "≥ 0.4" and heat.colorbar.ticktext[0] == "0.05"
    assert (list(crosses.x), list(crosses.y)) == ([1], [1])


def test_a_score_far_below_nothing_does_not_flatten_the_curves():
    lost, fine = np.array([[-1e9], [-3.0]]), np.array([[0.1], [0.7]])
    figure = fans(np.array([0, 10]), [("a", lost), ("b", fine)], LIGHT, named="R²", log=False)
    assert figure.layout.yaxis.range == (-1, 1.02)


@pytest.mark.parametrize("values", [[0.6801, 0.6931], [0.68, 0.681], [3.0, 3.0], [1e-4, 40.0]])
def test_an_axis_by_factors_names_places_that_differ(values):
    axis = by_factors([values])
    texts = axis["ticktext"]
    assert len(set(texts)) == len(texts) >= min(2, len(set(values)))
    seen = [tick for tick in axis["tickvals"] if values[0] * 0.999 <= tick <= values[1] * 1.001]
    assert len(seen) >= min(2, len(set(values)))


def test_a_rate_at_which_most_seeds_diverge_is_drawn_as_worse_than_any():
    finals = np.array([[0.5, 0.6], [0.01, np.nan], [np.nan, np.nan]])
    figure = rate_finder(
        np.array([0.1, 1]), np.array([0.7, 0.6]), (0.1, 1.0, 10.0), finals, [], LIGHT, named="cost", first=0.7
    )
    median, gone = (
        next(trace for trace in figure.data if trace.name == n) for n in ("fixed rates", "all diverged")
    )
    assert list(median.y) == [0.55, TOP * 0.7] and list(gone.x) == [10.0]
    assert median.hovertext[1] == "rate 1: most seeds diverged<br>1 of 2 diverged"


def test_names_of_marks_lie_on_none_of_each_other():
    rates, costs = np.array([1e-5, 30]), np.array([0.7, 0.6])
    marks = [("steepest", 1.5), ("valley / 10", 1.4), ("2/sharpness", np.inf), ("true best", 0.2)]
    figure = rate_finder(rates, costs, tuple(rates), costs[:, None], marks, LIGHT, named="cost", first=0.7)
    notes = figure.layout.annotations
    assert [note.text for note in notes] == ["steepest: 1.5", "valley / 10: 1.4", "true best: 0.2"]
    taken = [(note.yshift, note.x - LETTER * len(note.text), note.x) for note in notes]
    assert all(note.xanchor == "right" for note in notes)
    for i, (row, low, high) in enumerate(taken):
        assert all(row != other or b < low or a > high for other, a, b in taken[:i])


def test_axes_of_parallel_coordinates_name_round_numbers():
    column = {"title": "rate", "values": np.array([0.0011, 0.043, 0.98]), "log": True}
    figure = parallel_coordinates([column], np.array([0.2, 0.5, 0.7]), LIGHT, named="cost")
    rate = figure.data[0].dimensions[0]
    written = [text for text in rate.ticktext if text.strip()]
    assert set(written) <= {
        "0.003",
        "0.01",
        "0.03",
        "0.1",
        "0.3",
        "0.002",
        "0.005",
        "0.02",
        "0.05",
        "0.2",
        "0.5",
    }
    assert len(written) >= 4 and len(rate.ticktext) == len(rate.tickvals)
