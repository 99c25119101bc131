"""Money of a project as rules compute with it: printed amounts in the unit of the project's own table."""

from collections.abc import Iterable

from services.validate.context import Context
from services.validate.verdict import Verdict, evidence, uncertain
from shared.amounts import YUAN, Amount, digits, read_amount
from shared.document import Project
from shared.findings import Evidence, Subject


def money(project: Project, field: str) -> Amount | None:
    """The amount in `field` (budget, fiscal_funds, other_funds); None where blank, no number or without unit."""
    return read_amount(getattr(project, field), project.currency_unit or "")


def budget_of(project: Project) -> Amount | None:
    """The project's 预算数 where it is a positive amount."""
    amount = money(project, "budget")
    return amount if amount is not None and amount.yuan > 0 else None


def in_table_unit(amount: Amount) -> str:
    """The amount as a table prints it, with its unit: "12.00万元"."""
    return f"{amount.number}{amount.unit}"


def money_evidence(project: Project, field: str) -> Evidence:
    """The printed amount of `field` with its value in 元."""
    amount = money(project, field)
    return evidence(project, field, digits(amount.yuan) if amount else None, YUAN if amount else None)


def doubted_money(context: Context, project: Project, fields: Iterable[str], subject: Subject) -> Verdict | None:
    """parse_uncertain on `subject` where one of the fields was read with doubt, else None."""
    for field in fields:
        doubt = context.doubted(project, field)
        if doubt is not None:
            return uncertain(subject, doubt.message, doubt.message_en)
    return None
