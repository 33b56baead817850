"""Does the scorer hold right what a person holds right?

`bench/judged/answers.jsonl` has sixty answers to questions of open fields, drawn at random, as a
person judged them, with the places that were quoted. Each question is asked again; an answer that
quotes other places by now was not judged, and is left out.
"""

import json
from pathlib import Path

from bench.common import Figure, Result, Table, main
from bench.fields.corpus import ASKED_ON, OPEN, ingest, load
from rag.build import build_engine
from rag.evaluation.run import Examiner
from rag.types import Answer

JUDGED = Path(__file__).parent / "judged" / "answers.jsonl"


def measure() -> Result:
    """The share of judged answers for which the scorer says the same."""
    lines = JUDGED.read_text("utf-8").splitlines()
    judged = {verdict["id"]: verdict for verdict in map(json.loads, lines)}
    same, otherwise, changed = 0, list[list[str]](), 0
    for name in OPEN:
        field = load(name)
        known = [one for one in field.questions if one.id in judged]
        if not known:
            continue
        ingest(field)
        engine = build_engine(field.settings, today=lambda: ASKED_ON)
        if engine.catalog is None:
            continue
        examiner = Examiner(engine, engine.catalog)
        for one in known:
            record, verdict = examiner.record(one), judged[one.id]
            quoted = (
                [[c.path, c.start, c.end] for c in record.outcome.citations]
                if isinstance(record.outcome, Answer)
                else []
            )
            if quoted != verdict["quotes"]:
                changed += 1
            elif record.right == verdict["right"]:
                same += 1
            else:
                otherwise.append([one.id, str(verdict["right"]), str(record.right)])
    return Result(
        name="agreement",
        title="The scorer beside a person",
        about=(
            f"{len(judged)} answers of open fields, judged by one reader who was not shown what "
            "the scorer said. Right is an answer that gives all that was asked for."
        ),
        figures=[
            Figure("agreement", same / max(1, same + len(otherwise)), at_least=0.95),
            Figure("answers compared", same + len(otherwise)),
            Figure("answers that quote other places by now", changed),
        ],
        tables=[Table("Judged otherwise", ("question", "by hand", "by the scorer"), otherwise)],
    )


if __name__ == "__main__":
    main(measure)
