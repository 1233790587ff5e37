"""The source of what the pages explain, read from the modules themselves."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache

from deepnet import article

ARTICLE = (
    "sigmoid",
    "relu",
    "initialize_parameters",
    "activation_forward",
    "model_forward",
    "compute_cost",
    "relu_backward",
    "sigmoid_backward",
    "activation_backward",
    "model_backward",
    "update_parameters",
    "deep_model",
)


@cache
def function_source(function: Callable | str) -> str:
    """The text of a function; a name is one of the article's."""
    if isinstance(function, str):
        function = getattr(article, function)
    return inspect.getsource(function).rstrip()


@cache
def body_of(text: str) -> str:
    """The text of a function without its docstring, which the page says in its own words."""
    tree = ast.parse(text)
    function = tree.body[0]
    first = function.body[0]
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return text
    lines = text.splitlines()
    return "\n".join(lines[: first.lineno - 1] + lines[first.end_lineno :])


@cache
def rule_source(rule: Callable) -> str:
    """The text of a function, and below it that of the functions of its module that it names."""
    own = textwrap.dedent(inspect.getsource(rule)).rstrip()
    text = inspect.getsource(inspect.getmodule(rule))
    parts: list[str] = []
    _follow(ast.parse(own), _functions(ast.parse(text)), text, parts, {rule.__name__})
    return "\n\n\n".join([own, *parts])


def _functions(tree: ast.Module) -> dict:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


@cache
def entry_source(entry) -> str:
    """The text of a table's entry, and of the functions of its module that it names.

    The entry is found by its name, so it stands there as it was written: a call of its own class, or a class
    or function of that name behind its module's functions.
    """
    call = None
    for home in (type(entry), getattr(entry, "rule", None)):  # where its class stands, or its rule
        if call is None and home is not None:
            text = inspect.getsource(inspect.getmodule(home))
            tree = ast.parse(text)
            entered = (node for node in ast.walk(tree) if _enters(node, type(entry).__name__, entry.name))
            call = next(entered, None)
    if call is None:
        return _of_rules(entry)
    parts: list[str] = []
    _follow(call, _functions(tree), text, parts, set())
    return "\n\n\n".join([*parts, _undented(ast.get_source_segment(text, call, padded=True))])


def focus(text: str, fragment: str) -> int | None:
    """The number of the first line, from 1, that holds a fragment; None where none does."""
    return next((i for i, line in enumerate(text.splitlines(), 1) if fragment in line), None)


def _enters(node, kind: str, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == kind
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == name
    )


def _follow(node, functions: dict, text: str, parts: list[str], seen: set[str]) -> None:
    """Add the functions that a node names, those that they name first."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id in functions and inner.id not in seen:
            seen.add(inner.id)
            _follow(functions[inner.id], functions, text, parts, seen)
            parts.append(ast.get_source_segment(text, functions[inner.id]))


def _of_rules(entry) -> str:
    """The functions that an entry holds, where its own text is not found."""
    found = [value for value in vars(entry).values() if inspect.isfunction(value)]
    return "\n\n\n".join(dict.fromkeys(inspect.getsource(function).rstrip() for function in found))


def _undented(text: str) -> str:
    return inspect.cleandoc(text)
