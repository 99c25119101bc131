"""GJ-G08, GJ-G09: the table of basic expenditure differs from the others, or from its own classes."""

import re
from collections.abc import Iterator

from services.validate.grids import Grid, grids, missing
from services.validate.rule import BOTH, Context, Severity, Verdict, failed, insufficient, passed, rule, uncertain
from services.validate.sums import Claim, amount_of, judge_copy
from shared.budget_kinds import TableKind

PERSONNEL = "人员(?:类)?经费"
RUNNING = "(?:日常)?公用经费"
BASIC_OF_GENERAL = "基本支出|小计"
# 款 that either column may hold: allowances for cars and travel are paid to people as well.
EITHER = frozenset({"30231", "30239"})
OF_PERSONNEL = re.compile(r"30[13].*")
OF_RUNNING = re.compile(r"302.*|3(?:09|10).*")


@rule(
    "GJ-G08",
    title="基本支出勾稽",
    title_en="Basic expenditure in two tables",
    summary="一般公共预算支出表的基本支出应等于基本支出表（经济分类）的合计。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法实施条例第五条",
    since="0.1.0",
)
def basic_expenditure(context: Context) -> Iterator[Verdict]:
    """Basic expenditure differs between the functional and the economic table.

    What it checks
        基本支出 in the row 合计 of 一般公共预算支出表 against 合计 of the table of basic expenditure.

    Why it matters
        They are the same money, once by function and once by kind of cost.

    Known traps
        Basic expenditure from other money is in neither. 人员 and 公用 adding up is GJ-G02.

    Example
        220.00 by function, 202.00 by kind.

    Severity
        error.
    """
    found = context.look_up(grids)
    general, basic = found.get(TableKind.GENERAL), found.get(TableKind.BASIC)
    if general is None or basic is None or not general.table.rows or not basic.table.rows:
        yield missing(context.document, TableKind.GENERAL, TableKind.BASIC)
        return
    one, other = general.total(BASIC_OF_GENERAL), basic.total("合计|总计")
    if one is None or other is None:
        yield insufficient(basic.subject(), "未见基本支出合计", "there is no total of basic expenditure")
    else:
        claim = Claim("一般公共预算支出表与基本支出表的基本支出", "basic expenditure in two tables", worth=True)
        yield judge_copy(context, one, other, claim)


@rule(
    "GJ-G09",
    title="经济分类归集",
    title_en="Economic classes in their column",
    summary="工资福利支出、对个人和家庭的补助应列入人员经费，商品和服务支出应列入公用经费。",
    severity=Severity.WARNING,
    scope="document",
    kinds=BOTH,
    clause="预算法第四十六条",
    since="0.1.0",
)
def classes_in_wrong_column(context: Context) -> Iterator[Verdict]:
    """An economic class stands in the wrong column of basic expenditure.

    What it checks
        301 and 303 have no 公用经费, 302 and 310 no 人员经费.

    Why it matters
        公用经费 is what limits a department's running costs; personnel put there hides behind them.

    Known traps
        30231 and 30239 (cars, travel) may be paid to people. Classes adding up is GJ-G03.

    Example
        30201 办公费 under 人员经费.

    Severity
        warning.
    """
    basic = context.look_up(grids).get(TableKind.BASIC)
    if basic is None or not basic.table.rows:
        yield missing(context.document, TableKind.BASIC)
        return
    personnel, running = basic.find_column(PERSONNEL), basic.find_column(RUNNING)
    if personnel is None or running is None:
        yield insufficient(
            basic.subject(), "未见人员经费、公用经费列", "there is no column of personnel or running costs"
        )
        return
    for code, row in basic.rows_by_code().items():
        wrong = running if OF_PERSONNEL.fullmatch(code) else personnel if OF_RUNNING.fullmatch(code) else None
        if wrong is not None and code not in EITHER:
            yield _judged(context, basic, row, wrong)


def _judged(context: Context, basic: Grid, row: int, wrong: int) -> Verdict:
    subject = basic.subject(row, wrong)
    doubt = context.doubt(subject)
    if not amount_of((basic, row, wrong)).yuan:
        return passed(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    name = f"{basic.code(row)}{basic.label(row)}"
    header = basic.names[wrong]
    return failed(
        subject,
        f"“{name}”列入了{header}，请核对。",
        f"{name} stands under {header}.",
        [basic.evidence(row, wrong)],
    )
