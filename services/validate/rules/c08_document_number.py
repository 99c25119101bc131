"""GJ-C08: the numbers of the documents behind a project disagree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    failed,
    not_applicable,
    passed,
    rule,
)
from shared.document import Project
from shared.findings import Evidence
from shared.folding import plain

NUMBER = re.compile(r"(?P<issuer>[一-鿿]{2,8}?)[\[【〔(]?(?P<year>(?:19|20)\d\d)年?[\]】〕)]?第?(?P<number>\d{1,4})号")


@dataclass(frozen=True)
class Citation:
    """A document's number: who issued it, in which year, and its number, as printed in `text`."""

    issuer: str
    year: int
    number: int
    text: str
    place: object = None

    def same_series(self, other: "Citation") -> bool:
        """Whether both come from one office: their short names end alike (冀财社, 省财厅冀财社)."""
        return self.issuer.endswith(other.issuer) or other.issuer.endswith(self.issuer)

    def same(self, other: "Citation") -> bool:
        """Whether both name one document."""
        return (self.year, self.number) == (other.year, other.number)


@rule(
    "GJ-C08",
    title="文号格式与年度",
    title_en="Numbers of documents",
    summary="文号年度不应晚于预算年度；项目名称中的文号应与指标值确定依据中的文号一致。",
    severity=Severity.INFO,
    scope="project",
    clause="实务",
    since="0.1.0",
)
def document_number(context: Context, project: Project) -> Iterator[Verdict]:
    """The numbers of the documents behind a project disagree.

    What it checks
        Numbers such as 某财社〔2023〕15号 in the name and the bases: none is of a year after the budget year; and where
        the bases cite documents of the office that the name cites, one of them is the name's.

    Why it matters
        The bases of last year's project are copied together with its table.

    Known traps
        Brackets of any shape are fine. Several documents may be cited lawfully, and other offices' are not compared.

    Example
        〔2022〕174号 in the name, 〔2021〕192号 of the same office in every basis.

    Severity
        info.
    """
    subject = about(project)
    named = list(citations(project.name or "", project.at.get("name")))
    bases = [c for row in project.indicators for c in citations(row.basis or "", row.at.get("basis"))]
    if not named and not bases:
        yield not_applicable(subject, "没有文号", "no document is cited")
        return
    late = _late(context, [*named, *bases])
    if late:
        yield _failed(project, late, "文号年度晚于预算年度", "cited documents are later than the fiscal year")
        return
    other = _other(named, bases)
    if other:
        yield _failed(project, other, "项目名称与指标依据中的文号不一致", "name and bases cite different documents")
    else:
        yield passed(subject)


def citations(text: str, place: object = None) -> Iterator[Citation]:
    """The numbers of documents in a text."""
    for found in NUMBER.finditer(plain(text)):
        yield Citation(found["issuer"], int(found["year"]), int(found["number"]), found[0], place)


def _late(context: Context, cited: list[Citation]) -> list[Citation]:
    """One citation of each document that is later than the budget year, where that is printed."""
    year = context.document.fiscal_year
    if year is None or "fiscal_year" in context.document.inferred:
        return []
    return _once([c for c in cited if c.year > year])


def _other(named: list[Citation], bases: list[Citation]) -> list[Citation]:
    """The name's citation and those of the same office in the bases, where none of them is the name's."""
    if len(named) != 1:
        return []
    [own] = named
    akin = [c for c in bases if c.same_series(own)]
    if not akin or any(c.same(own) for c in bases):
        return []
    return [own, *_once(akin)]


def _once(cited: list[Citation]) -> list[Citation]:
    """The first citation of each document."""
    return list({(c.year, c.number): c for c in reversed(cited)}.values())[::-1]


def _failed(project: Project, cited: list[Citation], zh: str, en: str) -> Verdict:
    texts = "、".join(f"“{c.text}”" for c in cited)
    quotes = [Evidence(quote=c.text, value=f"{c.year}-{c.number}", at=c.place) for c in cited]
    return failed(about(project), f"{zh}：{texts}，请核对。", f"{en[0].upper()}{en[1:]}: {texts}.", quotes)
