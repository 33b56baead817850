"""The judge of evidence that Dateline ships: MiniLM read as a cross-encoder, by ONNX Runtime.

`bench/judge` trained it; `rag/models/judge/README.md` is its model card.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.errors import ModelUnusable
from index.normalize import aligned
from rag.settings import SHIPPED_JUDGE

FOLDER = Path(__file__).parent / "models" / "judge"
HELD_BACK = ("1973_oil_crisis", "French_and_Indian_War", "Imperialism", "Scottish_Parliament")
"""Every fourth article of the SQuAD 2.0 part by title: not trained on, kept for measuring."""
LONGEST_TEXT, LONGEST = 64, 256
"""Tokens of a question or claim, and of it together with a passage; the rest is not read."""
LONGEST_SPAN = 40
"""Tokens in an answer, at most."""
_TOGETHER = 4
"""Passages in one run, of like length, so that little of it is padding."""
_READ = 4000
"""Characters of a text that are looked at, at most."""

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge holds of one passage.

    `answers` is the logit that the passage answers the question. `span` are the offsets in the
    passage of the words that answer, `margin` the logit by which they are preferred to no
    answer; None and -inf where the passage has no words.
    """

    answers: float
    span: tuple[int, int] | None
    margin: float


class Judge(Protocol):
    """Judges passages, in the order given."""

    @property
    def name(self) -> str: ...

    def judge(self, question: str, passages: Sequence[str]) -> list[Judgement]: ...

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        """The logit that each passage supports a claim."""
        ...


class OnnxJudge:
    """The shipped judge. May be called from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises ModelUnusable where its files are missing or not the ones that were shipped."""
        self.name = SHIPPED_JUDGE
        self._folder = folder
        check_files(folder)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, strategy="only_second")
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # threads that wait by spinning would hold up those of the embedder
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def judge(self, question: str, passages: Sequence[str]) -> list[Judgement]:
        encodings, whole, spans = self._run(question, passages)
        return [
            _judgement(encoding, float(both[0]), of_span)
            for encoding, both, of_span in zip(encodings, whole, spans, strict=True)
        ]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        _, whole, _ = self._run(claim, passages)
        return [float(both[1]) for both in whole]

    def _run(
        self, text: str, passages: Sequence[str]
    ) -> tuple[list[Encoding], Logits, list[Logits]]:
        """Encodings, (passages, 2) and for each passage (tokens, 2)."""
        if not passages:
            return [], np.zeros((0, 2), dtype=np.float32), []
        asked = self._shortened(aligned(text)[:_READ])
        encodings = self._tokenizer.encode_batch(
            [(asked, aligned(passage)[:_READ]) for passage in passages]
        )
        whole = np.zeros((len(passages), 2), dtype=np.float32)
        spans = [whole] * len(passages)
        by_length = sorted(range(len(passages)), key=lambda i: len(encodings[i].ids))
        for at in range(0, len(by_length), _TOGETHER):
            some = by_length[at : at + _TOGETHER]
            whole[some], of_tokens = self._session.run(
                ["whole", "spans"], _inputs([encodings[i] for i in some])
            )
            for i, of_passage in zip(some, of_tokens, strict=True):
                spans[i] = of_passage[: len(encodings[i].ids)]
        return encodings, whole, spans

    def _shortened(self, text: str) -> str:
        # As the second of two texts, the only one that may be cut short.
        encoding = self._tokenizer.encode("", text, add_special_tokens=False)
        if len(encoding.ids) <= LONGEST_TEXT:
            return text
        return text[: encoding.offsets[LONGEST_TEXT - 1][1]]


def _inputs(encodings: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
    width = max(len(encoding.ids) for encoding in encodings)
    return {
        "input_ids": _padded([e.ids for e in encodings], width),
        "attention_mask": _padded([e.attention_mask for e in encodings], width),
        "token_type_ids": _padded([e.type_ids for e in encodings], width),
    }


def check_files(folder: Path = FOLDER) -> str:
    """The sha256 of the weights, after comparing all files to what was shipped.

    Raises ModelUnusable.
    """
    try:
        shipped = json.loads((folder / "shipped.json").read_text("utf-8"))["sha256"]
        for name, expected in shipped.items():
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected:
                raise ModelUnusable(
                    f"The judge's {name} is not the one that was shipped (sha256 {found[:12]}…, "
                    f"expected {expected[:12]}…). Get the repository's file again, or set "
                    "DATELINE_JUDGE=none to do without a judge."
                )
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnusable(
            f"The judge's files cannot be read ({error}). Get rag/models/judge of the repository "
            "again, or set DATELINE_JUDGE=none to do without a judge."
        ) from error
    return str(shipped["model.onnx"])


def _judgement(encoding: Encoding, answers: float, spans: Logits) -> Judgement:
    """The best span of the passage by the sum of its start's and end's logits (Devlin et al.
    2019), against the first token's, which stands for none."""
    inside = np.array(encoding.type_ids, dtype=bool) & ~np.array(
        encoding.special_tokens_mask, dtype=bool
    )
    places = np.flatnonzero(inside)
    if not len(places):
        return Judgement(answers, None, float("-inf"))
    starts, ends = spans[places, 0], spans[places, 1]
    sums = starts[:, np.newaxis] + ends[np.newaxis, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(
        np.ones_like(sums, dtype=bool), LONGEST_SPAN
    )
    sums = np.where(allowed, sums, -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    offsets = encoding.offsets
    span = (offsets[places[first]][0], offsets[places[last]][1])
    return Judgement(answers, span, float(sums.max() - spans[0].sum()))


def _padded(rows: Sequence[Sequence[int]], width: int) -> npt.NDArray[np.int64]:
    table = np.zeros((len(rows), width), dtype=np.int64)
    for row, values in zip(table, rows, strict=True):
        row[: len(values)] = values
    return table
