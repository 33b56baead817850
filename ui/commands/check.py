"""`dateline check`: a text checked against the reports, sentence by sentence."""

from pathlib import Path

from rag.build import build_engine
from rag.drafts.checking import DraftChecker
from rag.drafts.reading import read_draft
from rag.settings import read_settings
from ui.checked import checked_lines
from ui.commands.ask import Bounds
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, progress, show
from ui.files import TYPED, read_given

_AS_MARKDOWN = "standard input.md"
"""What is typed is read as Markdown."""


def run_check(data_dir: Path | None, file: str, bounds: Bounds, *, as_json: bool) -> int:
    """Prints the verdicts and returns the exit code: 3 where something is contradicted or not told,
    or a note or a quotation of the text does not hold. Raises BadInput."""
    settings = read_settings(data_dir)
    name, content = _AS_MARKDOWN if file == TYPED else Path(file).name, read_given(file)
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
