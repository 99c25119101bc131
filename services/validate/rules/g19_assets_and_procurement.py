"""GJ-G19, GJ-G20: assets, procurement and running costs do not add up or differ from what is stated."""

import re
from collections.abc import Iterator

from services.validate.grids import Grid, doubted_cells, grids, missing
from services.validate.rule import (
    BOTH,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    insufficient,
    not_applicable,
    of_section,
    passed,
    rule,
)
from services.validate.sums import Cell, Claim, amount_of, judge_sum
from shared.amounts import YUAN, compare_copy, compare_product, digits, read_amount
from shared.budget_kinds import TableKind
from shared.document import NarrativeFigure
from shared.findings import Evidence
from shared.folding import plain

WORTH = r"价值.*|金额.*|账面.*"
ITEM = re.compile(r"\d+[、.]|[(]?[一二三四五六七八九十]+[)]?、")
TO_BUY = re.compile(r"(?:拟)?购置.*资产")
RUNNING_COSTS = re.compile(r"机关运行(?:经)?费")


@rule(
    "GJ-G19",
    title="资产、采购表勾稽",
    title_en="Assets and procurement",
    summary="资产各项之和应等于总额，采购数量乘单价应等于金额；拟购置资产应列入政府采购预算。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def assets_and_procurement(context: Context) -> Iterator[Verdict]:
    """Assets or procurement do not add up.

    What it checks
        The numbered items of the table of assets make 资产总额; in the table of procurement 数量 × 单价 is 金额; and
        assets that the text says will be bought stand in the table of procurement.

    Why it matters
        Both tables are typed by hand every year.

    Known traps
        Rows 其中 repeat part of an item. Prices of one item may differ by configuration: a product off by rounding or
        by 1 % passes. An empty table of procurement is right where nothing is to be bought.

    Example
        拟购置固定资产 12.00 beside an empty table of procurement.

    Severity
        error for sums, warning for what is to be bought.
    """
    found = context.look_up(grids)
    assets, procurement = found.get(TableKind.ASSETS), found.get(TableKind.PROCUREMENT)
    verdicts = [*_assets(context, assets), *_products(context, procurement), *_to_buy(context, procurement)]
    yield from verdicts
    if not verdicts:
        yield not_applicable(DOCUMENT, "没有资产和采购数据", "there are no data of assets or procurement")


def _assets(context: Context, grid: Grid | None) -> Iterator[Verdict]:
    column = grid.find_column(WORTH) if grid else None
    whole = grid.find_row(r"资产(?:总额|合计)|合计") if grid else None
    if grid is None or column is None or whole is None or not grid.labels:
        return
    label = grid.labels[0]
    rows = [r for r in grid.rows if r != whole and ITEM.match(grid.text(r, label))]
    if rows:
        parts: list[Cell] = [(grid, row, column) for row in rows]
        yield judge_sum(
            context, parts, (grid, whole, column), Claim("资产各项与资产总额", "the assets and their total")
        )


def _products(context: Context, grid: Grid | None) -> Iterator[Verdict]:
    if grid is None:
        return
    quantity, price, worth = (grid.find_column(name) for name in ("数量", "单价", "合计|金额.*"))
    if quantity is None or price is None or worth is None:
        return
    for row in grid.rows:
        number, each, whole = (grid.amount(row, column) for column in (quantity, price, worth))
        subject = grid.subject(row, worth)
        if number is None or each is None or whole is None:
            continue
        compared = compare_product([(number.number, each)], whole)
        doubt = doubted_cells(context, [(grid, row, column) for column in (quantity, price, worth)], subject)
        quotes = [grid.evidence(row, column) for column in (quantity, price, worth)]
        written = f"{digits(number.number)}×{digits(each.number)}={compared.equation(grid.unit)}"
        zh, en = "数量乘单价与采购金额不符，请核对。", "Quantity times price is not the amount."
        yield doubt or (passed(subject) if compared.holds else failed(subject, zh, en, quotes, equation=written))


def _to_buy(context: Context, grid: Grid | None) -> Iterator[Verdict]:
    for figure in context.document.narrative_figures:
        amount = read_amount(figure.amount, figure.unit)
        if grid is None or amount is None or not TO_BUY.search(plain(figure.label)):
            continue
        subject = of_section(figure.label)
        if not amount.yuan or grid.table.rows:
            yield passed(subject)
        else:
            yield failed(
                subject,
                f"说明中拟购置资产{figure.amount}{figure.unit}，但政府采购表为空，请核对。",
                "Assets are to be bought, but the table of procurement is empty.",
                [_quote(figure)],
                severity=Severity.WARNING,
            )


@rule(
    "GJ-G20",
    title="机关运行经费",
    title_en="Running costs of the office",
    summary="机关运行经费一般等于基本支出表中的公用经费。",
    severity=Severity.INFO,
    scope="document",
    kinds=BOTH,
    clause="预算法第十四条；文件自身的名词解释",
    since="0.1.0",
)
def running_costs(context: Context) -> Iterator[Verdict]:
    """The stated running costs of the office are not the 公用经费 of basic expenditure.

    What it checks
        机关运行经费 in the explanations against 公用经费 in the row 合计 of basic expenditure.

    Why it matters
        The explanations define the one by the other.

    Known traps
        Definitions differ: in some places only administrative units count. Less is normal there, so it is a note.

    Example
        机关运行经费 44.00 beside 公用经费 40.00.

    Severity
        info.
    """
    stated = [f for f in context.document.narrative_figures if RUNNING_COSTS.search(plain(f.label))]
    basic = context.look_up(grids).get(TableKind.BASIC)
    if basic is None:
        yield missing(context.document, TableKind.BASIC)
        return
    cell = basic.total("(?:日常)?公用经费")
    if not stated:
        yield not_applicable(DOCUMENT, "说明中没有机关运行经费", "running costs are not stated")
    for figure in stated:
        subject, amount = of_section(figure.label), read_amount(figure.amount, figure.unit)
        if cell is None or amount is None:
            yield insufficient(subject, "未见公用经费合计", "there is no total of running costs")
            continue
        compared = compare_copy(amount, amount_of(cell))
        doubt = doubted_cells(context, [cell], subject)
        quotes = [_quote(figure), basic.evidence(*cell[1:])]
        zh, en = (
            "机关运行经费与公用经费不一致，请确认口径。",
            "Running costs are not the 公用经费: please confirm what is counted.",
        )
        written = compared.equation(basic.unit)
        yield doubt or (passed(subject) if compared.holds else failed(subject, zh, en, quotes, equation=written))


def _quote(figure: NarrativeFigure) -> Evidence:
    amount = read_amount(figure.amount, figure.unit)
    quote = f"{figure.label}{figure.amount}{figure.unit}"
    return Evidence(quote=quote, value=digits(amount.yuan) if amount else None, unit=YUAN, at=figure.at.get("amount"))
