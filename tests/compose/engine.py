"""Docker and docker-compose for the proof: an engine of our own, in a private folder, where none runs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_S = 60.0


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """A Docker engine for the length of the block: the one that answers, else `dockerd` as root in `folder`."""
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0:
        yield
        return
    socket = folder / "docker.sock"
    os.environ["DOCKER_HOST"] = f"unix://{socket}"
    command = ["dockerd", "--data-root", str(folder / "data"), "--exec-root", str(folder / "exec")]
    command += ["--pidfile", str(folder / "pid"), "--host", f"unix://{socket}"]
    with (folder / "dockerd.log").open("ab") as log:
        engine = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        until("dockerd answers", lambda: call("docker", "info", quiet=True) is not None, START_S)
        yield
    finally:
        engine.terminate()
        engine.wait(60)


def call(*command: str, quiet: bool = False, given: str | None = None) -> str | None:
    """What `command` prints; None, or the end of the proof, when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, input=given, check=False)
    if done.returncode == 0:
        return done.stdout
    if quiet:
        return None
    sys.exit(f"{' '.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")


def until(what: str, look: Any, within_s: float) -> Any:
    """The first true answer of `look`; the end of the proof when there is none in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if answer := look():
            return answer
        time.sleep(0.5)
    sys.exit(f"not within {within_s:.0f} s: {what}")


class Project:
    """One compose project in `folder`."""

    def __init__(self, folder: Path, *files: str) -> None:
        self._command = ["docker-compose", "--project-directory", str(folder)]
        for file in files:
            self._command += ["--file", str(folder / file)]

    def run(self, *arguments: str) -> str:
        """What docker-compose prints."""
        return call(*self._command, *arguments) or ""

    def containers(self, service: str | None = None) -> list[dict[str, Any]]:
        """What the engine knows of the project's containers, or of one service's."""
        ids = self.run("ps", "--quiet", *([service] if service else [])).split()
        found: list[dict[str, Any]] = json.loads(call("docker", "inspect", *ids) or "[]") if ids else []
        return found

    def wait_healthy(self, within_s: float = 240.0) -> None:
        """Return when every container with a health check is healthy; one that ended with an error ends the proof."""
        until("every container is healthy", lambda: all(map(_well, self.containers())), within_s)

    def kill(self, container: dict[str, Any]) -> None:
        """End a container's process as a crash would; Docker's own kill would keep it down."""
        os.kill(container["State"]["Pid"], 9)

    def python(self, service: str, code: str) -> tuple[int, str]:
        """Run `code` inside a container of the service: status and output."""
        command = [*self._command, "exec", "-T", service, "python3", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def _well(container: dict[str, Any]) -> bool:
    state = container["State"]
    if state["Status"] == "exited":
        if state["ExitCode"] != 0:
            sys.exit(f"{container['Name']} ended: {call('docker', 'logs', '--tail', '30', container['Id'])}")
        return True
    return bool(state["Running"]) and state.get("Health", {"Status": "healthy"})["Status"] == "healthy"
