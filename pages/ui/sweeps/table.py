"""The networks of a sweep as a table: their settings and what came of them, sorted, filtered, taken along."""

import pandas as pd
import streamlit as st

from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.outcomes import at_tick, best
from deepnet.lab.sweep.sweep import Sweep
from pages.ui.state.kept import kept, kept_widget

ALL = "all of them"
HEIGHT = 390  # pixels: with what stands above it on a projector


def frame(sweep: Sweep, grid: Grid) -> pd.DataFrame:
    """A row for each network: its settings, its seed, and what came of it."""
    metric = "R²" if sweep.kind == "regression" else "accuracy"
    n1, n2, seeds = grid.shape
    columns = {}
    x, y = grid.axes[0], grid.axes[1] if len(grid.axes) > 1 else None
    columns[x.title] = [
        value if _plain(value) else x.label(value) for value in x.values for _ in range(n2 * seeds)
    ]
    if y:
        row = [value if _plain(value) else y.label(value) for value in y.values for _ in range(seeds)]
        columns[y.title] = row * n1
    lowest, at = best(sweep, "cost_test")
    last = len(sweep.ticks) - 1
    columns |= {
        "seed": [m.settings.seed for m in sweep.members],
        "training cost": at_tick(sweep, "cost_train", last),
        "test cost": at_tick(sweep, "cost_test", last),
        f"training {metric}": at_tick(sweep, "metric_train", last),
        f"test {metric}": at_tick(sweep, "metric_test", last),
        "best test cost": lowest,
        "at step": at,
        "diverged by step": [int(sweep.ticks[d]) if d >= 0 else None for d in sweep.diverged],
    }
    return pd.DataFrame(columns)


def _plain(value) -> bool:
    return isinstance(value, (int, float, str))


def table(sweep: Sweep, grid: Grid) -> None:
    """Every network as a row: click a head to sort; keep what lies in a range; take it along as CSV."""
    found = frame(sweep, grid)
    numbers = [name for name in found.columns if pd.api.types.is_numeric_dtype(found[name])]
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices-beside"):
        column = kept_widget(
            st.selectbox,
            "Keep rows by",
            "table.column",
            ALL,
            options=[ALL, *numbers],
            width=200,
        )
        if column in numbers and found[column].notna().any():
            low, high = float(found[column].min()), float(found[column].max())
            for part, title, value in (("low", "from", low), ("high", "to", high)):
                kept_widget(
                    st.number_input,
                    title,
                    f"table.{column}.{part}",
                    float(value),
                    format="%.4g",
                    width=130,
                )
            low, high = kept(f"table.{column}.low", low), kept(f"table.{column}.high", high)
            slack = 1e-9 * max(abs(low), abs(high), 1)
            found = found[found[column].between(low - slack, high + slack)]
        st.download_button(
            "CSV", found.to_csv(index=False).encode(), "networks.csv", "text/csv", icon=":material/download:"
        )
    if found["diverged by step"].isna().all():
        found = found.drop(columns="diverged by step")
    with st.container(key="wall-table"):
        formats = _formats(found, numbers)
        st.dataframe(found, hide_index=True, height=HEIGHT, placeholder="–", column_config=formats)
    st.caption(
        f"{len(found):,} of {len(sweep.members):,} networks, as they are at step {sweep.steps:,}. "
        "Click a column's head to sort."
    )


def _formats(found: pd.DataFrame, numbers: list[str]) -> dict:
    """How each column of numbers is written, as on the tiles."""
    return {
        name: st.column_config.NumberColumn(
            format="percent" if name.endswith("accuracy") else "%d" if "step" in name else "%.4g"
        )
        for name in numbers
        if name in found and not pd.api.types.is_integer_dtype(found[name])
    }
