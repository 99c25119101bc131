"""The handbook's procedures, done to the deployment that is proved: backup, restore, every rotation, an upgrade.

Each is done as docs/operations.md says, with documents before and after it, or while it goes on.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.compose.engine import Project, call, until
from tests.compose.web import Web

NODES = ("nats1", "nats2", "nats3")
OURS = ("ingest", "parse", "validate", "store")
SCALE = ("--scale", "parse=3")
PYTHON = os.environ.get("PYTHON_IMAGE", "python:3.11-slim-bookworm")
Document = tuple[str, bytes]


class Upkeep:
    """The procedures, on the deployment of `project`, whose secrets are in a folder of the checkout's copy."""

    def __init__(self, project: Project, web: Web, secrets: Path, first: Document) -> None:
        self._project = project
        self._web = web
        self._secrets = secrets
        self._first = first  # has been submitted before
        self._number = 0

    def restore_database(self) -> None:
        """Dumped, made empty, filled again, it answers as before."""
        self._still_known()
        before = self._web.counted()
        on_database = ("exec", "-T", "postgres", "sh", "-c")
        self._project.run(*on_database, "pg_dump -U gouji -Fc gouji > /tmp/gouji.dump")
        self._project.run("stop", *OURS)
        self._project.run(*on_database, "dropdb -U gouji --force gouji && createdb -U gouji gouji")
        self._project.run(*on_database, "pg_restore -U gouji -d gouji /tmp/gouji.dump")
        self._up()
        assert self._web.counted() == before

    def restore_nats(self, backup: Path) -> None:
        """One node's volume kept; all three lost, and filled from it: who has which file is still known."""
        backup.mkdir()
        self._project.run("stop", *OURS)
        self._project.run("stop", "nats3")
        self._in_volume("nats3", backup, "tar -C /data -czf /backup/nats.tgz .")
        self._project.run("stop", *NODES)
        for node in NODES:
            self._in_volume(node, backup, "find /data -mindepth 1 -delete && tar -C /data -xzf /backup/nats.tgz")
        self._up()
        self._project.run("run", "--rm", "provision", "provision", "check")
        self._still_known()
        self._works()

    def rotate_key(self) -> None:
        """A new key for parse."""
        self._renew("parse.nk")
        self._project.run("kill", "-s", "HUP", *NODES)
        self._project.run("up", "--detach", "--force-recreate", "--no-deps", *SCALE, "parse")
        self._project.wait_healthy()
        self._works()

    def rotate_certificates(self) -> None:
        """New certificates, one node after the other, while documents come in."""
        self._renew(*(f"{name}.crt" for name in (*NODES, "postgres")))
        with self._documents_meanwhile():
            for name in (*NODES, "postgres"):
                self._recreate(name)

    def rotate_authority(self) -> None:
        """A new authority with all its certificates: everything is started anew."""
        self._renew("ca.key", "ca.crt", *(f"{name}.crt" for name in (*NODES, "postgres")))
        self._project.run("up", "--detach", "--force-recreate", *SCALE)
        self._project.wait_healthy()
        self._works()

    def rotate_password(self) -> None:
        """A new password of the database."""
        self._renew("postgres_password")
        given = (self._secrets / "postgres_password").read_text()
        statement = f"ALTER USER gouji PASSWORD '{given}'"
        self._project.run("exec", "-T", "postgres", "psql", "-U", "gouji", "-c", statement)
        self._recreate("store")
        self._works()

    def rotate_token(self) -> None:
        """A new token for uploads; the old one is refused."""
        self._renew("gouji_token")
        self._project.run("up", "--detach", "--force-recreate", "--no-deps", "ingest", "store")
        self._project.wait_healthy()
        assert self._web.refuses(*self._new_document()), "the old token is still good"
        self._web.token = (self._secrets / "gouji_token").read_text()
        self._works()

    def upgrade(self) -> None:
        """Images of another version take over while documents come in."""
        os.environ["GOUJI_VERSION"] = "0.1.0-next"
        self._project.run("build")
        call(sys.executable, str(self._secrets.parent / "keys.py"))
        self._project.run("kill", "-s", "HUP", *NODES)
        self._project.run("run", "--rm", "provision", "provision", "plan")
        with self._documents_meanwhile():
            for node in NODES:
                self._recreate(node)
            self._up()
        images = {container["Config"]["Image"] for each in OURS for container in self._project.containers(each)}
        assert images == {f"gouji-{name}:0.1.0-next" for name in OURS}

    def _up(self) -> None:
        self._project.run("up", "--detach", *SCALE)
        self._project.wait_healthy()

    def _recreate(self, name: str) -> None:
        self._project.run("up", "--detach", "--force-recreate", "--no-deps", name)
        self._project.wait_healthy()

    def _renew(self, *names: str) -> None:
        """Remove files of the folder and have them made again."""
        old = {name: (self._secrets / name).read_bytes() for name in names}
        for name in names:
            (self._secrets / name).unlink()
        call(sys.executable, str(self._secrets.parent / "keys.py"))
        assert all((self._secrets / name).read_bytes() != was for name, was in old.items())

    def _in_volume(self, node: str, backup: Path, command: str) -> None:
        volume = f"{os.environ['COMPOSE_PROJECT_NAME']}_{node}:/data"
        call("docker", "run", "--rm", "-v", volume, "-v", f"{backup}:/backup", PYTHON, "sh", "-c", command)

    def _still_known(self) -> None:
        submission = self._web.submit(*self._first)
        assert until("the duplicate ends", lambda: self._web.end(submission), 120) == "duplicate"

    def _works(self) -> None:
        self._web.all_end([self._new_document()])

    def _new_document(self) -> Document:
        self._number += 1
        name, content = self._first
        return f"{self._number}-{name}", content + f"\n之后第{self._number}份\n".encode()

    def _documents_meanwhile(self) -> "Meanwhile":
        return Meanwhile(self._web, [self._new_document() for _ in range(20)])


class Meanwhile:
    """Documents that are submitted while the block runs; at its end each must be stored.

    One whose answer was lost is submitted again, and then is a duplicate of itself.
    """

    def __init__(self, web: Web, documents: list[Document]) -> None:
        self._web = web
        self._documents = documents
        self._pool = ThreadPoolExecutor(1)

    def __enter__(self) -> None:
        self._submitted: Any = self._pool.submit(lambda: list(map(self._submit, self._documents)))

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            ids = self._submitted.result(300)
            ends = [until(f"{id} ends", lambda id=id: self._web.end(id), 240) for id in ids]
            assert {"stored"} <= set(ends) <= {"stored", "duplicate"}, ends
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, document: Document) -> str:
        time.sleep(1)  # so that they come all the while
        return self._web.submit(*document)
