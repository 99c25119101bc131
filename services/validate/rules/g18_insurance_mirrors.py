"""GJ-G18: social insurance has different amounts by function and by kind of cost."""

from collections.abc import Iterator

from services.validate.grids import Grid, grids, missing
from services.validate.rule import BOTH, Context, Severity, Verdict, insufficient, rule
from services.validate.sums import Cell, Claim, filled, judge_sum
from shared.budget_kinds import TableKind

# What is paid, its functional code, its economic codes.
MIRRORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("机关事业单位基本养老保险缴费", "2080505", ("30108",)),
    ("职业年金缴费", "2080506", ("30109",)),
    ("行政事业单位医疗", "21011", ("30110", "30111")),
    ("住房公积金", "2210201", ("30113",)),
)


@rule(
    "GJ-G18",
    title="社保缴费镜像",
    title_en="Social insurance by function and by kind",
    summary="社保缴费和住房公积金的功能分类金额一般等于相应的经济分类金额。",
    severity=Severity.INFO,
    scope="document",
    kinds=BOTH,
    clause="实务",
    since="0.1.0",
)
def insurance_mirrors(context: Context) -> Iterator[Verdict]:
    """Social insurance has different amounts by function and by kind of cost.

    What it checks
        Basic expenditure under 2080505, 2080506, 21011 and 2210201 of 一般公共预算支出表 against 30108, 30109,
        30110 with 30111, and 30113 of the table of basic expenditure.

    Why it matters
        The same contributions are budgeted twice by different people; a slip shows here.

    Known traps
        Units that pay from income of their own differ, and a code that one table lacks is not compared.

    Example
        2210201 住房公积金 20.00, 30113 住房公积金 2.00.

    Severity
        info.
    """
    found = context.look_up(grids)
    general, basic = found.get(TableKind.GENERAL), found.get(TableKind.BASIC)
    if general is None or basic is None:
        yield missing(context.document, TableKind.GENERAL, TableKind.BASIC)
        return
    left, right = general.find_column("基本支出|小计"), basic.find_column("合计|总计")
    pairs = list(_pairs(general, left, basic, right)) if left is not None and right is not None else []
    if not pairs:
        yield insufficient(basic.subject(), "没有可比的社保科目", "there is no code of social insurance to compare")
    for name, one, other in pairs:
        yield judge_sum(
            context, other, one, Claim(f"“{name}”的功能分类与经济分类金额", f"{name} by function and by kind")
        )


def _pairs(general: Grid, left: int, basic: Grid, right: int) -> Iterator[tuple[str, Cell, list[Cell]]]:
    functional, economic = general.rows_by_code(), basic.rows_by_code()
    for name, code, kinds in MIRRORS:
        one: list[Cell] = [(general, functional[code], left)] if code in functional else []
        other: list[Cell] = [(basic, economic[kind], right) for kind in kinds if kind in economic]
        if filled(one) and filled(other):
            yield name, one[0], other
