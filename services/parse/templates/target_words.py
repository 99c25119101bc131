"""The words that the project target form prints: field labels, indicator classes, column headers.

Template data, the same in every department's document. White space is removed before anything is compared with them.
"""

# role -> how the form labels it, most usual first.
FIELD_LABELS: dict[str, tuple[str, ...]] = {
    "code": ("项目编码", "项目代码"),
    "name": ("项目名称",),
    "money": ("预算规模及资金用途", "预算规模及资金来源", "预算规模"),
    "budget": ("预算数", "预算金额", "项目预算数"),
    "fiscal_funds": ("其中：财政资金", "其中:财政资金", "财政资金"),
    "other_funds": ("其他资金", "其它资金"),
    "purpose": ("资金用途",),
    "plan": ("资金支出计划（%）", "资金支出计划(%)", "资金支出计划（％）", "资金支出计划", "支出计划（%）", "支出计划"),
    "goals": ("绩效目标", "项目绩效目标", "年度绩效目标"),
}

# quarter -> its column's header, in the order of the form.
QUARTERS: dict[str, tuple[str, ...]] = {
    "mar": ("3月底", "3月", "三月底"),
    "jun": ("6月底", "6月", "六月底"),
    "oct": ("10月底", "9月底", "10月", "十月底"),
    "dec": ("12月底", "12月", "十二月底"),
}

# column -> its header, in the order of the form.
INDICATOR_COLUMNS: dict[str, tuple[str, ...]] = {
    "level1": ("一级指标",),
    "level2": ("二级指标",),
    "name": ("三级指标", "指标名称"),
    "description": ("绩效指标描述", "指标描述", "绩效指标内容", "指标说明"),
    "target": ("指标值", "目标值", "年度指标值"),
    "basis": ("指标值确定依据", "指标确定依据", "确定依据"),
}

LEVEL1: tuple[str, ...] = ("产出指标", "效益指标", "满意度指标", "成本指标", "效果指标")

LEVEL2: tuple[str, ...] = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "可持续发展指标",
    "服务对象满意度指标",
    "满意度指标",
    "社会成本指标",
    "经济成本指标",
    "生态环境成本指标",
    "社会公众满意度指标",
    "受益对象满意度指标",
)

# The title of one project's table ends so; the form's second part holds one table a project.
TITLE_ENDS: tuple[str, ...] = ("绩效目标表", "绩效目标申报表", "绩效目标")
UNIT_LABELS: tuple[str, ...] = ("单位：", "单位:", "金额单位：", "金额单位:")
