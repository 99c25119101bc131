"""The series of a document: the same department's document of the same kind and year over its rounds of correction."""

from shared.document import Document
from shared.folding import plain


def series_of(document: Document) -> str:
    """`<division>/<department>/<fiscal year>/<kind>`; with department or year unknown, a series of its own.

    The department goes by its name, by its code only where no name is printed.
    """
    department = document.department.name or document.department.code
    if not department or document.fiscal_year is None:
        return f"document/{document.id}"
    return f"{document.division}/{plain(department)}/{document.fiscal_year}/{document.kind}"
