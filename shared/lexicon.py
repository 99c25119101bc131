"""Words of the forms, as data: operators, units with their synonyms, words of time, vague values, names of classes.

General vocabulary of performance targets only; nothing here comes from one document. Longer words stand before their
parts where order matters (`WORD_OPERATORS`).
"""

from decimal import Decimal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- operators -------------------------------------------------------------------------------------------------------

SYMBOL_OPERATORS: dict[str, str] = {
    "≥": "≥", "≧": "≥", "⩾": "≥", "⩾=": "≥", ">=": "≥", "=>": "≥", ">": ">", "\\geqslant": "≥",
    "\\geq": "≥", "\\ge": "≥", "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "=<": "≤", "<": "<",
    "\\leqslant": "≤", "\\leq": "≤", "\\le": "≤", "=": "=", "≈": "≈", "\\approx": "≈", "\\gt": ">",
    "\\lt": "<",
}  # fmt: skip

WORD_OPERATORS: dict[str, str] = {
    "大于或等于": "≥", "大于等于": "≥", "不得低于": "≥", "不得少于": "≥", "不低于": "≥", "不少于": "≥",
    "不小于": "≥", "不短于": "≥", "不弱于": "≥", "至少": "≥", "最少": "≥", "最低": "≥", "达到或超过": "≥",
    "小于或等于": "≤", "小于等于": "≤", "不得超过": "≤", "不得高于": "≤", "不得多于": "≤",
    "最高不超过": "≤", "不超过": "≤", "不超出": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤",
    "不长于": "≤", "不晚于": "≤", "不迟于": "≤", "至多": "≤", "最多": "≤", "最高": "≤", "大于": ">",
    "高于": ">", "多于": ">", "超过": ">", "小于": "<", "低于": "<", "少于": "<", "等于": "=",
}  # fmt: skip

# Words behind a number that act as its operator.
TRAILING_OPERATORS: dict[str, str] = {
    "及以上": "≥", "或以上": "≥", "以上": "≥", "及以下": "≤", "或以下": "≤", "以下": "≤", "及以内": "≤",
    "以内": "≤", "之内": "≤",
}  # fmt: skip

# Words before a number that say how it is meant and leave it a plain number.
LEADING_WORDS = (
    "达到", "达", "实现", "完成", "保持", "控制在", "增长", "提高", "提升", "增加", "下降", "降低", "减少", "约",
    "大约", "近", "共", "共计", "总计", "合计", "预计", "计划", "全年", "年均", "年", "月均", "每人每月", "每人每年",
    "每人每天", "每月每人", "每人次", "每人", "每月", "每年", "每季度", "每季", "每周", "每天", "每日", "每户",
    "每个", "每件", "每次", "每册", "每份", "每台", "每亩", "人均", "月人均", "户均", "平均", "最高", "最低",
    "同比增长", "比上年增长", "较上年增长", "同比下降", "每",
)  # fmt: skip

# --- units -----------------------------------------------------------------------------------------------------------

# Longest first.
MAGNITUDES: dict[str, Decimal] = {
    "亿": Decimal(100_000_000), "千万": Decimal(10_000_000), "百万": Decimal(1_000_000), "万": Decimal(10_000),
    "千": Decimal(1_000), "百": Decimal(100),
}  # fmt: skip

PERCENT = "%"
MONEY = "元"
UNIT_SYNONYMS: dict[str, str] = {
    "百分比": PERCENT, "百分号": PERCENT, "％": PERCENT, "%": PERCENT, "\\%": PERCENT, "﹪": PERCENT,
    "个百分点": "百分点", "人数": "人", "名": "人", "位": "人", "人员": "人", "个人": "人", "次数": "次", "个数": "个",
    "户数": "户", "件数": "件", "圆": MONEY, "人民币元": MONEY, "m2": "平方米", "㎡": "平方米",
    "平米": "平方米", "km": "公里", "千米": "公里", "个月": "月", "天数": "天", "日": "天", "个工作日": "工作日",
    "个自然日": "天", "个小时": "小时", "年度": "年", "周年": "年", "个年": "年",
}  # fmt: skip

