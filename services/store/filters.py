"""The filters of GET /documents and GET /submissions: from query parameters to conditions. Pure."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from services.store.models import Department, Document, Finding, Project, Submission
from services.store.progress import ENDS, STAGES
from shared.access import BadRequest

Where = list[ColumnElement[bool]]

DOCUMENT_FILTERS = (
    "department",
    "division",
    "year",
    "kind",
    "template",
    "outcome",
    "rule",
    "project",
    "series",
    "parent",
)
SUBMISSION_FILTERS = ("batch", "status")
PAGING = ("limit", "after")


def document_filters(query: Mapping[str, str]) -> Where:
    """Conditions on documents (joined with departments). Raises BadRequest for what is no filter."""
    _known(query, (*DOCUMENT_FILTERS, *PAGING))
    conditions: dict[str, Callable[[str], ColumnElement[bool]]] = {
        "department": lambda value: or_(Department.code == value, Department.name.contains(value, autoescape=True)),
        "division": lambda value: Document.division.startswith(value, autoescape=True),
        "year": lambda value: Document.fiscal_year == _number("year", value),
        "kind": lambda value: Document.kind == value,
        "template": lambda value: Document.template == value,
        "outcome": lambda value: Document.outcome == value,
        "rule": _has_finding,
        "project": lambda value: exists().where(
            Project.reading_id == Document.reading_id, or_(Project.code == value, Project.name == value)
        ),
        "series": lambda value: Document.series == value,
        "parent": lambda value: Document.parent_id == value,
    }
    where: Where = [conditions[name](query[name]) for name in DOCUMENT_FILTERS if name in query]
    if "after" in query:
        where.append(_documents_after(query["after"]))
    return where


def submission_filters(query: Mapping[str, str]) -> Where:
    """Conditions on submissions; `status` may be `open`. Raises BadRequest for what is no filter."""
    _known(query, (*SUBMISSION_FILTERS, *PAGING))
    where: Where = []
    if "batch" in query:
        where.append(Submission.batch == query["batch"])
    if query.get("status") == "open":
        where.append(Submission.status.in_(STAGES))
    elif "status" in query:
        if query["status"] not in (*STAGES, *ENDS):
            raise BadRequest("status 的取值有误。", f"status is open or one of {', '.join((*STAGES, *ENDS))}")
        where.append(Submission.status == query["status"])
    if "after" in query:
        where.append(Submission.id > query["after"])
    return where


def limit_of(query: Mapping[str, str], default: int, most: int) -> int:
    """The size of a page."""
    limit = _number("limit", query.get("limit", str(default)))
    if not 1 <= limit <= most:
        raise BadRequest(f"limit 应在 1 与 {most} 之间。", f"limit must be between 1 and {most}")
    return limit


def cursor(row: Document) -> str:
    """Where the page after `row` begins."""
    return f"{row.received_at.isoformat()}~{row.id}"


def moment(name: str, value: str) -> datetime:
    """The moment in a parameter: a day or a time in ISO 8601, in UTC where it names no zone."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadRequest(f"{name} 应为日期。", f"{name} must be a date such as 2026-01-31") from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _documents_after(value: str) -> ColumnElement[bool]:
    moment, _, document = value.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadRequest("after 的取值有误。", "after is what the last page gave as next") from error
    return or_(Document.received_at < at, and_(Document.received_at == at, Document.id > document))


def _has_finding(rule: str) -> ColumnElement[bool]:
    of_rule = (Finding.review_id == Document.review_id, Finding.rule == rule, Finding.suppressed.is_(False))
    return exists().where(*of_rule)


def _known(query: Mapping[str, str], names: tuple[str, ...]) -> None:
    unknown = sorted(set(query) - set(names))
    if unknown:
        raise BadRequest(
            f"不支持的查询参数：{'、'.join(unknown)}。",
            f"unknown parameter {', '.join(unknown)}; known: {', '.join(names)}",
        )


def _number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise BadRequest(f"{name} 应为数字。", f"{name} must be a number")
    return int(value[:9])
