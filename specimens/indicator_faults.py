"""Known faults of indicators: their classes, names, values and bases."""

from shared.document import Indicator, Project
from specimens.planting import Fault, changed, in_project, row_of, with_indicator, with_row


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


INDICATOR_FAULTS = (
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
