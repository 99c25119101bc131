"""The profile: which severities and thresholds hold for a region, year and kind of document. Data, dated, versioned."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from shared.document import Document
from shared.findings import Severity


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile with what it inherits resolved. A rule `on watch` reports, but does not decide the outcome."""

    name: str
    version: str
    since: str
    region: str  # the first digits of the divisions it is for; "" is everywhere
    years: tuple[int, int]
    kinds: tuple[str, ...]
    severities: dict[str, Severity]
    thresholds: dict[str, dict[str, Decimal]]
    watch: frozenset[str]
    digest: str

    def fits(self, document: Document) -> bool:
        """Whether the profile is made for this document; an unknown year fits every profile."""
        year = document.fiscal_year
        return (
            document.division.startswith(self.region)
            and document.kind in self.kinds
            and (year is None or self.years[0] <= year <= self.years[1])
        )

    @property
    def stamp(self) -> str:
        """`<name>+<digest>`, as in a review's versions."""
        return f"{self.name}+{self.digest}"


def profile_of(document: Document) -> Profile:
    """The most specific profile that fits the document: the longest region, then the narrowest span of years."""
    fitting = [profile for profile in profiles().values() if profile.fits(document)]
    return max(fitting, key=lambda p: (len(p.region), p.years[0] - p.years[1]), default=profiles()["default"])


@cache
def profiles() -> dict[str, Profile]:
    """All profiles in this build, by name."""
    folder = resources.files("services.validate") / "profiles"
    texts = {item.name.removesuffix(".json"): item.read_text("utf-8") for item in folder.iterdir() if item.is_file()}
    default = json.loads(texts["default"])
    return {name: read_profile(name, json.loads(text), default) for name, text in texts.items()}


def read_profile(name: str, data: dict[str, Any], default: dict[str, Any]) -> Profile:
    """The profile in `data`; severities, thresholds and watch list extend those of `default`."""
    merged = {**default, **data}
    for part in ("severities", "thresholds"):
        merged[part] = {**default[part], **data.get(part, {})}
    text = json.dumps(merged, ensure_ascii=False, sort_keys=True)
    return Profile(
        name=name,
        version=merged["version"],
        since=merged["since"],
        region=merged["region"],
        years=(merged["years"][0], merged["years"][1]),
        kinds=tuple(merged["kinds"]),
        severities={rule: Severity(value) for rule, value in merged["severities"].items()},
        thresholds={
            rule: {key: Decimal(value) for key, value in {**default["thresholds"].get(rule, {}), **named}.items()}
            for rule, named in merged["thresholds"].items()
        },
        watch=frozenset(merged["watch"]),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
    )
