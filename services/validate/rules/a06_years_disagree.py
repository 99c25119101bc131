"""GJ-A06: a document is of more than one budget year."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    insufficient,
    passed,
    rule,
)
from shared.budget_kinds import table_kind
from shared.document import Document
from shared.findings import Evidence

# Sentences and headings that speak of the year budgeted for; 较2023年预算 and 2023年预算相比 speak of another.
BUDGET_YEAR = re.compile(r"(?<![较比与同])(20\d\d)年(?:度)?(?:部门|单位)?(?:综合)?预算(?!相比|数?相|执行|增|减)")


@rule(
    "GJ-A06",
    title="年度前后矛盾",
    title_en="Budget years disagree",
    summary="封面、预算表和说明中的预算年度应当一致。",
    severity=Severity.ERROR,
    scope="document",
    clause="预算法第十八条",
    since="0.1.0",
)
def years_disagree(context: Context) -> Iterator[Verdict]:
    """A document is of more than one budget year.

    What it checks
        The year in the title, in the line 预算年度 of each budget table and in sentences that name a year's budget.

    Why it matters
        A table left over from last year's file is the commonest mistake of copying, and the gravest.

    Known traps
        Other years are normal in names of policies and documents, in comparisons with last year and in dates of
        assets: only the words for the year budgeted count, and tables of the budget.

    Example
        预算年度：2023 over one of nine tables of 2024.

    Severity
        error.
    """
    stated = list(_stated(context.document))
    years = {year for year, _ in stated}
    if not stated:
        yield insufficient(DOCUMENT, "文件中没有写明预算年度", "the document states no budget year")
    elif len(years) == 1:
        yield passed(DOCUMENT)
    else:
        first = {year: next(quote for y, quote in stated if y == year) for year in sorted(years)}
        named = "、".join(map(str, first))
        yield failed(
            DOCUMENT,
            f"文件中出现多个预算年度：{named}，请核对。",
            f"The document is of several budget years: {named}.",
            list(first.values()),
            equation=" ≠ ".join(map(str, first)),
        )


def _stated(document: Document) -> Iterator[tuple[int, Evidence]]:
    """(year, where it is stated): title, tables, narrative."""
    for found in BUDGET_YEAR.finditer(document.title or ""):
        yield int(found[1]), Evidence(quote=document.title or "", value=found[1], at=document.at.get("title"))
    for table in document.budget_tables:
        if table.year and table_kind(table.kind or ""):
            quote = f"{table.kind or ''} {table.year}"
            yield table.year, Evidence(quote=quote, value=str(table.year), at=table.at.get("year"))
    for figure in document.narrative_figures:
        for found in BUDGET_YEAR.finditer(figure.label):
            yield int(found[1]), Evidence(quote=figure.label, value=found[1], at=figure.at.get("label"))
