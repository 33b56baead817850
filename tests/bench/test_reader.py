"""Making the reader: what a question is trained with, what is fitted, what is shipped."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from onnxruntime import InferenceSession
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from bench.encoder.export import ship
from bench.encoder.graph import network
from bench.fields.corpus import Field
from bench.judge.network import MINILM_6, Base, Judge, judge_of
from bench.judge.published import MINILM, paired
from bench.reader.base import dequantised
from bench.reader.candidates import Searched, Seen
from bench.reader.drawing import DRAWN, RIGHT_AT_MOST, draw
from bench.reader.export import encoder_of, heads_of, write
from bench.reader.fit import FALSE_REFUSALS, PASSAGE, confidence, fit
from bench.reader.seen import STRANGE, asked_of
from bench.reader.seen import Seen as Asked
from bench.reader.train import Reading, run
from index.embedding import minilm
from rag.evaluation.questions import KnownQuestion
from rag.reader.judge import FOLDER, OnnxJudge
from tests.bench.networks import tiny


def _draws(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same draws in every run


def _seen(number: int, *, right: bool = False, partly: bool = False) -> Seen:
    return Seen(
        id=f"p{number}", place="Minutes:", under="Minutes:", text=f"Passage {number}.",
        right=right, partly=partly, tempting=number == 3, answers=((0, 10),) if right else (),
        relevance=0.5, fused=0.5,
    )  # fmt: skip


def _searched(*, answerable: bool) -> Searched:
    candidates = [
        _seen(n, right=answerable and n < 3, partly=answerable and n == 4) for n in range(30)
    ]
    return Searched(
        "harbour", "harbour-001", "fact", "Who opened Pier Seven in 2019?", answerable,
        tuple(candidates),
    )  # fmt: skip


def test_some_questions_are_drawn_with_what_answers_and_some_without() -> None:
    groups = list(draw([_searched(answerable=True)] * 200, _draws(1)))
    with_right = [g for g in groups if any(g.right)]
    assert 0.4 < len(with_right) / len(groups) < 0.75
    assert all(len(g.candidates) == len(g.right) <= DRAWN for g in groups)
    assert all(1 <= sum(g.right) <= RIGHT_AT_MOST for g in with_right)
    swapped = [g for g in groups if "Pier Seven in 2019" not in g.question]
    assert swapped
    assert not any(any(g.right) for g in swapped)


def test_what_has_a_part_of_the_answer_is_drawn_neither_way() -> None:
    groups = list(draw([_searched(answerable=True)] * 50, _draws(2)))
    assert not any(c.partly for g in groups for c in g.candidates)


def test_of_a_question_without_an_answer_what_looks_like_one_is_drawn() -> None:
    groups = list(draw([_searched(answerable=False)] * 20, _draws(3)))
    assert all(any(c.tempting for c in g.candidates) for g in groups)
    assert not any(any(g.right) for g in groups)


def _asked(number: int, *, right: bool) -> Asked:
    draws = _draws(number)
    measured = [
        dict.fromkeys(PASSAGE, 0.0) | {
            "answers": draws.gauss(2.0 if right and n == 0 else -2.0, 1.0),
            "relevance": draws.gauss(1.0 if n == 0 else 0.0, 0.3),
            "of_time": 1.0,
        }
        for n in range(5)
    ]  # fmt: skip
    measured[0]["support"] = 0.0
    known = KnownQuestion(id=f"q{number}", question="Who?", answerable=right)
    first = [n == 0 for n in range(5)]
    none = [False] * 5
    return Asked("harbour", known, measured, first if right else none, none if right else first)


@pytest.mark.parametrize("judged", [True, False], ids=["with the judge", "without"])
def test_weights_are_fitted_to_what_answers(judged: bool) -> None:
    seen = [_asked(n, right=n % 2 == 0) for n in range(120)]
    fitted = fit(seen, judged=judged)
    assert ("answers" in fitted.order) is judged
    assert fitted.nearest["relevance"] > 0
    sure = {flag: [confidence(s, fitted.order, fitted.question)
                   for s in seen if s.known.answerable is flag]
            for flag in (True, False)}  # fmt: skip
    if judged:
        assert fitted.order["answers"] > 0
        assert np.mean(sure[True]) > 0.7 > 0.3 > np.mean(sure[False])
    low = np.mean([c < fitted.min_confidence for c in sure[True]])
    assert low == pytest.approx(FALSE_REFUSALS, abs=0.02)


def _harbour(number: int) -> Field:
    questions = [
        KnownQuestion(id=f"{n}", question=f"Which ship lay at pier {number} on day {n}?",
                      answerable=True, spans=(("a.txt", 0, 9),))
        for n in range(4)
    ]  # fmt: skip
    return Field(f"harbour-{number}", Path(), tuple(questions))


def test_a_field_is_asked_questions_of_others_too(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {field.name: field for field in map(_harbour, range(3))}
    monkeypatch.setattr("bench.reader.seen.HELD", tuple(fields))
    monkeypatch.setattr("bench.reader.seen.load", fields.__getitem__)
    first = fields["harbour-0"]
    asked = asked_of(first)
    assert asked == asked_of(first)
    assert asked[:4] == list(first.questions)
    strange = [(k.id.split("/")[0], k.kind, k.answerable, k.spans) for k in asked[4:]]
    assert strange == [
        (name, STRANGE, False, ()) for name in ("harbour-1", "harbour-1", "harbour-2", "harbour-2")
    ]


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_what_is_shipped_reads_as_what_was_trained(kind: str) -> None:
    judge = Judge(tiny(kind)).eval()
    state = {name: value.numpy() for name, value in judge.state_dict().items()}
    epsilon = judge.encoder.config.layer_norm_eps
    model = network(encoder_of(state), "fp32", heads=heads_of(state), epsilon=epsilon)
    ids = np.array([0, 9, 4, 2, 2, *range(3, 43), *range(3, 43), 2])
    types = np.array([0] * 5 + [1] * 81)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    whole, spans = session.run(["whole", "spans"], {"ids": ids, "types": types})
    with torch.inference_mode():
        both = [torch.tensor(ids)[None], torch.ones(1, len(ids)), torch.tensor(types)[None]]
        of_first, of_each = judge(*both)
    assert whole[0] == pytest.approx(of_first[0].numpy(), abs=1e-5)
    assert spans[5:] == pytest.approx(of_each[0, 5:].numpy(), abs=1e-5)


def test_the_program_reads_mpnets_tokens(tmp_path: Path) -> None:
    words = ["<s>", "<pad>", "</s>", "[UNK]", "who", "opened", "it", "?", "ilse", "did", "."]
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    paired(tokenizer).save(str(tmp_path / "tokenizer.json"))
    state = {name: value.numpy() for name, value in Judge(tiny("mpnet")).state_dict().items()}
    ship(network(encoder_of(state), "rows", heads=heads_of(state)), tmp_path, tmp_path / "shipped")
    judge = OnnxJudge(tmp_path / "shipped")
    alone, under = judge.judge("who opened it ?", ["did", "did"], ["", "ilse"])
    assert np.isfinite([alone.answers, alone.margin, under.answers, under.margin]).all()
    assert (alone.span, under.span) == ((0, 3), (0, 3))


@pytest.mark.slow
def test_what_is_written_is_read_by_the_program(tmp_path: Path) -> None:
    torch.manual_seed(1)
    torch.save(judge_of(Base(MINILM, 1)).state_dict(), tmp_path / "weights.pt")
    write([tmp_path / "weights.pt"], tmp_path / "rows", "rows")
    (judgement,) = OnnxJudge(tmp_path / "rows").judge("Who opened it?", ["Ilse Brandt did."])
    assert np.isfinite(judgement.answers)
    assert judgement.span is not None


def test_training_goes_on_from_what_ships() -> None:
    passages = ["Ilse Brandt opened Pier Seven on 4 May 2019.", "The fair was held in spring."]
    question = "Who opened Pier Seven?"
    shipped = OnnxJudge(FOLDER).judge(question, passages, ["", ""])
    reading = Reading()
    some = [
        reading.pair(question, replace(_seen(n), under="", text=text), right=None)
        for n, text in enumerate(passages)
    ]
    state = dequantised(FOLDER / "model.onnx")
    with torch.inference_mode():
        whole, _ = run(judge_of(MINILM_6, state).eval(), some)
    read = [judgement.answers for judgement in shipped]
    assert whole[:, 0].tolist() == pytest.approx(read, abs=0.3)
    assert read[0] - read[1] > 3


def test_what_is_no_judge_is_not_taken_for_the_first_weights() -> None:
    with pytest.raises(ValueError, match="it lacks"):
        dequantised(minilm.FOLDER / "model.onnx")
