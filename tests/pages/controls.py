"""The controls of the settings as a test finds and uses them: what the page tells them, what they send."""

import json

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest


def components(page: AppTest) -> list[tuple[str, dict]]:
    """The id and the data of each component on the page."""
    found = [(each.proto.id, json.loads(each.proto.json)) for each in page.get("bidi_component")]
    return [(name, told[0] if isinstance(told, list) else told) for name, told in found]


def stage_data(page: AppTest) -> dict:
    return next(data for _, data in components(page) if "socket" in data)


def fields(page: AppTest) -> dict[str, dict]:
    """Every control of the settings by name, as the page tells it to the browser."""
    found = [data for _, data in components(page) if "row" in data]
    rows = [data["row"] for data in found] + [g["fields"] for data in found for g in data.get("groups", [])]
    return {field["name"]: field for row in rows for field in row}


def say(page: AppTest, name: str, value: str | list[str]) -> AppTest:
    """Choose or type a value in the control called `name`, and let the page run."""
    id, data = next(
        (id, data)
        for id, data in components(page)
        if "row" in data and name in json.dumps([data["row"], data.get("groups")])
    )
    return send(page, id, [[data["seen"] + 1, name, value]])


def send(page: AppTest, id: str, changes) -> AppTest:
    """Have the component with this id send changes."""
    return tell(page, id, "changed", {"changes": changes})


def tell(page: AppTest, id: str, name: str, value) -> AppTest:
    """Have the component with this id tell a value under a name, and let the page run."""
    states = page._tree.get_widget_states()
    told = json.dumps([{"event": name, "value": value}])
    states.widgets.append(WidgetState(id=_make_trigger_id(id, "events"), json_trigger_value=told))
    return page._run(states)
