"""An index: the catalog, and the two stores of vectors made from it.

The catalog is the truth. Vectors are written before the catalog names their passages and
removed after it has dropped them, so that whatever is interrupted, every passage has vectors
or can be given them again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.catalog import Catalog
from index.embedding import Embedder
from index.errors import IndexMismatch
from index.normalize import collapsed
from index.tokens import TOKEN_DIMENSION, PassageVectors, TokenStore, compress
from index.types import CHUNKING, Finding
from index.vectors import VectorStore

METRIC = "cosine"
"""Which of Chroma's metrics the vectors are compared by."""


@dataclass(frozen=True, slots=True)
class Making:
    """What an index's vectors were made with; two indexes with the same one can be mixed."""

    embedder: str
    dimension: int
    metric: str = METRIC
    chunking: str = CHUNKING
    token_dimension: int = TOKEN_DIMENSION

    @property
    def fingerprint(self) -> str:
        stated = [f"{key}={value}" for key, value in sorted(self.as_meta().items())]
        return sha256("\n".join(stated).encode()).hexdigest()[:12]

    def as_meta(self) -> dict[str, str]:
        return {
            "embedder": self.embedder,
            "dimension": str(self.dimension),
            "metric": self.metric,
            "chunking": self.chunking,
            "token_dimension": str(self.token_dimension),
        }


class Stores:
    """The vectors of an index, both kinds, kept in step."""

    def __init__(self, data_dir: Path, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.vectors = VectorStore(data_dir, fingerprint)
        self.tokens = TokenStore(data_dir, fingerprint)

    def put(
        self,
        ids: Sequence[str],
        kept: Sequence[PassageVectors],
        days: Sequence[int],
        publishers: Sequence[str],
    ) -> None:
        """Chroma first: what the token store holds, Chroma holds."""
        if not ids:
            return
        pooled = np.stack([v.pooled for v in kept]).astype(np.float32)
        self.vectors.put(ids, pooled, days, publishers)
        self.tokens.put(ids, kept)

    def remove(self, ids: Sequence[str]) -> None:
        self.tokens.remove(ids)
        self.vectors.remove(ids)

    def drop_others(self) -> None:
        """Deletes the vectors of this folder that were made otherwise."""
        self.vectors.drop_others()
        self.tokens.drop_others()

    def complete_ids(self) -> set[str]:
        """Passages that have both kinds of vector."""
        return self.tokens.ids() & self.vectors.ids()


def recorded_making(catalog: Catalog) -> Making | None:
    """What an index says it was made with; None before anything was embedded."""
    meta = catalog.meta()
    if "dimension" not in meta:
        return None
    return Making(
        meta["embedder"], int(meta["dimension"]), meta["metric"], meta["chunking"],
        int(meta["token_dimension"]),
    )  # fmt: skip


def check_making(catalog: Catalog, embedder: str) -> None:
    """Raises IndexMismatch where the catalog was made with another embedder or chunking."""
    meta = catalog.meta()
    made = {key: meta[key] for key in ("embedder", "chunking") if key in meta}
    wanted = {"embedder": embedder, "chunking": CHUNKING}
    for key, value in made.items():
        if value != wanted[key]:
            setting = f"DATELINE_EMBEDDER={value}, or " if key == "embedder" else ""
            raise IndexMismatch(
                f"The index was made with {key} {value!r}, and the settings now name "
                f"{wanted[key]!r}. Set {setting}run `dateline doctor --rebuild` to make the "
                "vectors again."
            )


def reading_text(passage_text: str, sentences: Sequence[str]) -> tuple[str, list[int]]:
    """What the embedder is given of a passage, and where its sentences end in that."""
    text, ends = "", list[int]()
    for sentence in sentences or [passage_text]:
        text = f"{text} {collapsed(sentence)}".lstrip()
        ends.append(len(text))
    return text, ends


def encode_passages(
    embedder: Embedder, passages: Sequence[tuple[str, Sequence[str]]]
) -> list[PassageVectors]:
    """Vectors to keep for passages given as their text and the sentences in it."""
    read = [reading_text(text, sentences) for text, sentences in passages]
    encodings = embedder.encode([text for text, _ in read])
    return [compress(e, text, ends) for e, (text, ends) in zip(encodings, read, strict=True)]


def sentences_of(finding: Finding) -> list[str]:
    """The whole sentences of a passage, verbatim."""
    origin = finding.passage.start
    return [finding.text[a - origin : b - origin] for a, b in finding.passage.sentences]


def passage_vectors(
    stores: Stores, embedder: Embedder, findings: Sequence[Finding]
) -> dict[str, PassageVectors]:
    """Vectors of passages by id; those that were lost are made again, though not stored."""
    vectors = stores.tokens.get([f.passage.id for f in findings])
    bare = [f for f in findings if f.passage.id not in vectors]
    if bare:
        kept = encode_passages(embedder, [(f.text, sentences_of(f)) for f in bare])
        vectors.update(zip((f.passage.id for f in bare), kept, strict=True))
    return vectors


def mend(
    catalog: Catalog,
    stores: Stores,
    embedder: Callable[[], Embedder],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[int, int]:
    """Gives vectors to the passages that lack them and drops those that no passage owns.

    Returns how many of each. The embedder is only asked for where something is to be embedded.
    """
    wanted, have = catalog.passage_ids(), stores.complete_ids()
    missing = [passage_id for passage_id in wanted if passage_id not in have]
    for at in range(0, len(missing), 512):
        some = missing[at : at + 512]
        found = catalog.findings(some)
        put_findings(stores, embedder(), [found[i] for i in some])
        progress(min(at + 512, len(missing)), len(missing))
    unowned = (stores.tokens.ids() | stores.vectors.ids()) - set(wanted)
    stores.remove(sorted(unowned))
    return len(missing), len(unowned)


def put_findings(stores: Stores, embedder: Embedder, findings: Sequence[Finding]) -> None:
    """Embeds passages as the catalog holds them."""
    kept = encode_passages(embedder, [(f.text, sentences_of(f)) for f in findings])
    days = [f.report.dated.published_on for f in findings]
    stores.put(
        [f.passage.id for f in findings],
        kept,
        [day.toordinal() if day else 0 for day in days],
        [f.report.publisher or "" for f in findings],
    )
