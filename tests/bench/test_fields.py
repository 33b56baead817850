"""The yardstick of many fields: its figures, what it keeps, and what it does not show."""

import json
import subprocess
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

import bench.common
import bench.fields.__main__
import bench.fields.shut
from bench.common import Skipped
from bench.fields import corpus
from bench.fields.__main__ import Run, bound_of, result_of, short_of, shut_result_of
from bench.fields.corpus import (
    FETCHED,
    FETCHED_SHUT,
    HELD,
    OPEN,
    SHUT,
    Field,
    answers_of,
    ask,
    ingest,
    sum_of,
)
from bench.fields.page import fields_page
from bench.fields.shut import write_log
from bench.fields.tables import averaged, causes, paired, row
from index.catalog import Catalog
from index.embedding import Embedder
from index.store import Stores, recorded_making
from rag.build import build_engine
from rag.engine import QueryEngine
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Record
from rag.evaluation.run import evaluate
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, KESSEL

PLACE = ("bridge.txt", HARBOUR["bridge.txt"].index(KESSEL),
         HARBOUR["bridge.txt"].index(KESSEL) + len(KESSEL))  # fmt: skip
QUESTIONS = (
    KnownQuestion(
        id="q1", question="When did engineers reopen the Kessel bridge?", answerable=True,
        kind="when", facts=("may 2",), spans=(PLACE,), answer="On 2 May.",
    ),
    KnownQuestion(
        id="q2", question="Who is the head of Rosatom?", answerable=False, kind="far",
        why="No report speaks of it.",
    ),
    KnownQuestion(
        id="q3", question="How long was the Kessel bridge under repair?", answerable=True,
        kind="number", facts=("99 months",), spans=(PLACE,), answer="99 months.",
    ),
)  # fmt: skip


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    """A field over the harbour reports, with the hashing double and no judge."""
    monkeypatch.setattr(corpus, "WORK", tmp_path / "work")
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in HARBOUR.items():
        (docs / name).write_text(text, "utf-8")

    def double(*_: object) -> Embedder:
        return HashingEmbedder()

    def engine_of(settings: object, **_: object) -> QueryEngine:
        return build_engine(settings, HashingEmbedder)  # type: ignore[arg-type]

    monkeypatch.setattr(corpus, "embedder_of", lambda _: double)
    monkeypatch.setattr(corpus, "build_engine", engine_of)
    settings = {"embedder": "hashing", "judge": "none"}
    made = corpus.Settings
    monkeypatch.setattr(corpus, "Settings", lambda **given: made(**given, **settings))
    return Field("central_bank", docs, QUESTIONS)


@pytest.fixture
def records(field: Field) -> list[Record]:
    ingest(field)
    return list(ask(field))


def code_in(file: Path) -> str:
    return file.stem.partition("-")[0]


def committed(folder: Path) -> Path:
    """A working copy with the folders of a checkout, at its first commit."""
    for part in ("index", "rag", "bench/fields", "bench/fetched"):
        (folder / part).mkdir(parents=True)
        (folder / part / "kept").touch()
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"]):
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *command],
            cwd=folder, check=True,
        )  # fmt: skip
    return folder


def test_open_and_shut_fields_are_apart() -> None:
    assert len(OPEN) == 15
    assert len(SHUT) == 8
    groups = (OPEN, SHUT, FETCHED, HELD, FETCHED_SHUT)
    assert len({name for group in groups for name in group}) == sum(map(len, groups))


def test_figures_of_a_field(records: list[Record]) -> None:
    figures = row(records)
    assert figures["facts_right_of_all"] == 0.5
    assert figures["evidence_of_all"] == 1.0
    assert figures["refusal_recall"] == 1.0
    assert figures["tempted"] is None


def test_fields_count_alike_however_many_questions_they_have(records: list[Record]) -> None:
    few, many = row(records[:1]), row(records)
    assert averaged([few, many])["facts_right_of_all"] == 0.75


def test_answers_are_kept_and_not_asked_again(field: Field, records: list[Record]) -> None:
    (file,) = field.kept.glob("*.jsonl")
    lines = file.read_text("utf-8").splitlines()
    marked = records[0].model_copy(update={"wrong": ("as it was kept",)})
    reworded = lines[1].replace("Rosatom", "Gazprom")
    file.write_text(
        f"{marked.model_dump_json(by_alias=True)}\n{reworded}\n{lines[2][:40]}", "utf-8"
    )
    again = list(ask(field))
    assert [record.known for record in again] == list(QUESTIONS)
    assert again[0].wrong == ("as it was kept",)
    assert again[2].outcome.text == records[2].outcome.text
    assert len(answers_of(field, code_in(file))) == 3


