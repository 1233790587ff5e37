"""Runs worth seeing: each shows one thing in seconds."""

from dataclasses import dataclass

from deepnet.lab.settings.settings import Settings


@dataclass(frozen=True)
class Preset:
    """Settings with a title and one or two sentences on what to watch.

    speed: updates a frame, 0 for as many as fit.  cure: a label and the changed settings that turn the
    experiment.
    """

    title: str
    settings: Settings
    tells: str
    speed: int = 10
    cure: tuple[str, dict] | None = None


PRESETS = {
    "article": Preset(
        "The article",
        Settings(
            dataset="circle",
            hidden=(20, 7, 5),
            activation="relu",
            initializer="he",
            learning_rate=0.0075,
            batch_size=0,
        ),
        "The article's layers 20-7-5-1 and its rate of 0.0075, every row in every step; started with He "
        "weights, because its own × 0.01 stalls here, as the next one shows. Layer after layer "
        "finds its bends.",
        speed=0,
    ),
    "stall": Preset(
        "×0.01 stalls",
        Settings(
            dataset="circle",
            hidden=(20, 7, 5),
            activation="relu",
            initializer="article",
            learning_rate=0.1,
            batch_size=0,
        ),
        "The cost stays at log 2 = 0.693: weights drawn × 0.01 make every signal, and so every gradient, too "
        "small to pass four layers. He's weights keep the spread from layer to layer.",
        speed=20,
        cure=("Use He's weights", {"initializer": "he"}),
    ),
    "xor": Preset(
        "XOR",
        Settings(dataset="xor", noise=0, hidden=(), learning_rate=0.1),
        "Without a hidden layer the border is one straight line, and no line parts these four corners.",
        cure=("Add a layer of four", {"hidden": (4,)}),
    ),
    "spiral": Preset(
        "Spiral",
        Settings(
            dataset="spiral",
            noise=5,
            hidden=(8, 8, 8),
            activation="tanh",
            optimizer="adam",
            learning_rate=0.01,
            batch_size=30,
        ),
        "Watch the first layer draw straight cuts, and the later ones bend them around each other.",
        speed=5,
    ),
    "rate": Preset(
        "Rate too high",
        Settings(dataset="plane", noise=0, hidden=(4,), activation="relu", learning_rate=1.0),
        "Every step jumps over the valley and lands higher on the other side, until no number can hold "
        "the weights.",
        speed=1,
        cure=("Lower the rate to 0.03", {"learning_rate": 0.03}),
    ),
    "x-rays": Preset(
        "Chest x-rays",
        Settings(
            dataset="chest x-rays",
            hidden=(20, 7, 5),
            activation="relu",
            initializer="he",
            optimizer="adam",
            learning_rate=0.001,
            batch_size=50,
        ),
        "The article's layers on 1000 chest x-rays. The pictures beside the diagram are the weights of the "
        "first layer's neurons: what each one looks for. Not for diagnosis.",
        speed=1,
    ),
}
