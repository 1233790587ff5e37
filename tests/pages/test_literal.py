"""Texts out of a file mean nothing to Markdown."""

import re

import pytest

from pages.ui.literal import literal


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://127.0.0.1:9/a.png)",
        "<img src=x>",
        "$x$",
        ":red[a] :material/x:",
        "a_b_c *d* `e`",
        "1. one",
        "| a |",
    ],
)
def test_every_sign_that_markdown_reads_is_written_out(text):
    shown = re.sub(r"\\(.)|\u2060", lambda match: match[1] or "", literal(text))
    assert shown == text
    assert not re.search(r"(?<!\\)[!\[\]()<>$:*_`|#]", literal(text))


def test_addresses_are_no_links():
    for text in ("http://a.b", "https://a.b", "www.a.b", "me@a.b"):
        assert not re.search(r"://|www\.|@a", re.sub(r"\\(.)", r"\1", literal(text)).replace("\u2060@", ""))


def test_what_cannot_be_printed_is_a_blank():
    assert literal("a\x1bb\x00\u202ec\nd") == "a b c d"
