"""Each preset shows what it says."""

from dataclasses import replace

import pytest

from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings


def after(steps, settings):
    run = Run(settings)
    run.step_by(steps)
    return run


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_runs(name):
    preset = PRESETS[name]
    run = after(3, preset.settings)
    assert run.step == 3
    assert preset.title and preset.tells.endswith(".") and 0 <= preset.speed <= 1000
    linked, notes = from_query(to_query(preset.settings))
    assert not notes and after(3, linked).network.theta.tobytes() == run.network.theta.tobytes()


def test_plain_settings_learn_the_circle_in_three_seconds_of_play():
    run = after(3 * 60 * 10, Settings())  # 60 frames a second, 10 updates a frame
    assert run.score.metric_train >= 0.95


def test_the_articles_network_learns_the_circle():
    assert after(4000, PRESETS["article"].settings).score.metric_train >= 0.95


def test_small_weights_stall_a_deep_net_at_log_2():
    run = after(3000, PRESETS["stall"].settings)
    assert run.score.cost_train == pytest.approx(0.6931, abs=0.005)


def test_he_weights_cure_the_stall():
    run = after(3000, replace(PRESETS["stall"].settings, initializer="he"))
    assert run.score.cost_train < 0.2


def test_xor_without_a_hidden_layer_stays_near_a_guess():
    assert after(3000, PRESETS["xor"].settings).score.metric_train <= 0.7


def test_xor_with_a_hidden_layer_of_four_is_learned():
    assert after(3000, replace(PRESETS["xor"].settings, hidden=(4,))).score.metric_train >= 0.95


def test_the_spiral_is_learned():
    assert after(6000, PRESETS["spiral"].settings).score.metric_train >= 0.95


def test_a_rate_too_high_diverges_with_advice():
    run = after(2000, PRESETS["rate"].settings)
    assert run.step < 600  # ten seconds at one update a frame
    assert run.diverged and "learning rate below" in run.diverged.sentence


def test_a_lower_rate_cures_it():
    run = after(2000, replace(PRESETS["rate"].settings, learning_rate=0.03))
    assert run.diverged is None
    assert run.score.metric_train > 0.9


def test_chest_x_rays_are_told_apart_far_better_than_by_the_majority_of_0_625():
    assert after(400, PRESETS["x-rays"].settings).score.metric_test >= 0.84


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset.cure])
def test_a_cure_is_a_change_that_the_settings_take(name):
    label, fields = PRESETS[name].cure
    assert label and replace(PRESETS[name].settings, **fields) != PRESETS[name].settings
