"""A reader judges an answer while the file of judgements cannot be written: he is told, and the
same goes well when it can be again."""

from pathlib import Path

import pytest

from tests.faults.conftest import QUESTION, World
from tests.ui.conftest import command
from tests.ui.serving import wait_until
from tests.ui.slack_world import Slack, button, standing_in, words
from tests.ui.test_serve import answers, free_port, started
from ui.feedback import FeedbackStore
from ui.slack.replies import KEPT, UNUSABLE

pytestmark = [pytest.mark.slow, pytest.mark.nightly]


@pytest.mark.parametrize(("kind", "kept"), [("EIO", 0), ("ENOSPC", 0), ("EMFILE", 0), ("short", 1)])
def test_a_judgement_is_kept_or_said_not_to_be(
    world: World, failing: Path, kind: str, kept: int
) -> None:
    port = free_port()
    serve = command("--data-dir", world.data, "serve", "--port", port)
    before = len(list(FeedbackStore(world.data).all()))
    with standing_in() as stand_in:
        more = {f"DATELINE_{key.upper()}": str(value) for key, value in stand_in.settings().items()}
        faults = {
            "LD_PRELOAD": str(failing), "FAULT_UNDER": str(world.data / "feedback.sqlite"),
            "FAULT_KIND": kind, "FAULT_FROM": "1",
        }  # fmt: skip
        said, counted = [], []
        for given in (faults, {}):
            with started(serve, port, **more, **given) as (_, address):
                wait_until(lambda at=address: answers(at, "readyz"), 90)  # type: ignore[misc]
                slack = Slack(address, stand_in)
                _, hook = slack.command(QUESTION)
                pressed = button(stand_in.at(hook)[0], "helpful")
                _, heard = slack.press(pressed, is_ephemeral=True)
                said += words(stand_in.at(heard)[0])
            counted.append(len(list(FeedbackStore(world.data).all())) - before)
    assert said == [KEPT if kept else UNUSABLE, KEPT]
    assert counted == [kept, kept + 1]
