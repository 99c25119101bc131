"""Whether a table's rows add up under its columns: evidence for columns that a conversion has moved."""

import re
from collections.abc import Sequence
from decimal import Decimal

from shared.amounts import WAN, Amount, compare_sum, read_amount

TOTALS = ("合计", "总计", "小计")
TEXTS = re.compile(r"序号|行次|项目|备注|类|款|项|.*(?:编码|代码|名称)")

Sum = tuple[int, tuple[int, ...]]  # the column of the total, those of its parts


def rows_close(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether there are totals in `columns` and every row with amounts keeps to them; blanks are zero."""
    sums = column_sums(columns)
    return bool(sums) and all(_closes(row, total, parts) for row in rows for total, parts in sums)


def column_sums(columns: Sequence[str]) -> list[Sum]:
    """Which columns add up to which: 合计 to the columns beside it (a group by its 小计), a 小计 to its group."""
    paths = [tuple(column.split("/")) for column in columns]
    money = [i for i, path in enumerate(paths) if not TEXTS.fullmatch(path[-1])]
    sums: list[Sum] = []
    parts: list[int] = []
    for top in dict.fromkeys(paths[i][0] for i in money):
        group = [i for i in money if paths[i][0] == top and len(paths[i]) > 1]
        subtotal = next((i for i in group if paths[i][-1] in TOTALS), None)
        if subtotal is None:
            parts += [i for i in money if paths[i][0] == top and paths[i][-1] not in TOTALS]
        else:
            parts.append(subtotal)
            sums.append((subtotal, tuple(i for i in group if i != subtotal)))
    total = next((i for i in money if len(paths[i]) == 1 and paths[i][0] in TOTALS), None)
    return [*sums, (total, tuple(parts))] if total is not None and parts else sums


def _closes(row: Sequence[str | None], total: int, parts: Sequence[int]) -> bool:
    whole = read_amount(row[total], WAN)
    addends = [amount for i in parts if (amount := read_amount(row[i], WAN))]
    if whole is None:
        return not addends
    return compare_sum(addends or [Amount(Decimal("0.00"), WAN)], whole).holds
