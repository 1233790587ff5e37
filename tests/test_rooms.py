"""The rooms and their arrows: app -> pages -> pages/ui -> deepnet/lab -> deepnet/data -> deepnet -> numpy."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import deepnet
import deepnet.data
from deepnet.lab.run.run import Run

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.py"), *(ROOT / "deepnet").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
)
TEXTS = {source: (ROOT / source).read_text(encoding="utf-8") for source in SOURCES}

# From the ground up; a room may import from itself and from those before it.
LAB = [
    f"deepnet/lab/{name}" for name in ("settings", "run", "answers", "stage", "sweep", "ledger", "lessons")
]
ROOMS = ["deepnet", "deepnet/data", "deepnet/lab", *LAB, "pages/ui", "pages", "app"]

# What each room may import from outside of the project, beside the standard library.
OUTSIDE = {
    "deepnet": {"numpy"},
    "deepnet/data": {
        "numpy",
        "pandas",
        "sklearn",
        "PIL",
        "charset_normalizer",
        "python_calamine",
        "pyarrow",
        "scipy",
    },
    **{name: {"numpy"} for name in ("deepnet/lab", *LAB)},
    "deepnet/lab/sweep": {"numpy", "joblib", "distributed", "sklearn", "optuna"},
}

TOP_LEVEL = {
    "app.py",
    "deepnet",
    "pages",
    "tests",
    "requirements.txt",
    "README.md",
    "pyproject.toml",
    "LICENSE",
}


def room(path):
    """The room of a source file or of an imported module's path."""
    if path.startswith("pages/ui/"):
        return "pages/ui"
    first, _, rest = path.partition("/")
    if first == "deepnet":
        inner, _, rest = rest.partition("/")
        if inner == "lab" and "/" in rest:
            return f"deepnet/lab/{rest.partition('/')[0]}"
        return f"deepnet/{inner}" if inner in ("data", "lab") else "deepnet"
    return "pages" if first == "pages" else "app"


def imports(source):
    """Every module that the file imports, anywhere in it, by its full dotted name."""
    package = source.removesuffix(".py").split("/")[:-1]
    names = []
    for node in ast.walk(ast.parse(TEXTS[source])):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = [*start, *([node.module] if node.module else [])]
            for alias in node.names:
                names.append(".".join([*module, alias.name]))
    return names


def is_ours(name):
    return name.split(".")[0] in ("deepnet", "pages", "app")


def uses(source, attributes):
    """Lines on which st.<attribute> is written or imported from streamlit."""
    lines = []
    for node in ast.walk(ast.parse(TEXTS[source])):
        if isinstance(node, ast.Attribute) and node.attr in attributes:
            lines.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and any(alias.name in attributes for alias in node.names):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("source", SOURCES)
def test_no_arrow_points_back(source):
    allowed = ROOMS[: ROOMS.index(room(source)) + 1]
    for name in filter(is_ours, imports(source)):
        assert room(name.replace(".", "/")) in allowed, f"{source} imports {name}"


def test_no_two_files_of_the_engine_need_each_other():
    needed = {}
    for source in [s for s in SOURCES if s.startswith("deepnet/") and s.count("/") == 1]:
        tree = ast.parse(TEXTS[source])
        skipped = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)]
        for block in skipped:  # names for readers and checkers, which are not imported
            block.body = [ast.Pass()]
        relative = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 1]
        modules = {n.module or alias.name for n in relative for alias in n.names}
        needed[source.removeprefix("deepnet/").removesuffix(".py")] = modules
    assert len(list(graphlib.TopologicalSorter(needed).static_order())) >= len(needed)  # raises for a circle


@pytest.mark.parametrize("source", [s for s in SOURCES if room(s) in OUTSIDE])
def test_engine_data_and_lab_import_only_what_their_room_may(source):
    for name in imports(source):
        top = name.split(".")[0]
        known = is_ours(name) or top in sys.stdlib_module_names or top in OUTSIDE[room(source)]
        assert known, f"{source} imports {name}"


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("pages/ui/figures/")])
def test_figures_do_not_know_streamlit(source):
    for name in imports(source):
        assert name.split(".")[0] != "streamlit", f"{source} imports {name}"
        plain = name.startswith(("pages.ui.figures", "deepnet.data.palette", "deepnet.numerals"))
        assert not is_ours(name) or plain, f"{source} imports {name}"


@pytest.mark.parametrize("source", [s for s in SOURCES if not s.startswith("pages/ui/state/")])
def test_only_state_touches_session_state_and_the_address(source):
    assert uses(source, {"session_state", "query_params"}) == []


def alone_with_numpy(program):
    """What a program prints where nothing but numpy and this project can be imported."""
    blocked = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
sys.path.append({str(Path(np.__file__).parents[1])!r})
class Only:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in ("numpy", "deepnet"):
            raise ImportError(name + " is not numpy")
