"""A setting as the browser draws it, and what it means when a person types."""

from dataclasses import replace

from deepnet.activations import ACTIVATIONS
from deepnet.declaration import Choice, Declaration, Number, Whole, declared
from deepnet.initializers import INITIALIZERS
from deepnet.lab.run.recipe import loss_of, output_of, precision_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.in_use import idle
from deepnet.lab.settings.kinds import AUTO, EachLayer, Layers
from deepnet.lab.settings.settings import Settings
from deepnet.losses import LOSSES
from deepnet.numerals import digits, number_of, printed
from deepnet.spelling import shown

# Fields whose options have cards: each is named as its table is in `pages.ui.cards.card`.
CARDED = ("activation", "loss", "optimizer", "initializer", "regularization", "schedule")


def known(name: str, cls: type[Settings] = Settings) -> Declaration:
    return declared(cls)[name]


def described(name: str, run: Run) -> list[dict]:
    """The controls of a field: what each shows, offers and says.  See `Described` in field.js."""
    if name in OF_THEIR_OWN:
        return OF_THEIR_OWN[name](run)
    field, value = known(name, type(run.settings)), getattr(run.settings, name)
    if isinstance(field, Choice):
        return [_named(field, run, field.names)]
    return [_numbered(field, run, value)]


def _common(field: Declaration, run: Run) -> dict:
    why = idle(field.name, run.settings, kind=run.dataset.kind, loss=loss_of(run.settings, run.dataset))
    return {"name": field.name, "label": field.label, "help": field.help, "idle": why}


def _named(field: Choice, run: Run, names: tuple[str, ...]) -> dict:
    options = [option(field.label_of(name), name, field.table.get(name)) for name in names]
    value = getattr(run.settings, field.name)
    told = _common(field, run) | {"kind": "menu", "value": value, "options": options}
    return told | ({"card": field.name} if field.name in CARDED else {})


def option(label: str, value: str, entry=None) -> dict:
    """One line of a menu; an entry of a table tells its formula and what it does."""
    told = [printed(getattr(entry, "formula", "")), getattr(entry, "tells", "")]
    return {"label": label, "value": value, "tells": "\n".join(text for text in told if text)}


def _numbered(field: Number, run: Run, value) -> dict:
    told = _common(field, run) | {"value": written(field, value), "number": value}
    if field.menu:
        choices = [option(written(field, one), written(field, one)) for one in field.menu]
        return told | {"kind": "menu", "free": True, "options": choices}
    return told | {"kind": "number", "step": field.step, "low": field.low, "high": field.high}


def sliding(name: str, run: Run, *, most: int | None = None, idle: str = "") -> dict:
    """A field as a slider; most: the largest number that it offers."""
    field, value = known(name, type(run.settings)), getattr(run.settings, name)
    told = {"name": name, "label": field.label, "help": field.help, "idle": idle, "kind": "range"}
    limits = {"low": field.low, "high": most or field.high, "step": field.step, "unit": field.unit}
    return told | limits | {"value": written(field, value), "number": value}


def written(field: Number, value) -> str:
    """A number as its control shows it: to ten digits, or in words."""
    return field.words.get(value, digits(value))


def read(name: str, said, settings: Settings):
    """The value of a field that a person chose or typed; ValueError, one sentence, for what it cannot be.

    A name with a dot and a number behind it means that hidden layer of the field, counted from 1.
    """
    name, _, layer = name.partition(".")
    if name not in declared(type(settings)):
        raise ValueError(f"{shown(name)} is not a setting")
    field = known(name, type(settings))
    if isinstance(field, EachLayer):
        names = {str(l): name for l, name in enumerate(own_activations(settings), 1)}
        if layer not in names:
            raise ValueError(f"there is no hidden layer {shown(layer)}")
        return field.check(tuple((names | {layer: said}).values()))
    if isinstance(field, Number):
        return field.check(typed(field, str(said)))
    if isinstance(field, Layers) and isinstance(said, list):
        return field.check([int(one) if isinstance(one, str) and one.isdecimal() else one for one in said])
    if name == "begins_as" and isinstance(said, str):  # as its menu has it
        return field.check(field.read(said))
    return field.check(said)


def own_activations(settings: Settings) -> tuple[str, ...]:
    """The entry of each hidden layer in `activations`."""
    return settings.activations or (AUTO,) * len(settings.hidden)


def typed(field: Number, text: str):
    """A number as people type it, or one of the words that the field has for some."""
    text = text.strip()
    for value, word in field.words.items():
        if text.lower() in (word, word.split()[0]):
            return value
    if field.unit:
        text = text.removesuffix(field.unit.strip())
    usual = (100, 10, int(field.low)) if isinstance(field, Whole) else (0.03, 0.5, field.low)
    return number_of(text, example=next(value for value in usual if field.low <= value <= field.high))


def _no_control(run: Run) -> list[dict]:
    """The neurons of a layer are set in the diagram."""
    return []


def _initial_scale(run: Run) -> list[dict]:
    usual = INITIALIZERS[run.settings.initializer].scale
    if usual is None:
        return []
    field = known("initial_scale", type(run.settings))
    return [_numbered(field, run, run.settings.initial_scale or usual)]


def _activations(run: Run) -> list[dict]:
    """A menu for each hidden layer: one entry of the field `activations`."""
    field = known("activations", type(run.settings))
    options = [option("Like the others", AUTO)]
    options += [option(entry.label, name, entry) for name, entry in ACTIVATIONS.items()]
    return [
        _common(field, run)
        | {"name": f"activations.{l}", "label": f"Activation of layer {l}"}
        | {"kind": "menu", "value": name, "options": options, "card": "activation"}
        for l, name in enumerate(own_activations(run.settings), 1)
    ]


def _batch_norm(run: Run) -> list[dict]:
    layers = [str(l) for l in range(1, len(run.settings.hidden) + 1)]
    told = {"kind": "marks", "value": [str(l) for l in run.settings.batch_norm]}
    options = [option(f"Layer {l}", l) for l in layers]
    return (
        [_common(known("batch_norm", type(run.settings)), run) | told | {"options": options}]
        if layers
        else []
    )


def _begins_as(run: Run) -> list[dict]:
    """Only of a twin that has weights of another network: back to its own."""
    field, value = known("begins_as", type(run.settings)), run.settings.begins_as
    if not value:
        return []
    options = [option(f"{field.written(value)}, as its twin", field.link(value)), option("Its own", "none")]
    return [_common(field, run) | {"kind": "menu", "value": field.link(value), "options": options}]


def _loss(run: Run) -> list[dict]:
    """Those that the output is allowed with."""
    field, output = known("loss", type(run.settings)), output_of(run.settings, run.dataset)
    names = tuple(name for name in field.names if name == AUTO or output in LOSSES[name].outputs)
    return [_named(field, run, names)]


def _precision(run: Run) -> list[dict]:
    """Auto says what it comes to."""
    field = known("precision", type(run.settings))
    shown = _named(field, run, field.names)
    for one in shown["options"]:
        if one["value"] == AUTO:
            one["label"] += f" ({precision_of(replace(run.settings, precision=AUTO), run.dataset)})"
    return [shown]


OF_THEIR_OWN = {
    "precision": _precision,
    "hidden": _no_control,
    "initial_scale": _initial_scale,
    "activations": _activations,
    "batch_norm": _batch_norm,
    "begins_as": _begins_as,
    "loss": _loss,
}
