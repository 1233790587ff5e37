"""The visitor's run, and its way into the session and the address bar: nothing else touches either."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from deepnet.data import Drawing
from deepnet.lab.run import sketch
from deepnet.lab.run.changes import difference
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, is_linkable, to_query
from deepnet.lab.settings.presets import PRESETS, Preset
from deepnet.lab.settings.settings import UPLOAD, Settings, with_changes

_RUN, _PLAY, _SPEED, _FILE = "run", "playground.play", "playground.speed", "playground.file"
_CHOICE = "file.choice."
_PAGE, _KEPT, _MADE = "page", "kept", "made"


def current_run() -> Run:
    """This visitor's run; on the first visit, and after a reload, made from the address."""
    if not isinstance(st.session_state.get(_RUN), Run):
        settings, ignored = from_query(st.query_params.to_dict())
        try:
            st.session_state[_RUN] = Run(settings)
        except ValueError as error:
            ignored.append(str(error))
            st.session_state[_RUN] = Run()
        for message in ignored[:5]:
            st.toast(f"Ignored in the link: {message}", icon=":material/link_off:", duration="long")
    return st.session_state[_RUN]


def change(**fields: Any) -> None:
    """Give the run other settings; what it refuses becomes a message, and everything stays as it was."""
    run = current_run()
    try:
        settings = with_changes(run.settings, **fields)
        also = difference(replace(run.settings, **fields), settings)
        run.apply(settings)
    except (ValueError, TypeError) as error:
        _refuse(error)
        return
    if also:
        st.toast(f"Changed with it: {also}.", icon=":material/info:", duration="long")


def show_drawing() -> None:
    """Turn to the points drawn in this session."""
    _sketch(sketch.show)


def redraw(seen: Drawing, change: Callable[[Drawing], Drawing]) -> None:
    """Change the drawn points.  seen: those the visitor saw, so that a click handled twice counts once."""
    if current_run().settings.drawing == seen:
        _sketch(sketch.draw, change)


def _sketch(act: Callable, *more: Any) -> None:
    try:
        act(current_run(), *more)
    except (ValueError, TypeError) as error:
        _refuse(error)


def drawn_noise(label: str, drawing: Drawing, **options) -> None:
    """A slider for the noise of the drawn points, which is undone like every stroke."""
    key = "drawing.noise"
    st.session_state[key] = drawing.noise
    st.slider(label, key=key, on_change=_store_noise, args=(key,), **options)


def _store_noise(key: str) -> None:
    noise = int(st.session_state[key])
    _sketch(sketch.draw, lambda drawing: replace(drawing, noise=noise))


def _refuse(error: Exception) -> None:
    why = str(error)
    st.toast(f"{why[:1].upper()}{why[1:]}. Nothing was changed.", icon=":material/error:", duration="long")


def bound(
    widget: Callable,
    label: str,
    field: str,
    *,
    read: Callable = lambda v: v,
    show: Callable = lambda v: v,
    **options,
):
    """Draw `widget` as a view of one field of the settings; its callback alone changes the field.

    show turns the field into what the widget holds, read turns it back; its ValueError becomes a message.
    """
    key = f"settings.{field}"
    st.session_state[key] = show(getattr(current_run().settings, field))
    return widget(label, key=key, on_change=_store, args=(field, key, read), **options)


def _store(field: str, key: str, read: Callable) -> None:
    value = st.session_state[key]
    if value is None:  # cleared: the next run shows the last good value again
        return
    try:
        value = read(value)
    except (ValueError, TypeError) as error:
        _refuse(error)
        return
    change(**{field: value})


def start(settings: Settings, speed: int, play: int) -> None:
    """Give the run a whole new setup and play it from the beginning, as number `play` of this visitor.

    A click's callback can be called twice, when another event reaches Streamlit before its run has ended:
    the number makes the second call do nothing.
    """
    if st.session_state.get(_PLAY, 0) >= play:
        return
    run = current_run()
    run.apply(settings)
    if run.step:
        run.reset()
    st.session_state[_PLAY] = play
    st.session_state[_SPEED] = speed


def playing() -> tuple[int, int]:
    """How often a preset was started, and the speed the last one asked for."""
    return st.session_state.get(_PLAY, 0), st.session_state.get(_SPEED, 10)


