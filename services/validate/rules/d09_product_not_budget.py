"""GJ-D09: quantity times unit cost is not the budget."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.costs import one_source_of_several
from services.validate.indicators import PRINT_RULES, Row, print_damaged
from services.validate.money import budget_of, in_table_unit, money_evidence
from services.validate.products import Product, certain_product, closing_product
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    confirmed,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.amounts import YUAN, Closeness, digits, in_unit
from shared.document import Project
from shared.findings import Evidence


@rule(
    "GJ-D09",
    title="单位成本×数量与预算数不符",
    title_en="Quantity times unit cost is not the budget",
    summary="单位成本与数量的乘积应当与项目预算数相匹配。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；财预〔2021〕101号（成本指标）",
    since="0.1.0",
    after=PRINT_RULES,
)
def product_not_budget(context: Context, project: Project) -> Iterator[Verdict]:
    """Quantity times unit cost is not the budget.

    What it checks
        Unit costs (元/人, 元/册, 每…, 人均, 平均成本) are paired with the quantity rows that count the same, by unit
        and by the words they share; a price a month counts twelve times. The sum over the pairs is held against the
        budget: equal within 1 % (or what the printed digits explain) is a confirmation, up to a quarter off is a
        note, more is a warning.

    Why it matters
        The amount must match the target (88号, 资金匹配性): the product is what the reviewer works out first.

    Known traps
        A project that is one of several sources of its money (提前下达, 中央, 省级, 配套, 补助资金 …) or pays several
        subsidies does not fund the whole: an unequal product says nothing there, an equal one still does. A cost row
        that is a formula, a range or a total beside a price, a pairing that is not unique, a damaged print: not
        applicable. A value such as 500 元 that looks absurd beside the budget is the price of one where the product
        closes. A quantity with ≥ makes the product a lower bound, and a purpose that lists
        several things may cost more than the one that is priced: falling short of the budget is then a note.

    Example
        ≥5.20万人 and 4元 each, with a budget of 15.00 万元: 20.80 万元.

    Severity
        warning; info up to a quarter off.
    """
    subject = about(project)
    doubt = context.doubted(project, "budget") or context.doubted(project, "indicators")

    def spared(row: Row) -> bool:
        return print_damaged(context, project, row)

    closing = closing_product(project, spared)
    if budget_of(project) is None:
        yield insufficient(subject, "没有可计算的预算数", "there is no budget to compare with")
    elif closing:
        yield _confirmation(project, closing)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        yield _unequal(context, project, certain_product(project, spared))


def _unequal(context: Context, project: Project, product: Product | str) -> Verdict:
    subject, source = about(project), one_source_of_several(project)
    if isinstance(product, str):
        return not_applicable(subject, product, "quantities and unit costs cannot be paired surely")
    if product.compared.holds:
        return passed(subject)
    if source:
        reason = f"项目资金可能只是其中一个来源或支付多个内容（{source}）"
        return not_applicable(subject, reason, "the project may be one of several sources of its money")
    for pair in product.pairs:
        for row in (pair.quantity, pair.price.row):
            doubt = context.doubted(project, "target", row.number)
            if doubt:
                return uncertain(subject, doubt.message, doubt.message_en)
    return _finding(context, project, product)


def _finding(context: Context, project: Project, product: Product) -> Verdict:
    compared = product.compared
    ratio = compared.left / compared.right
    above, below = context.threshold("above"), context.threshold("below")
    open_below = _several_uses(project) or any(pair.quantity.value.operator in ("≥", ">") for pair in product.pairs)
    grave = ratio > above or (ratio < below and not open_below)
    how, how_en = ("超过", "above") if ratio > 1 else ("低于", "below")
    total = in_unit(compared.left, product.budget.unit)
    return failed(
        about(project),
        f"{product}={total}，{how}项目预算{in_table_unit(product.budget)}（{_percent(ratio)}），"
        "请核实单位成本、数量或预算数。",
        f"Quantity times unit cost comes to {total}, {how_en} the budget of {in_table_unit(product.budget)}.",
        _ends(project, product),
        severity=Severity.WARNING if grave else Severity.INFO,
        equation=f"{product} = {in_unit(compared.left)} {'>' if ratio > 1 else '<'} {in_unit(compared.right)}",
    )


def _several_uses(project: Project) -> bool:
    """Whether the purpose lists things: the unit cost may be that of one of them only."""
    return sum((project.purpose or "").count(mark) for mark in "、；;") > 1


def _confirmation(project: Project, product: Product) -> Verdict:
    compared = product.compared
    rounding = compared.closeness is Closeness.ROUNDING
    how = f"与预算数相差{in_unit(abs(compared.difference))}，在允许范围内" if rounding else "与预算数一致"
    return confirmed(
        about(project),
        f"{product}={in_unit(compared.left, product.budget.unit)}，{how}。",
        "Quantity times unit cost is the budget.",
        _ends(project, product),
        f"{product} = {compared.equation()}" if rounding else f"{product} = {in_unit(compared.right)}",
    )


def _ends(project: Project, product: Product) -> list[Evidence]:
    ends = []
    for pair in product.pairs:
        ends.append(pair.quantity.evidence(digits(pair.count), pair.quantity.value.unit.base))
        ends.append(pair.price.row.evidence(digits(pair.price.amount.yuan), YUAN))
    return [*ends, money_evidence(project, "budget")]


def _percent(ratio: Decimal) -> str:
    change = (100 * (ratio - 1)).quantize(Decimal("0.1"))
    return f"{'+' if change > 0 else ''}{digits(change)}%"
