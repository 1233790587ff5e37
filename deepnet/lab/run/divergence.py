"""The end of a run whose numbers outgrew every bound, and what to do about it."""

from dataclasses import dataclass

from deepnet.activations import ACTIVATIONS
from deepnet.lab.settings.settings import Settings
from deepnet.numerals import number


@dataclass(frozen=True)
class Divergence:
    """The last step at which every number was finite, and what to do about it."""

    step: int
    sentence: str


def advice(step: int, settings: Settings) -> str:
    """What happened after `step`, and which of the settings to change."""
    ways = [f"try a learning rate below {number(settings.learning_rate, 6)}"]
    if unbounded := [name for name in settings.hidden_activations if not ACTIVATIONS[name].bounded]:
        ways.append(f"tanh in place of {unbounded[0]}")
    if settings.regularization != "none" and settings.regularization_rate >= 1:
        ways.append("a smaller regularization rate")
    return (
        f"Diverged after step {step:,}: the next update makes the weights too large for any number. "
        f"Go back and {', or '.join(ways)}."
    )
