"""Every command of the README and of docs/ does what its page says."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import docx
import pytest

from tests.model_server import serving_model
from tests.pages import ROOT, Ended, Step, run, steps
from tests.ui.serving import wait_until

pytestmark = pytest.mark.slow

TUTORIAL = "docs/tutorial.md"
README = "README.md"
OF_README = ".venv/bin/"
"""Where the README's commands are, after `make install`."""
PAGES = [README, *sorted(page.relative_to(ROOT).as_posix() for page in ROOT.glob("docs/*.md"))]
COMMANDS = {page: steps(page) for page in PAGES}
NOT_RUN = {
    "make chat": "makes a virtual environment of the network",
    "make test": "runs this test",
    "python -m build": "tests/test_wheel.py builds the wheel and runs it",
    "python3.11 -m venv /opt/dateline": "outside of the user's folders",
    "/opt/dateline/bin/": "made by the line before; installs from the network",
    "systemd-run": "needs systemd as root; tests/ui/test_deploy.py runs what the unit runs",
    "docker ": "needs a container engine; tests/ui/test_deploy.py runs what the file runs",
    "pip install 'dateline[ray]'": "installs from the network",
    "RAY_USAGE_STATS_ENABLED=0 ray": "tests/ui/test_ingest_ray.py starts a cluster",
    "dateline ingest reports --ray": "tests/ui/test_ingest_ray.py has a cluster",
    "pip install 'dateline[postgres]'": "installs from the network",
    "export DATELINE_STATE_URL=": "needs a PostgreSQL; tests/ui/test_several_servers.py has one",
    "DATELINE_CATALOG_URL=": "needs a PostgreSQL; tests/index/test_catalog_server.py has one",
    "chroma run": "runs until it is stopped; tests/chroma_server.py starts it",
    "DATELINE_CHROMA_URL=": "needs that server; tests/ui/test_vectors_served.py has one",
    "dateline watch reports https://": "needs the network; tests/ui/test_watch.py has a feed",
}
"""How commands begin that are not run, and why."""
ENDS = {
    'dateline ask "Who designed the opera house of Lesk?"': 3,
    'dateline ask "What was reported about the Kessel bridge in 1987?"': 3,
    "dateline check draft": 3,
    "cat draft.md | dateline check": 3,
    "dateline feedback --export": 2,  # nobody has judged anything
}
"""How commands begin that do not end with 0; a server that is stopped ends with 0."""
SAYS = {
    'dateline ask "What did the repairs': "cost 4.2 million euros",
    "dateline standing run\n": "cost 5.1 million euros",
    "dateline standing add": "Standing question",
    "dateline feedback\n": "No answer was judged yet",
    'dateline ask "When does the second ferry': "from 1 May",
    "dateline edit reports/council.txt --published": "14 May 2024 (edited)",
    "dateline --data-dir other restore": "3 reports",
    "dateline check draft.md": "contradicted",
    "dateline replay": "The same",
    "curl --get": '"stands"',
    'curl --json \'{"question": "How many': '"found":',
    "curl http://127.0.0.1:8000/metrics": "dateline_questions_total",
    'dateline --data-dir mine ask "What did Lavrov say': "Lavrov claimed on December 26",
    "python - <<'END'\nfrom pathlib": "Russian Foreign Minister Sergei Lavrov reiterated",
    "python - <<'END'\nfrom openai": "2024-03-04",
}
"""How commands begin, on all pages, and what is in their output."""
TALK = ("curl", "tokens add", "tokens remove", "--export judged", "eval ")
"""What is in commands that tell something on standard error too."""
DRAFT = "The repairs of the Kessel bridge cost 9.9 million euros. Lorries may cross it again."