def preset_of(settings: Settings) -> Preset | None:
    """The preset that these settings are, if any."""
    return next((preset for preset in PRESETS.values() if preset.settings == settings), None)


@dataclass
class KeptFile:
    """What a visitor brought, kept for this session so that it can be read or used in another way later.

    data: the bytes of a file, held by the uploader too and not copied, or a pasted text.  reading: what the
    visitor said about how it is read.  choices: what every widget of the dialog was set to.
    sheets, labels: the sheets or files, and the arrays, that can be chosen.
    """

    id: str
    name: str
    data: bytes | str
    content: Any = None
    reading: dict = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def keep_file(file: KeptFile) -> None:
    """Take the place of an earlier file, whose choices are forgotten."""
    for key in [key for key in st.session_state if str(key).startswith(_CHOICE)]:
        del st.session_state[key]
    st.session_state[_FILE] = file


def kept_file() -> KeptFile | None:
    return st.session_state.get(_FILE)


def chosen(name: str, default: Any = None) -> Any:
    """What the visitor has chosen for the kept file, before or after the widget is drawn."""
    key, choices = _CHOICE + name, kept_file().choices
    if st.session_state.get(key) is not None:
        choices[name] = st.session_state[key]
    return choices.get(name, default)


def choosing(widget: Callable, label: str, name: str, default: Any, **options: Any) -> Any:
    """Draw `widget` for a choice about the kept file, as it was left when the dialog was open last."""
    value, offered = chosen(name, default), options.get("options")
    if offered is not None and value not in offered:
        value = default
    st.session_state[_CHOICE + name] = value
    value = widget(label, key=_CHOICE + name, **options)
    kept_file().choices[name] = value
    return value


def edits(key: str) -> dict[int, dict[str, Any]]:
    """The cells that the visitor has changed in the table editor called `key`, by row and column."""
    return st.session_state[key]["edited_rows"]


def share() -> str:
    """Bring the address up to date with the settings; the text after its question mark."""
    settings = current_run().settings
    query = to_query(settings)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    return "&".join(f"{key}={value}" for key, value in query.items())


def data_travel() -> bool:
    """Whether the data that are learned from travel in the link."""
    return is_linkable(current_run().settings)


def is_upload(settings: Settings) -> bool:
    return settings.dataset == UPLOAD


def arrived(page: str) -> bool:
    """Note that `page` is on the screen; whether another one was before."""
    before, st.session_state[_PAGE] = st.session_state.get(_PAGE), page
    return before != page


def kept(name: str, default: Any = None) -> Any:
    """A choice of this visitor that outlives its widget and a change of pages."""
    return st.session_state.get(_KEPT, {}).get(name, default)


def keep(name: str, value: Any) -> None:
    st.session_state.setdefault(_KEPT, {})[name] = value


def kept_widget(widget: Callable, label: str, name: str, value: Any, *, on_change=None, **options) -> Any:
    """Draw `widget` as a view of `value`; what the visitor chooses goes to on_change, or to `keep(name, …)`.

    Cleared, it shows the last good value again.
    """
    key = f"kept.{name}"
    st.session_state[key] = value
    return widget(label, key=key, on_change=_keep, args=(name, key, on_change), **options)


def _keep(name: str, key: str, on_change: Callable | None) -> None:
    value = st.session_state[key]
    if value is None:
        return
    if on_change is None:
        keep(name, value)
    else:
        on_change(value)


def made(name: str, key: tuple, make: Callable[[], Any]) -> Any:
    """make(), or what it gave the last time if `key` is still the same; one thing is held for each name."""
    held = st.session_state.setdefault(_MADE, {})
    if name not in held or held[name][0] != key:
        held[name] = (key, make())
    return held[name][1]


def picks(chart: str) -> list:
    """What the points carry (customdata) that the visitor has marked on the chart with this key."""
    event = st.session_state.get(chart)
    carried = [point.get("customdata") for point in (event["selection"]["points"] if event else [])]
    # A typed array comes back from the browser as {"0": …, "1": …}.
    return [tuple(data.values() if isinstance(data, dict) else data) for data in carried if data is not None]
