"""GJ-D04: the spending plan is not filled in as its header asks."""

from collections.abc import Iterator, Sequence

from services.validate.plans import Form, SpendingPlan, plan_evidence, plan_of
from services.validate.rule import (
    DOCUMENT,
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
from shared.document import Project
from shared.findings import Subject

Filled = Sequence[tuple[Project, SpendingPlan]]


@rule(
    "GJ-D04",
    title="支出计划形态与表头不符",
    title_en="Plan not filled in as headed",
    summary="资金支出计划（%）应当统一填写累计百分比。",
    severity=Severity.INFO,
    scope="document",
    clause="河北省项目绩效目标表格式（资金支出计划（%））；实务口径",
    since="0.1.0",
)
def plan_not_in_percent(context: Context) -> Iterator[Verdict]:
    """The spending plan is not filled in as its header asks.

    What it checks
        Each plan is one of: cumulative percentages (the last is 100), percentages a period (their sum is 100),
        cumulative amounts (the last is the budget), amounts a period (their sum is the budget). Amounts under the
        header 资金支出计划（%）, or cumulative and period plans side by side in one document, are a finding: one a
        document, with the percentages that the amounts come to.

    Why it matters
        Monitoring compares execution with the plan in percent. `7.50 7.50 7.50 7.50` read as percentages says that
        7.5 % is spent by the end of the year. The form's header is the only source; no text defines the row.

    Known traps
        A budget of 100.00 万元 makes cumulative percentages and amounts coincide: they count as percentages. A plan
        whose column was lost in the text is parse_uncertain. A plan that reaches no whole is D05's and D06's.

    Example
        `100.00 300.00 500.00 862.00` with a budget of 862.00 万元: 11.6 %, 34.8 %, 58 %, 100 %.

    Severity
        info: the plan can be understood, one a document.
    """
    filled = []
    for project in context.document.projects:
        subject, plan = about(project, field="plan"), plan_of(project)
        doubt = context.doubted(project, "plan")
        if doubt:
            yield uncertain(subject, doubt.message, doubt.message_en)
        elif plan.form is Form.BLANK:
            yield not_applicable(subject, "未填写支出计划", "no plan is filled in")
        elif plan.form is Form.UNCLEAR or not plan.readable:
            yield insufficient(subject, "支出计划的形态无法判断", "the plan is in none of the known forms")
        else:
            filled.append((project, plan))
            yield _confirmation(subject, project, plan) if plan.form.is_money else passed(subject)
    yield from _finding(filled)


def _finding(filled: Filled) -> Iterator[Verdict]:
    money = [(project, plan) for project, plan in filled if plan.form.is_money]
    uneven = {plan.form.is_cumulative for _, plan in filled if _tells(plan)}
    if money:
        project, plan = money[0]
        yield failed(
            DOCUMENT,
            f"“资金支出计划（%）”填写的是金额而不是百分比：{_by_form(money)}。",
            "The plan is headed as percentages but holds amounts.",
            [plan_evidence(project, plan.percentages()) for project, plan in money],
            suggestion=f"按预算数折算为累计百分比，如项目{project.ordinal}为{'、'.join(plan.percentages())}",
        )
    elif len(uneven) > 1:
        yield failed(
            DOCUMENT,
            f"各项目资金支出计划口径不一：{_by_form(filled)}，建议统一为累计百分比。",
            "Plans of this document are partly cumulative and partly by period.",
            [plan_evidence(project) for project, plan in filled if not plan.form.is_cumulative],
        )


def _tells(plan: SpendingPlan) -> bool:
    """Whether the figures tell a cumulative plan from one by period: a single figure does not."""
    return len([number for number in plan.numbers if number]) > 1


def _by_form(filled: Filled) -> str:
    forms = {form: [str(p.ordinal) for p, plan in filled if plan.form is form] for form in Form}
    return "，".join(f"{form}{len(found)}个项目（{'、'.join(found)}）" for form, found in forms.items() if found)


def _confirmation(subject: Subject, project: Project, plan: SpendingPlan) -> Verdict:
    percentages = "、".join(plan.percentages())
    how = "12月底" if plan.form.is_cumulative else "各期合计"
    figures = " ".join(map(str, plan.numbers)) if plan.form.is_cumulative else "+".join(map(str, plan.numbers))
    return confirmed(
        subject,
        f"资金支出计划按{plan.form}填写，{how}与预算数{project.budget}{project.currency_unit}一致，折合累计{percentages}。",
        f"The plan holds amounts that reach the budget; as percentages: {', '.join(plan.percentages())}.",
        [plan_evidence(project, plan.percentages())],
        f"{figures} → {project.budget}" if plan.form.is_cumulative else f"{figures} = {project.budget}",
    )
