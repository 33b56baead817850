"""`dateline check`: a text checked against the reports, sentence by sentence."""

import sys
from pathlib import Path

from index.errors import BadInput
from rag.build import build_engine
from rag.drafts.checking import DraftChecker
from rag.drafts.reading import read_draft
from rag.settings import read_settings
from ui.checked import checked_lines
from ui.commands.ask import Bounds
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, progress, show

_TYPED = "-"
_AS_MARKDOWN = "standard input.md"


def run_check(data_dir: Path | None, file: str, bounds: Bounds, *, as_json: bool) -> int:
    """Prints the verdicts and returns the exit code: 3 where something is contradicted or not told,
    or a note or a quotation of the text does not hold. Raises BadInput."""
    settings = read_settings(data_dir)
    name, content = _read(file)
    query = bounds.query("")
    draft = read_draft(name, content, settings, settings.max_checked)
    checker = DraftChecker(build_engine(settings), query)
    with progress() as bar:
        numbered = list(enumerate(draft.sentences, 1))
        sentences = [checker.check(*one) for one in bar.track(numbered, description="checking")]
    checked = checker.result(sentences, draft)
    if as_json:
        print(checked.model_dump_json(by_alias=True, indent=2))
    else:
        show(console(), checked_lines(checked))
    return EXIT_ANSWER if checked.holds else EXIT_REFUSAL


def _read(file: str) -> tuple[str, bytes]:
    """The name and the content of a text; what is typed is read as Markdown."""
    if file == _TYPED:
        typed = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read()
        return _AS_MARKDOWN, typed if isinstance(typed, bytes) else typed.encode()
    try:
        return Path(file).name, Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(f"{file} cannot be read: {why}.") from error
