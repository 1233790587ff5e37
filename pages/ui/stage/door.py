"""How a part of the page gets into the browser: its module and those behind it are files of their own."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

_ROOM = Path(__file__).parents[1]  # modules of other folders of it import those of the stage
_FILES = {path.relative_to(_ROOM).as_posix(): path for path in sorted(_ROOM.rglob("*.js"))}
_VERSION = hashlib.sha256(b"".join(path.read_bytes() for path in _FILES.values())).hexdigest()[:12]
_FILES["plotly.min.js"] = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

FILES = f"/stage/files/{_VERSION}"  # where the browser finds a module of pages/ui, as FILES/stage/stage.js
_DOOR = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def part(name: str, module: str, *css: str) -> Callable[..., Any]:
    """A Streamlit component that mounts `module`, with the styles in `css`, one after the other.

    All are paths below pages/ui.  What it gives is called as part(data: dict, **told), told being what
    Streamlit's components take.
    """
    style = "\n".join((_ROOM / path).read_text(encoding="utf-8") for path in css)
    component = st.components.v2.component(name, js=_DOOR, css=style, isolate_styles=False)

    def draw(data: dict[str, Any], **told: Any) -> Any:
        # In a list: in a dict Streamlit asks of each value whether it is a data frame, and brings in pandas
        # and pyarrow to know (half a second and 60 MB for the first visitor).
        return component(data=[{**data, "files": FILES, "module": module}], **told)

    return draw


async def _file(request: Request) -> Response:
    path = _FILES.get(request.path_params["name"])
    if path is None:
        return Response("There is no such file.", 404)
    return FileResponse(
        path, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


route = Route("/stage/files/{version}/{name:path}", _file)
