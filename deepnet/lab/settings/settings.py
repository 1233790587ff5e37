"""What a run is: every choice needed to repeat it, as one value that fits into a link."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from deepnet.activations import ACTIVATIONS
from deepnet.data import CATALOG, Drawing
from deepnet.declaration import Choice, Declaration, choice, declared, named, number, whole, with_default
from deepnet.hyperparameters import Method
from deepnet.initializers import INITIALIZERS
from deepnet.lab.settings.kinds import AUTO, drawn, each_layer, inputs, layers
from deepnet.losses import LOSSES, OUTPUTS
from deepnet.order import FILE_ORDER
from deepnet.precision import PRECISIONS

UPLOAD = "upload"  # the dataset that is handed to the run instead of loaded by name
DRAWN = "drawn"  # the dataset that is the points of the field `drawing`
USUAL_RATE = 0.3  # λ of a regularization that is switched on; divided by a few hundred rows 0.01 is not seen
LARGEST_SEED = 2**32 - 1
FITTING = {AUTO: "Fits the target"}

# In this order a page, a link and a sentence go through the fields.
GROUPS = (
    "Data",
    "Layers",
    "Loss",
    "Optimizer",
    "Schedule",
    "Regularization",
    "Stop",
    "Seeds & precision",
)


@dataclass(frozen=True)
class Settings(Method):
    """Every choice of a run.  ValueError or TypeError, one sentence, for one that is not as declared.

    drawing: the points of the dataset "drawn", None for any other.
    activations: one for each hidden layer, "auto" for `activation`; () if all are, and instead of a number
    of them that does not fit `hidden`.  batch_norm: those that `hidden` does not have are left out.
    begins_as: () where it is `hidden` itself or has another number of layers.
    """

    dataset: str = choice(
        "circle",
        (*CATALOG, DRAWN, UPLOAD),
        title="data",
        key="data",
        words={DRAWN: "your points"},
        group="Data",
        restarts=True,
        makes_data=True,
        resets=True,
        help="What the network learns from.",
    )
    drawing: Drawing | None = drawn(
        title="drawn points", key="drawn", group="Data", makes_data=True, resets=True
    )
    points: int = whole(
        500,
        low=20,
        high=5000,
        title="number of points",
        label="Points",
        step=20,
        group="Data",
        restarts=True,
        makes_data=True,
        help="More points show the pattern better, and make each pass longer.",
    )
    noise: int = whole(
        10,
        low=0,
        high=50,
        title="noise",
        unit=" %",
        menu=(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50),
        step=5,
        group="Data",
        restarts=True,
        makes_data=True,
        help="How far points stray. With more noise the classes overlap, and no border gets every point "
        "right.",
    )
    label_noise: int = whole(
        0,
        low=0,
        high=50,
        title="flipped labels",
        label="Flipped",
        key="flips",
        unit=" %",
        step=5,
        group="Data",
        restarts=True,
        makes_data=True,
        help="The share of a toy's training points that carry the label of another class. The test points "
        "keep theirs, so a network that learns the wrong ones by heart is found out.",
    )
    test_share: int = whole(
        30,
        low=10,
        high=90,
        title="share of test points",
        label="Test share",
        key="test",
        unit=" %",
        menu=(10, 20, 30, 40, 50, 60, 70, 80, 90),
        step=5,
        group="Data",
        restarts=True,
        makes_data=True,
        help="Rows kept back from training. The cost on them says whether the network learned the pattern or "
        "the rows.",
    )
    data_seed: int = whole(
        0,
        low=0,
        high=LARGEST_SEED,
        title="data seed",
        label="Seed of the data",
        key="dataseed",
        group="Seeds & precision",
        restarts=True,
        makes_data=True,
        help="Draws the points and which of them are test points.",
    )
    features: tuple[str, ...] = inputs(
        ("x1", "x2"),
        title="input features",
        group="Data",
        restarts=True,
        makes_data=True,
        help="Inputs made of a toy's two coordinates; other data bring their own columns.",
    )
    hidden: tuple[int, ...] = layers(
        (4, 2),
        title="hidden layers",
        group="Layers",
        restarts=True,
        absent="there is no hidden layer",
        help="The neurons of each hidden layer.",
    )
    activation: str = choice(
        "tanh",
        ACTIVATIONS,
        title="activation",
        front=2,
        group="Layers",
        of="hidden",
        help="What each neuron does with its weighted sum. Without a bend (linear) any number of layers is "
        "still one straight cut. Changes at once; the weights stay.",
    )
    activations: tuple[str, ...] = each_layer(
        title="activation by layer",
        group="Layers",
        help="What the neurons of this layer do, if not what those of all the others do. A relu layer behind "
        "a tanh one bends smooth curves sharply. Changes at once; the weights stay.",
    )
    batch_norm: tuple[int, ...] = layers(
        (),
        numbers=True,
        title="normalized layers",
        label="Batch normalization",
        key="batchnorm",
        group="Layers",
        of="hidden",
        restarts=True,
        help="These layers bring their sums to mean 0 and variance 1 over each batch, then scale and shift "
        "them as they learn to. Deep networks then stand higher rates; very small batches make it noisy, "
        "and from a batch of one row only the shift of such a layer learns. Starts over.",
    )
    initializer: str = choice(
        "xavier",
        INITIALIZERS,
        title="initial weights",
        key="init",
        group="Layers",
        restarts=True,
        help="The weights at step 0. Too small a spread, and a deep network passes no signal; all equal, and "
        "all neurons stay equal. Starts over.",
    )
    initial_scale: float = number(
        0.0,
        low=0.0,
        high=100.0,
        title="scale of the initial weights",
        label="Their scale",
        key="scale",
        words={0: "as usual"},
        group="Layers",
        of="initializer",
        restarts=True,
        help="What the draws are multiplied by; the article takes 0.01. Larger: the signal gets through deep "
        "networks, then saturates. 0 takes the usual one. Starts over.",
    )
    initial_bias: float = number(
        0.0,
        low=-10.0,
        high=10.0,
        title="initial biases",
        key="bias",
        step=0.1,
        group="Layers",
        restarts=True,
        help="Every bias at step 0. 0 is usual; the TensorFlow playground begins with 0.1, so that relu "
        "neurons are awake at first. Starts over.",
    )
    begins_as: tuple[int, ...] = layers(
        (),
        title="begins as",
        label="Begins as",
        key="beginsas",
        group="Layers",
        of="hidden",
        restarts=True,
        help="The widths of another network, whose initial weights it has wherever both have the neuron and "
        "what it listens to; so a wider twin differs by its further neurons alone. Starts over.",
    )
    output: str = choice(
        AUTO,
        {"tanh": OUTPUTS["tanh"]},
        beside=(AUTO,),
        title="output",
        labels=FITTING,
        group="Loss",
        restarts=True,
        help="How two classes are answered: by a probability from 0 to 1, or by tanh from -1 to 1, whose "
        "squared error learns slowly where it is certain and wrong. Starts over.",
    )
    loss: str = choice(
        AUTO,
        LOSSES,
        beside=(AUTO,),
        title="loss",
        labels=FITTING,
        group="Loss",
        help="What is minimized. Cross-entropy punishes confident mistakes hard; squared error forgives "
        "them, and learns slowly from them.",
    )
    class_weights: str = choice(
        "equal",
        ("equal", "balanced"),
        title="weights of the classes",
        key="classes",
        group="Loss",
        of="loss",
        help="Balanced: rows of a rare class count for more, so that it is not simply overruled. The costs "
        "on show stay those without weights.",
    )
    batch_size: int = with_default(Method, "batch_size", 10)
    weight_decay: float = with_default(Method, "weight_decay", 0.01)
    stop_steps: int = whole(
        0,
        low=0,
        high=10_000_000,
        title="stop after steps",
        label="After so many steps",
        key="stopsteps",
        words={0: "never"},
        step=100,
        group="Stop",
        rule="steps",
        help="The run stops when it has made so many updates. 0: never.",
    )
    stop_cost: float = number(
        0.0,
        low=0.0,
        high=100.0,
        title="stop at train cost",
        label="At a training cost of",
        key="stopcost",
        words={0: "never"},
        group="Stop",
        rule="cost",
        help="The run stops at the end of the first epoch with a training cost as low as this. 0: never.",
    )
    stop_accuracy: float = number(
        0.0,
        low=0.0,
        high=1.0,
        title="stop at train accuracy",
        label="At a training accuracy of",
        key="stopaccuracy",
        words={0: "never"},
        group="Stop",
        rule="metric",
        help="The run stops at the end of the first epoch with a training accuracy (or R²) as high as this: "
        "0.95 for 95 %. 0: never.",
    )
    stop_early: int = whole(
        0,
        low=0,
        high=100_000,
        title="stop early after epochs",
        label="Early stopping: epochs",
        key="stopearly",
        words={0: "never"},
        step=5,
        group="Stop",
        rule="early",
        help="Early stopping: the run stops when the cost on the test rows has not fallen for so many "
        "epochs, and offers to go back to the step where it was least. Any change begins the count anew. 0: "
        "never.",
    )
    stop_plateau: int = whole(
        0,
        low=0,
        high=100_000,
        title="stop on a plateau of epochs",
        label="Plateau: epochs",
        key="stopplateau",
        words={0: "never"},
        step=5,
        group="Stop",
        rule="plateau",
        absent="no plateau is looked for, its epochs are 0",
        help="The run stops when the training cost has not fallen for so many epochs: it has learned what it "
        "can at this rate. Any change begins the count anew. 0: never.",
    )
    plateau_fall: float = number(
        0.001,
        low=0.0,
        high=100.0,
        title="fall that ends a plateau",
        label="Plateau: least fall",
        key="plateaufall",
        step=0.001,
        group="Stop",
        of="stop_plateau",
        help="A fall of the training cost by no more than this does not end a plateau.",
    )
    stop_divergence: float = number(
        0.0,
        low=0.0,
        high=1e6,
        title="stop at times the first cost",
        label="Divergence: times the cost",
        key="stopdivergence",
        words={0: "never"},
        step=1.0,
        group="Stop",
        rule="divergence",
        help="The run stops at the end of an epoch when the training cost is more than so many times what it "
        "was at the start: a rate that is too high. 0: only where no number can hold the weights.",
    )
    seed: int = whole(
        0,
        low=0,
        high=LARGEST_SEED,
        title="seed",
        label="Seed of weights and order",
        group="Seeds & precision",
        restarts=True,
        help="Draws the initial weights and the order of the rows. The same seed repeats the run digit for "
        "digit.",
    )
    row_order: str = choice(
        "shuffled",
        ("shuffled", FILE_ORDER),
        title="order of the rows",
        key="order",
        of="batch_size",
        group="Seeds & precision",
        restarts=True,
        help="In which order an epoch takes the rows, where a batch is not all of them. Shuffled: another "
        "one in every epoch, drawn by the seed. File order: as they stand, every time; where they are "
        "sorted, each batch tells of one class only, and the network sways. Starts over.",
    )
    precision: str = choice(
        "float64",
        (*PRECISIONS, AUTO),
        title="precision",
        labels={AUTO: "Auto"},
        group="Seeds & precision",
        restarts=True,
        help="Digits of every number: float64 carries 16, float32 7. From some 2,000 parameters on float32 "
        "takes half the time; auto takes it there, and all digits for smaller networks. A link and a record "
        "carry what auto came to. Starts over.",
    )

    def __post_init__(self):
        checked = {name: d.check(getattr(self, name)) for name, d in declared(type(self)).items()}
        layers = len(checked["hidden"])
        if checked["dataset"] != DRAWN:
            checked["drawing"] = None
        elif checked["drawing"] is None:
            checked["drawing"] = Drawing()
        names = checked["activations"]
        if len(names) != layers or set(names) == {AUTO}:
            checked["activations"] = ()
        if len(checked["begins_as"]) != layers or checked["begins_as"] == checked["hidden"]:
            checked["begins_as"] = ()
        checked["batch_norm"] = tuple(l for l in checked["batch_norm"] if l <= layers)
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, by name."""
        names = self.activations or (AUTO,) * len(self.hidden)
        return tuple(self.activation if name == AUTO else name for name in names)


RESTARTS = frozenset(named(Settings, "restarts"))  # (drawing on a toy goes on all the same: see Run.takes)
DATA = frozenset(named(Settings, "makes_data"))


def in_order(cls: type[Settings] = Settings) -> Iterator[Declaration]:
    """What is known of each field, group by group, the choices of a group before its numbers."""
    known = declared(cls).values()
    return iter(sorted(known, key=lambda d: (GROUPS.index(d.group), not isinstance(d, Choice))))


def with_changes(settings: Settings, **fields) -> Settings:
    """`settings` with other values for some fields, and with what such a choice brings along.

    A regularization chosen while its rate is 0 would do nothing: it begins with USUAL_RATE.  Other initial
    weights begin with their usual scale.
    """
    if fields.get("regularization", "none") != "none" and not fields.get(
        "regularization_rate", settings.regularization_rate
    ):
        fields["regularization_rate"] = USUAL_RATE
    if fields.get("initializer", settings.initializer) != settings.initializer:
        fields.setdefault("initial_scale", 0.0)
    return replace(settings, **fields)


def changed(old: Settings, new: Settings) -> set[str]:
    """Names of the fields that differ."""
    return {f.name for f in fields(new) if getattr(old, f.name) != getattr(new, f.name)}
