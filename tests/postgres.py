"""A real PostgreSQL server for tests, from Debian's packages, on a private folder and unix socket; or None.

As root it runs as the user `postgres`, as anybody else as that user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
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
    """A running server; every test gets a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

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


@contextmanager
def running() -> Iterator[Server | None]:
    """A server until the end of the block, or None where its programs are missing."""
    binaries = programs()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="gouji-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def call(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        subprocess.run(command, user=user, check=True, capture_output=True, cwd=folder, timeout=60)

    cluster = str(folder / "cluster")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
    try:
        call("initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        # pg_ctl's output goes to a file: the server inherits it, and a pipe would never end.
        call("pg_ctl", "-D", cluster, "-l", str(folder / "log"), "-w", "-o", options, "start")
        yield Server(folder)
    finally:
        if (folder / "cluster" / "postmaster.pid").exists():
            call("pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
