"""What the engine really executes, beside the article's code."""

import html

import streamlit as st

from deepnet.lab.ledger.source import body_of, function_source
from deepnet.lab.ledger.timing import Executed


def view(lines: list[Executed]) -> None:
    whole = sum(line.seconds for line in lines)
    st.markdown(
        f"The fast step is a straight line of numpy calls on arrays made beforehand: "
        f"**{sum(len(line.calls) for line in lines)} calls in {1e6 * whole:.0f} µs** here. Lines marked "
        f"*for speed* "
        "are not in the article: the rate and 1/m are multiplied into dZ of the output once, so that no "
        "gradient "
        "has to be multiplied later. The cost and dA₀ are computed only because you are looking."
    )
    st.html(_table(lines, whole))
    used = [name for name in dict.fromkeys(line.article for line in lines) if name]
    if used:
        name = st.pills("The article's code", used, default=used[0], required=True, key="microscope.article")
        st.code(body_of(function_source(name)), language="python")


def _table(lines: list[Executed], whole: float) -> str:
    rows = []
    for line in lines:
        calls = "<br>".join(html.escape(call) for call in line.calls)
        share = 100 * line.seconds / whole if whole else 0
        article = (
            f"<code>{line.article}</code>" if line.article else "<i>for speed</i>" if line.inner else "–"
        )
        rows.append(
            f"<tr><td>{html.escape(line.text)}</td><td><code>{calls}</code></td><td>{article}</td>"
            f"<td style='text-align:right;white-space:nowrap'>{1e6 * line.seconds:.1f} µs</td>"
            f"<td style='min-width:70px'><div style='height:10px;width:{share:.0f}%;min-width:1px;"
            "background:var(--st-primary-color)'></div></td></tr>"
        )
    head = "".join(
        f"<th style='text-align:left'>{name}</th>" for name in ("Line", "numpy", "Article", "Time", "")
    )
    style = "border-collapse:collapse;font-size:14px;width:100%"
    return f"<div style='overflow-x:auto'><table style='{style}'><tr>{head}</tr>{''.join(rows)}</table></div>"
