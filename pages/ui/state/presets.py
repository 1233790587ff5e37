"""A whole setup that is started by one click."""

from deepnet.lab.settings.presets import PRESETS, Preset
from deepnet.lab.settings.settings import Settings
from pages.ui.state.address import make_entry
from pages.ui.state.bench import current_bench
from pages.ui.state.order import order, order_id


def start(settings: Settings, speed: int, seen: str) -> None:
    """Start a run with a whole new setup and play it from the beginning.

    seen: the order that stood when the visitor clicked. A click's callback can be called twice, when another
    event reaches Streamlit before its run has ended: the second call finds another order and does nothing.
    """
    if order_id() != seen:
        return
    make_entry()
    bench = current_bench()
    if bench.settings != settings or bench.run.step:
        bench.restart(settings)
    order(play=True, speed=speed)


def preset_of(settings: Settings) -> Preset | None:
    """The preset that these settings are, if any."""
    return next((preset for preset in PRESETS.values() if preset.settings == settings), None)