COUNT_UNITS = _words(
    """
    人 人次 人天 人月 户 户次 家 家次 个 件 起 宗 例 笔 批 批次 次 场 场次 期 班 班次 节 台 台次 辆 套 台套 副
    把 张 份 册 本 卷 卷册 条 项 处 座 栋 间 所 点 村 镇 乡 社区 街道 单位 部 只 头 株 棵 支 块 面 篇 封 幅 枚
    盏 根 桶 箱 袋 瓶 盒 组 类 种 门 课时 学时 床 床位 宿 公里 米 平方米 平方公里 立方米 亩 公顷 吨 千克 公斤 克
    升 千瓦 千瓦时 度 兆 GB TB 艘 倍 车次 幢 标段 节点 端口 点位 企业 部门 乡镇 网点 剂 剂次 辆次
    眼 羽 尾 匹 架 架次 字 盘 版 集 首 届 轮 档 星 工日 斤 毫升 岁 站 校 园 县 市 队 科目 题 页 票 单 桩 岗 岗位 学位
    列 捆 路口 口 级
    """
)
TIME_UNITS = _words(
    """
    天 工作日 月 年 小时 分钟 周 季度 季 秒 旬 学期 学年
    """
)
RATE_UNITS = frozenset((PERCENT, "‰", "百分点", "分"))
MONEY_UNITS = frozenset((MONEY,))
KNOWN_UNITS = (
    COUNT_UNITS
    | TIME_UNITS
    | RATE_UNITS
    | MONEY_UNITS
    | frozenset(("℃", "摄氏度", "分贝", "毫克", "微克", "米/秒", "dB"))
)

# What a price can be for: "每人", "元/人", "元每亩".
DENOMINATORS = COUNT_UNITS | TIME_UNITS
AVERAGES = {"人均": "人", "户均": "户", "次均": "次", "月均": "月", "月人均": "月", "年均": "年"}

# --- values ----------------------------------------------------------------------------------------------------------

BINARY_VALUES = frozenset(("是", "否", "是/否", "是否", "有", "无", "有/无", "有无", "是或否"))
BLANK_VALUES = frozenset(("", "-", "--", "—", "——", "/", "\\", "*", "空"))

# What a cost value that only points at the budget speaks of.
BUDGET_WORDS = ("预算", "批复", "财政支持", "财政资金", "概算", "拨款金额", "下达金额", "下达资金")

# Words of which a value says nothing a year later, alone or joined (101号: 避免缺乏约束力): 效果显著, 有效保障.
VAGUE_WORDS = _words(
    """
    效果 成效 作用 影响 效益 水平 能力 程度 质量 效率 情况 状况 秩序 环境
    显著 明显 有效 全面 充分 切实 有力 大幅 大幅度 较大 较高 很高 很大 突出 强 有所 得到 更加 进一步 不断 逐步 逐年
    稳步 持续 长期 可持续 总体 整体 基本 比较 较 良好 较好 稳定 正常 平稳 有序 顺利 到位 规范 合理 健全 完善
    提高 提升 改善 促进 保障 保证 保持 增强 加强 增加 增长 减少 减轻 降低 维护 推动 推进 落实 发展 优化 控制 实现
    满足 满意 有
    """
)

# Graded scales: one of these words, or several set side by side, can be judged a year later.
GRADES = _words(
    """
    好 较好 一般 较差 差 优 良 中 优秀 良好 合格 不合格 高 较高 低 较低 达标 不达标 通过 未通过 一级 二级 三级
    """
)

# Values of time that name no time.
TIMELY_WORDS = _words(
    """
    及时 按时 按期 准时 如期 适时 即时 随时 当年 年内 更新 完成 发放 支付 拨付 到位 办理 办结 足额 下达 开展
    """
)

# --- money -----------------------------------------------------------------------------------------------------------

# What makes a cost the price of one: in the name, or (the first list) anywhere in name and description.
AVERAGE_WORDS = ("人均", "户均", "次均", "均价", "单价", "单位成本", "平均成本", "平均费用", "平均每")
PRICE_WORDS = (*AVERAGE_WORDS, "标准", "水平", "平均")

# What makes a cost the cost of the whole project.
TOTAL_WORDS = (
    "总成本", "成本总", "总额", "总量", "总预算", "预算总", "预算控制", "控制数", "控制额", "经费金额", "总金额",
    "项目资金", "项目总", "总支出", "支出总", "总费用", "费用总", "总经费", "总投入",
)  # fmt: skip

# What makes a total that of more than the year's budget.
SEVERAL_YEARS = ("投资", "概算", "合同", "累计", "三年", "五年", "分年", "建设期")

# Limits of what a third party may borrow or claim: no cost of the project.
CEILING_WORDS = ("贷款", "额度", "限额", "上限", "保额", "赔付", "授信")

# Money that the project takes in or moves for others: no cost of the project.
INCOME_WORDS = ("征缴", "收入", "保费", "税", "收缴", "营业额", "产值", "销售", "节约", "挽回")

# A project that is one of several sources of the money for its task.
FUNDING_WORDS = (
    "提前下达", "预下达", "中央", "省级", "省财政", "市级", "县级", "区级", "配套", "补助资金", "专项资金", "专项补助",
    "上级", "转移支付", "直达资金", "结转", "奖补",
)  # fmt: skip
SUBSIDY_WORDS = ("补贴", "补助", "津贴", "贴息")
