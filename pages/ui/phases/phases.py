"""The phase map: a component in the browser, and a WebSocket that tells it of every cell."""

from typing import Any

import anyio

from deepnet.lab.sweep.atlas import Atlas
from pages.ui.stage.door import part
from pages.ui.stage.gate import Sockets

_component = part("deepnet_phases", "phases/phases.js", "phases/phases.css")

_sockets: Sockets[Atlas] = Sockets("/phases/live")
ACTS = ("zoom", "out", "whole", "open")


def phase_view(atlas: Atlas) -> dict[str, Any] | None:
    """Draw the map; what the visitor has just asked for, {"what": one of ACTS, …}.

    zoom: "x", "y", the first and the last cell of each axis.  open: "k", a member, and "step".
    """
    found = _component(
        {"socket": _sockets.of(atlas)},
        key="phases.view",
        on_act_change=lambda: None,
        on_lost_change=lambda: None,
    )
    asked = found.act
    if not isinstance(asked, dict) or asked.get("what") not in ACTS:
        return None
    return asked if _sound(asked, atlas) else None


def _sound(asked: dict, atlas: Atlas) -> bool:
    """Whether it names cells and steps that there are."""
    if asked["what"] == "open":
        k, step = asked.get("k"), asked.get("step")
        whole = isinstance(k, int) and isinstance(step, int)
        return whole and 0 <= k < len(atlas.sweep.members) and 0 <= step <= atlas.sweep.steps
    if asked["what"] == "zoom":
        for name, count in zip("xy", atlas.grid.shape, strict=False):
            span = asked.get(name)
            if not isinstance(span, list) or len(span) != 2 or not all(isinstance(v, int) for v in span):
                return False
            if not 0 <= span[0] < span[1] < count:
                return False
    return True


async def _answer(atlas: Atlas, question: Any) -> bytes:
    return await anyio.to_thread.run_sync(atlas.reply, question)


routes = [_sockets.answering(_answer)]