sys.meta_path.insert(0, Only())
{program}
"""
    # -S: no site-packages but the folder named above; -I: nothing from the environment or this folder
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", blocked], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_engine_and_lab_are_imported_where_only_numpy_is_installed():
    alone_with_numpy("""
import deepnet.lab, importlib, pkgutil
for package in (deepnet, deepnet.lab):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith("deepnet.data"):
            importlib.import_module(module.name)
""")


def test_a_default_run_plays_where_only_numpy_is_installed():
    alone = alone_with_numpy("""
from deepnet.lab.run.run import Run
run = Run()
print(run.step_by(1000), run.score.cost_train)
""")
    run = Run()
    assert alone == f"{run.step_by(1000)} {run.score.cost_train}\n"


def test_data_bring_in_what_they_need_when_it_is_asked_for():
    assert alone_with_numpy("""
import deepnet.data
assert deepnet.data.load("spiral").m == 350
for name in ("read_table", "iris"):
    try:
        deepnet.data.load(name) if name in deepnet.data.CATALOG else getattr(deepnet.data, name)
    except ImportError as error:
        print(error)
""").splitlines() == ["pandas is not numpy", "sklearn is not numpy"]
    for name in deepnet.data._HOME:
        assert name in deepnet.data.__all__
        assert getattr(deepnet.data, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'deepnet.data' has no attribute 'raed'"):
        deepnet.data.raed  # noqa: B018


def test_the_playground_brings_in_nothing_that_reads_files_or_sweeps():
    program = """
import sys
from streamlit.testing.v1 import AppTest
assert not AppTest.from_file("app.py", default_timeout=60).run().exception
print(*{"pandas", "pyarrow", "sklearn", "scipy", "joblib", "python_calamine"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "\n"


def test_every_public_name_is_found_where_editors_type_checkers_and_star_imports_look():
    for_checkers = {
        (node.module, alias.name)
        for block in ast.parse(TEXTS["deepnet/__init__.py"]).body
        if isinstance(block, ast.If)
        for node in block.body
        for alias in node.names
    }
    assert for_checkers == {(home, name) for name, home in deepnet._HOME.items()}
    assert set(deepnet.__all__) == set(deepnet._HOME) <= set(dir(deepnet))
    for name, home in deepnet._HOME.items():
        assert getattr(deepnet, name) is getattr(getattr(deepnet, home), name)
    with pytest.raises(AttributeError, match="module 'deepnet' has no attribute 'Netwrok'"):
        deepnet.Netwrok  # noqa: B018


def test_the_engine_brings_in_numpy_and_the_standard_library_alone():
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import numpy
before = set(sys.modules)
import deepnet
assert len(set(sys.modules) - before) == 1, set(sys.modules) - before  # the rest comes when it is asked for
for name in set(deepnet.__all__) - {{"DeepClassifier", "DeepRegressor"}}:
    getattr(deepnet, name)
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
assert tops <= set(sys.stdlib_module_names) | {{"numpy", "deepnet"}}, tops
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("source", SOURCES)
def test_no_sentence_is_cut_off_by_the_end_of_its_line(source):
    # A string behind a statement that was meant to go on does nothing: only docstrings stand alone.
    for node in ast.walk(ast.parse(TEXTS[source])):
        body = getattr(node, "body", None)
        for i, statement in enumerate(body if isinstance(body, list) else []):
            value = statement.value if isinstance(statement, ast.Expr) else None
            text = isinstance(value, ast.Constant) and isinstance(value.value, str) and i > 0
            assert not text and not isinstance(value, ast.JoinedStr), f"{source}:{statement.lineno}"


def test_names_say_what_is_inside():
    paths = [path for top in ("deepnet", "pages") for path in (ROOT / top).rglob("*")]
    vague = ("utils", "util", "helpers", "helper", "common", "misc")
    assert [path for path in paths if path.stem in vague] == []


def test_the_top_level_is_as_small_as_it_was_meant_to_be():
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy is no git checkout, so what belongs to the project cannot be listed")
    found = {name.split("/")[0] for name in listed.stdout.split("\0") if name}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_pages_lie_in_folders():
    # A page lying flat in pages/ is opened by a cold deep link without app.py.
    assert [path.name for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py"] == []


@pytest.mark.parametrize("source", [s for s in SOURCES if room(s) not in ("deepnet", "deepnet/data")])
def test_a_share_is_written_in_percent_by_one_function(source):
    specs = [
        node.format_spec
        for node in ast.walk(ast.parse(TEXTS[source]))
        if isinstance(node, ast.FormattedValue)
    ]
    written = [part.value for spec in specs if spec for part in spec.values if isinstance(part, ast.Constant)]
    assert [text for text in written if text.endswith("%")] == [], "use deepnet.numerals.percent"
