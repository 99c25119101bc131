"""Indicators of an invented project: every class, and the many forms in which departments write a value."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from shared.document import Indicator
from specimens.vocabulary import Topic

SATISFACTION = "服务对象满意度指标"
BENEFITS = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")
QUALITATIVE = ("效果明显", "有效改善", "显著提高", "持续发挥", "有所提升", "全面保障", "是/否", "较上年提高")
BASES = ("工作计划", "历史经验", "行业标准", "调查问卷", "年度工作要点", "合同约定", "上级下达任务", "预算支出标准")


@dataclass(frozen=True)
class Money:
    """The budget of the project the indicators are for, in 元, and how amounts are written."""

    yuan: Decimal
    unit: str

    def written(self, yuan: Decimal) -> str:
        """`yuan` in the document's unit, without trailing zeros, as people type it into a value."""
        number = yuan / 10_000 if self.unit == "万元" else yuan
        return f"{number.normalize():f}{self.unit}"


def percent(rng: Random, lowest: int = 80) -> str:
    """A share in one of the ways it is written."""
    n = rng.randint(lowest, 100)
    return rng.choice((f"≥{n}%", f"≥{n}%", f"{n}%", "100%", f"≥{n}百分比", f"{n}百分号", f"不低于{n}%", f"≥{n}.5%"))


def quantity(rng: Random, n: int, measure: str) -> str:
    """A count in one of the ways it is written."""
    return rng.choice((f"≥{n}{measure}", f"≥{n}{measure}", f"{n}{measure}", f"大于等于{n}{measure}", f"＞{n}{measure}"))


def deadline(rng: Random, year: int) -> str:
    """A date, a duration or a rate of timeliness."""
    month = rng.randint(3, 12)
    return rng.choice(
        (
            f"≤{month}个月",
            f"≤{month}月底",
            f"{year}年{month}月底前",
            f"每月{rng.randint(5, 28)}日前",
            "每季度末",
            f"<{rng.choice((15, 30, 60))}天",
            "及时",
            percent(rng),
        )
    )


def cost(rng: Random, topic: Topic, money: Money) -> tuple[str, str, str]:
    """Name, description and value of a cost indicator that agrees with the budget."""
    total = money.written(money.yuan)
    return rng.choice(
        (
            ("项目总成本", f"{topic.name}总成本", f"≤{total}"),
            ("项目预算控制数", f"{topic.name}预算控制数", total),
            ("成本预算控制数", "各项支出合计不突破年初批复", "≤预算批复金额"),
            (f"{topic.thing}补助标准", f"每{topic.measure}补助标准", f"{rng.randint(2, 90) * 10}元/{topic.measure}"),
            (f"每{topic.measure}平均成本", f"{topic.thing}平均成本", f"≤{rng.randint(2, 90) * 5}元\\{topic.measure}"),
        )
    )


def basis(rng: Random, document_number: str, year: int) -> str:
    """Where the value comes from."""
    return rng.choice(
        (*BASES, document_number, f"历史标准，参照{year - 1}年完成情况", f"{document_number}文件规定的补助范围和标准")
    )


def outputs(rng: Random, topic: Topic, money: Money, year: int) -> list[tuple[str, str, str, str]]:
    """(level 2, name, description, value) of the output rows in a random order."""
    n = rng.choice((rng.randint(1, 20), rng.randint(20, 900), rng.randint(1000, 90000)))
    name, description, value = cost(rng, topic, money)
    rows = [
        (
            "数量指标",
            f"{topic.thing}数量",
            rng.choice((f"年内{topic.thing}的数量", f"{topic.thing}数量")),
            quantity(rng, n, topic.measure),
        ),
        ("质量指标", topic.quality, rng.choice((f"反映{topic.name}工作质量的比率", topic.quality)), percent(rng)),
        (
            "时效指标",
            rng.choice(("任务完成时限", "资金拨付及时率", f"{topic.name}按期完成情况")),
            "从下达计划到完成任务所用的时间",
            deadline(rng, year),
        ),
        ("成本指标", name, description, value),
        (
            "数量指标",
            rng.choice(("开展督导检查次数", "召开调度会议次数")),
            "全年开展的次数",
            quantity(rng, rng.randint(2, 24), "次"),
        ),
        ("质量指标", f"{topic.name}资料归档率", "已归档资料占应归档资料的比例", percent(rng)),
    ]
    kept = rows[:4] + [row for row in rows[4:] if rng.random() < 0.4]
    rng.shuffle(kept)
    return kept


def benefits(rng: Random, topic: Topic) -> list[tuple[str, str, str, str]]:
    """(level 2, name, description, value) of one to three benefit rows."""
    kinds = sorted(rng.sample(BENEFITS, rng.choice((1, 1, 2, 3))), key=BENEFITS.index)
    rows = []
    for kind in kinds:
        name = rng.choice((topic.effect, f"{topic.effect}程度", f"促进{topic.effect}"))
        description = rng.choice(
            (f"实施{topic.name}对{topic.effect}的作用", f"{topic.people}普遍受益，{topic.effect}", name)
        )
        rows.append((kind, name, description, rng.choice((*QUALITATIVE, percent(rng)))))
    return rows


def satisfaction(rng: Random, topic: Topic) -> list[tuple[str, str, str, str]]:
    """The satisfaction row."""
    name = rng.choice((f"{topic.people}满意度", "服务对象满意度", "满意率"))
    description = rng.choice((f"满意和较满意的{topic.people}占被调查人数的比例", name))
    return [(SATISFACTION, name, description, percent(rng, 85))]


@dataclass(frozen=True)
class Scheme:
    """What the indicators of one project are about; `benefit` is the document's word for the second level 1."""

    topic: Topic
    money: Money
    year: int
    document_number: str
    benefit: str = "效益指标"


def indicators(rng: Random, scheme: Scheme) -> list[Indicator]:
    """All rows of one project, by level 1; a project in three has one basis for every row, one in six has none."""

    def drawn() -> str:
        return basis(rng, scheme.document_number, scheme.year)

    same = rng.choice((None, None, None, "", drawn(), scheme.document_number))
    groups = (
        ("产出指标", outputs(rng, scheme.topic, scheme.money, scheme.year)),
        (scheme.benefit, benefits(rng, scheme.topic)),
        ("满意度指标", satisfaction(rng, scheme.topic)),
    )
    return [
        Indicator(
            level1=level1,
            level2=level2,
            name=name,
            description=description,
            target=target,
            basis=(drawn() if same is None else same) or None,
        )
        for level1, rows in groups
        for level2, name, description, target in rows
    ]
