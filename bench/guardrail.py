"""Does it know when not to answer, beside a LlamaIndex program with a tuned cosine cut-off?"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from llama_index.core.schema import NodeWithScore

from bench.common import SEEDS, WORK, Figure, Result, Table, main
from bench.seeds import llamaindex_retriever, seeds_engine
from index.text.normalize import collapsed
from rag.evaluation.figures import FIGURES, kinds_of
from rag.evaluation.metrics import estimate, risk_coverage, risk_coverage_area, roc_area
from rag.evaluation.page import interval_in_words, page, value_in_words
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.result import Evaluation
from rag.evaluation.run import evaluate

FALSE_REFUSALS = 0.05
TARGETS: dict[str, float] = {
    "facts_right": 0.95, "evidence_found": 0.95, "date_right": 0.98, "citation_precision": 0.85,
    "refusal_recall": 0.90, "false_refusals": 0.05, "verbatim": 1.0, "furniture": 0.0,
    "calibration_error": 0.05, "first_report_right": 0.95, "window_right": 0.95,
    "closed_windows": 1.0,
}  # fmt: skip
BY_KIND = {"far": 1.0, "date": 1.0, "trap": 1.0, "premise": 0.75}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the LlamaIndex program would show for a question: its nodes, the best one's cosine."""

    known: KnownQuestion
    nodes: Sequence[NodeWithScore]
    taken: float

    @property
    def cosine(self) -> float:
        return float(self.nodes[0].score or 0.0)

    @property
    def facts_right(self) -> bool | None:
        return self.known.states_facts(collapsed(" ".join(n.get_content() for n in self.nodes)))

    @property
    def precision(self) -> float:
        """Share of nodes that have some evidence, verbatim."""
        wanted = [collapsed(sentence) for sentence in self.known.evidence]
        texts = [collapsed(node.get_content()) for node in self.nodes]
        return statistics.mean(any(w in text for w in wanted) for text in texts)


def measure() -> Result:
    questions = read_questions(SEEDS / "questions.jsonl")
    engine = seeds_engine()
    engine.ask(questions[0].query)
    evaluation = Evaluation.of(
        engine, "seeds/questions.jsonl", evaluate(engine, questions), date.today()
    )
    (WORK / "guardrail.html").write_text(page(evaluation), "utf-8")
    theirs = _llamaindex(questions)
    kinds = {(kind.name, kind.answerable): kind for kind in kinds_of(evaluation.records)}
    by_name = {figure.name: figure for figure in FIGURES}
    figures = [
        Figure(
            by_name[name].label, evaluation.figures[name].value,
            **{"at_most" if by_name[name].lower_is_better else "at_least": target},
        )
        for name, target in TARGETS.items()
    ] + [
        Figure(f"Refused of the kind “{name}”", kinds[name, False].refused, at_least=target)
        for name, target in BY_KIND.items()
    ]  # fmt: skip
    return Result(
        name="guardrail",
        title="Knowing when not to answer",
        about=(
            f"The five seed reports and the {len(questions)} questions of seeds/questions.jsonl, "
            f"{sum(not q.answerable for q in questions)} of them without an answer; nothing was "
            "fitted to them. LlamaIndex: SimpleDirectoryReader, default splitter, the same "
            "embedding model, VectorStoreIndex, its default retriever's two nodes as the answer; "
            "refused below the cosine that refuses 5 % of these same answerable questions, which "
            "is tuned in its favour. Its facts are looked for in the whole text of both nodes, "
            "and a node is rightly cited if it has some evidence anywhere in its 1,024 tokens."
        ),
        figures=figures,
        tables=[
            Table(
                "Dateline, with intervals",
                ("figure", "value", "95 % interval"),
                [
                    [f.label, value_in_words(evaluation.figures[f.name], f.unit),
                     interval_in_words(evaluation.figures[f.name], f.unit)]
                    for f in FIGURES if f.name in evaluation.figures
                ],
            ),
            Table(
                "By kind",
                ("kind", "questions", "answered rightly", "refused"),
                [
                    [k.name, str(k.n), f"{k.right:.2f}" if k.answerable else "", f"{k.refused:.2f}"]
                    for k in kinds.values()
                ],
            ),
            Table("Side by side", ("", "LlamaIndex", "Dateline"), _beside(theirs, evaluation)),
        ],
    )  # fmt: skip


def _llamaindex(questions: Sequence[KnownQuestion]) -> list[Shown]:
    retriever = llamaindex_retriever()
    retriever.retrieve(questions[0].question)
    shown = []
    for known in questions:
        start = perf_counter()
        nodes = retriever.retrieve(known.question)
        shown.append(Shown(known, nodes, (perf_counter() - start) * 1000))
    return shown


def _beside(theirs: Sequence[Shown], evaluation: Evaluation) -> list[list[str]]:
    answerable = sorted(s.cosine for s in theirs if s.known.answerable)
    cut_off = answerable[int(FALSE_REFUSALS * len(answerable))]
    given = [s for s in theirs if s.known.answerable and s.cosine >= cut_off]
    unanswerable = [s for s in theirs if not s.known.answerable]
    dated = [s for s in given if s.known.dates]
    right = [bool(s.known.answerable and s.facts_right) for s in theirs]
    cosines = [s.cosine for s in theirs]
    area = estimate(
        theirs, lambda some: roc_area([s.known.answerable for s in some], [s.cosine for s in some])
    )
    rows = {
        "facts_right": statistics.mean(bool(s.facts_right) for s in given if s.known.facts),
        "citation_precision": statistics.mean(s.precision for s in given),
        "date_right": statistics.mean(
            {d.isoformat() for d in s.known.dates}
            <= {str(n.node.metadata.get("creation_date")) for n in s.nodes}
            for s in dated
        ),
        "refusal_recall": statistics.mean(s.cosine < cut_off for s in unanswerable),
        "false_refusals": 1 - len(given) / len(answerable),
        "auroc": area.value if area else 0.0,
        "risk_area": risk_coverage_area(risk_coverage(right, cosines)) or 0.0,
        "median_ms": statistics.median(s.taken for s in theirs),
    }
    labels = {figure.name: figure for figure in FIGURES}
    return [
        [labels[name].label, f"{value:.0f} ms" if name == "median_ms" else f"{value:.3f}",
         value_in_words(evaluation.figures[name], labels[name].unit)]
        for name, value in rows.items()
    ]  # fmt: skip


if __name__ == "__main__":
    main(measure)
