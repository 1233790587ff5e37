"""What older links and records said otherwise.

Version 2 calls the β₁ of momentum and Adam beta1, as the engine does.  A field that an older one does not
have keeps its default: none of those has changed.  A default that is to change has to be entered here.
"""

VERSION = 2
RENAMED = {1: {"momentum": "beta1"}}  # fields, and their keys in a link, up to that version


def format_of(version: int = VERSION) -> str:
    """How a record says which version it is."""
    return f"deepnet run {version}"


def version_of(said) -> int:
    """The version of a record that says so; ValueError for one that is not known."""
    for version in range(1, VERSION + 1):
        if said == format_of(version):
            return version
    known = ", ".join(repr(format_of(version)) for version in range(VERSION, 0, -1))
    raise ValueError(f"a record must say that its format is one of {known}")


def todays(named: dict, version: int = 1) -> dict:
    """What was named as in `version`, named as today.  A link does not say its version: it may be any.

    >>> todays({"momentum": 0.5, "seed": 1})
    {'beta1': 0.5, 'seed': 1}
    """
    for old in range(version, VERSION):
        renamed = RENAMED[old]
        then = {renamed[name]: value for name, value in named.items() if name in renamed}
        named = then | {name: value for name, value in named.items() if name not in renamed}
    return named
