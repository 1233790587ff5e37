"""Files of kinds that are easily read wrongly: each is read as a person means it, or refused by name."""

import json
import re
from pathlib import Path

import pytest

from deepnet.data import DataError, Pictures, read_upload

UPLOADS = Path(__file__).parent.parent / "uploads-2"
FILES = {entry["name"]: entry for entry in json.loads((UPLOADS / "manifest.json").read_text())["files"]}


def outcome(name: str) -> dict:
    """What comes of one file, under the keys of its `expect`, or {"refused": the sentence}."""
    try:
        content = read_upload((UPLOADS / name).read_bytes(), name)
        dataset = content.to_dataset()
    except DataError as error:
        return {"refused": str(error)}
    notes = " ".join((*content.notes, *dataset.notes))
    rows = dataset.m + dataset.X_test.shape[1]
    if isinstance(content, Pictures):
        return {"pictures": rows, "notes": notes}
    prospect = content.prospect()
    plans = prospect.plans
    return {
        "target": prospect.target,
        "kind": prospect.kind,
        "rows": len(content.frame),
        "used_rows": rows,
        "columns": list(content.columns),
        "either_columns": list(content.columns),
        "n_columns": len(content.columns),
        "types": {plan.name: plan.type for plan in plans},
        "left_out": [plan.name for plan in plans if not plan.kept],
        "most_warnings": len(prospect.warnings),
        "notes": notes,
        "notes_or_kind": notes + (" one case" if prospect.kind == "binary" else ""),
        "not_notes": notes,
    }


def agrees(key: str, expected, found: dict) -> bool:
    """Whether one expectation holds."""
    if key == "browser":  # what the page does with the names is tested in a browser
        return "refused" not in found
    if key == "most_warnings":
        return found[key] <= expected
    if key == "types":
        return expected.items() <= found[key].items()
    if key == "left_out":
        return set(expected) <= set(found[key])
    if key == "not_notes":
        return not re.search(expected, found[key])
    if key in ("notes", "notes_or_kind"):
        return bool(re.search(expected, found[key]))
    return found[key] == expected


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_its_manifest_says(name):
    expect, found = dict(FILES[name]["expect"]), outcome(name)
    refusal = expect.pop("refused", None)
    if "refused" in found:
        assert refusal is not None and re.search(refusal, found["refused"]), found["refused"]
        assert "\n" not in found["refused"] and 20 < len(found["refused"]) <= 500
        return
    assert expect, "the file must be refused"
    for key, value in expect.items():
        assert agrees(key, value, found), (key, value, found[key])


def test_every_file_has_its_entry():
    assert {path.name for path in UPLOADS.iterdir()} == {*FILES, "manifest.json"}
