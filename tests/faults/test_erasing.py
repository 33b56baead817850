"""A report is erased over a file system that fails: nothing is begun, or it goes on from there when
it is run again, and nothing is left then."""

from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from tests.faults.conftest import World
from tests.ui.conftest import Ran, run_process
from ui.feedback import FeedbackStore

pytestmark = pytest.mark.slow

_TRIED = [
    ("ENOSPC", 60),
    *(
        pytest.param(*one, marks=pytest.mark.nightly)
        for one in (("ENOSPC", 20), ("ENOSPC", 150), ("EMFILE", 20), ("EMFILE", 60), ("EIO", 1),
                    ("short", 1))
    ),
]  # fmt: skip
"""How calls fail, and from which on: before the report is taken out of the catalog, and after."""


def _report(data: Path) -> str:
    catalog = Catalog.open(data)
    assert catalog is not None
    (found,) = [head.id for head in catalog.report_heads() if head.path == "000.txt"]
    catalog.close()
    return found


def _erase(world: World, report_id: str, **more: str) -> Ran:
    given = ["--data-dir", world.data, "erase", report_id]
    return run_process(*given, cwd=world.data.parent, **more)


@pytest.mark.parametrize(("kind", "at"), _TRIED)
def test_what_was_begun_is_ended(world: World, failing: Path, kind: str, at: int) -> None:
    report_id, before = _report(world.data), world.state()
    ran = _erase(
        world, report_id, LD_PRELOAD=str(failing), FAULT_UNDER=str(world.data), FAULT_KIND=kind,
        FAULT_FROM=str(at),
    )  # fmt: skip
    if ran.code:
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
        assert ran.err.startswith("dateline: ")
        begun = world.state() != before
        assert (f"run `dateline erase {report_id}` again" in ran.err) == begun, ran.err
        assert any(world.data.glob("erasing-*")) == begun
        ran = _erase(world, report_id)
    assert (ran.code, ran.err) == (0, "")
    assert "none is left." in ran.out
    left = [path for path in world.data.rglob("*") if path.is_file()]
    words = (b"bridge 0", report_id.encode())
    assert [p for p in left for word in words if word in p.read_bytes()] == []
    assert list(FeedbackStore(world.data).all()) == []
