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


def test_every_file_it_names_is_there():
    map_of_rooms = README.split("## The rooms")[1].split("##")[0]
    folder = ""
    for name in re.findall(r"`([\w./]+(?:\.py|/))`", map_of_rooms):
        folder = name.rpartition("/")[0] if "/" in name else folder
        assert (ROOT / name).exists() or (ROOT / folder / name).exists(), name


def test_its_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target