def test_what_took_too_long_is_asked_again(field: Field, records: list[Record]) -> None:
    (file,) = field.kept.glob("*.jsonl")
    given_up = [r.model_copy(update={"timed_out": True}) for r in records]
    lines = [r.model_dump_json(by_alias=True) + "\n" for r in given_up]
    file.write_text("".join(lines), "utf-8")
    assert not any(record.timed_out for record in ask(field))
    assert not any(record.timed_out for record in answers_of(field, code_in(file)))


def test_other_settings_and_other_reports_have_answers_of_their_own(
    field: Field, records: list[Record]
) -> None:
    with_others = field.settings.model_copy(update={"max_sentences": 1})
    assert sum_of(with_others) != sum_of(field.settings)
    moved = field.settings.model_copy(update={"data_dir": Path("elsewhere")})
    assert sum_of(moved) == sum_of(field.settings)
    before = field.answers("abc")
    (field.folder / "bridge.txt").write_text("The bridge of Kessel was sold.\n", "utf-8")
    assert field.answers("abc") != before
    ingest(field)
    assert next(iter(ask(field))).outcome != records[0].outcome


def test_an_index_is_kept_with_the_time_that_it_took(field: Field) -> None:
    assert ingest(field) == ingest(field) > 0


def test_vectors_of_reports_that_are_gone_go(field: Field) -> None:
    took = ingest(field)
    (field.folder / "bridge.txt").unlink()
    assert ingest(field) == took
    catalog = Catalog.open(field.settings.data_dir)
    making = recorded_making(catalog) if catalog is not None else None
    assert catalog is not None
    assert making is not None
    stores = Stores(field.settings.data_dir, making.fingerprint)
    assert stores.complete_ids() == set(catalog.passage_ids())


def test_answers_of_another_version_are_told(field: Field, records: list[Record]) -> None:
    (file,) = field.kept.glob("*.jsonl")
    file.write_text('{"known": 1}\n', "utf-8")
    with pytest.raises(Skipped, match="is of another version; remove it"):
        answers_of(field, code_in(file))


def test_a_run_beside_an_earlier_one(records: list[Record]) -> None:
    bold = [r.model_copy(update={"facts_right": True, "right": True}) for r in records]
    table = paired("Beside", {"a": records}, {"a": bold})
    (facts,) = [cells for cells in table.rows if cells[0] == "facts_right_of_all"]
    assert facts[1:4] == ["0.500", "1.000", "+0.500"]
    assert paired("Beside", {}, {"a": records}).rows == []


def test_a_figure_is_compared_where_both_runs_have_it(records: list[Record]) -> None:
    mute = [r.model_copy(update={"date_right": None}) for r in records]
    late = [r.model_copy(update={"date_right": False}) for r in records]
    dated = [r.model_copy(update={"date_right": True}) for r in records]
    table = paired("Beside", {"a": mute, "b": dated}, {"a": late, "b": dated})
    (dates,) = [cells for cells in table.rows if cells[0] == "date_right"]
    assert dates[1:4] == ["1.000", "1.000", "+0.000"]


def test_earlier_answers_that_are_not_there_are_told(
    field: Field, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.fields.__main__, "load", lambda _: field)
    with pytest.raises(Skipped, match="no answers of 123456 over these reports"):
        result_of(Run({"central_bank": records}, {"central_bank": 1.0}, 2.0), "123456")


def test_lost_questions_by_cause(records: list[Record]) -> None:
    assert [cells[:2] for cells in causes(records).rows] == [
        ["the right passage is quoted, a part of the answer stands elsewhere", "1"]
    ]


def test_the_result_and_its_bounds(records: list[Record]) -> None:
    done = Run({"central_bank": records}, {"central_bank": 1.0}, 2.0)
    titles = [table.title for table in result_of(done).tables]
    assert titles == [
        "By field", "Open fields", "By kind, open fields pooled", "Where it breaks, open fields",
    ]  # fmt: skip
    assert short_of(done, [("facts_right_of_all", 0.5), ("false_refusals", 0.1)]) == []
    assert short_of(done, [("facts_right_of_all", 0.6), ("tempted", 0.1)]) == [
        "facts_right_of_all is 0.500, short of 0.6",
        "tempted has no value here: nothing was asked that it measures",
    ]


