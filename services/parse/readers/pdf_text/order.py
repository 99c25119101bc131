"""Tells whether a dump goes column by column (plain pdftotext): then its rows cannot be put together again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from services.parse.readers.pdf_text.fragments import PrintedLine
from services.parse.readers.pdf_text.labels import words
from services.parse.text import label_key

# Labels of rows that stand under each other: printed one after the other, nothing beside the first was printed.
UNDER = frozenset({("code", "money"), ("money", "plan"), ("plan", "goals")})
# What stands beside the label of the code, not above it: a code or the beginning of one, the label of the name.
BESIDE_CODE = re.compile(r"^(?=.*\d)[0-9A-Z-]{12,}|项目名称$")
# So many signs, and one for so many projects, are no slip of one table.
LEAST = 2
PROJECTS_A_SIGN = 3


def goes_by_columns(printed: Sequence[PrintedLine]) -> bool:
    """Whether labels stand under each other without their values, or behind them, in several projects."""
    roles = [words().fields.roles.get(label_key(line.text)) if len(line.text) < 16 else None for line in printed]
    labels = tuple(label for label, role in words().fields.roles.items() if role == "code")
    projects = sum(line.text.startswith(labels) for line in printed)
    signs = sum(pair in UNDER for pair in pairwise(roles))
    above = zip(printed, roles[1:], strict=False)
    signs += sum(role == "code" and BESIDE_CODE.search(line.text) is not None for line, role in above)
    return signs >= max(LEAST, projects / PROJECTS_A_SIGN)
