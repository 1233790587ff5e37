"""Texts out of a file, shown as they stand: Markdown would change them, or fetch what they name."""

import re

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # all signs of ASCII that can mean something to Markdown
_ADDRESS = re.compile(r"(?<=:/)(?=/)|(?<=www)(?=\.)|(?=@)")  # where a sign without width undoes a link


def literal(text: str) -> str:
    """The text for st.markdown and its like, with every sign that they would read as their own written out.

    >>> print(literal("*a* costs $5"))
    \\*a\\* costs \\$5
    """
    text = "".join(sign if sign.isprintable() else " " for sign in str(text))
    text = _ADDRESS.sub("\u2060", text)
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
