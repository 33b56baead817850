"""The yardstick of many fields: its figures, and what it keeps."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

import bench.common
import bench.fields.__main__
import bench.fields.shut
from bench.common import Skipped
from bench.fields import corpus
from bench.fields.__main__ import Run, bound_of, result_of, short_of
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
from bench.fields.tables import averaged, causes, paired, row
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from rag.build import build_engine
from rag.evaluation.record import Record
from rag.evaluation.run import evaluate
from tests.bench.harbour_field import QUESTIONS
from tests.doubles import HashingEmbedder


def code_in(file: Path) -> str:
    return file.stem.partition("-")[0]


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


def test_the_page_has_every_answer_beside_what_was_expected(records: list[Record]) -> None:
    html = fields_page({"central_bank": records})
    for known in QUESTIONS:
        assert known.question in html
        assert (known.answer or known.why or "") in html
    assert 'data-cause="the right passage is quoted, a part of the answer stands elsewhere"' in html
    assert "http" not in html


def test_evaluate_over_no_index_asks_nothing(tmp_path: Path) -> None:
    engine = build_engine(corpus.Settings(data_dir=tmp_path / "none"), HashingEmbedder)
    assert evaluate(engine, QUESTIONS) == []
