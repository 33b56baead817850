"""Every regular expression of the packages, as it is used."""

import ast
import builtins
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Self

PACKAGES = ("index", "rag", "ui")
ANCHORED = frozenset({"match", "fullmatch"})
"""Ways to look that try one place alone."""
WAYS = ANCHORED | {"search", "finditer", "findall", "sub", "subn", "split"}


@dataclass(frozen=True)
class Used:
    """A pattern and how it is looked with: once from the beginning, or anywhere."""

    pattern: re.Pattern[str]
    way: str
    where: str

    def __call__(self, text: str) -> None:
        """Looks through a text."""
        if self.way in ANCHORED:
            getattr(self.pattern, self.way)(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


class Something(str):
    """Stands for what a function has put into a pattern: a word, whatever is asked of it."""

    def __new__(cls, *_: object, **__: object) -> Self:
        return super().__new__(cls, "word")

    def __getattr__(self, _: str) -> Self:
        return self

    def __getitem__(self, _: object) -> Self:
        return self

    def __call__(self, *_: object, **__: object) -> Self:
        return self

    def __sub__(self, _: object) -> int:
        return 0


class _Names(dict[str, Any]):
    """A module's names; whatever is none of them is something."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, None) or Something()


def used_patterns() -> list[Used]:
    """Every pattern that a module holds or makes, once for each way that it is used in."""
    modules = [_imported(name) for name in _module_names()]
    trees = [(module, ast.parse(_source(module))) for module in modules]
    ways: dict[tuple[str, int], set[str]] = {}
    for module, tree in trees:
        for pattern, way in _uses(module, tree):
            ways.setdefault((pattern.pattern, pattern.flags), set()).add(way)
    found = {}
    for module, tree in trees:
        held = [(name, each) for name, value in vars(module).items() for each in _held(value)]
        made = [(f"line {line}", each, way) for line, each, way in _made(module, tree)]
        for name, each in held:
            for way in ways.get((each.pattern, each.flags), {"finditer"}):
                found.setdefault(
                    (each.pattern, each.flags, _kind(way)), (f"{module.__name__} {name}", each, way)
                )
        for name, each, way in made:
            found.setdefault(
                (each.pattern, each.flags, _kind(way)), (f"{module.__name__} {name}", each, way)
            )
    return [Used(each, way, where) for where, each, way in found.values()]


def _kind(way: str) -> str:
    return way if way in ANCHORED else "finditer"


def _module_names() -> Iterator[str]:
    for package in map(importlib.import_module, PACKAGES):
        yield package.__name__
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield module.name


def _imported(name: str) -> ModuleType:
    return importlib.import_module(name)


def _source(module: ModuleType) -> str:
    return Path(module.__file__ or "").read_text(encoding="utf-8")


def _held(value: object, depth: int = 5) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, in what it contains and in what it was built from."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    for inner in _parts(value) if depth else ():
        yield from _held(inner, depth - 1)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, type) and value.__module__.partition(".")[0] in PACKAGES:
        return list(vars(value).values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return value
    if isinstance(value, partial):
        return [value.func, *value.args, *value.keywords.values()]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in fields(value)]
    return getattr(value, "__defaults__", None) or ()


def _uses(module: ModuleType, tree: ast.AST) -> Iterator[tuple[re.Pattern[str], str]]:
    """The module's patterns as its code uses them: by a method, or in a way that is not seen."""
    held = vars(module)
    method = {
        id(node.value): node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in WAYS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            for pattern in _held(held.get(node.id)):
                alone = isinstance(held.get(node.id), re.Pattern)
                yield pattern, method.get(id(node), "finditer") if alone else "finditer"


def _made(module: ModuleType, tree: ast.AST) -> Iterator[tuple[int, re.Pattern[str], str]]:
    """Patterns that the module's functions make, or give to functions of `re` as strings."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = list(_calls_of_re(function))
        names = _local(function, module) if calls else _Names()
        for node, way in calls:
            for text in _strings(node.args[0], function, names):
                yield node.lineno, re.compile(text, _flags(node, names)), way


def _local(function: ast.AST, module: ModuleType) -> _Names:
    """What a function may name: what the module does, and the texts that it puts together."""
    names = _Names(vars(module))
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            names[node.arg] = Something()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = Something()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[node.targets[0].id] = _value(node.value, names)
    return names


def _calls_of_re(function: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Calls of functions of `re`, and how they look with the pattern that they are given."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            way = node.func.attr
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re and way in WAYS | {"compile"}:
                yield node, "finditer" if way == "compile" else way


def _strings(given: ast.expr, function: ast.AST, names: _Names) -> list[str]:
    """What a call is given as a pattern; all texts of the tables that its function names, where it
    is one out of a table."""
    value = _value(given, names)
    if not isinstance(value, Something):
        return [value]
    tables = (
        names.get(node.id) for node in ast.walk(function) if isinstance(node, ast.Name)
    )  # fmt: skip
    return [
        text
        for table in tables
        if isinstance(table, dict)
        for text in table.values()
        if isinstance(text, str)
    ]


def _flags(call: ast.Call, names: _Names) -> int:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    values = [_value(node, names) for node in (*named, *call.args[1:])]
    return next((value for value in values if isinstance(value, re.RegexFlag)), 0)


def _value(node: ast.expr, names: _Names) -> Any:
    """What an expression is; something, where it is no text put together out of others."""
    called = {
        ast.unparse(each.func).rpartition(".")[2]
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    }
    if not called <= {"escape", "join", "map", "sorted"}:
        return Something()
    try:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), names)  # noqa: S307 - ours
    except (TypeError, KeyError, AttributeError, ValueError):
        return Something()
