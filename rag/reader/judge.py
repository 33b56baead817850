"""The judge of evidence that Dateline ships: MiniLM read as a cross-encoder, by ONNX Runtime.

`bench/judge` and `bench/reader` trained it; `rag/models/judge/README.md` is its model card.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession
from tokenizers import Encoding, Tokenizer

from index.embedding.minilm import session_of, threads_allowed
from index.embedding.shipped import check_shipped
from index.structure.place import in_its_place
from index.text.normalize import aligned
from rag.limit import check_time
from rag.settings import SHIPPED_JUDGE

FOLDER = Path(__file__).parent.parent / "models" / "judge"
HELD_BACK = ("1973_oil_crisis", "French_and_Indian_War", "Imperialism", "Scottish_Parliament")
"""Every fourth article of the SQuAD 2.0 part by title: not trained on, kept for measuring."""
LONGEST_TEXT, LONGEST = 64, 256
"""Tokens of a question or claim, and of it together with a passage; the rest is not read."""
LONGEST_SPAN = 40
"""Tokens in an answer, at most."""
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
    """Judges passages, in the order given, each read after what it stands `under`, if anything."""

    @property
    def name(self) -> str: ...

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]: ...

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        """The logit that each passage supports a claim."""
        ...


class OnnxJudge:
    """The shipped judge. May be called from several threads, and reads passages side by side."""

    def __init__(self, folder: Path = FOLDER, threads: int | None = None) -> None:
        """On as many `threads` as there are CPUs, whoever asks. Raises ModelUnusable where its
        files are missing or not the ones that were shipped."""
        self.name = SHIPPED_JUDGE
        self._folder = folder
        self._threads = threads or threads_allowed()
        check_files(folder)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST, strategy="only_second")
        return tokenizer

    @cached_property
    def _session(self) -> InferenceSession:
        # passages are read side by side: threads within one would wait for those of others
        return session_of(self._folder / "model.onnx")

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reading")

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        read = in_its_place(passages, under)
        encodings, whole, spans = self._run(question, read)
        return [
            _judgement(encoding, float(both[0]), of_span, len(whole_text) - len(passage))
            for encoding, both, of_span, whole_text, passage in zip(
                encodings, whole, spans, read, passages, strict=True
            )
        ]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        _, whole, _ = self._run(claim, passages)
        return [float(both[1]) for both in whole]

    def _run(
        self, text: str, passages: Sequence[str]
    ) -> tuple[list[Encoding], Logits, list[Logits]]:
        """Encodings, (passages, 2) and for each passage (tokens, 2). Each passage is run alone, so
        that it is judged the same to the last bit whatever stands beside it, and nothing is padded.
        """
        whole = np.zeros((len(passages), 2), dtype=np.float32)
        if not passages:
            return [], whole, []
        asked = self._shortened(aligned(text)[:_READ])
        encodings = self._tokenizer.encode_batch(
            [(asked, aligned(passage)[:_READ]) for passage in passages]
        )
        spans = []
        for number, (of_passage, of_tokens) in enumerate(self._each(encodings)):
            whole[number] = of_passage[0]
            spans.append(of_tokens)
        return encodings, whole, spans

    def _each(self, encodings: Sequence[Encoding]) -> Iterator[tuple[Logits, Logits]]:
        """What the network gives for each, in order. Raises QuestionTimedOut between two."""
        session, outputs = self._session, ["whole", "spans"]
        if self._threads == 1 or len(encodings) == 1:
            for encoding in encodings:
                check_time()
                yield session.run(outputs, _inputs(encoding))
            return
        running = [self._pool.submit(session.run, outputs, _inputs(e)) for e in encodings]
        try:
            for one in running:
                check_time()
                yield one.result()
        finally:
            for one in running:
                one.cancel()

    def _shortened(self, text: str) -> str:
        # As the second of two texts, the only one that may be cut short.
        encoding = self._tokenizer.encode("", text, add_special_tokens=False)
        if len(encoding.ids) <= LONGEST_TEXT:
            return text
        return text[: encoding.offsets[LONGEST_TEXT - 1][1]]


def _inputs(encoding: Encoding) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "ids": np.array(encoding.ids, dtype=np.int64),
        "types": np.array(encoding.type_ids, dtype=np.int64),
    }


def check_files(folder: Path = FOLDER) -> str:
    """The sha256 of the weights, all files compared to what was shipped. Raises ModelUnusable."""
    otherwise = "set DATELINE_JUDGE=none to do without a judge"
    return check_shipped(folder, "judge", "rag/models/judge", otherwise)


def _judgement(encoding: Encoding, answers: float, spans: Logits, begin: int) -> Judgement:
    """The best span of the passage, which begins at `begin` of what was read, by the sum of its
    start's and end's logits (Devlin et al. 2019), against the first token's, which stands for
    none."""
    offsets = encoding.offsets
    inside = np.array(encoding.type_ids, dtype=bool) & ~np.array(
        encoding.special_tokens_mask, dtype=bool
    )
    places = np.flatnonzero(inside & (np.array(offsets)[:, 0] >= begin))
    if not len(places):
        return Judgement(answers, None, float("-inf"))
    starts, ends = spans[places, 0], spans[places, 1]
    sums = starts[:, np.newaxis] + ends[np.newaxis, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(
        np.ones_like(sums, dtype=bool), LONGEST_SPAN
    )
    sums = np.where(allowed, sums, -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    span = (offsets[places[first]][0] - begin, offsets[places[last]][1] - begin)
    return Judgement(answers, span, float(sums.max() - spans[0].sum()))
