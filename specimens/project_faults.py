"""Known faults of a project's code, money, plan and goals."""

from decimal import Decimal

from shared.document import Document, Indicator, Plan, Project
from specimens.codes import ALPHABET, check_character
from specimens.planting import Fault, Plant, changed, in_project, row_of, with_fields, with_indicator

LIKE = dict(zip("0O1I8B5S2Z6G", "O0I1B8S5Z2G6", strict=True))


def mistyped(project: Project) -> Project:
    """A code with one character mistyped: the check character no longer agrees, and no likeness explains it."""
    code = project.code or ""
    wrong = (code[:10] + typed + code[11:] for typed in ALPHABET if typed != code[10])
    return changed(project, code=next(code for code in wrong if not repairable(code)))


def repairable(code: str) -> bool:
    """Whether exchanging one character for one that looks like it gives a valid code."""
    alike = [(i, LIKE[c]) for i, c in enumerate(code) if c in LIKE]
    codes = [code[:i] + c + code[i + 1 :] for i, c in alike]
    return any(set(c) <= set(ALPHABET) and check_character(c[:20]) == c[20] for c in codes)


def short_code(project: Project) -> Project:
    """A code with two characters missing."""
    return changed(project, code=(project.code or "")[:-2])


def short_of_funds(project: Project) -> Project:
    """Fiscal funds below the budget with no other funds."""
    half = (Decimal(project.budget or "0") / 2).quantize(Decimal("0.01"))
    return changed(project, fiscal_funds=f"{half:.2f}", other_funds=None)


def costing(factor: Decimal) -> Plant:
    """Plants a total cost that is a multiple of the budget."""

    def change(project: Project) -> Project:
        total = (Decimal(project.budget or "0") * factor).quantize(Decimal("0.01"))
        return with_indicator(project, row_of(project, "成本指标"), target=f"≤{total.normalize():f}万元")

    return in_project(change)


def in_yuan(project: Project) -> Project:
    """The total cost with the budget's number and the smaller unit."""
    number = Decimal(project.budget or "0").normalize()
    return with_indicator(project, row_of(project, "成本指标"), target=f"≤{number:f}元")


def overstated(project: Project) -> Project:
    """A purpose that asks for twice the budget, and goals that name no amount."""
    twice = Decimal(project.budget or "0") * 2
    asked = f"为保障工作开展，申请财政资金{twice.normalize():f}万元，用于购置设备。"
    return changed(project, purpose=asked, goals=["按时完成设备购置任务，保障日常工作顺利开展"])


def unit_cost(project: Project) -> Project:
    """A unit cost and a quantity whose product is 1.45 times the budget."""
    people = 1000
    each = (Decimal(project.budget or "0") * 10_000 * Decimal("1.45") / people).normalize()
    rows = list(project.indicators)
    rows[row_of(project, "数量指标")] = Indicator(
        level1="产出指标",
        level2="数量指标",
        name="受益人数",
        description="享受服务的总人数",
        target=f"{people}人",
        basis="合同约定",
    )
    rows[row_of(project, "成本指标")] = Indicator(
        level1="产出指标",
        level2="成本指标",
        name="人均服务费标准",
        description="每人每年服务费用",
        target=f"{each:f}元/人",
        basis="合同约定",
    )
    return changed(
        project,
        name="延时服务购买经费",
        title="延时服务购买经费",
        purpose="按人数向承接机构支付全年延时服务费用。",
        indicators=rows,
    )


def in_amounts(document: Document, _: int) -> Document:
    """Every plan as cumulative amounts under the header for percentages."""

    def amounts(project: Project) -> Project:
        whole = Decimal(project.budget or "0")
        cents = [(whole * share / 100).quantize(Decimal("0.01")) for share in (25, 50, 75)]
        return changed(project, plan=Plan(mar=f"{cents[0]}", jun=f"{cents[1]}", oct=f"{cents[2]}", dec=project.budget))

    return changed(document, projects=[amounts(project) for project in document.projects])


def recoded(project: Project, stem: str) -> Project:
    """The project with another code whose check character agrees."""
    return changed(project, code=stem + check_character(stem))


def of_the_future(project: Project) -> Project:
    """A code that entered the library after the budget's year."""
    code = project.code or ""
    return recoded(project, f"{code[:6]}{int(code[6:8]) + 2:02d}{code[8:20]}")


