"""What no other word stands for, and what belongs to another time or place."""

import pytest

from rag.verification.types import FaultKind
from tests.rag.grounding import kinds

WEEKS = "The guild will dredge throughout May, and the council hopes to open the lock on May 9."
PIERS = "Crews work at Olm Quay (directly southeast of Hald) and at Lund Pier (northwest of Hald)."
YEARS = "Wardens jailed 48 smugglers in 2022, fined two Norwegian pilots in 2019, and left in 2020."
DROVE = "The Lund guild pushed the Hald guild away from the pier, and set up tents."
RATES = "Tolls at Olm rose by 4.0% in spring, followed by those at Lund by 3.8%."
DEPTH = "The lock keeper measured a minimum depth of 6 metres, above the mark of the last survey."
LOSSES = "Olm lost 27 barges in the storm, while Lund lost 17 barges."
FEAST = "The harbour will close before the 20th anniversary of the lock."
AIM = "Mayor Brandt looks forward to welcoming the pilots of Hald to the harbour in the autumn."
ABLE = "After the storm the wardens were able to open the lock of Hald before the first barge came."
BLAME = "The barge sank because the lock keeper did not warn the ferry pilot of the swell."
TOLD = "A strong swell is expected for the next two days in all parts of the harbour of Hald."
HEALED = "The doctor left the hospital of Olm after a long quarrel that the physician had begun."
OPENED = "In 2021 the guild opened the lock and in 2019 the pier of Hald."
AGO = "Tolls rose slightly on the previous year, when 40 barges of the guild paid them at Hald."
SHOT = "A mast fell on a barge of the guild, after which the barge sank in the canal."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Crews work at Olm Quay, southeast of Hald.", PIERS),
        ("Crews work at Lund Pier, to the northwest of Hald.", PIERS),
        ("Wardens jailed 48 smugglers in 2022.", YEARS),
        ("Two Norwegian pilots were fined in 2019.", YEARS),
        ("The barge sank in the canal after a mast fell on it.", SHOT),
        ("Tolls at Olm rose by 4.0% in spring, and those at Lund by 3.8%.", RATES),
        ("After the storm the wardens opened the lock of Hald before the first barge came.", ABLE),
        ("Lund lost 17 barges.", LOSSES),
        ("The physician left the hospital of Olm after a long quarrel.", HEALED),
        ("Olm lost 27 barges in the storm, and Lund 17.", LOSSES),
        ("Tolls rose slightly on the year before, when 40 barges of the guild paid them.", AGO),
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
        ("Tolls at Olm rose by 3.8% in spring, followed by those at Lund by 4.0%.",
         RATES, FaultKind.NUMBER),
        ("The lock keeper measured a maximum depth of 6 metres, above the mark of the last survey.",
         DEPTH, FaultKind.ROLES),
        ("The lock keeper measured a minimum depth of 6 metres, below the mark of the last survey.",
         DEPTH, FaultKind.ROLES),
        ("In 2019 the guild opened the lock and in 2021 the pier of Hald.", OPENED,
         FaultKind.DATE),
        ("Olm lost 17 barges.", LOSSES, FaultKind.ROLES),
        ("The harbour will close before the 21st anniversary of the lock.", FEAST,
         FaultKind.NUMBER),
        ("Mayor Brandt welcomed the pilots of Hald to the harbour in the autumn.", AIM,
         FaultKind.MODALITY),
        ("The barge sank because the ferry pilot did not warn the ferry pilot of the swell.",
         BLAME, FaultKind.ROLES),
        ("A strong swell is certain for the next two days in all parts of the harbour of Hald.",
         TOLD, FaultKind.MODALITY),
        ("A mast fell on a barge after the barge sank in the canal.", SHOT, FaultKind.ROLES),
    ],
)  # fmt: skip
def test_what_belongs_elsewhere(sentence: str, passage: str, kind: FaultKind) -> None:
    assert kind in kinds(sentence, passage)


@pytest.mark.parametrize(
    "passage",
    [
        "Olm has dug a basin, and Lund provided it with 17 barges to bring the sheep home.",
        "Olm has dug a basin, and Lund provided Olm with 17 barges to bring the sheep home.",
        "Olm has dug a basin, and Mayor Lund said the town got 17 barges to bring the sheep home.",
    ],
    ids=["given to it", "given to it by name", "told by a speaker"],
)
def test_a_number_is_not_of_who_gives_it_or_tells_it(passage: str) -> None:
    told = "Olm got 17 barges to bring the sheep home."
    assert FaultKind.ROLES not in kinds(told, passage)
