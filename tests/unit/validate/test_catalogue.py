"""Rules, catalogue, documentation and examples stay together."""

import importlib
import pkgutil
import re
from dataclasses import asdict

import pytest

from services.validate import rules as package
from services.validate.catalogue import CATALOGUE, DOCS, as_json, as_markdown, catalogue, pages
from services.validate.core import verdicts_of
from services.validate.profile import profiles
from services.validate.registry import registry
from services.validate.verdict import Verdict
from shared.catalogue import catalogue as shared_catalogue
from tests.unit.validate.examples import Example, examples_of, flat

RULES = sorted(registry())
MAKE_IT = "run: python -m services.validate.catalogue"


def test_catalogue_is_that_of_the_rules() -> None:
    assert CATALOGUE.read_text("utf-8") == as_json(catalogue()), MAKE_IT


def test_documentation_is_that_of_the_rules() -> None:
    assert DOCS.read_text("utf-8") == as_markdown(catalogue()), MAKE_IT


def test_catalogue_is_read_as_it_was_written() -> None:
    read = [
        {**asdict(entry), "kinds": list(entry.kinds), "after": list(entry.after)}
        for entry in shared_catalogue().values()
    ]
    assert read == catalogue()


@pytest.mark.parametrize("id", RULES)
def test_page_of_a_rule_is_complete(id: str) -> None:
    rule, [entry] = registry()[id], [entry for entry in catalogue() if entry["id"] == id]
    assert all(entry[name].strip() for name in entry if name not in ("after", "kinds"))
    assert re.search("[一-鿿]", rule.title)
    assert re.search("[一-鿿]", rule.summary)
    assert rule.summary.endswith("。")
    assert not re.search("[一-鿿]", rule.title_en)


def test_file_of_a_rule_begins_with_its_id() -> None:
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        text = importlib.import_module(module.name).__doc__ or ""
        named = re.findall(r"GJ-[A-I]\d\d", text.splitlines()[0])
        registered = [id for id in RULES if registry()[id].check.__module__ == module.name]
        assert named == registered, module.name
        assert module.name.rsplit(".", 1)[1].startswith(registered[0][3:].lower()), module.name


def verdicts(examples: list[Example]) -> list[Verdict]:
    return [verdict for example in examples for verdict in verdicts_of(example.rule, example.document)]


def own(id: str) -> list[Example]:
    return [example for example in examples_of() if example.rule == id]


@pytest.mark.parametrize("id", RULES)
def test_rule_is_proved_to_fire_to_pass_and_to_keep_out(id: str) -> None:
    outcomes = {str(verdict.outcome) for verdict in verdicts(own(id))}
    assert {"fail", "pass", "not_applicable"} <= outcomes
    assert "error" not in outcomes


@pytest.mark.parametrize("id", RULES)
def test_rule_is_silent_on_near_misses(id: str) -> None:
    near = [example for example in own(id) if example.near]
    assert near
    assert "fail" not in {str(verdict.outcome) for verdict in verdicts(near)}


@pytest.mark.parametrize("id", RULES)
def test_what_a_rule_says_it_says_in_both_languages(id: str) -> None:
    for verdict in verdicts(own(id)):
        says = verdict.note or str(verdict.outcome) != "pass"
        assert (bool(verdict.message), bool(verdict.message_en)) == (says, says), flat(verdict, registry()[id])


def test_profile_names_only_rules_that_there_are() -> None:
    for profile in profiles().values():
        assert {*profile.severities, *profile.thresholds, *profile.watch} <= set(RULES)


def test_page_is_read_by_its_headings() -> None:
    assert pages("First.\n\nWhat it checks\n    One\n    line.\n\nExample\n    Two.") == (
        "First.",
        {"What it checks": "One line.", "Example": "Two."},
    )
