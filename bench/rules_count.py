"""How much of the product is hand-written rules for English: `python -m bench.rules_count`.

Counted are functions, methods and values of `rag` and `index` that hold a pattern, a list of words
or a rule that is declared (`index.rules`), or speak of one by its name; blank lines, comments and
docstrings aside. A pattern is a text with marks of a regular expression and letters of a word in
it, wherever it is written; a row is a line of a list of words, in place or in a file of its own.
"""

import ast
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.common import ROOT, Figure, Result, Table, keep

PACKAGES = ("rag", "index")
_OF_LIBRARIES = ("wordnet", "models")
"""Folders of what is published elsewhere, or learned: nobody here wrote it."""
_DATA = (".txt", ".yaml")
"""Endings of files of words and patterns."""
_FEWEST = 5
"""Words in a list of words, at least."""
_MARKS = re.compile(r"\\[bswdWSD]|\(\?[:P<!=i]|\[\^|[\w)]\|[\w(]")
_ESCAPES = re.compile(r"\\[A-Za-z]|\(\?P[<=]\w+[>)]|\(\?[a-z]*:?|\{[^}]*\}|\[[^\]]*\]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_BARE_WORDS = re.compile(r"[\w\s:,/|_'’-]+")
_LISTED = re.compile(r"[a-z][a-z'’ -]*|[A-Z][a-z'’ -]+")

Text = ast.Constant | ast.JoinedStr
Definition = ast.FunctionDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True, slots=True)
class Rules:
    """Of a module: lines that hold rules, rows of words, patterns, and rules that it declares."""

    module: str
    lines: int
    rows: int
    patterns: int
    declared: int

    @property
    def cells(self) -> list[str]:
        return [self.module, *map(str, (self.lines, self.rows, self.patterns, self.declared))]


def counted(file: Path, root: Path = ROOT) -> Rules:
    """What there is of rules in a module."""
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    told = {id(node): node for node in _docstrings(tree)}
    patterns = [node for node in _texts(tree) if id(node) not in told and is_pattern(node)]
    listed = {n for node in _lists(tree, told) for n in _lines(node)}
    declared = [node for node in ast.walk(tree) if _is_declaration(node)]
    held = {n for node in (*patterns, *declared) for n in _lines(node)} | listed
    left_out = {n for node in told.values() for n in _lines(node)}
    written = {
        n for n, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#") and n not in left_out
    }  # fmt: skip
    lines = _of_rules(tree, held) & written
    return Rules(str(file.relative_to(root)), len(lines), len(listed), len(patterns), len(declared))


def _of_rules(tree: ast.Module, held: set[int]) -> set[int]:
    """The lines of what holds something of a rule, or speaks of what does by its name."""
    parts = list(_definitions(tree))
    names = {
        name
        for part in parts if not isinstance(part, ast.FunctionDef) and held & _lines(part)
        for name in _named(part)
    }  # fmt: skip
    return {
        n for part in parts
        if held & _lines(part) or names & {x.id for x in ast.walk(part) if isinstance(x, ast.Name)}
        for n in _lines(part)
    }  # fmt: skip


def _definitions(tree: ast.Module) -> Iterator[Definition]:
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (part for part in inside if isinstance(part, Definition))


def _named(part: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    targets = part.targets if isinstance(part, ast.Assign) else [part.target]
    for target in targets:
        yield from (x.id for x in ast.walk(target) if isinstance(x, ast.Name))


def _lines(node: ast.stmt | ast.expr) -> set[int]:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return set(range(first, (node.end_lineno or first) + 1))


def _is_declaration(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "declare"


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts that stand alone: of modules, functions and values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _texts(tree: ast.AST) -> Iterator[Text]:
    """Texts as they are written, those with values in them whole."""
    inside = {
        id(part)
        for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node) if part is not node
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node


def is_pattern(node: Text) -> bool:
    """Whether a text is a regular expression with letters of a word in it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
    return bool(_MARKS.search(text)) and bool(_WORD.search(_ESCAPES.sub(" ", text)))


def _lists(tree: ast.AST, told: Container[int]) -> Iterator[ast.expr]:
    """Collections of words, and texts of nothing but words over several lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Set | ast.List | ast.Tuple | ast.Dict):
            parts = [p for p in ast.walk(node) if isinstance(p, ast.Constant)]
            words = [p for p in parts if isinstance(p.value, str) and _LISTED.fullmatch(p.value)]
            if len(words) >= _FEWEST and 2 * len(words) >= len(parts):
                yield node
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = node.value.strip().splitlines()
            bare = all(_BARE_WORDS.fullmatch(line) for line in lines)
            if len(lines) > 1 and bare and id(node) not in told:
                yield node


def measure(root: Path = ROOT) -> Result:
    """All modules with rules, those with the most lines first, and lists of words in files."""
    files = sorted(f for package in PACKAGES for f in (root / package).rglob("*.py"))
    found = [counted(file, root) for file in files]
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.*")):
            if file.suffix in _DATA and not set(_OF_LIBRARIES) & set(file.parts):
                lines = file.read_text("utf-8").splitlines()
                rows = sum(1 for line in lines if line.strip() and not line.startswith("#"))
                found.append(Rules(str(file.relative_to(root)), rows, rows, 0, 0))
    found = sorted((r for r in found if r.lines), key=lambda r: (-r.lines, r.module))
    return Result(
        name="rules_count",
        title="Hand-written rules for English",
        about=(__doc__ or "").partition("\n\n")[2].strip(),
        figures=[
            figure
            for package in PACKAGES
            for some in ([r for r in found if r.module.startswith(f"{package}/")],)
            for figure in (
                Figure(f"{package}: lines", sum(r.lines for r in some)),
                Figure(f"{package}: of them rows of words", sum(r.rows for r in some)),
                Figure(f"{package}: patterns", sum(r.patterns for r in some)),
                Figure(f"{package}: rules declared", sum(r.declared for r in some)),
            )
        ],
        tables=[
            Table(
                "By module",
                ("module", "lines", "rows of words", "patterns", "rules"),
                [r.cells for r in found],
            )
        ],
    )


if __name__ == "__main__":
    keep(measure())
