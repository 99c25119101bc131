"""The compose files: everything closed that can be, known settings only, secrets never in the repository."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from gouji.serving import settings_class
from gouji.settings import OperatorSettings
from shared.topology import SERVICES, STREAMS

ROOT = Path(__file__).resolve().parents[3]
FULL, DEV = ROOT / "docker-compose.yml", ROOT / "compose.dev.yml"
FILES = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (FULL, DEV)}
CONTAINERS = [(file, name) for file, content in FILES.items() for name in content["services"]]


def container(file: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = FILES[file]["services"][name]
    return found


@pytest.mark.parametrize(("file", "name"), CONTAINERS)
def test_every_container_is_closed(file: str, name: str) -> None:
    given = container(file, name)
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in given["security_opt"]
    assert given["mem_limit"]
    assert "privileged" not in given
    assert "user" in given or "build" in given  # our own images say who they run as


@pytest.mark.parametrize(("file", "name"), [pair for pair in CONTAINERS if pair[1] != "provision"])
def test_what_stays_up_tells_its_health(file: str, name: str) -> None:
    assert container(file, name)["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", ["nats1", "nats2", "nats3", "postgres", *SERVICES])
def test_what_keeps_something_is_given_time_to_stop(name: str) -> None:
    assert int(container("docker-compose.yml", name)["stop_grace_period"].removesuffix("s")) >= 30


def test_parse_reaches_nats_and_nobody_else() -> None:
    services = FILES["docker-compose.yml"]["services"]
    assert services["parse"]["networks"] == ["parse"]
    assert FILES["docker-compose.yml"]["networks"]["parse"]["internal"] is True
    assert "ports" not in services["parse"]
    beside = {name for name, given in services.items() if "parse" in given["networks"]}
    assert beside == {"nats1", "nats2", "nats3", "parse", "prometheus"}
    # Prometheus comes to fetch; what it listens on is a name of another network.
    assert "--web.listen-address=prometheus.desk:9090" in services["prometheus"]["command"]
    assert services["prometheus"]["networks"]["parse"] == {}


@pytest.mark.parametrize(("file", "name"), [pair for pair in CONTAINERS if pair[1] in (*SERVICES, "provision")])
def test_only_known_settings_are_given(file: str, name: str) -> None:
    kind = OperatorSettings if name == "provision" else settings_class(name)
    known = {f"GOUJI_{field.upper()}" for field in kind.model_fields}
    given = set(container(file, name)["environment"])
    assert given - {"GOUJI_TOKEN"} <= known
    secrets = [each if isinstance(each, str) else each["target"] for each in container(file, name).get("secrets", [])]
    assert {each.upper() for each in secrets if each.startswith("gouji_")} <= known


def test_each_image_is_built_with_its_own_extra() -> None:
    for file, name in CONTAINERS:
        if name in SERVICES:
            assert container(file, name)["build"]["args"]["EXTRA"] == name
    assert all((ROOT / "requirements" / f"{name}.lock").exists() for name in (*SERVICES, "operate", "build"))


def test_the_locks_hash_every_file_and_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.lock"):
        text = path.read_text("utf-8")
        pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==", text, re.MULTILINE)
        assert pins
        assert len(pins) == len(re.findall(r"==\S+(?: ;[^\n]*)? \\\n +--hash=sha256:", text)), path.name
        assert "://" not in text
        assert "--index" not in text


def test_a_node_has_room_for_every_stream() -> None:
    room = sum(stream.room for stream in STREAMS)
    sizes = re.findall(r"(\d+)GB", FULL.read_text("utf-8").split("NATS_MAX_STORE:-")[1])
    assert int(sizes[0]) * 2**30 > room
    assert f"{round(room / 2**30 + 0.4)} GB" in (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_the_example_of_settings_holds_every_variable_with_its_default() -> None:
    told = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    used = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", FULL.read_text("utf-8")))
    assert told == {"COMPOSE_PROJECT_NAME": "gouji", **used}  # docker-compose's own, so that volumes have known names


def test_no_secret_is_in_the_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "deploy/secrets", ".env", "*.nk", "*.creds", "*.key", "*.crt"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert listed.stdout == ""
    for path in ("deploy/secrets/ca.key", ".env", "deploy/wheels/a.whl"):
        ignored = subprocess.run(["git", "-C", str(ROOT), "check-ignore", "-q", path], check=False)
        assert ignored.returncode == 0, path


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not on this machine")
@pytest.mark.parametrize("file", FILES)
def test_docker_compose_takes_the_file(file: str) -> None:
    ended = subprocess.run(
        ["docker-compose", "-f", str(ROOT / file), "config", "-q"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
