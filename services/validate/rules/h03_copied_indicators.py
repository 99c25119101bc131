"""GJ-H03: projects share their indicators."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    not_applicable,
    of_projects,
    passed,
    rule,
)
from shared.amounts import read_amount
from shared.document import Document, Indicator, Project
from shared.findings import Evidence
from shared.folding import plain

LEAST_ROWS = 3  # projects with fewer indicators are alike by chance
ROW = 0.9  # likeness of the words of two rows that differ by slips of typing
SLIP = 3  # characters that slips may add
Pair = tuple[int, int]
Keyed = tuple[str, str, str]  # a row as it is compared: its class, its value, its words


@rule(
    "GJ-H03",
    title="指标雷同",
    title_en="Copied indicators",
    summary="不同项目的绩效指标不应基本相同。",
    severity=Severity.WARNING,
    scope="document",
    clause="财预〔2021〕101号（指标科学性）",
    since="0.1.0",
)
def copied_indicators(context: Context) -> Iterator[Verdict]:
    """Projects share their indicators.

    What it checks
        For each two projects the share of rows (class, name, description, value) that both have; rows that differ by a
        slip of typing count as one. Projects that share `same` of their rows form a cluster, and those that share
        `alike` a wider one.

    Why it matters
        Indicators that fit several projects say little about any of them.

    Known traps
        Parts of one policy paid on different levels share their indicators lawfully: the finding asks to merge or to
        tell apart. Rows of satisfaction are always alike; alone they make no cluster.

    Example
        Three loans' subsidies of 100, 220 and 240 万元 with the same ten rows.

    Severity
        warning where the rows are the same, info where most are alike.
    """
    projects = [project for project in context.document.projects if len(project.indicators) >= LEAST_ROWS]
    if len(projects) < 2:
        yield not_applicable(DOCUMENT, "有指标的项目不足两个", "fewer than two projects have indicators")
        return
    shares = context.look_up(shared_rows)
    same = clusters(projects, lambda pair: shares.get(pair, 0) >= context.threshold("same"))
    alike = clusters(projects, lambda pair: shares.get(pair, 0) >= context.threshold("alike"))
    for group in same:
        yield _finding(context, group, shares, Severity.WARNING)
    wider = [group for group in alike if group not in same]
    for group in wider:
        yield _finding(context, group, shares, Severity.INFO)
    if not same and not wider:
        yield passed(DOCUMENT)


def shared_rows(document: Document) -> dict[Pair, Decimal]:
    """(ordinal, ordinal) -> the share of rows that the two projects have in common; pairs with none are left out."""
    keyed = {
        project.ordinal: frozenset(map(_keyed, project.indicators))
        for project in document.projects
        if len(project.indicators) >= LEAST_ROWS
    }
    shares = {(one, other): share(keyed[one], keyed[other]) for one, other in combinations(sorted(keyed), 2)}
    return {pair: value for pair, value in shares.items() if value}


def _keyed(row: Indicator) -> Keyed:
    return plain(row.level2 or ""), plain(row.target or ""), plain(f"{row.name or ''}|{row.description or ''}")


def share(one: frozenset[Keyed], other: frozenset[Keyed]) -> Decimal:
    """Rows in common over rows in all (Jaccard): the same, or the same but for slips of typing."""
    common = len(one & other)
    right: dict[tuple[str, str], list[str]] = {}
    for level, target, words in sorted(other - one):
        right.setdefault((level, target), []).append(words)
    for level, target, words in sorted(one - other):
        candidates = right.get((level, target), [])
        near = next((candidate for candidate in candidates if _near(words, candidate)), None)
        if near is not None:
            candidates.remove(near)
            common += 1
    return Decimal(common) / (len(one) + len(other) - common)


def _near(one: str, other: str) -> bool:
    """Whether the words of two rows of one class and value differ by a few characters."""
    return abs(len(one) - len(other)) <= SLIP and SequenceMatcher(None, one, other).ratio() >= ROW


def clusters(projects: list[Project], linked: Callable[[Pair], bool]) -> list[list[Project]]:
    """The groups of more than one project that links hold together, in printed order."""
    groups: list[list[Project]] = []
    for project in projects:
        joined = [g for g in groups if any(linked(_pair(member, project)) for member in g)]
        merged = sorted([p for g in joined for p in g] + [project], key=lambda p: p.ordinal)
        groups = [g for g in groups if g not in joined] + [merged]
    return sorted((g for g in groups if len(g) > 1), key=lambda g: g[0].ordinal)


def _pair(one: Project, other: Project) -> Pair:
    low, high = sorted((one.ordinal, other.ordinal))
    return low, high


def _finding(context: Context, group: list[Project], shares: dict[Pair, Decimal], severity: Severity) -> Verdict:
    linked = [shares.get(_pair(a, b), Decimal(0)) for a, b in combinations(group, 2)]
    amounts = [read_amount(p.budget, p.currency_unit or "") for p in group]
    yuan = [amount.yuan for amount in amounts if amount]
    apart = len(yuan) > 1 and (max(yuan) - min(yuan)) > context.threshold("amount") * max(yuan)
    money = f"，预算数分别为{'、'.join(p.budget or '' for p in group)}{group[0].currency_unit or ''}" if apart else ""
    most = f"{max(linked):.0%}"
    said = "绩效指标基本相同" if severity is Severity.WARNING else f"绩效指标相似（最高{most}）"
    quotes: list[Evidence] = [evidence(p, "name") for p in group]
    return failed(
        of_projects(group),
        f"{len(group)}个项目的{said}{money}，建议合并项目或区分指标。",
        f"{len(group)} projects share up to {most} of their indicators: merge them or tell them apart.",
        quotes,
        severity=severity,
        equation=most,
    )
