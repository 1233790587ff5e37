"""What the engine really executes, beside the article's code."""

import html

import streamlit as st

from deepnet.lab.ledger.source import body_of, focus, function_source
from deepnet.lab.ledger.timing import Executed


def view(lines: list[Executed]) -> None:
    whole = sum(line.seconds for line in lines)
    st.markdown(
        f"The fast step is a straight line of numpy calls on arrays made beforehand: "
        f"**{sum(len(line.calls) for line in lines)} calls in {1e6 * whole:.0f} µs** here. Lines marked "
        "*for speed* are not in the article: the rate and 1/m are multiplied into dZ of the output once, "
        "so that no gradient has to be multiplied later. The cost and dA₀ are computed only because you "
        "are looking."
    )
    st.html(_table(lines, whole))
    used = [name for name in dict.fromkeys(line.article for line in lines) if name]
    if used:
        name = st.pills("The whole function", used, default=used[0], required=True, key="microscope.article")
        st.code(body_of(function_source(name)), language="python")


def _table(lines: list[Executed], whole: float) -> str:
    rows = []
    for line in lines:
        calls = "<br>".join(html.escape(call) for call in line.calls)
        share = 100 * line.seconds / whole if whole else 0
        said = "<br>".join(html.escape(text) for text in article_lines(line.article, line.text))
        article = f"<code>{said}</code>" if said else "<i>for speed</i>" if line.inner else "–"
        name = f"<small>{line.article}</small><br>" if said else ""
        rows.append(
            f"<tr><td>{html.escape(line.text)}</td><td><code>{calls}</code></td><td>{name}{article}</td>"
            f"<td class='time'>{1e6 * line.seconds:.1f} µs</td>"
            f"<td class='share'><div style='width:{share:.0f}%'></div></td></tr>"
        )
    head = "".join(f"<th>{name}</th>" for name in ("Line", "numpy", "In the article", "Time", ""))
    return f"<table class='runs'><tr>{head}</tr>{''.join(rows)}</table>"


# Of the article's functions, what stands in the lines that do the work; of the others, the line that returns.
WORK = {
    "activation_forward": ("Z = W @ A_prev + b",),
    "compute_cost": ("np.sum(Y * np.log(P))",),
    "model_backward": ("dA = (1 - Y)",),
    "activation_backward": ("return W.T @ dZ",),
    "update_parameters": ('f"W{l}"] - learning_rate', 'f"b{l}"] - learning_rate'),
}
GRADIENTS = ("dW = ", "db = ")


def article_lines(name: str, line: str) -> list[str]:
    """The article's own lines for a line of the step; none where it has nothing like it."""
    if not name:
        return []
    text = body_of(function_source(name))
    work = GRADIENTS if line.startswith("dW") else WORK.get(name, ("return",))
    return [text.splitlines()[focus(text, fragment) - 1].strip() for fragment in work]
