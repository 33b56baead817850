"""A real PostgreSQL on loopback, as the system has it installed."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.ui.serving import wait_until

PASSWORD = "s3cret"  # noqa: S105 - of a server on loopback that ends with the tests
_DEBIAN = Path("/usr/lib/postgresql")
_SPEEDY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""Settings of a server whose data nobody will miss."""


@dataclass
class Server:
    """A server of PostgreSQL that may be stopped and started again, at one port."""

    folder: Path
    binaries: Path
    port: int
    options: tuple[str, ...] = _SPEEDY
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    def url(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql://dateline:{password}@127.0.0.1:{self.port}/{database}"

    def database(self, name: str, encoding: str = "UTF8") -> str:
        """The address of a new database."""
        made = f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C' ENCODING '{encoding}'"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(made.encode())
        return self.url(name)

    def start(self) -> None:
        options = [f"port={self.port}", "listen_addresses=127.0.0.1",
                   f"unix_socket_directories={self.folder}", *self.options]  # fmt: skip
        set_to = [part for option in options for part in ("-c", option)]
        self._process = subprocess.Popen(
            [self.binaries / "postgres", "-D", self.folder / "data", *set_to],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **_somebody(),
        )  # fmt: skip
        wait_until(self._answers)

    def stop(self) -> None:
        """Ends it with all connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres(options: tuple[str, ...] = _SPEEDY) -> Iterator[Server]:
    """A server that runs, with some settings. Where none is installed the tests are skipped, or,
    where it is required, fail."""
    binaries = _binaries()
    if binaries is None:
        reason = "there is no PostgreSQL; apt-get install postgresql"
        if os.environ.get("REQUIRE_POSTGRESQL"):
            pytest.fail(reason)
        pytest.skip(reason)
    # no folder of pytest's: who runs it as root could not let another in
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgresql-"))
    try:
        word = folder / "password"
        word.write_text(PASSWORD, "utf-8")
        if who := _somebody():
            shutil.chown(folder, who["user"], who["group"])
            shutil.chown(word, who["user"], who["group"])
        subprocess.run(
            [binaries / "initdb", "-D", folder / "data", "-U", "dateline", "--pwfile", word,
             "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **who,
        )  # fmt: skip
        server = Server(folder, binaries, _free_port(), options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path | None:
    """Where `initdb` and `postgres` are: on the path, or of the newest version that Debian has."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = [path.parent for path in _DEBIAN.glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def _somebody() -> dict[str, str]:
    """Who runs it where this is root, as whom it does not run."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_name if name == "postgres" else "nogroup"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
