"""What is each check of written sentences worth? `python -m bench.grounding_ablation`.

The false and the true sentences of `bench.grounding` are checked once, and what each check found is
kept apart; then each is left out in turn. A check that lets no more false sentences pass when it is
left out, nor any of the planted ones (`tests/rag/planted.jsonl`), buys nothing.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.common import Figure, Result, Table, main
from bench.corpus import shipped
from bench.grounding_faults import CHANGES, faults
from bench.grounding_rewordings import RULES, by_hand, reworded
from rag.reader.judge import OnnxJudge
from rag.verification import support
from rag.verification.alignment import align, encoder, is_verbatim
from rag.verification.markup import markup
from rag.verification.quotes import quotes
from rag.verification.types import Grounds
from rag.verification.verifier import CHECKS

EACH, SEED = 100, 20260
NAMES = tuple(check.__name__ for check in CHECKS)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, how it was made, and which checks found a fault in it; `barred` where it may not
    be shown whatever they find."""

    how: str
    true: bool
    barred: bool
    found: frozenset[str]

    def passes(self, without: str = "") -> bool:
        """Whether it is shown, with a check left out."""
        return not self.barred and not self.found - {without}


def sentences() -> Iterator[tuple[str, bool, str, Grounds]]:
    """How a sentence was made, whether it is true, and it with its grounds."""
    for kind in CHANGES:
        yield from ((kind, False, *one) for one in faults(kind, SEED, EACH))
    for rule in RULES:
        yield from ((rule, True, *one) for one in reworded(rule, SEED, EACH))
    yield from ((f"by hand, {r.part} part", True, r.sentence, r.grounds) for r in by_hand())


def checked(some: Iterable[tuple[str, bool, str, Grounds]]) -> Iterator[Checked]:
    """What each check finds in each sentence."""
    judge, encode = OnnxJudge(), encoder(shipped())
    for how, true, sentence, grounds in some:
        pair = align(sentence, grounds, encode)
        if is_verbatim(pair):
            yield Checked(how, true, False, frozenset())
            continue
        logits = judge.support(sentence, [grounds.text])
        supported = support.logit(support.signals(sentence, [grounds.text], logits))
        barred = (
            supported < support.LEAST
            or any(markup(sentence, grounds.text))
            or any(quotes(sentence, grounds.text))
        )
        found = frozenset(check.__name__ for check in CHECKS if any(check(pair)))
        yield Checked(how, true, barred, found)


def measure() -> Result:
    some = list(checked(sentences()))
    print(len(some), "sentences checked", file=sys.stderr, flush=True)
    false, true = ([c for c in some if c.true is flag] for flag in (False, True))
    rows = []
    for name in NAMES:
        passed = [c for c in false if not c.passes() and c.passes(name)]
        kept = sum(c.passes(name) and not c.passes() for c in true)
        kinds = sorted({c.how for c in passed}, key=lambda how: -sum(c.how == how for c in passed))
        caught = ", ".join(f"{how} {sum(c.how == how for c in passed)}" for how in kinds)
        rows.append((len(passed) - kept, [name, str(len(passed)), str(kept), caught]))
    return Result(
        name="grounding_ablation",
        title="What each check of written sentences is worth",
        about=(
            f"Up to {EACH} sentences a kind, as in `bench.grounding`; each check left out alone. "
            "Checks that stand in for each other look worthless alone."
        ),
        figures=[
            Figure("false sentences passed", sum(c.passes() for c in false) / len(false)),
            Figure("true sentences dropped", sum(not c.passes() for c in true) / len(true)),
        ],
        tables=[
            Table(
                "By check",
                ("check", "false sentences that it alone stops", "true ones that it alone stops",
                 "of which kinds"),
                [row for _, row in sorted(rows)],
            ),
            Table(
                "By kind",
                ("kind", "sentences", "passed"),
                [
                    [how, str(len(of)), str(sum(c.passes() for c in of))]
                    for how in dict.fromkeys(c.how for c in some)
                    for of in ([c for c in some if c.how == how],)
                ],
            ),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
