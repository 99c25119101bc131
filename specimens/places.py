"""Checks where a reading says its values stand: a printed value has lines, and they hold its characters in order."""

import re
from collections.abc import Iterator
from typing import Any

from shared.document import Document, Part

_RESIDUE = re.compile(r"</?[a-zA-Z][^>]*>|\$|\\(?=%)|\s+")
_SYMBOLS = {"\\geq": "≥", "\\leq": "≤"}


def plain(line: str) -> str:
    """A line without white space and markup residue."""
    for symbol, sign in _SYMBOLS.items():
        line = line.replace(symbol, sign)
    return _RESIDUE.sub("", line)


def misplaced(text: str, read: Document) -> list[str]:
    """Every value of `read` whose places do not hold it, one line each."""
    lines = [plain(line) for line in text.split("\n")]
    return [
        f"{path}: {value!r} does not stand at {place}"
        for path, value, place in _values("", read)
        if not _stands(value, place, lines)
    ]


def _values(path: str, part: Part) -> Iterator[tuple[str, str, Any]]:
    """(path, value, place) of every printed text in a part and the parts below it."""
    at = getattr(part, "at", {})
    inferred = getattr(part, "inferred", [])
    for name, value in part:
        here = f"{path}.{name}".removeprefix(".")
        if name in ("at", "inferred", "warnings", "sections") or name in inferred:
            continue
        if isinstance(value, Part) and not hasattr(value, "at"):
            yield from _below(here, value, at.get(name) or {}, inferred)
        elif isinstance(value, list):
            yield from _listed(here, value, at.get(name) or [])
        elif isinstance(value, str) and name in at:
            yield here, value, at[name]
        elif isinstance(value, str) and name in _PRINTED:
            yield here, value, None


# What is printed somewhere and so must have a place; the rest of the strings are our own words (form, template, …).
_PRINTED = {
    "title", "overall_goal", "goal", "unit_code", "unit_name", "currency_unit", "code", "name", "budget",
    "fiscal_funds", "other_funds", "purpose", "level1", "level2", "description", "target", "basis",
}  # fmt: skip


def _below(path: str, part: Part, at: Any, inferred: list[str]) -> Iterator[tuple[str, str, Any]]:
    """The texts of a part that has no places of its own (a plan, a department): they stand under its owner's."""
    for name, value in part:
        if isinstance(value, str) and f"{path}.{name}" not in inferred:
            yield f"{path}.{name}", value, at.get(name)


def _listed(path: str, values: list[Any], at: Any) -> Iterator[tuple[str, str, Any]]:
    for i, value in enumerate(values):
        here = f"{path}[{i + 1}]"
        if isinstance(value, Part):
            yield from _values(here, value)
        elif isinstance(value, str):
            places = at if isinstance(at, list) else [at]
            yield here, value, places[i] if i < len(places) else None


def _stands(value: str, place: Any, lines: list[str]) -> bool:
    places = place if isinstance(place, list) else [place]
    numbers = [p["line"] for p in places if isinstance(p, dict) and "line" in p]
    held = iter("".join(lines[n - 1] for n in numbers if n <= len(lines)))
    return bool(numbers) and all(c in held for c in value)
