"""GJ-E14: an operator points against what the indicator measures."""

import re
from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.values import Kind

MORE, LESS = ("≥", ">"), ("≤", "<")
SPARED = (*PRINT_RULES, "GJ-E03")

# A bad event, with nothing but the way it is counted behind it.
BAD = re.compile(
    "(投诉|上访|信访|故障|差错|出错|错误|事故|违规|违法|违纪|失误|损失|损耗|能耗|排放|死亡|伤亡|失业|逾期|超期|返工|报废|空置"
    "|流失|不合格|不良|漏报|退件|发病|复发|污染|浪费)(事件|案件|情况|行为|问题)?(发生)?(率|次数|件数|起数|例数|数量|数|量)?$"
)
FEWER_OF_BAD = re.compile(
    "下降|减少|降低|化解|办结|处理|处置|整改|查处|防控|治理|消除|控制|回收|挽回|解决|调解|预防|救助|受理|查|监|打击|应对"
)
# Rates of which more is surely better; of 超限率 or 增长率 that depends on what is counted.
GOOD_RATE = re.compile(
    "((合格|达标|覆盖|完成|及时|到位|准确|满意|正常|完好|巩固|就业|参保|入学|入园|保障|执行|发放|知晓|优良|通过|验收|成活|办结|结案"
    "|普及|落实|兑现|足额|受益|合规|规范|按时|按期|履约|有效|保存|支付)率|满意度|覆盖面|合格|达标)$"
)
TIME_LIMIT = re.compile(
    "时限|期限|耗时|用时|等待|响应|完成时间|办结时间|到位时间|支付时间|发放时间|拨付时间|交付时间|天数"
)
PAID_TO_PEOPLE = re.compile("补贴|补助|待遇|工资|养老|退休|救助|津贴|慰问|抚恤|低保|报酬|奖励|水平|标准")


@rule(
    "GJ-E14",
    title="运算符方向错误",
    title_en="Operator against the name",
    summary="计算符号的方向应当与指标含义一致：成本、投诉等不应用≥，合格率、满意度等不应用≤。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（成本控制、指标取值）；实务口径",
    since="0.1.0",
    after=SPARED,
)
def operator_against_the_name(context: Context, project: Project) -> Iterator[Verdict]:
    """An operator points against what the indicator measures.

    What it checks
        Costs, time limits and bad events (投诉, 故障, 差错 …) do not carry ≥; good rates and satisfaction do not
        carry ≤.

    Why it matters
        With the sign reversed, doing worse meets the target.

    Known traps
        A standard that is paid to people with ≥ means “not less than the norm”: a note. 投诉处理率, 失业人员再就业率
        are good rates although they name a bad thing. 次数 and 人数 may be limited on purpose: not looked at. How
        long something is held (宣传时间 ≥1天) is a note. Rows in the wrong class are E03's.

    Example
        成本指标 养护成本 ≥12万元.

    Severity
        warning, info where usage explains the sign.
    """

    def judged(row: Row) -> Verdict | None:
        severity = opposed(row)
        return _finding(project, row, severity) if severity else None

    chosen = [row for row in rows(project) if row.value.kind in (Kind.NUMBER, Kind.DURATION) and row.value.operator]
    yield from judge_rows(context, project, judged, chosen, spare=SPARED)


def opposed(row: Row) -> Severity | None:
    """How surely the row's operator points the wrong way; None where it does not."""
    operator = row.value.operator
    bad = BAD.search(row.name) is not None and FEWER_OF_BAD.search(row.name) is None
    if operator in LESS:
        good = GOOD_RATE.search(row.name) and row.value.is_percent and not bad and not FEWER_OF_BAD.search(row.name)
        return Severity.WARNING if good else None
    if operator not in MORE:
        return None
    if row.kind is Class.COST and row.value.is_money:
        return Severity.INFO if PAID_TO_PEOPLE.search(row.words) else Severity.WARNING
    if row.kind is Class.TIMELINESS and row.value.kind is Kind.DURATION:
        return Severity.WARNING if TIME_LIMIT.search(row.name) else Severity.INFO
    return Severity.WARNING if bad else None


def _finding(project: Project, row: Row, severity: Severity) -> Verdict:
    better = "≤" if row.value.operator in MORE else "≥"
    doubt = "，如为不低于标准之意可保留" if severity is Severity.INFO else ""
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”使用“{row.value.operator}”，与指标含义方向不一致{doubt}，请核实。",
        f"The operator of {row.target} points against what the indicator measures.",
        [row.evidence(), row.evidence(field="name")],
        severity=severity,
        suggestion=f"改用“{better}”",
    )
