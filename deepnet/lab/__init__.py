"""What happens over time: settings, a run and its memory, and the frames that show it."""

from deepnet.lab.links import from_query, to_query
from deepnet.lab.presets import PRESETS, Preset
from deepnet.lab.record import replay, to_record
from deepnet.lab.run import Run
from deepnet.lab.settings import CHOICES, LIMITS, MENUS, RESTARTS, TITLES, Settings
from deepnet.lab.show import Show

__all__ = [
    "CHOICES",
    "LIMITS",
    "MENUS",
    "PRESETS",
    "RESTARTS",
    "TITLES",
    "Preset",
    "Run",
    "Settings",
    "Show",
    "from_query",
    "replay",
    "to_query",
    "to_record",
]