def _is_run(step: Step) -> bool:
    return not any(step.text.startswith(beginning) for beginning in NOT_RUN)


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a process that runs commands."""
    socket = tmp_path_factory.mktemp("commands") / "socket"
    process = subprocess.Popen([sys.executable, "-m", "tests.forking", socket], cwd=ROOT)
    try:
        wait_until(socket.exists, 60)
        yield socket
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def corpus(commands: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of the tutorial with their index, and a text that is to be checked."""
    made = tmp_path_factory.mktemp("corpus") / "corpus"
    made.mkdir()
    first = [step for step in COMMANDS[TUTORIAL] if "reports" in step.text.splitlines()[0]]
    ingest = next(n for n, step in enumerate(first) if step.text == "dateline ingest reports")
    assert [ended.code for ended in run(first[: ingest + 1], made, commands, {})] == [0] * 5
    # an ingest takes files at another place for other files only while these are there too
    made = made.rename(made.with_name("moved"))
    (made / "draft.md").write_text(DRAFT, "utf-8")
    document = docx.Document()
    document.add_paragraph(DRAFT)
    document.save(str(made / "draft.docx"))
    return made


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a fresh checkout to the README, with fewer questions."""
    made = tmp_path_factory.mktemp("checkout") / "checkout"
    (made / "seeds").mkdir(parents=True)
    (made / "seeds" / "reports").symlink_to(ROOT / "seeds" / "reports")
    questions = (ROOT / "seeds" / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)
    (made / "seeds" / "questions.jsonl").write_text("".join(questions[::80]), "utf-8")
    (made / ".venv" / "bin").mkdir(parents=True)
    command = made / ".venv" / "bin" / "dateline"
    command.write_text('#!/bin/sh\nexec dateline "$@"\n', "utf-8")
    command.chmod(0o755)
    return made


@pytest.fixture(scope="module")
def ran(
    commands: Path,
    corpus: Path,
    checkout: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[dict[str, Future[list[Ended]]]]:
    """How the commands of each page end that is tested; two pages at a time, the longest first."""
    folders = {page: tmp_path_factory.mktemp("page") / "page" for page in PAGES}

    def run_page(page: str, model: str) -> list[Ended]:
        folder = checkout if page == README else folders[page]
        if page == TUTORIAL:
            folder.mkdir()
        elif page != README:
            shutil.copytree(corpus, folder)
        todo = [step for step in COMMANDS[page] if _is_run(step)]
        todo = [Step(page, step.text.replace("127.0.0.1:8080", model)) for step in todo]
        return run(todo, folder, commands, {"DATELINE_SLACK_API": "http://127.0.0.1:9/"})

    with serving_model(models=["qwen2.5-7b-instruct"]) as server, ThreadPoolExecutor(2) as pool:
        model = server.url.removeprefix("http://").removesuffix("/v1")
        ours = (item.name for item in request.session.items if item.path == Path(__file__))
        chosen = {name.partition("[")[2].removesuffix("]") for name in ours}
        order = sorted(chosen & COMMANDS.keys(), key=lambda page: -len(COMMANDS[page]))
        yield {page: pool.submit(run_page, page, model) for page in order}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in PAGES if COMMANDS[page]])
def test_the_commands_run_as_printed(ran: dict[str, Future[list[Ended]]], page: str) -> None:
    todo = [step for step in COMMANDS[page] if _is_run(step)]
    for step, ended in zip(todo, ran[page].result(), strict=True):
        told = f"{step.text}\n{ended.code}\n{ended.out}\n{ended.err}"
        command = step.text.removeprefix(OF_README)
        expected = next((code for begun, code in ENDS.items() if command.startswith(begun)), 0)
        assert ended.code == expected, told
        if not step.lasts and not any(word in step.text for word in TALK):
            assert ended.err == "", told
        for begun, said in SAYS.items():
            assert not f"{command}\n".startswith(begun) or said in ended.out, told


def test_what_is_not_run_is_there() -> None:
    every = [f"{step.text}\n" for page in PAGES for step in COMMANDS[page]]
    unused = [
        b
        for b in (*NOT_RUN, *ENDS, *SAYS)
        if not any(step.removeprefix(OF_README).startswith(b) for step in every)
    ]
    assert unused == []
