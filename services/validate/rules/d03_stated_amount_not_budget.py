"""GJ-D03: an amount stated in words as the project's money is not its budget."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.validate.money import budget_of, doubted_money, in_table_unit, money_evidence
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    confirmed,
    evidence,
    failed,
    insufficient,
    not_applicable,
    rule,
    uncertain,
)
from shared.amounts import YUAN, Amount, compare_copy, compare_sum, digits, in_unit, read_number
from shared.document import Project
from shared.findings import Evidence
from shared.folding import plain
from shared.lexicon import FUNDING_WORDS

CLAUSE = re.compile(r"(?:[^，,。；;\n]|(?<=\d),(?=\d{3}))+")
AMOUNT = re.compile(r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>亿元|万元|元)(?!/|每)")
# What governs an amount that is the project's money, before it or right behind it.
BEFORE = re.compile(r"(申请|安排|列入|落实|保障|合计|共计|总计|下达|资金|经费)[^\d]{0,24}$")
BEHIND = re.compile(r"^(的)?(资金|经费|预算)?(足额|全部|及时)?(落实|列入|安排|到位|纳入)")
# What makes it another amount: a price, a limit, a loan, an income, a part, a remainder, an earlier year.
OTHER = re.compile(
    r"每|人均|户均|标准|不低于|不少于|不超过|以上|以下|以内|上限|限额|额度|贷款|借款|保费|征缴|收入|税|产值|销售|补足|预留|其中|已|上年|去年"
    r"|往年|结余|结转|增加|减少|提高|降低|节约|挽回|单价|缺口|存量|合同|中标|投资|累计|历年|左右|约|近|余元|/"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount in words: where it stands, its clause, and the amount."""

    field: str
    clause: str
    amount: Amount


@rule(
    "GJ-D03",
    title="文字金额与预算数不符",
    title_en="Stated amount is not the budget",
    summary="名称、用途和绩效目标中所述的项目资金数额应当与预算数一致。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；算术勾稽",
    since="0.1.0",
)
def stated_amount_not_budget(context: Context, project: Project) -> Iterator[Verdict]:
    """An amount stated in words as the project's money is not its budget.

    What it checks
        Amounts in name, purpose and goals that are governed by 申请, 安排, 列入, 落实, 保障, 合计 or 资金. One that
        equals the budget (after rounding to the coarser) or a sum of them that does is a confirmation; a single one
        that does not is a finding.

    Why it matters
        The text usually keeps the amount that was asked for when the budget is cut.

    Known traps
        Prices, ceilings, loans, income, reserves, parts (其中) and amounts of earlier years are other amounts: a clause
        that names such is not read. Several amounts of which none is the budget may be anything: not applicable.

    Example
        “保障资金36万元落实到位” with a budget of 12.00 万元.

    Severity
        warning: what governs the amount is told by words.
    """
    subject, budget = about(project), budget_of(project)
    stated = stated_amounts(project)
    doubt = doubted_money(context, project, ("budget",), subject)
    if not stated:
        yield not_applicable(subject, "文字中没有项目资金数额", "no amount of the project's money is stated")
    elif doubt:
        yield doubt
    elif budget is None:
        yield insufficient(subject, "没有可计算的预算数", "there is no budget to compare with")
    else:
        yield _judged(context, project, stated, budget)


def stated_amounts(project: Project) -> list[Stated]:
    """The amounts in name, purpose and goals that are meant as the project's money."""
    texts = [("name", project.name), ("purpose", project.purpose)]
    texts += [(f"goals.{n}", goal) for n, goal in enumerate(project.goals)]
    return [found for field, text in texts for found in _in_text(field, plain(text or ""))]


def _in_text(field: str, text: str) -> Iterator[Stated]:
    for clause in CLAUSE.findall(text):
        if OTHER.search(clause):
            continue
        for match in AMOUNT.finditer(clause):
            if BEFORE.search(clause[: match.start()]) or BEHIND.search(clause[match.end() :]):
                amount = Amount(read_number(match["number"]), match["unit"], match[0])
                if amount.yuan:
                    yield Stated(field, clause, amount)


def _judged(context: Context, project: Project, stated: list[Stated], budget: Amount) -> Verdict:
    subject = about(project)
    equal = [one for one in stated if compare_copy(one.amount, budget).holds]
    if equal:
        compared = compare_copy(equal[0].amount, budget)
        message = f"“{equal[0].clause}”与预算数{in_table_unit(budget)}一致。"
        ends = _ends(project, equal[:1])
        return confirmed(subject, message, "The stated amount is the budget.", ends, compared.equation())
    distinct = {one.amount.yuan: one for one in stated}
    whole = compare_sum([one.amount for one in distinct.values()], budget)
    if len(distinct) > 1 and abs(whole.difference) <= budget.half:
        parts = "+".join(str(one.amount) for one in distinct.values())
        message = f"文字所述{parts}，合计与预算数{in_table_unit(budget)}一致。"
        ends = _ends(project, list(distinct.values()))
        return confirmed(subject, message, "The stated amounts add up to the budget.", ends, f"{parts} = {budget}")
    if len(distinct) > 1:
        return not_applicable(subject, "文字中有多个金额，无法确定总额", "several amounts are stated")
    return _finding(context, project, stated[0], budget)


def _finding(context: Context, project: Project, one: Stated, budget: Amount) -> Verdict:
    field = one.field.split(".", maxsplit=1)[0]
    doubt = context.doubted(project, field)
    subject = about(project, field=field)
    source = next((word for word in FUNDING_WORDS if word in plain(f"{project.name or ''}{one.clause}")), None)
    if source:
        reason = f"可能只是资金来源之一（{source}）"
        return not_applicable(subject, reason, "the amount may be one of several sources of the money")
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    return failed(
        subject,
        f"“{one.clause}”与项目预算数{in_table_unit(budget)}不一致，请核实。",
        f"The stated amount {one.amount} is not the budget of {in_table_unit(budget)}.",
        _ends(project, [one]),
        equation=f"{in_unit(one.amount.yuan)} ≠ {in_unit(budget.yuan)}",
    )


def _ends(project: Project, stated: list[Stated]) -> list[Evidence]:
    ends = [evidence(project, one.field, digits(one.amount.yuan), YUAN) for one in stated]
    return [*ends, money_evidence(project, "budget")]
