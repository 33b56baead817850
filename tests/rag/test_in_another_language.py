"""Quotes in a language that the model which judges answers does not know."""

from pathlib import Path

import pytest

from rag.guardrail.wording import IN_ANOTHER_LANGUAGE
from rag.question.parsing import Query
from tests.rag.corpus import answered, engine_over

FRENCH = """Procès-verbal du conseil

3 mai 2024

Le conseil municipal a voté un budget de 1,2 million d'euros pour la réfection du pont de la Lière.
Les travaux commenceront en septembre et dureront huit mois. Le maire a répondu que la passerelle
resterait ouverte pendant le chantier, et que la circulation des piétons serait maintenue.
"""
ENGLISH = """Minutes of the council

May 3, 2024

The council voted 1.2 million euros for repairs of the Kessel bridge. Work is to begin in September
and to last for eight months. The mayor replied that the footbridge would stay open meanwhile, and
that those who go on foot would not be held up by the works.
"""


@pytest.mark.parametrize(
    ("report", "question", "told"),
    [
        (FRENCH, "Quel budget le conseil municipal a-t-il voté pour le pont de la Lière ?", True),
        (ENGLISH, "What did the council vote for repairs of the Kessel bridge?", False),
    ],
)
def test_it_is_said_that_nobody_judged_them(
    report: str, question: str, told: bool, tmp_path: Path
) -> None:
    answer = answered(engine_over(tmp_path, {"minutes.txt": report}).ask(Query(question)))
    assert (IN_ANOTHER_LANGUAGE in answer.notes) == told