def test_a_bound_that_is_none_is_told_before_anything_is_asked() -> None:
    assert bound_of("auroc=0.5") == ("auroc", 0.5)
    with pytest.raises(ArgumentTypeError, match="elsewhere is no figure; there are facts_right"):
        bound_of("elsewhere=1")
    with pytest.raises(ArgumentTypeError, match="'high' is no number"):
        bound_of("auroc=high")


def test_figures_of_shut_fields_have_a_result_of_their_own(records: list[Record]) -> None:
    done = Run({"court_opinions": records}, {"court_opinions": 1.0}, 2.0)
    result = shut_result_of(done)
    assert result.name == "fields_shut"
    assert [table.title for table in result.tables] == ["By field", "Shut fields"]
    assert all(known.question not in str(result) for known in QUESTIONS)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--shut", "why", "central_bank"], "printed once, of all of them"),
        (["court_opinions"], "printed with --shut WHY alone"),
        (["elsewhere"], "there is no field elsewhere"),
        (["--fetched", "why", "letters"], "asks all shut fields of bench/fetched"),
        (["--fetched", "why", "--shut", "why"], "asks all shut fields of bench/fetched"),
        (["letters"], "there is no field letters"),
    ],
)
def test_names_that_would_show_part_of_what_is_shut(
    given: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fields", *given])
    with pytest.raises(SystemExit):
        bench.fields.__main__.main()
    assert told in " ".join(capsys.readouterr().err.split())


def test_the_page_has_every_answer_beside_what_was_expected(records: list[Record]) -> None:
    html = fields_page({"central_bank": records})
    for known in QUESTIONS:
        assert known.question in html
        assert (known.answer or known.why or "") in html
    assert 'data-cause="the right passage is quoted, a part of the answer stands elsewhere"' in html
    assert "http" not in html


def test_shut_figures_are_printed_once_for_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: list[Record]
) -> None:
    monkeypatch.setattr(bench.fields.shut, "LOG", tmp_path / "shut.jsonl")
    write_log("the places", "abc1234", {"court_opinions": row(records)})
    (line,) = (tmp_path / "shut.jsonl").read_text("utf-8").splitlines()
    logged = json.loads(line)
    assert (logged["why"], logged["commit"]) == ("the places", "abc1234")
    assert logged["mean"]["facts_right_of_all"] == 0.5
    assert all(known.question not in line for known in QUESTIONS)
    with pytest.raises(Skipped, match="printed before for 'the places'"):
        bench.fields.shut.commit("the places", SHUT)


def test_fetched_shut_fields_are_measured_and_written_down_alone(
    field: Field,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = tmp_path / "shut.jsonl"
    log.write_text(json.dumps({"why": "first sight", "fields": {"court_opinions": {}}}) + "\n")
    monkeypatch.setattr(bench.fields.shut, "LOG", log)
    monkeypatch.setattr(bench.common, "RESULTS", tmp_path)
    monkeypatch.setattr(
        bench.fields.__main__, "load", lambda name: Field(name, field.folder, field.questions)
    )
    checkout = committed(tmp_path / "checkout")
    monkeypatch.setattr(bench.fields.shut, "ROOT", checkout)
    monkeypatch.setattr("sys.argv", ["fields", "--fetched", "first sight"])
    assert bench.fields.__main__.main() == 0
    _, line = log.read_text("utf-8").splitlines()
    assert tuple(json.loads(line)["fields"]) == FETCHED_SHUT
    kept = sorted(file.name for file in tmp_path.glob("fields_*"))
    assert kept == ["fields_fetched.json", "fields_fetched.md"]
    told = capsys.readouterr().out + "".join((tmp_path / name).read_text("utf-8") for name in kept)
    assert all(known.question not in told + line for known in QUESTIONS)
    with pytest.raises(SystemExit, match="skipped: figures of shut fields were printed before"):
        bench.fields.__main__.main()


def test_shut_figures_are_of_questions_that_are_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = committed(tmp_path / "checkout")
    monkeypatch.setattr(bench.fields.shut, "ROOT", checkout)
    monkeypatch.setattr(bench.fields.shut, "LOG", tmp_path / "shut.jsonl")
    assert bench.fields.shut.commit("a reason", FETCHED_SHUT)
    (checkout / "bench" / "fetched" / "questions.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(Skipped, match="from a committed state alone"):
        bench.fields.shut.commit("a reason", FETCHED_SHUT)


def test_evaluate_over_no_index_asks_nothing(tmp_path: Path) -> None:
    engine = build_engine(corpus.Settings(data_dir=tmp_path / "none"), HashingEmbedder)
    assert evaluate(engine, QUESTIONS) == []
