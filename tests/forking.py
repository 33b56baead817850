"""A process that has imported Dateline and is forked for each command: commands without the second
that importing takes them.

    python -m tests.forking SOCKET              # waits for commands
    python -S tests/forking.py SOCKET ARGS...   # `dateline ARGS...`, in one of its children

A command has the standard streams, the folder and the environment of who asks for it.
"""

import json
import os
import socket
import sys
from importlib import import_module
from pathlib import Path

_AT_MOST = 1 << 20
_IMPORTED = (
    "chromadb.api.rust", "numpy.random", "onnxruntime", "tokenizers", "rag.build", "ui.cli",
    "ui.commands.ask", "ui.commands.check", "ui.commands.doctor", "ui.commands.evaluate",
    "ui.commands.ingest", "ui.commands.reports", "ui.commands.standing",
)  # fmt: skip


def ask(path: str, args: list[str]) -> int:
    """The exit code of a command that is run in a child of the process that listens at `path`."""
    said = json.dumps({"args": args, "cwd": str(Path.cwd()), "env": dict(os.environ)}).encode()
    with socket.socket(socket.AF_UNIX) as to:
        to.connect(path)
        socket.send_fds(to, [len(said).to_bytes(4, "big")], [0, 1, 2])
        to.sendall(said)
        ended = to.recv(1)
    return ended[0] if ended else 70


def listen(path: str) -> None:
    """Runs what it is asked to, each command in a child, until it is ended."""
    for module in _IMPORTED:
        import_module(module)
    import_module("index.times.lexicon").english()  # what most commands read, a third of a second
    children: list[int] = []
    with socket.socket(socket.AF_UNIX) as asked:
        asked.bind(path)
        asked.listen(16)
        while True:
            whom, _ = asked.accept()
            if child := os.fork():
                children.append(child)
                children = [one for one in children if os.waitpid(one, os.WNOHANG) == (0, 0)]
            else:
                asked.close()
                _child(whom)
            whom.close()


def _child(whom: socket.socket) -> None:
    """Runs one command as `dateline` would, tells its exit code and ends."""
    code = 70
    try:
        code = _run(whom)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        whom.sendall(bytes([code]))
        os._exit(code)


def _run(whom: socket.socket) -> int:
    from ui.cli import main

    size, streams, _, _ = socket.recv_fds(whom, 4, 3)
    said = b""
    while len(said) < int.from_bytes(size, "big"):
        said += whom.recv(_AT_MOST)
    asked = json.loads(said)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["dateline", *asked["args"]]
    main()
    return 0


if __name__ == "__main__":
    if sys.argv[2:]:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
    listen(sys.argv[1])
