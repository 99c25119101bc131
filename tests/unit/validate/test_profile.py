"""Profiles: the most specific one that fits decides, and the digest changes with what it says."""

from typing import Any

import pytest

from services.validate import profile as profiles_module
from services.validate.profile import Profile, profile_of, profiles, read_profile
from services.validate.versions import rules_version, sources, versions
from shared.findings import Severity
from tests.unit.validate.examples import a_document

BASE: dict[str, Any] = {
    "version": "1",
    "since": "2026-11-20",
    "region": "",
    "years": [2000, 2099],
    "kinds": ["target-text"],
    "severities": {"GJ-A01": "info"},
    "thresholds": {"GJ-A07": {"least_characters": "5", "other": "1"}},
    "watch": [],
}


def made(name: str, **changes: Any) -> Profile:
    return read_profile(name, {**changes}, BASE)


def test_profile_extends_the_default() -> None:
    own = made("own", severities={"GJ-A02": "error"}, thresholds={"GJ-A07": {"other": "2"}})
    assert own.severities == {"GJ-A01": Severity.INFO, "GJ-A02": Severity.ERROR}
    assert {name: str(value) for name, value in own.thresholds["GJ-A07"].items()} == {
        "least_characters": "5",
        "other": "2",
    }


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"division": "130999"}, "county"),
        ({"division": "130102"}, "province"),
        ({"division": "410000"}, "default"),
        ({"division": "130999", "fiscal_year": 2019}, "province"),
        ({"division": "130999", "fiscal_year": None}, "county"),
        ({"division": "130102", "fiscal_year": 2021}, "year"),
        ({"division": "130102", "kind": "disclosure"}, "default"),
    ],
)
def test_most_specific_profile_decides(
    monkeypatch: pytest.MonkeyPatch, document: dict[str, Any], expected: str
) -> None:
    known = [
        made("default"),
        made("province", region="13"),
        made("year", region="13", years=[2021, 2021]),
        made("county", region="130999", years=[2020, 2030]),
    ]
    monkeypatch.setattr(profiles_module, "profiles", lambda: {profile.name: profile for profile in known})
    assert profile_of(a_document(**{"fiscal_year": 2024, **document})).name == expected


def test_digest_changes_with_what_a_profile_says() -> None:
    assert made("own").digest == made("own").digest
    assert made("own").digest != made("own", severities={"GJ-A02": "error"}).digest


def test_versions_name_rules_and_profile() -> None:
    stamped = versions(profiles()["default"], parser="7")
    assert stamped.rules == rules_version()
    assert stamped.rules.startswith(f"{stamped.gouji}+")
    assert stamped.profile.startswith("default+")
    assert stamped.parser == "7"


def test_digest_covers_rules_lists_profiles_and_the_shared_modules_they_use() -> None:
    names = {name for name, _ in sources()}
    assert {
        "validate/core.py",
        "validate/rules/b07_blank_goals.py",
        "validate/lists/latin_words.json",
        "validate/profiles/default.json",
        "shared/amounts.py",
        "shared/document.py",
        "shared/places.py",  # imported by shared/document.py alone
    } <= names


def test_digest_leaves_out_what_changes_no_verdict() -> None:
    names = {name for name, _ in sources()}
    assert not {"validate/app.py", "validate/handlers.py", "shared/events.py", "shared/errors.py"} & names
