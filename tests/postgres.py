"""A real PostgreSQL server for tests, from Debian's packages, on a private folder and unix socket; or None.

As root it runs as the user `postgres`, as anybody else as that user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

NO_SERVER = "PostgreSQL's server programs (apt-get install postgresql) are not on this machine"


def programs() -> Path | None:
    """The folder of initdb and postgres."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "postgres").exists()), None)


class Server:
    """A server on a folder of its own; every test gets a database of its own."""

    def __init__(self, binaries: Path, folder: Path, more: Sequence[str] = ()) -> None:
        self.folder = folder
        self._more = more
        self._binaries = binaries
        self._user = "postgres" if os.geteuid() == 0 else None

    def initialise(self, *more: str) -> None:
        """Make the cluster, with `more` options of initdb."""
        if self._user:
            os.chown(self.folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C", *more)

    def start(self) -> None:
        """Start it, without waiting for disks: tests do not pull the plug."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=50"
        options += "".join(f" -c {setting}" for setting in self._more)
        # pg_ctl's output goes to a file: the server inherits it, and a pipe would never end.
        self._call("pg_ctl", "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        if (self.folder / "cluster" / "postmaster.pid").exists():
            self._call("pg_ctl", "-m", "immediate", "-w", "stop")

    def runs(self) -> bool:
        """Whether the server's process is there."""
        pid = self.folder / "cluster" / "postmaster.pid"
        return pid.exists() and Path("/proc", pid.read_text("ascii").split("\n", 1)[0]).exists()

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1", name: str | None = None) -> str:
        """The URL of a new database, a copy of `template`."""
        name = name or f"test_{uuid4().hex}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove the database at `url`, whoever is still connected."""
        name = url.split("@/")[1].split("?", maxsplit=1)[0]
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), "-D", str(self.folder / "cluster"), *arguments]
        subprocess.run(command, user=self._user, check=True, capture_output=True, cwd=self.folder, timeout=60)


@contextmanager
def running(*more: str) -> Iterator[Server | None]:
    """A server with `more` settings until the end of the block, or None where its programs are missing."""
    binaries = programs()
    if binaries is None:
        yield None
        return
    server = Server(binaries, Path(tempfile.mkdtemp(prefix="gouji-pg-")), more)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
