"""Pictures of which nothing says what they show: the visitor says it of each."""

import base64
import io

import pandas as pd
import streamlit as st

from deepnet.data import DataError
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.picture_files import open_picture
from pages.ui.literal import literal
from pages.ui.state.file import KeptFile, choose, chosen

SIDE = 48  # pixels of a picture in the list
MOST_SHOWN = 500


def classes_by_hand(kept: KeptFile, files: list[str], why: str) -> None:
    """A list of the pictures with a field for what each shows, and the button that takes it."""
    st.info(f"{literal(why[:1].upper() + why[1:])}.")
    given = chosen("classes", {})
    archive = open_zip(kept.data)
    frame = pd.DataFrame(
        {
            "picture": [_small(archive, name) for name in files[:MOST_SHOWN]],
            "file": files[:MOST_SHOWN],
            "shows": [given.get(name, "") for name in files[:MOST_SHOWN]],
        }
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=("picture", "file"),
        height=320,
        column_config={
            "picture": st.column_config.ImageColumn(width="small"),
            "shows": st.column_config.TextColumn(help="A word for what is on the picture: its class."),
        },
        key="file.loose",
    )
    if st.button("Use these classes", type="primary", key="file.classes"):
        words = dict(zip(edited["file"], edited["shows"].fillna("").str.strip(), strict=True))
        if len({word for word in words.values() if word}) < 2:
            st.error("Two classes at least are needed: write another word beside some of the pictures.")
        else:
            choose("classes", words)
            st.rerun(scope="fragment")


def _small(archive, name: str) -> str:
    """A small PNG of a picture in the zip, as an address that holds it; "" where it cannot be read."""
    try:
        picture = open_picture(read_entry(archive, archive.getinfo(name)), name).convert("RGB")
        picture.thumbnail((SIDE, SIDE))
    except (DataError, OSError, ValueError):
        return ""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
