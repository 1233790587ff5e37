"""Whether a setting does anything under the present choice of the others, and if not, why."""

from deepnet.declaration import Choice, declared
from deepnet.lab.settings.kinds import AUTO
from deepnet.lab.settings.settings import UPLOAD, Settings

GIVEN_SPLIT = ("chest x-rays",)  # sets whose publisher has divided them


def idle(name: str, settings: Settings, *, kind: str, loss: str) -> str:
    """Why the field does nothing at present, "" if it does something.

    kind: of the data's target, "binary" or another.  loss: the one in force.
    """
    if name in OF_THE_DATA:
        return OF_THE_DATA[name](settings, kind)
    known = declared(type(settings))
    if not (of := known[name].of):
        return ""
    value, choice = loss if of == "loss" else getattr(settings, of), known[of]
    if not isinstance(choice, Choice):
        return "" if value else f"{choice.absent}."
    users = choice.users_of(name)
    if choice.table[value] in users:
        return ""
    return f"{choice.label_of(value)} has none; it belongs to {', '.join(entry.label for entry in users)}."


def _output(settings: Settings, kind: str) -> str:
    return "" if kind == "binary" else "only two classes can be answered in more than one way."


def _data_seed(settings: Settings, kind: str) -> str:
    return "these data are not drawn." if settings.dataset in (*GIVEN_SPLIT, UPLOAD) else ""


def _activation(settings: Settings, kind: str) -> str:
    if not settings.hidden:
        return "there is no hidden layer."
    if settings.activations and AUTO not in settings.activations:
        return "each layer has an activation of its own (More, Layers)."
    return ""


OF_THE_DATA = {"output": _output, "data_seed": _data_seed, "activation": _activation}
