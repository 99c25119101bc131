"""The rules of this build, for those who do not run them: generated data, see services/validate/catalogue.py."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: its record, a Chinese `summary`, and its English page from `checks` on."""

    id: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    severity: str
    scope: str
    kinds: tuple[str, ...]
    clause: str
    since: str
    after: tuple[str, ...]
    checks: str
    matters: str
    traps: str
    example: str
    severity_note: str


@cache
def catalogue() -> dict[str, Entry]:
    """Rule id -> its entry, in the order of the ids."""
    text = (resources.files("shared") / "catalogue.json").read_text("utf-8")
    entries = [{**data, "kinds": tuple(data["kinds"]), "after": tuple(data["after"])} for data in json.loads(text)]
    return {data["id"]: Entry(**data) for data in entries}
