"""What no other word stands for, and what belongs to another time or place."""

import pytest

from rag.verification.types import FaultKind
from tests.rag.grounding import kinds

WEEKS = "The guild will dredge throughout May, and the council hopes to open the lock on May 9."
PIERS = "Crews work at Olm Quay (directly southeast of Hald) and at Lund Pier (northwest of Hald)."
YEARS = "Wardens jailed 48 smugglers in 2022, fined two Norwegian pilots in 2019, and left in 2020."
DROVE = "The Lund guild pushed the Hald guild away from the pier, and set up tents."
SHOT = "A mast fell on a barge of the guild, after which the barge sank in the canal."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Crews work at Olm Quay, southeast of Hald.", PIERS),
        ("Crews work at Lund Pier, to the northwest of Hald.", PIERS),
        ("Wardens jailed 48 smugglers in 2022.", YEARS),
        ("Two Norwegian pilots were fined in 2019.", YEARS),
        ("The barge sank in the canal after a mast fell on it.", SHOT),
    ],
)
def test_true_rewordings(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("sentence", "passage", "kind"),
    [
        ("The guild will dredge through June, and the lock may open on May 9.", WEEKS,
         FaultKind.DATE),
        ("Crews work at Olm Quay, southwest of Hald.", PIERS, FaultKind.WORDS),
        ("Crews work at Olm Quay, northwest of Hald.", PIERS, FaultKind.ROLES),
        ("Wardens jailed 48 smugglers in 2019.", YEARS, FaultKind.DATE),
        ("A mast fell on a barge after the barge sank in the canal.", SHOT, FaultKind.ROLES),
    ],
)  # fmt: skip
def test_what_belongs_elsewhere(sentence: str, passage: str, kind: FaultKind) -> None:
    assert kind in kinds(sentence, passage)
