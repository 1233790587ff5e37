"""A tile as a picture on the page."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.sweep import Sweep

PIXELS = 240  # along a side on the page


def tile_picture(
    sweep: Sweep, member: int, *, caption: str, dark: bool, step: int | None = None, pixels: int = PIXELS
) -> None:
    """What a member of the sweep looks like at a step, the last one by default."""
    tile = sweep.picture(member, sweep.steps if step is None else step)
    if tile is None:
        st.caption(f"{caption}: not trained yet")
        return
    colours = table(sweep.colours, max(2, sweep.dataset.n_y), sweep.levels, dark=dark)
    times = max(1, pixels // len(tile))
    st.image(np.kron(colours[tile], np.ones((times, times, 1), "u1")), caption=caption, width=pixels)
