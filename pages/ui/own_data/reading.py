"""How what was brought is read: guessed, shown, and open to being overruled."""

import streamlit as st

from deepnet.data import Table, read_upload
from deepnet.data.pictures import Pictures
from deepnet.data.tables.guess import Guess
from deepnet.data.uploads import options_of
from pages.ui.state.file import KeptFile, choosing, chosen

GUESSED = "as guessed"
# label -> what read_upload is told
CHOICES = {
    "separator": {"comma": ",", "semicolon": ";", "tab": "\t", "bar |": "|", "space": " ", "colon": ":"},
    "encoding": {
        "UTF-8": "utf-8",
        "Windows-1252": "cp1252",
        "Latin-1": "latin_1",
        "UTF-16": "utf-16",
        "Windows-1251": "cp1251",
        "Shift JIS": "shift_jis",
    },
    "decimal": {"point 3.5": ".", "comma 3,5": ","},
    "thousands": {"none": None, "comma 1,000": ",", "point 1.000": ".", "space 1 000": " ", "1'000": "'"},
    "header": {"holds names": True, "holds values": False, "names, in two rows": 2},
    "skip": {str(count): count for count in range(11)},
    "comment": {"none": None, "#": "#", "%": "%", "//": "//", ";": ";"},
}
LABELS = {
    "separator": "Between columns",
    "encoding": "Encoding",
    "decimal": "Decimals",
    "thousands": "Thousands",
    "header": "First row",
    "skip": "Lines above the table",
    "comment": "Comment lines begin with",
}
OWN = ("separator",)  # fields for which something else can be typed


def read(kept: KeptFile) -> Table | Pictures:
    """The content as read; read again only when the visitor says something else about it."""
    wanted = _wanted(kept)
    if kept.content is None or kept.reading != wanted:
        kept.content = None
        kept.help = options_of(kept.data)
        bar = st.progress(0.0, "Reading")
        try:
            content = read_upload(kept.data, kept.name, progress=bar.progress, **wanted)
        finally:
            bar.empty()
        if isinstance(content, Table):
            content = content.renamed(chosen("names", {})) if chosen("names") else content
        kept.content, kept.reading = content, wanted
        kept.sheets = content.guess.sheets if isinstance(content, Table) else ()
        kept.labels = content.label_choices
    return kept.content


def _wanted(kept: KeptFile) -> dict:
    """What the visitor has said, as options of read_upload."""
    wanted = {}
    for name, choices in CHOICES.items():
        label = chosen(f"reading.{name}", GUESSED)
        if label in choices:
            wanted[name] = choices[label]
        elif label != GUESSED and name in OWN:
            wanted[name] = label
    for name, offered in (("sheet", kept.sheets), ("labels", kept.labels)):
        value = chosen(f"reading.{name}")
        if value in offered:
            wanted[name] = value
    if chosen("classes"):
        wanted["classes"] = chosen("classes")
    return wanted


def show_reading(kept: KeptFile) -> None:
    """The choices about the reading, each beginning with what was guessed, where they can help."""
    guess = kept.content.guess if isinstance(kept.content, Table) else None
    fields = [name for name in CHOICES if name in kept.help]
    if isinstance(kept.content, Pictures):
        fields = []
    if kept.sheets and len(kept.sheets) > 1:
        choosing(st.selectbox, "Sheet or file", "reading.sheet", guess and guess.sheet, options=kept.sheets)
    if len(kept.labels) > 1:
        label = kept.content.label_choice if kept.content else kept.labels[0]
        choosing(st.selectbox, "Labels", "reading.labels", label, options=kept.labels)
    if not fields:
        return
    with st.expander("Read it in another way", icon=":material/tune:"):
        for row in (fields[:4], fields[4:]):
            for name, cell in zip(row, st.columns(4) if row else (), strict=False):
                with cell:
                    _choose(name, guess)


def _choose(name: str, guess: Guess | None) -> None:
    told = f" ({_word(name, getattr(guess, name))})" if guess else ""
    before, own = chosen(f"reading.{name}", GUESSED), {}
    typed = [before] if name in OWN and before not in (GUESSED, *CHOICES[name]) else []
    if name in OWN:
        own = {"accept_new_options": True, "help": "Another sign, or several such as ::, can be typed here."}
    choosing(
        st.selectbox,
        LABELS[name],
        f"reading.{name}",
        GUESSED,
        options=[GUESSED, *CHOICES[name], *typed],
        **own,
        format_func=lambda label: GUESSED + told if label == GUESSED else label,
    )


def _word(name: str, value) -> str:
    """What was guessed, in the words of the menu."""
    words = CHOICES[name].items()
    return next((label for label, told in words if told == value and type(told) is type(value)), str(value))