def late_progress(project: Project) -> Project:
    """A purpose with another progress than the plan."""
    text = "用于购置设备，计划一季度支出40%，二季度支出80%，12月底前全部支出。"
    return changed(project, purpose=text, plan=Plan(mar="10%", jun="30%", oct="60%", dec="100%"))


def stale(project: Project) -> Project:
    """A purpose that speaks of the year before the code's."""
    year = 2000 + int((project.code or "")[6:8]) - 1
    return changed(project, purpose=f"{year}年设备购置和场地布置经费。")


def copied(document: Document, ordinal: int) -> Document:
    """The indicators of one project given to the next as well."""
    rows = document.projects[ordinal - 1].indicators
    return in_project(lambda project: changed(project, indicators=rows))(document, ordinal + 1)


def namesake(document: Document, ordinal: int) -> Document:
    """The name of one project given to the next as well."""
    name = document.projects[ordinal - 1].name
    return with_fields(name=name, title=name)(document, ordinal + 1)


PROJECT_FAULTS = (
    Fault("GJ-F01", "goals of money only", with_fields(goals=["资金合理使用", "按年度计划支出资金"])),
    Fault("GJ-F02", "purpose is the name", in_project(lambda project: changed(project, purpose=project.name))),
    Fault("GJ-F05", "goal is a citation", with_fields(goals=["《关于做好设备购置工作的通知》（澜财教〔2023〕5号）"])),
    Fault("GJ-F06", "purpose of last year", in_project(stale)),
    Fault("GJ-H02", "two of one name", namesake, in_project=False),
    Fault("GJ-H03", "indicators copied", copied, in_project=False),
    Fault("GJ-A04", "no safeguards", lambda d, _: changed(d, safeguards=[]), in_project=False),
    Fault("GJ-B01", "no code", with_fields(code=None)),
    Fault("GJ-B02", "no name", with_fields(name=None, title=None)),
    Fault("GJ-B03", "no budget", with_fields(budget=None)),
    Fault("GJ-B04", "no purpose", with_fields(purpose=None)),
    Fault("GJ-B06", "goal without measure", with_fields(goals=["做好本职工作", "资金合理使用"])),
    Fault("GJ-C04", "code of a later year", in_project(of_the_future)),
    Fault("GJ-C05", "unit named otherwise", with_fields(unit_name="青梧县水土保持第二监测站")),
    Fault("GJ-C09", "budget with three decimals", with_fields(budget="3.505", fiscal_funds="3.505")),
    Fault("GJ-D12", "progress in words against the plan", in_project(late_progress)),
    Fault("GJ-A02", "no overall target", lambda d, _: changed(d, overall_goal=None, sub_goals=[]), in_project=False),
    Fault("GJ-B05", "blank plan", with_fields(plan=Plan())),
    Fault("GJ-B07", "blank goals", with_fields(goals=[])),
    Fault("GJ-B08", "blank indicators", with_fields(indicators=[])),
    Fault("GJ-C01", "code too short", in_project(short_code)),
    Fault("GJ-C02", "code mistyped", in_project(mistyped)),
    Fault("GJ-D01", "funds do not make the budget", in_project(short_of_funds)),
    Fault("GJ-D02", "budget of nothing", with_fields(budget="0.00", fiscal_funds="0.00", other_funds=None)),
    Fault("GJ-D03", "purpose asks for twice the budget", in_project(overstated)),
    Fault("GJ-D04", "plans as amounts", in_amounts, in_project=False),
    Fault("GJ-D05", "plan falls", with_fields(plan=Plan(mar="50%", jun="40%", oct="75%", dec="100%"))),
    Fault("GJ-D06", "plan ends at 90 %", with_fields(plan=Plan(mar="20%", jun="40%", oct="70%", dec="90%"))),
    Fault("GJ-D07", "cost 39 times the budget", costing(Decimal(39))),
    Fault("GJ-D07", "cost a tenth of the budget", costing(Decimal("0.1"))),
    Fault("GJ-D09", "unit cost by quantity 45 % over", in_project(unit_cost)),
    Fault("GJ-D11", "cost in 元 with the number of 万元", in_project(in_yuan)),
)
