"""The course of a figure in the chat, in a browser: each value opens its citation.

With SCREENSHOTS=docs/chat in the environment, what is looked at is written there.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from index.embedding.minilm import OnnxEmbedder
from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.settings import Settings
from tests.ui.browser import DESK, Visitor, chromium
from tests.ui.serving import TODAY, running, wait_until
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("SCREENSHOTS")
BURNED = {"July 4, 2024": 120, "July 9, 2024": 340, "July 14, 2024": 410}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("steps")
    for n, (day, burned) in enumerate(BURNED.items()):
        text = f"The Hald fire has burned {burned} hectares of forest. Crews work on its edge."
        (folder / f"{n}.txt").write_text(f"Fire Bulletin {n}\n\n{day}\n\n{text}\n", "utf-8")
    settings = Settings(data_dir=folder / "data")
    Ingest(settings, OnnxEmbedder, TODAY).run(find_files([*folder.glob("*.txt")]))
    service = Service(settings, today=lambda: TODAY)
    with running(build_app(service)) as address:
        wait_until(lambda: service.ready, 120)
        yield address


def test_a_value_opens_its_citation(address: str) -> None:
    with chromium() as browser:
        visitor = Visitor(browser, address, viewport=DESK, color_scheme="light")
        page = visitor.page
        visitor.ask("How did the area burned by the Hald fire change over time?")
        steps = page.locator("#thread .step")
        assert steps.all_text_contents() == [f"{burned}" for burned in BURNED.values()]
        steps.nth(1).click()
        page.wait_for_selector("#reader section:focus")
        assert "340 hectares" in (page.locator("#reader mark.quote").first.text_content() or "")
        if FOLDER:
            page.wait_for_timeout(250)  # what fades in is drawn whole
            shot = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(96)
            shot.save(ROOT / FOLDER / "steps-desk-light.png", optimize=True)
        visitor.close()
        assert visitor.elsewhere == []
        assert visitor.wrong == []
