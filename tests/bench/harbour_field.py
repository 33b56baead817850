"""Questions over the harbour reports, as a field asks them."""

from rag.evaluation.questions import KnownQuestion
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
