"""Files that are added on the page of the chat."""

import asyncio
from pathlib import Path

import pytest

from index.errors import IndexUnusable
from index.storage.catalog import Catalog
from index.types import Edit
from tests.rag.corpus import HARBOUR
from tests.ui.serving import harbour_service
from ui.web.uploads import Uploads, keep, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("2024-05-03 report.txt", "2024-05-03 report.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\may.html", "may.html"),
        (".hidden.md", "hidden.md"),
        ("<img src=x onerror=alert(1)>.md", "_img src=x onerror=alert(1)_.md"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("Отчёт за май.txt", "Отчёт за май.txt"),
        ("", "report"),
        ("ж" * 300 + ".txt", "ж" * 80 + ".txt"),
    ],
)
def test_names_of_uploads_are_made_safe_and_stay_readable(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert len(safe_name(given).encode()) < 255


def test_an_upload_never_replaces_another(tmp_path: Path) -> None:
    for content in ("one", "two"):
        (tmp_path / "sent").write_text(content)
        keep(tmp_path / "sent", "may.txt", tmp_path / "kept")
    kept = {file.name: file.read_text() for file in (tmp_path / "kept").iterdir()}
    assert kept == {"may.txt": "one", "may-2.txt": "two"}


def test_uploads_at_once_are_taken_one_after_the_other(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    for name in ("may", "june"):
        (tmp_path / name).write_text(
            f"The {name} fair drew a crowd. It lasted for a week.", "utf-8"
        )

    async def both() -> list[str]:
        uploads = Uploads(service)
        results = await asyncio.gather(
            *(uploads.add([(tmp_path / n, f"{n}.txt")], lambda _: None) for n in ("may", "june"))
        )
        return [outcome.path for result in results for outcome in result.added]

    assert asyncio.run(both()) == ["may.txt", "june.txt"]
    assert service.coverage().reports == len(HARBOUR) + 2
    service.close()


def test_nothing_is_kept_of_an_upload_while_another_process_writes(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    (tmp_path / "may").write_text("The fair drew a crowd. It lasted for a week.", "utf-8")
    other = Catalog.create(tmp_path / "data")
    with other.writing(), pytest.raises(IndexUnusable):
        asyncio.run(Uploads(service).add([(tmp_path / "may", "may.txt")], lambda _: None))
    assert list((tmp_path / "data" / "uploads").iterdir()) == []
    assert service.coverage().reports == len(HARBOUR)
    service.close()


def test_an_upload_of_the_same_name_is_not_edited_as_the_one_before(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    uploads = Uploads(service)

    def titles(text: str) -> dict[str, str | None]:
        (tmp_path / "sent").write_text(text, "utf-8")
        asyncio.run(uploads.add([(tmp_path / "sent", "may.txt")], lambda _: None))
        return {one: service.heads([one])[one].title for one in uploads.reports()}

    (before,) = titles("Fair opened\n\nMay 3, 2024\n\nThe fair drew a crowd, all week long.")
    with service.editor() as editor:
        editor.edit(before, Edit(title="Edited"))
    asyncio.run(uploads.take_back([before]))
    after = titles("Fair closed\n\nMay 9, 2024\n\nThe fair was closed after a storm of hail.")
    assert list(after.values()) == ["Fair closed"]
    service.close()
