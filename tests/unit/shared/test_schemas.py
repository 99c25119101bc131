"""The schemas of the messages: committed as generated, and only ever growing from release to release."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.envelope import decode
from shared.events import Data
from shared.schemas import EVENTS, FOLDER, files, name_of, schemas

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
RELEASES = sorted(path for path in GOLDEN.iterdir() if (path / "messages").is_dir())
MESSAGES = [path for release in RELEASES for path in sorted((release / "messages").iterdir())]
MODELS = {name_of(event): event for event in EVENTS}


def test_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    assert committed == files(), "run: python -m shared.schemas"


def test_every_release_has_a_message_of_every_event() -> None:
    for release in RELEASES:
        assert {path.stem for path in (release / "messages").iterdir()} == MODELS.keys()


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_messages_of_earlier_releases_are_still_read(path: Path) -> None:
    model: type[Data] = MODELS[path.stem]
    event = decode(path.read_bytes(), model)
    told = json.loads(path.read_bytes())["data"]
    assert event.data.model_dump(mode="json", by_alias=True, include=set(told), exclude_unset=True) == told


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_schemas_only_grow(release: Path) -> None:
    now = schemas()
    lost = []
    for path in (release / "schemas").iterdir():
        lost += [f"{path.stem}: {what}" for what in shrunk(json.loads(path.read_text("utf-8")), now[path.stem])]
    assert lost == []


def test_a_field_that_disappears_or_changes_its_type_is_noticed() -> None:
    before = schemas()["verdicts.v1"]
    after = json.loads(json.dumps(before))
    verdict = after["$defs"]["Verdict"]["properties"]
    del verdict["title"]
    verdict["revision"]["type"] = "string"
    assert list(shrunk(before, after)) == ["Verdict.revision changed", "Verdict.title is gone"]


def shrunk(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What a reader of `before` would miss in `after`: fields that are gone or of another type, values of an enum."""
    kept = parts(after)
    for name, part in sorted(parts(before).items()):
        for field, told in sorted(part.items()):
            if field not in kept.get(name, {}):
                yield f"{name}.{field} is gone"
            elif essence(told) != essence(kept[name][field]):
                yield f"{name}.{field} changed"


def parts(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Model name -> its properties."""
    models = {**schema.get("$defs", {}), schema["title"]: schema}
    return {name: model.get("properties", {}) for name, model in models.items()}


def essence(told: Any) -> Any:
    """A property without its words and defaults."""
    if isinstance(told, dict):
        return {key: essence(value) for key, value in told.items() if key not in ("title", "description", "default")}
    return [essence(value) for value in told] if isinstance(told, list) else told
