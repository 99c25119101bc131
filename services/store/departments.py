"""Departments: one row for each that is printed somewhere, never changed."""

from services.store import direct
from services.store.ledger import Ledger
from services.store.models import Department
from services.store.text import short
from shared.document import Department as Printed

_NAMES = ("division", "code", "name")


def department_of(ledger: Ledger, division: str, printed: Printed) -> int | None:
    """The id of the department's row, begun where there is none; None where neither code nor name is printed."""
    code, name = short(printed.code), short(printed.name)
    if not code and not name:
        return None
    key = dict(zip(_NAMES, (division, code or "", name or ""), strict=True))
    found = direct.find_id(ledger.connection, Department, key)
    if found is None:
        direct.insert_missing(ledger.connection, Department, key)
        found = direct.find_id(ledger.connection, Department, key)
    return found
