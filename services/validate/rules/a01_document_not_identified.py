"""GJ-A01: the kind, the year or the department of a document are not printed."""

from collections.abc import Iterator

from services.validate.rule import DOCUMENT, Context, Severity, Verdict, failed, not_applicable, passed, rule
from shared.findings import Evidence

NAMES = {"fiscal_year": ("预算年度", "the fiscal year"), "department.name": ("部门名称", "the department's name")}


@rule(
    "GJ-A01",
    title="文种与年度可识别",
    title_en="Kind, year and department are printed",
    summary="文件应当写明文种、预算年度和部门名称，不应由内容推断。",
    severity=Severity.INFO,
    scope="document",
    clause="实务",
    since="0.1.0",
)
def document_not_identified(context: Context) -> Iterator[Verdict]:
    """The kind, the year or the department of a document are not printed.

    What it checks
        The fiscal year and the department's name stand on a cover, in a heading or in a table; one that had to be
        derived from codes, unit names or the text, or is not there at all, is named.

    Why it matters
        A file that does not say whose it is and of which year is filed under the wrong one.

    Known traps
        A department's code may be derived from its units' codes: that is normal and not reported. A document of no
        known form is unjudged as a whole.

    Example
        Project tables without a cover, whose year stands only in their codes.

    Severity
        info.
    """
    document = context.document
    if not (document.projects or document.budget_tables):
        yield not_applicable(DOCUMENT, "文件中没有项目和预算表", "the document has neither project nor budget table")
        return
    lacking = [field for field in NAMES if field in document.inferred]
    lacking += ["fiscal_year"] if document.fiscal_year is None else []
    lacking += ["department.name"] if document.department.name is None and "department.name" not in lacking else []
    if not lacking:
        yield passed(DOCUMENT)
        return
    zh, en = (("、".join if n == 0 else ", ".join)([NAMES[field][n] for field in lacking]) for n in (0, 1))
    year = str(document.fiscal_year or "")
    yield failed(
        DOCUMENT,
        f"文件未写明{zh}，请在封面或表头注明。",
        f"The document does not print {en}: please add it on a cover or in a heading.",
        [
            Evidence(
                quote=document.title or document.department.name or "", value=year or None, at=document.at.get("title")
            )
        ],
    )
