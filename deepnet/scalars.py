"""The numbers that training is told, each declared once: for the engine, and for whoever plays with it."""

from dataclasses import dataclass

import numpy as np

from .declaration import Range, choice, number, whole

EVERYTHING = "all parameters"


@dataclass(frozen=True)
class Scalars:
    """What the rules of training read.  Which of them matters, the rule in force says (`uses`)."""

    learning_rate: float = number(
        0.03,
        low=1e-7,
        high=100.0,
        title="learning rate",
        key="rate",
        front=1,
        menu=(1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.0075, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
        group="Optimizer",
        help="How far each update moves the weights against the gradient. Too small: nothing seems to "
        "happen. Too large: the cost jumps or the run diverges. Choose one, or type any number.",
    )
    batch_size: int = whole(
        0,
        low=0,
        high=5000,
        title="batch size",
        key="batch",
        front=3,
        menu=(1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 0),
        words={0: "all rows"},
        absent="every step takes all rows",
        group="Optimizer",
        resets=True,
        alike=True,
        help="Rows behind each update. Few: many quick, noisy updates. All: few smooth ones. Choose one, or "
        "type any number.",
    )
    beta1: float = number(
        0.9,
        low=0.0,
        high=0.999,
        allows=Range(0, 1, below=True),
        title="momentum β₁",
        step=0.01,
        group="Optimizer",
        of="optimizer",
        help="Share of the last direction that each step keeps (β₁). Higher: smoother, and slower to turn. "
        "Momentum here is an average; where others add (v = β₁ v + gradient), take their rate divided by "
        "(1 - β₁): theirs of 0.01 with β₁ 0.9 is 0.1 here.",
    )
    beta2: float = number(
        0.999,
        low=0.0,
        high=0.99999,
        allows=Range(0, 1, below=True),
        title="β₂",
        step=0.001,
        digits=5,
        group="Optimizer",
        of="optimizer",
        help="How long the optimizer remembers the size of past gradients (β₂).",
    )
    epsilon: float = number(
        1e-8,
        low=1e-12,
        high=1.0,
        title="ε",
        menu=(1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0),
        group="Optimizer",
        of="optimizer",
        help="Added to what the gradient is divided by, so that a weight with hardly any gradient makes no "
        "giant step. A large ε turns Adam into plain momentum.",
    )
    weight_decay: float = number(
        0.0,
        low=0.0,
        high=10.0,
        title="weight decay",
        key="weightdecay",
        group="Optimizer",
        of="optimizer",
        help="AdamW pulls the parameters this much towards 0 in each step, times the rate. More: a smoother "
        "border; too much: a network that forgets.",
    )
    decayed: str = choice(
        EVERYTHING,
        (EVERYTHING, "weights alone"),
        title="what decays",
        key="decayed",
        group="Optimizer",
        of="optimizer",
        alike=True,
        help="What weight decay pulls towards 0. All parameters, as in PyTorch; or the weights alone: a bias "
        "only shifts a border and makes none wild, so many leave it free.",
    )
    clip_norm: float = number(
        0.0,
        low=0.0,
        high=1000.0,
        title="longest gradient",
        label="Longest gradient (clip)",
        key="clip",
        words={0: "any"},
        step=0.1,
        group="Optimizer",
        help="A longer gradient is shortened to this length, so that one wild batch cannot throw the weights "
        "far. 0 shortens nothing.",
    )
    schedule_span: int = whole(
        1000,
        low=1,
        high=1_000_000,
        allows=Range(1, np.inf, below=True),
        title="steps of the schedule",
        label="Over how many steps",
        key="span",
        step=100,
        group="Schedule",
        of="schedule",
        help="Over how many updates the schedule runs, counted from step 0. Fewer: the rate changes sooner.",
    )
    schedule_decay: float = number(
        0.5,
        low=0.001,
        high=1.0,
        title="factor of the schedule",
        label="Its factor",
        key="decay",
        step=0.1,
        group="Schedule",
        of="schedule",
        help="What the rate is multiplied by in each such stretch. Smaller: it falls faster, and learning "
        "may end too early.",
    )
    regularization_rate: float = number(
        0.0,
        low=0.0,
        high=10_000.0,
        title="regularization rate",
        label="Its rate λ",
        key="lambda",
        front=6,
        menu=(0.0, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
        group="Regularization",
        of="regularization",
        help="How high that price is. Too high, and the weights shrink to nothing.",
    )
    keep_prob: float = number(
        1.0,
        low=0.1,
        high=1.0,
        allows=Range(0, 1, above=True),
        title="share of neurons kept",
        label="Neurons kept (dropout)",
        key="keep",
        step=0.05,
        group="Regularization",
        of="hidden",
        help="Share of hidden neurons that take part in a step; the others are silent (dropout). Below 1 no "
        "neuron can rely on another: less overfitting, and slower, noisier learning.",
    )
    label_smoothing: float = number(
        0.0,
        low=0.0,
        high=0.5,
        allows=Range(0, 1, below=True),
        title="label smoothing",
        key="smoothing",
        step=0.05,
        group="Loss",
        of="loss",
        help="This share of every target is spread over all classes: the network is never asked to be quite "
        "certain, so its weights stay smaller and its borders softer.",
    )
