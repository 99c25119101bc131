"""The proof that docker-compose.yml runs: builds, starts, sends documents, scales, kills, and takes it down.

    python -m tests.compose.prove [--keep] [--dev]

Run as root on a machine with Debian's docker.io, docker-compose, debootstrap and openssl, in the checkout's
environment. It works on a copy of the checkout in a temporary folder; no registry of images is needed, and pip reaches
its index as it is configured for whoever runs this.
"""

import argparse
import asyncio
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nats

from tests.compose.engine import Project, call, running, until
from tests.compose.upkeep import OURS, Upkeep
from tests.compose.web import Web

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = ("build", "ingest", "parse", "validate", "store", "operate")
NATS_PORT = 4222
READER = "city"
# What parse must not reach: (host, port).
FORBIDDEN = (("store", 8000), ("ingest", 8000), ("postgres", 5432), ("prometheus", 9090), ("1.1.1.1", 53))


def main() -> None:
    """The whole proof."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep the images and the folder for the next time")
    parser.add_argument("--dev", action="store_true", help="prove compose.dev.yml: one node, no TLS")
    given = parser.parse_args()
    with _folder(given.keep) as folder, running(folder):
        os.environ.update(COMPOSE_PROJECT_NAME="gouji-proof", COMPOSE_DOCKER_CLI_BUILD="0")
        work = folder / "checkout"
        _copy(work)
        _say("base images", lambda: call("sh", str(ROOT / "tests/compose/bases.sh")))
        _say("wheels", lambda: _wheels(work, folder / "wheels"))
        os.environ["PIP_NO_INDEX"] = "1"  # from here on everything is in the copy
        project = Project(work, "compose.dev.yml" if given.dev else "docker-compose.yml")
        try:
            _say("build", lambda: project.run("build"))
            (_prove_dev if given.dev else _prove)(project, work)
        finally:
            project.run("down", "--volumes", "--timeout", "5")


def _prove(project: Project, work: Path) -> None:
    secrets = work / "deploy" / "secrets"
    call(sys.executable, str(work / "deploy/keys.py"), "--reader", READER)
    _say("up", lambda: project.run("up", "--detach"))
    _say("healthy", project.wait_healthy)
    token = (secrets / "gouji_token").read_text()
    web = Web(token)
    assert web.status("POST", "/documents") == 401, "an upload without a token was let in"
    documents = _documents(40)
    _say("the example documents", lambda: web.all_end(documents[:8]))
    _confined(project)
    _say("parse times three", lambda: _scale(project, web))
    _say("a parse and a NATS node killed", lambda: _kill(project, web, documents[8:]))
    _say("the reader's verdicts", lambda: asyncio.run(_verdicts(secrets, len(documents))))
    _metrics(project)
    upkeep = Upkeep(project, web, secrets, documents[0])
    _say("the database restored", upkeep.restore_database)
    _say("NATS restored", lambda: upkeep.restore_nats(work.parent / "backup"))
    _say("parse's key changed", upkeep.rotate_key)
    _say("the certificates changed", upkeep.rotate_certificates)
    _say("the authority changed", upkeep.rotate_authority)
    _say("the database's password changed", upkeep.rotate_password)
    _say("the token changed", upkeep.rotate_token)
    _say("upgraded", upkeep.upgrade)
    project.run("run", "--rm", "provision", "provision", "check")
    assert not project.run("run", "--rm", "provision", "dead", "list", "--json").strip(), "there are dead letters"
    _drained(project)


def _prove_dev(project: Project, work: Path) -> None:
    _say("up", lambda: project.run("up", "--detach"))
    _say("healthy", project.wait_healthy)
    _say("the example documents", lambda: Web("development").all_end(_documents(3)))
    _drained(project)


def _confined(project: Project) -> None:
    """Every container as closed as the file says; parse with no way but to NATS."""
    for container in project.containers():
        host, name = container["HostConfig"], container["Name"]
        assert host["ReadonlyRootfs"], f"{name} may write to its root"
        assert host["CapDrop"] == ["ALL"], f"{name} has capabilities"
        assert not host["CapAdd"], f"{name} has capabilities"
        assert host["Memory"] > 0, f"{name} has no memory limit"
        assert container["Config"]["User"] not in ("", "0", "root"), f"{name} runs as root"
    connect = "import socket; socket.create_connection(({!r}, {}), timeout=3)"
    assert project.python("parse", connect.format("nats1", 4222))[0] == 0, "parse does not reach NATS"
    for host, port in FORBIDDEN:
        assert project.python("parse", connect.format(host, port))[0] != 0, f"parse reaches {host}:{port}"
    assert project.python("parse", "open('/opt/x', 'w')")[0] != 0, "parse may write to its root"
    for service, library in (("validate", "lxml"), ("parse", "sqlalchemy"), ("store", "lxml"), ("ingest", "pypdfium2")):
        assert project.python(service, f"import {library}")[0] != 0, f"{service}'s image holds {library}"
    print("  confined: read-only, no capabilities, not root, memory limits; parse reaches NATS and nothing else")


def _scale(project: Project, web: Web) -> None:
    project.run("up", "--detach", "--scale", "parse=3")
    until("three parse containers", lambda: len(project.containers("parse")) == 3, 60)
    project.wait_healthy()


def _kill(project: Project, web: Web, documents: list[tuple[str, bytes]]) -> None:
    """Kill one of three parse workers and one of three NATS nodes while documents are on their way."""
    ids = [web.submit(name, content) for name, content in documents]
    victims = [project.containers("parse")[0], project.containers("nats2")[0]]
    for victim in victims:
        project.kill(victim)
    ends = [until(f"{id} ends", lambda id=id: web.end(id), 240) for id in ids]
    assert set(ends) == {"stored"}, ends
    project.wait_healthy()
    again = [container for each in ("parse", "nats2") for container in project.containers(each)]
    assert sum(container["RestartCount"] for container in again) >= len(victims), "nobody was started again"


async def _verdicts(secrets: Path, count: int) -> None:
    """An external subscriber, with its own key and over TLS, gets one verdict a document."""
    connection = await nats.connect(
        f"tls://localhost:{NATS_PORT}",
        nkeys_seed=str(secrets / f"{READER}.nk"),
        inbox_prefix=f"_INBOX_{READER}",
        tls=ssl.create_default_context(cafile=str(secrets / "ca.crt")),
    )
    subscription = await connection.jetstream().pull_subscribe_bind(durable=READER, stream="GOUJI_NEWS")
    heard: set[str] = set()
    while len(heard) < count:
        for message in await subscription.fetch(count - len(heard), timeout=30):
            heard.add(json.loads(message.data)["subject"])
            await message.ack()
    await connection.close()


def _metrics(project: Project) -> None:
    """Prometheus sees every replica; what a service tells is as Prometheus wants it."""
    for service in OURS:
        address = "http://127.0.0.1:8000/metrics"
        status, text = project.python(
            service, f"import urllib.request as u; print(u.urlopen('{address}').read().decode())"
        )
        assert status == 0, text
        if shutil.which("promtool"):
            call("promtool", "check", "metrics", given=text)

    def up() -> bool:
        query = "http://127.0.0.1:9090/api/v1/query?query=count%20by(job)(up==1)"
        with urllib.request.urlopen(query, timeout=10) as answer:
            found = json.load(answer)["data"]["result"]
        return {each["metric"]["job"]: each["value"][1] for each in found} == {
            "ingest": "1", "parse": "3", "validate": "1", "store": "1",
        }  # fmt: skip

    until("Prometheus sees all services", up, 120)
    print("  metrics: every replica is seen" + (", promtool has no complaint" if shutil.which("promtool") else ""))


def _drained(project: Project) -> None:
    """Told to stop, the services finish and end by themselves, without an error."""
    services = {container["Id"]: container["Name"] for each in OURS for container in project.containers(each)}
    _say("stop", lambda: project.run("stop"))
    ended = json.loads(call("docker", "inspect", *services) or "[]")
    codes = {each["Name"]: each["State"]["ExitCode"] for each in ended}
    assert set(codes.values()) == {0}, codes


def _documents(count: int) -> list[tuple[str, bytes]]:
    """Examples, made different from each other by a line at the end."""
    texts = [path.read_bytes() for path in sorted((ROOT / "examples").glob("0[1-4]*.txt"))]
    return [(f"{n}.txt", texts[n % len(texts)] + f"\n第{n}份\n".encode()) for n in range(count)]


def _copy(work: Path) -> None:
    listed = call("git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard") or ""
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, work / name)


def _wheels(work: Path, kept: Path) -> None:
    """The files of the locks, so that the build needs no index. They are `kept` for the next time."""
    for extra in EXTRAS:
        lock = str(work / "requirements" / f"{extra}.lock")
        call(
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-r", lock,
            "--dest", str(kept),
        )  # fmt: skip
    shutil.copytree(kept, work / "deploy" / "wheels", dirs_exist_ok=True)


def _say(what: str, do: Any) -> None:
    started = time.monotonic()
    do()
    print(f"  {what}: {time.monotonic() - started:.1f} s", flush=True)


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """The proof's folder; the checkout's copy in it is made anew each time."""
    folder = Path(os.environ.get("GOUJI_PROOF", tempfile.gettempdir())) / "gouji-proof"
    folder.mkdir(parents=True, exist_ok=True)
    for each in ("checkout", "backup"):
        shutil.rmtree(folder / each, ignore_errors=True)
    yield folder
    shutil.rmtree(folder / "checkout", ignore_errors=True)
    if not keep:
        subprocess.run(["rm", "-rf", str(folder)], check=False)


if __name__ == "__main__":
    main()
