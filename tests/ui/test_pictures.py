"""Pages of a PDF that stands in an archive, as pictures and in the reader of the chat."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus
from tests.index.documents import zipped
from tests.index.pdf.files import Sheet, Text, lines, pdf
from tests.ui.serving import TODAY
from ui.pictures import NoPicture
from ui.service import Service
from ui.web.conversation import Conversation, Opened
from ui.web.pages import reader

BRIDGE = pdf(
    Sheet(
        [
            Text(72, 780, "3 May 2024"),
            *lines(72, 720, ["Engineers reopened the Kessel bridge on 2 May after a year."]),
        ]
    )
)
FERRY = pdf(Sheet(lines(72, 720, ["The ferry to Hald sails again after a winter in dock."])))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "old.zip"
    file.parent.mkdir()
    file.write_bytes(zipped({"2024/bridge.pdf": BRIDGE, "ferry.pdf": FERRY}))
    return file


@pytest.fixture
def service(archive: Path, tmp_path: Path) -> Service:
    Corpus(tmp_path / "data").ingest(archive)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    return Service(settings, lambda: HashingEmbedder(), lambda: TODAY)


@pytest.fixture
def bridge(service: Service) -> str:
    """The id of the report of the bridge."""
    heads = {head.path: head.id for head in service.reports()}
    assert heads.keys() == {"old.zip!2024/bridge.pdf", "old.zip!ferry.pdf"}
    return heads["old.zip!2024/bridge.pdf"]


def test_a_page_in_an_archive_is_drawn(service: Service, bridge: str) -> None:
    assert service.has_pictures(bridge)
    picture = Image.open(BytesIO(service.page_picture(bridge, 1)))
    assert (picture.format, picture.size) == ("PNG", (1200, 1699))
    drawn = picture.convert("L").point(lambda shade: 255 * (shade < 128))
    written = drawn.getbbox()
    assert written is not None
    assert [round(edge * 595 / 1200) for edge in written[:2]] == [72, 55]
    with pytest.raises(NoPicture, match="there is no page 2"):
        service.page_picture(bridge, 2)


def test_it_is_shown_in_the_reader(service: Service, bridge: str) -> None:
    conversation = Conversation()
    conversation.open(Opened(bridge))
    page = reader(conversation, service.report(bridge), pictured=service.has_pictures(bridge))
    assert f'src="v1/reports/{bridge}/pages/1"' in page
    assert "its text alone is shown" not in page


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"2024/bridge.pdf": FERRY}, "has changed", id="another by its name"),
        pytest.param({"ferry.pdf": FERRY}, "has changed", id="without it"),
        pytest.param(None, "is not there any more", id="no archive"),
    ],
)
def test_an_archive_that_changed_is_not_shown(
    service: Service, archive: Path, bridge: str, files: dict[str, str | bytes] | None, said: str
) -> None:
    assert service.has_pictures(bridge)
    if files is None:
        archive.unlink()
    else:
        archive.write_bytes(zipped(files))
    assert not service.has_pictures(bridge)
    with pytest.raises(NoPicture, match=said):
        service.page_picture(bridge, 1)
