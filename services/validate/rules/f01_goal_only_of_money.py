"""GJ-F01: the goals of a project speak of nothing but the money."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
)
from shared.document import Project
from shared.folding import bare

MONEY = re.compile(r"资金|经费|款项|支出|使用|利用|拨付|万?元")
# A goal that these words make up altogether says what happens to the money, or that business goes on as usual.
STOCK = re.compile(
    r"(?:资金|经费|款项|专款专用|支出|使用|利用|拨付|发放|安排|执行|落实|到位|管理|\d+|万?元|预算|财政|项目|政策|制度|业务|工作|单位|部门"
    r"|日常|各项|机构|人员|保障|保证|确保|保持|做好|按照?|根据|依据|上级|规定|要求|标准|年度|全年|计划|进度|时间|及时|足额|按时|合理|合规"
    r"|规范|有效|高效|科学|严格|节约|充分|全部|正常|稳定|顺利|有序|平稳|开展|运转|运行|进行|地|的|和|与|并|及|得到|用于)+"
)


@rule(
    "GJ-F01",
    title="目标只谈资金",
    title_en="Goals of nothing but the money",
    summary="绩效目标应当写明产出和效果，不应只写资金如何使用。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2015〕88号第二条",
    since="0.1.0",
)
def goal_only_of_money(context: Context, project: Project) -> Iterator[Verdict]:
    """The goals of a project speak of nothing but the money.

    What it checks
        Whether every goal is about arranging, using or paying the money, alone or beside the stock phrase of business
        going on normally.

    Why it matters
        A target is what the money brings about; that it will be spent properly is a condition, not a target.

    Known traps
        One such goal beside real ones is fine. A goal that names what is done, for whom or how much is real, however
        short. Blank goals are GJ-B07.

    Example
        “保障业务正常开展” and “资金合理使用” as the only goals.

    Severity
        info.
    """
    subject = about(project, field="goals")
    goals = [goal for goal in project.goals if goal.strip()]
    if not goals:
        yield not_applicable(subject, "绩效目标未填写", "there are no goals")
    elif all(STOCK.fullmatch(bare(goal)) for goal in goals) and any(MONEY.search(goal) for goal in goals):
        yield failed(
            subject,
            "绩效目标只涉及资金使用，未写明产出和效果，建议补充。",
            "The goals speak only of the money: say what it brings about.",
            [evidence(project, f"goals.{n}") for n, goal in enumerate(project.goals) if goal.strip()],
        )
    else:
        yield passed(subject)
