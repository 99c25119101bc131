"""Templates as data: what a province's forms call their fields, columns, levels and sections.

A template is one TOML file beside this module; extraction takes every word of a form from it, so another province's
form is another file. A column of the indicator table may also be `operator` or `unit` (计算符号, 计量单位), which are
joined with the value as systems display them, or `ignored` (分值, 权重, 评分标准: no part of a document yet).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from services.parse.text import label_key
from shared.document import QUARTERS, Quarter

FIELDS = ("code", "name", "budget", "fiscal_funds", "other_funds", "purpose", "plan", "goals")
COLUMNS = ("level1", "level2", "name", "description", "target", "basis")


@dataclass(frozen=True)
class Template:
    """The words of one province's forms. Keys of `fields`, `quarters` and `columns` are labels (see `label_key`)."""

    documents: Mapping[str, str]  # kind -> template id
    fields: Mapping[str, str]  # label -> field
    quarters: Mapping[str, Quarter]  # label -> end of the quarter
    columns: Mapping[str, str]  # label -> column
    column_order: tuple[str, ...]
    column_labels: Mapping[str, str]  # column -> its usual label
    quarter_labels: Mapping[Quarter, str]
    field_labels: Mapping[str, str]
    levels: Mapping[str, frozenset[str]]  # first level -> second levels
    level2: frozenset[str]
    sections: Mapping[str, str]  # heading -> section
    goal_labels: tuple[str, ...]
    indicator_labels: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    suffixes: tuple[str, ...]
    disclosure_tables: frozenset[str]


@cache
def templates() -> tuple[Template, ...]:
    """All templates that this build knows."""
    files = sorted(file.name for file in resources.files(__name__).iterdir() if file.name.endswith(".toml"))
    return tuple(read_template(resources.files(__name__).joinpath(name).read_text("utf-8")) for name in files)


def read_template(toml: str) -> Template:
    """The template that `toml` describes."""
    words: dict[str, Any] = tomllib.loads(toml)
    levels = {level: frozenset(below) for level, below in words["levels"].items()}
    return Template(
        documents=words["documents"],
        fields=_by_label(words["fields"]),
        quarters={label: _quarter(quarter) for label, quarter in _by_label(words.get("plan", {})).items()},
        columns=_by_label(words["columns"]) | _by_label(words.get("further_columns", {})),
        column_order=tuple(words["columns"]),
        column_labels=_usual(words["columns"]),
        quarter_labels={_quarter(name): labels[0] for name, labels in words.get("plan", {}).items()},
        field_labels=_usual(words["fields"]),
        levels=levels,
        level2=frozenset().union(*levels.values()),
        sections=_by_label(words["sections"]),
        goal_labels=tuple(words["labels"]["goal"]),
        indicator_labels=tuple(words["labels"]["indicator"]),
        titles={kind: tuple(parts) for kind, parts in words["titles"].items()},
        suffixes=tuple(words["headings"]["suffixes"]),
        disclosure_tables=frozenset(words.get("disclosure", {}).get("tables", ())),
    )


def _by_label(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {label_key(label): name for name, labels in words.items() for label in labels}


def _usual(words: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: labels[0] for name, labels in words.items()}


def _quarter(name: str) -> Quarter:
    return QUARTERS[QUARTERS.index(name)]
