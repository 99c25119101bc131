"""GJ-D12: the schedule in words is not the spending plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from services.validate.plans import HUNDRED, MONTHS, Form, SpendingPlan, plan_evidence, plan_of
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
    passed,
    rule,
    uncertain,
)
from shared.amounts import digits
from shared.document import Project, Quarter
from shared.folding import plain

SPENT = "(?:支出|支付|拨付|使用|执行|发放)"
QUARTER = re.compile(r"第?([一二三四1234])季度(?:末|底)?[^，,。；;\d%]{0,8}?(\d+(?:\.\d+)?)%")
DONE = re.compile(
    rf"(?<!\d)(\d{{1,2}})月(?:份)?(?:底|末)?(?:之?前|以前)?(?:将|应|可|能)?"
    rf"(?:全部{SPENT}(?:完毕|完成|到位)?|{SPENT}(?:全部)?(?:完毕|完))"
)
QUARTER_ENDS: dict[str, Quarter | None] = {
    "一": "mar", "1": "mar", "二": "jun", "2": "jun", "三": None, "3": None, "四": "dec", "4": "dec",
}  # fmt: skip
MONTH_ENDS: dict[int, Quarter] = {3: "mar", 6: "jun", 10: "oct", 12: "dec"}


@dataclass(frozen=True, slots=True)
class Promise:
    """What the words say is spent by the end of a month, in percent, and where they stand."""

    quarter: Quarter
    percent: Decimal
    words: str
    field: str


@rule(
    "GJ-D12",
    title="文字进度与支出计划不符",
    title_en="Schedule in words is not the plan",
    summary="文字所述的支出进度应当与资金支出计划一致。",
    severity=Severity.WARNING,
    scope="project",
    clause="算术勾稽（支出进度）",
    since="0.1.0",
)
def plan_against_words(context: Context, project: Project) -> Iterator[Verdict]:
    """The schedule in words is not the spending plan.

    What it checks
        “一季度支出20%，二季度支出60%” in purpose or goals against the figures of 3月底, 6月底 and 12月底;
        “N月底前全部支出” and “支付完毕” against the figure of that month, which should then be the whole.

    Why it matters
        Both were written for the same budget; one of them was not updated.

    Known traps
        The end of October is no end of a quarter: the third quarter is not compared. Percentages of quarters that add
        up to 100 are by period and are added up first. Months without a figure in the plan, lost columns and plans of
        amounts by period that cannot be converted are not compared.

    Example
        “二季度支出60%” beside 6月底 50%.

    Severity
        warning.
    """
    subject, plan, promises = about(project, field="plan"), plan_of(project), _promises(project)
    doubt = next((d for promise in promises if (d := context.doubted(project, f"plan.{promise.quarter}"))), None)
    sure = [promise for promise in promises if not context.doubted(project, f"plan.{promise.quarter}")]
    comparable = [(promise, figure) for promise in sure if (figure := _figure(plan, promise.quarter)) is not None]
    if not promises:
        yield not_applicable(subject, "文字中没有支出进度", "no schedule is stated in words")
    elif doubt and not comparable:
        yield uncertain(subject, doubt.message, doubt.message_en)
    elif not comparable:
        yield insufficient(subject, "支出计划中没有可比较的时点", "the plan has no figure to compare with")
    else:
        yield _judged(project, comparable)


def _promises(project: Project) -> list[Promise]:
    found = []
    for field, text in [("purpose", project.purpose), *((f"goals.{n}", g) for n, g in enumerate(project.goals))]:
        words = plain(text or "")
        found += _by_quarter(field, words)
        for match in DONE.finditer(words):
            if int(match[1]) in MONTH_ENDS:
                found.append(Promise(MONTH_ENDS[int(match[1])], HUNDRED, match[0], field))
    return found


def _by_quarter(field: str, words: str) -> list[Promise]:
    matches = list(QUARTER.finditer(words))
    figures = [Decimal(match[2]) for match in matches]
    if len(figures) > 1 and sum(figures) == HUNDRED:
        figures = list(accumulate(figures))
    return [
        Promise(quarter, figure, match[0], field)
        for match, figure in zip(matches, figures, strict=True)
        if (quarter := QUARTER_ENDS[match[1]]) is not None
    ]


def _figure(plan: SpendingPlan, quarter: Quarter) -> Decimal | None:
    """The cumulative percentage that the plan prints for the end of `quarter`."""
    if quarter not in plan.quarters or not plan.readable:
        return None
    if plan.form is Form.UNCLEAR:  # such as a plan that lost its end: percentages that rise are cumulative
        return plan.numbers[plan.quarters.index(quarter)] if plan.signed and plan.rising else None
    figures = plan.numbers if plan.form.is_cumulative else list(accumulate(plan.numbers))
    whole = plan.budget if plan.form.is_money else HUNDRED
    return None if whole is None else 100 * figures[plan.quarters.index(quarter)] / whole


def _judged(project: Project, comparable: list[tuple[Promise, Decimal]]) -> Verdict:
    subject = about(project, field="plan")
    wrong = [(promise, figure) for promise, figure in comparable if abs(promise.percent - figure) >= 1]
    promise, figure = (wrong or comparable)[0]
    ends = [evidence(project, promise.field), plan_evidence(project)]
    printed = f"{MONTHS[promise.quarter]}{digits(figure.quantize(Decimal('0.01')))}%"
    if wrong:
        return failed(
            subject,
            f"文字所述“{promise.words}”与资金支出计划{printed}不一致，请核实。",
            f"The words “{promise.words}” and the plan ({printed}) differ.",
            ends,
            equation=f"{digits(promise.percent)}% ≠ {digits(figure.quantize(Decimal('0.01')))}%",
        )
    if len(comparable) == 1:
        return passed(subject)
    said = "、".join(f"“{one.words}”" for one, _ in comparable)
    return confirmed(subject, f"文字所述{said}与资金支出计划一致。", "The schedule in words is the plan.", ends)
