"""What the README promises is true."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_it_says(capsys):
    code, printed = re.search(r"```python\n(.*?)```\n+```\n(.*?)```", README, re.DOTALL).groups()
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == printed


def test_the_continuous_integration_runs_the_test_command_word_for_word():
    command = re.search(r"^python3 -m venv .* -m pytest.*$", README, re.MULTILINE).group()
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


HALLS = ("deepnet", "pages", "deepnet/lab")  # whose rooms and files are named one by one
MAP = README.split("## The rooms")[1].split("##")[0]


def test_every_file_and_room_it_names_is_there():
    last = ROOT
    for name in re.findall(r"`([\w./]+(?:\.py|\.js|/))`", MAP):
        if (ROOT / name).exists():
            last = ROOT / name  # what follows may leave out its folder
        else:
            assert (last / name).exists() or (last.parent / name).exists(), name


def test_every_room_is_on_the_map_and_the_map_on_one_screen():
    for room in {path.parent for top in ("deepnet", "pages") for path in (ROOT / top).rglob("*.py")}:
        name = f"{room.relative_to(ROOT).as_posix()}/"
        shown = (
            f"`{name}`" in MAP or f"`{room.name}/`" in MAP or name in ("deepnet/", "pages/", "deepnet/lab/")
        )
        assert shown, name
    rows = [line for line in MAP.splitlines() if line.startswith("|")]
    assert len(rows) <= 32 and all(len(row.split("|")[2]) <= 112 for row in rows)


def test_its_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
