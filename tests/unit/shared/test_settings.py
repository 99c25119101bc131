"""Settings: from the environment only, finite, documented, and never logged with their secrets."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings

from gouji.serving import settings_class
from gouji.settings import CommandSettings, OperatorSettings
from services.parse.settings import ParseSettings
from shared.settings import ServiceSettings
from shared.topology import SERVICES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
CLASSES: list[type[BaseSettings]] = [settings_class(name) for name in SERVICES] + [CommandSettings, OperatorSettings]
# Told to `gouji up`, not to a service.
ELSEWHERE = {"GOUJI_DATA", "GOUJI_SECRETS"}


def variables(kind: type[BaseSettings]) -> set[str]:
    return {f"GOUJI_{name.upper()}" for name in kind.model_fields}


def test_every_variable_is_documented_and_nothing_else() -> None:
    told = set(re.findall(r"^\| `(GOUJI_\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert told - ELSEWHERE == set().union(*map(variables, CLASSES))


@pytest.mark.parametrize("kind", CLASSES)
def test_every_setting_says_what_it_is_for(kind: type[BaseSettings]) -> None:
    assert all(field.description for field in kind.model_fields.values())


@pytest.mark.parametrize("kind", [settings_class(name) for name in SERVICES])
def test_a_setting_cannot_be_changed_once_read(kind: type[ServiceSettings]) -> None:
    with pytest.raises(ValidationError):
        kind().listen = "elsewhere"  # type: ignore[misc]


def test_the_environment_is_where_settings_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_PARSE_SLOTS", "3")
    monkeypatch.setenv("GOUJI_PARSE_MEMORY_MB", "77")
    settings = ParseSettings()
    assert (settings.parse_slots, settings.limits.memory_mb) == (3, 77)


@pytest.mark.parametrize(("name", "value"), [("PARSE_SLOTS", "0"), ("NATS_TIMEOUT_S", "-1"), ("PARSE_WALL_S", "soon")])
def test_a_value_that_makes_no_sense_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"GOUJI_{name}", value)
    with pytest.raises(ValidationError):
        ParseSettings()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("nats://a:1,nats://b:1", "nats://a:1,nats://b:1"),
        ("nats://gouji:s3cret@a:1", "nats://***@a:1"),
        ("nats://u:s3cret@a:1,nats://u:s3cret@b:1", "nats://***@a:1,nats://***@b:1"),
    ],
)
def test_passwords_in_addresses_are_hidden(url: str, shown: str) -> None:
    assert ServiceSettings(nats_url=url).shown()["nats_url"] == shown


def test_secrets_are_hidden() -> None:
    class Secretive(ServiceSettings):
        token: SecretStr | None = SecretStr("s3cret")

    assert Secretive().shown()["token"] == "***"


def test_a_file_of_secrets_stands_for_its_variable_and_gives_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_SECRETS", str(tmp_path))
    (tmp_path / "gouji_nats_url").write_text("nats://of-a-file:1\n")
    assert ServiceSettings().nats_url == "nats://of-a-file:1"
    monkeypatch.setenv("GOUJI_NATS_URL", "nats://of-the-environment:1")
    assert ServiceSettings().nats_url == "nats://of-the-environment:1"


def test_without_a_folder_of_secrets_nothing_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SECRETS", str(tmp_path / "none"))
    assert ServiceSettings().nats_url == "nats://127.0.0.1:8422"
