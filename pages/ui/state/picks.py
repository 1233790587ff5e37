"""What the visitor has marked on a chart."""

import streamlit as st


def picks(chart: str) -> list:
    """What the points carry (customdata) that the visitor has marked on the chart with this key."""
    event = st.session_state.get(chart)
    carried = [point.get("customdata") for point in (event["selection"]["points"] if event else [])]
    # A typed array comes back from the browser as {"0": …, "1": …}.
    return [tuple(data.values() if isinstance(data, dict) else data) for data in carried if data is not None]
