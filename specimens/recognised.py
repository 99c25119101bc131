"""Measures a document read from a scan against its truth: right cells, doubted wrong ones, findings that are false."""

import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

from services.validate.core import judge
from shared.document import Document
from specimens.compare import FIELDS, SKIPPED

RIGHT, DOUBTED, NEEDLESS = 0.98, 0.95, 0.05
"""What is asked: right cells of all, doubted ones of the wrong at least, and of the right at most."""

DOUBTS = {"ocr_doubtful", "code_repaired", "grid_uncertain"}
_BRACKETS = str.maketrans("〔〕【】", "[][]")

Cell = tuple[Any, list[Any]]  # its value, its places


@dataclass(frozen=True)
class Tally:
    """Counts over one scan or several: cells, wrong ones, doubted ones of these and of the right; findings that
    the truth gives, those of them that the scan gives too, and those that only the scan gives."""

    cells: int = 0
    wrong: int = 0
    doubted: int = 0
    needless: int = 0
    findings: int = 0
    found: int = 0
    false: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def short(self) -> list[str]:
        """What falls short of what is asked; nothing where all is well."""
        right = self.cells - self.wrong
        held = {
            "right cells": right >= RIGHT * self.cells,
            "wrong cells doubted": self.doubted >= DOUBTED * self.wrong,
            "right cells not doubted": self.needless <= NEEDLESS * right,
            "no false finding": not self.false,
        }
        return [name for name, holds in held.items() if not holds]


def tally(truth: Document, read: Document) -> Tally:
    """The counts of one scan."""
    wrong = [cell for cell in judged(truth, read) if folded(cell[1]) != folded(cell[2])]
    cells = list(judged(truth, read))
    doubted = sum(cell[3] for cell in wrong)
    right, given = findings(truth), findings(read)
    return Tally(
        len(cells),
        len(wrong),
        doubted,
        sum(cell[3] for cell in cells) - doubted,
        len(right),
        len(right & given),
        len(given - right),
    )


def judged(truth: Document, read: Document) -> Iterator[tuple[str, Any, Any, bool]]:
    """(path, what is right, what was read, whether that is doubted) of every cell that either has."""
    doubts = {str(place) for warning in read.warnings if warning.code in DOUBTS for place in _listed(warning.at)}
    right, found = dict(_cells(truth)), dict(_cells(read))
    for path in dict.fromkeys((*right, *found)):
        value, places = found.get(path, (None, []))
        expected = right.get(path, (None, []))[0]
        if (expected is not None or value is not None) and path not in read.inferred:
            yield path, expected, value, any(str(place) in doubts for place in places)


def folded(value: Any) -> Any:
    """A value without what print hardly shows: the width of marks, the kind of brackets."""
    return unicodedata.normalize("NFKC", value).translate(_BRACKETS) if isinstance(value, str) else value


def findings(document: Document) -> set[tuple[str, str]]:
    """(rule, subject) of what the rules find; a project is named by its number, as its code may have been misread."""
    return {
        (found.rule, str({name: value for name, value in found.subject.items() if name != "code"}))
        for found in judge(document).findings
    }


def _cells(document: Document) -> Iterator[tuple[str, Cell]]:
    whole = document.model_dump(mode="json")
    for name in FIELDS:
        if name != "form":
            yield from _of(name, whole[name], whole["at"].get(name))


def _of(path: str, value: Any, at: Any) -> Iterator[tuple[str, Cell]]:
    """The cells of a value: of what has fields by its own `at`, of a list one by one."""
    if isinstance(value, dict):
        places = value.get("at", at)
        for name, part in value.items():
            if name not in SKIPPED:
                yield from _of(f"{path}.{name}", part, places.get(name) if isinstance(places, dict) else None)
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _of(f"{path}[{i + 1}]", part, at[i] if isinstance(at, list) and i < len(at) else None)
    else:
        yield path, (value, _listed(at))


def _listed(at: Any) -> list[Any]:
    return at if isinstance(at, list) else [] if at is None else [at]
