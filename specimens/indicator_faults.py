"""Known faults of indicators: their classes, names, values and bases."""

from shared.document import Indicator, Project
from specimens.planting import Fault, Plant, changed, in_project, row_of, with_indicator, with_row


def rotated(project: Project) -> Project:
    """Values of the four output classes moved on by one: a count where a rate belongs, and so on."""
    values = {"数量指标": "≥90%", "质量指标": "≥320人", "时效指标": "≥25万元", "成本指标": "≥150人"}
    rows: list[Indicator] = []
    for row in project.indicators:
        value = values.pop(row.level2 or "", None)
        rows.append(changed(row, target=value) if value else row)
    return changed(project, indicators=rows)


def echoed(project: Project) -> Project:
    """A benefit whose value only says its name again."""
    at = next(i for i, row in enumerate(project.indicators) if row.level1 == "效益指标")
    return with_indicator(project, at, target=project.indicators[at].name)


def twice(project: Project) -> Project:
    """The first indicator printed twice."""
    return changed(project, indicators=[project.indicators[0], *project.indicators])


def below_last_year(project: Project) -> Project:
    """A rate below what its own basis says was reached last year."""
    at = row_of(project, "质量指标")
    name = project.indicators[at].name
    return with_indicator(project, at, target="≥85%", basis=f"历史标准，参照上年值，上年{name}97%")


def renamed(project: Project) -> Project:
    """Benefits under an older name."""
    rows = [changed(r, level1="效果指标") if r.level1 == "效益指标" else r for r in project.indicators]
    return changed(project, indicators=rows)


def without(*words: str) -> Plant:
    """Plants by leaving out the rows whose levels hold one of the words."""

    def change(project: Project) -> Project:
        kept = [row for row in project.indicators if not any(w in f"{row.level1}{row.level2}" for w in words)]
        return changed(project, indicators=kept)

    return in_project(change)


def with_every(**fields: str | None) -> Plant:
    """Plants by setting fields of every indicator of the project."""
    return in_project(lambda p: changed(p, indicators=[changed(row, **fields) for row in p.indicators]))


def described_by_name(project: Project) -> Project:
    """Every description only says the name again."""
    return changed(project, indicators=[changed(row, description=row.name) for row in project.indicators])


def contradicting(project: Project) -> Project:
    """Two rows that want the same thing in two amounts."""
    row = project.indicators[row_of(project, "数量指标")]
    low = changed(row, name="补贴领取人数", description="年末领取补贴的人数", target="680人")
    high = changed(low, description="符合条件人员全部领取", target="≥690人")
    return changed(project, indicators=[low, high, *project.indicators])


INDICATOR_FAULTS = (
    Fault("GJ-B09", "row without a value", with_row("质量指标", target=None)),
    Fault("GJ-B10", "no output", without("产出")),
    Fault("GJ-B11", "no quality", without("质量")),
    Fault("GJ-B12", "no benefit", without("效益", "可持续")),
    Fault("GJ-B13", "nobody asked", without("满意度")),
    Fault("GJ-B14", "no cost", without("成本")),
    Fault("GJ-B15", "no basis", with_every(basis=None)),
    Fault("GJ-C08", "document of a later year", with_row("质量指标", basis="澜财教〔2031〕5号")),
    Fault("GJ-C10", "percent in words", with_row("质量指标", target="≥95百分号")),
    Fault("GJ-C11", "operator in words", with_row("质量指标", target="大于等于95%")),
    Fault("GJ-D10", "money out of scale", with_row("数量指标", name="财政资金拨入金额", target="≥1元")),
    Fault("GJ-E01", "effects instead of benefits", in_project(renamed)),
    Fault("GJ-E07", "descriptions repeat names", in_project(described_by_name)),
    Fault("GJ-E23", "two amounts of one thing", in_project(contradicting)),
    Fault("GJ-C12", "Latin rubbish in a name", with_row("质量指标", name="设施完好程度qwzx")),
    Fault("GJ-E03", "classes rotated", in_project(rotated)),
    Fault("GJ-E04", "date without a number", with_row("时效指标", target="按序时推进")),
    Fault("GJ-E05", "vague quality", with_row("质量指标", target="效果明显")),
    Fault("GJ-E06", "yes or no", with_row("质量指标", target="是/否")),
    Fault("GJ-E08", "value repeats the name", in_project(echoed)),
    Fault("GJ-E09", "value is a unit only", with_row("数量指标", target="人次")),
    Fault("GJ-E10", "satisfaction over 100 %", with_row("服务对象满意度指标", target="≥120%")),
    Fault("GJ-E11", "value printed twice", with_row("质量指标", target="100100%")),
    Fault("GJ-E12", "leading zero", with_row("质量指标", target="≥087%")),
    Fault("GJ-E13", "count without operator", with_row("数量指标", target="25个")),
    Fault("GJ-E14", "rate held down", with_row("质量指标", name="设施完好率", target="≤90%")),
    Fault("GJ-E15", "rate over 100 %", with_row("质量指标", name="设施覆盖率", target="≥130%")),
    Fault("GJ-E16", "below last year", in_project(below_last_year)),
    Fault("GJ-E17", "basis is an order", with_row("质量指标", basis="领导批示")),
    Fault("GJ-E19", "heads in percent", with_row("数量指标", name="受益人数", target="≥95%")),
    Fault("GJ-E20", "indicator twice", in_project(twice)),
    Fault("GJ-E21", "template residue", with_row("质量指标", target="≥1单位（文字描述）")),
    Fault("GJ-E22", "bound by the budget only", with_row("成本指标", target="≤预算批复金额")),
    Fault("GJ-E24", "name is its class", with_row("质量指标", name="质量指标")),
    Fault("GJ-E25", "month without a bound", with_row("时效指标", target="≤3月")),
)
