import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.paces import KEPT, commands, cpu_seconds, slower


@pytest.mark.parametrize(
    ("now", "found"),
    [
        pytest.param({"ask": 1.0}, [], id="quicker"),
        pytest.param({"ask": 2.9}, [], id="a little slower"),
        pytest.param(
            {"ask": 3.1},
            ["ask: 3.10 times the bare process, 2.00 when it was kept"],
            id="too slow",
        ),
        pytest.param({"chat": 9.0}, [], id="not kept yet"),
    ],
)
def test_what_has_become_slower(now: dict[str, float], found: list[str]) -> None:
    assert slower(now, {"ask": 2.0, "reports": 1.0}) == found


def test_work_takes_cpu_time() -> None:
    assert cpu_seconds([sys.executable, "-c", "sum(range(10**7))"]) > 0.02


def test_a_command_that_fails_is_no_measure() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        cpu_seconds([sys.executable, "-c", "raise SystemExit(2)"])


def test_a_ratio_is_kept_for_each_command() -> None:
    assert json.loads(KEPT.read_text("utf-8")).keys() == commands(Path("x")).keys()
