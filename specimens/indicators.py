"""Indicators of an invented project: every class, and the many forms in which departments write a value."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from shared.document import Indicator
from specimens.vocabulary import Topic

COSTS_APART = "经济成本指标"
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


@dataclass(frozen=True)
class Scheme:
    """What the indicators of one project are about, and who draws.

    `benefit` is the document's word for the second level 1; `costs_apart` the newer scheme in which costs are a level 1
    of their own. A `tidy` scheme takes the first option everywhere, which is the one no reviewer objects to.
    """

    rng: Random
    topic: Topic
    money: Money
    year: int
    document_number: str
    benefit: str = "效益指标"
    costs_apart: bool = False
    tidy: bool = False

    def pick(self, *options: str) -> str:
        """One of the options."""
        return options[0] if self.tidy else self.rng.choice(options)

    def share(self, lowest: int = 80) -> str:
        """A percentage in one of the ways it is written."""
        n = self.rng.randint(lowest, 98 if self.tidy else 100)
        return self.pick(
            f"≥{n}%",
            f"≥{n}%",
            f"≥{n}%",
            f"{n}%",
            "100%",
            f"≥{n}％",
            f"≥{n}百分比",
            f"{n}百分号",
            f"不低于{n}%",
            f"≥{n}.5%",
        )

    def count(self, n: int, measure: str) -> str:
        """A quantity in one of the ways it is written."""
        return self.pick(
            f"≥{n}{measure}", f"≥{n}{measure}", f"{n}{measure}", f"大于等于{n}{measure}", f"＞{n}{measure}"
        )

    def deadline(self) -> str:
        """A date, a duration or a rate of timeliness."""
        month = self.rng.randint(3, 12)
        return self.pick(
            f"≤{month}个月",
            f"≤{month}月底",
            f"{self.year}年{month}月底前",
            f"每月{self.rng.randint(5, 28)}日前",
            "每季度末",
            f"<{self.rng.choice((15, 30, 60))}天",
            "及时",
            self.share(),
        )

    def basis(self) -> str:
        """Where the value comes from."""
        return self.pick(
            f"{self.document_number}文件规定的补助范围和标准",
            *BASES,
            self.document_number,
            f"历史标准，参照{self.year - 1}年完成情况",
        )


def cost(scheme: Scheme) -> tuple[str, str, str]:
    """Name, description and value of a cost indicator that agrees with the budget."""
    rng, topic, total = scheme.rng, scheme.topic, scheme.money.written(scheme.money.yuan)
    options = (
        ("项目总成本", f"{topic.name}各项支出合计", f"≤{total}"),
        ("项目预算控制数", f"{topic.name}预算控制数", total),
        ("成本预算控制数", "各项支出合计不突破年初批复", "≤预算批复金额"),
        (f"{topic.thing}补助标准", f"每{topic.measure}补助标准", f"{rng.randint(2, 90) * 10}元/{topic.measure}"),
        (f"每{topic.measure}平均成本", f"{topic.thing}平均成本", f"≤{rng.randint(2, 90) * 5}元\\{topic.measure}"),
    )
    return options[0] if scheme.tidy else rng.choice(options)


Rows = list[tuple[str, str, str, str]]


def outputs(scheme: Scheme) -> Rows:
    """(level 2, name, description, value) of the output rows in a random order."""
    rng, topic = scheme.rng, scheme.topic
    n = rng.choice((rng.randint(1, 20), rng.randint(20, 900), rng.randint(1000, 90000)))
    thing, quality = f"{topic.thing}数量", topic.quality
    timely = scheme.pick("任务完成时限", "资金拨付及时率", f"{topic.name}按期完成情况")
    rows = [
        ("数量指标", thing, scheme.pick(f"年内{topic.thing}的总量", thing), scheme.count(n, topic.measure)),
        ("质量指标", quality, scheme.pick(f"反映{topic.name}工作质量的比率", quality), scheme.share(90)),
        ("时效指标", timely, "从下达计划到完成任务所用的时间", scheme.deadline()),
        ("成本指标", *cost(scheme)),
        (
            "数量指标",
            scheme.pick("开展督导检查次数", "召开调度会议次数"),
            "全年开展的次数",
            scheme.count(rng.randint(2, 24), "次"),
        ),
        ("质量指标", f"{topic.name}资料归档率", "已归档资料占应归档资料的比例", scheme.share()),
    ]
    kept = rows[:4] + [row for row in rows[4:] if rng.random() < 0.4]
    rng.shuffle(kept)
    return kept


def benefits(scheme: Scheme) -> Rows:
    """(level 2, name, description, value) of one to three benefit rows."""
    rng, topic = scheme.rng, scheme.topic
    rows: Rows = []
    for kind in sorted(rng.sample(BENEFITS, rng.choice((1, 1, 2, 3))), key=BENEFITS.index):
        name = scheme.pick(
            f"{kind.removesuffix('指标')}受益覆盖率", topic.effect, f"{topic.effect}程度", f"促进{topic.effect}"
        )
        description = scheme.pick(
            f"实施{topic.name}对{topic.effect}的作用", f"{topic.people}普遍受益，{topic.effect}", name
        )
        rows.append((kind, name, description, scheme.pick(scheme.share(), *QUALITATIVE)))
    return rows


def satisfaction(scheme: Scheme) -> Rows:
    """The satisfaction row."""
    people = scheme.topic.people
    name = scheme.pick(f"{people}满意度", "服务对象满意度", "满意率")
    return [(SATISFACTION, name, scheme.pick(f"满意和较满意的{people}占被调查人数的比例", name), scheme.share(85))]


def indicators(scheme: Scheme) -> list[Indicator]:
    """All rows of one project, by level 1; a project in three has one basis for every row, one in six has none."""
    free = "各行自填"
    same = scheme.pick(free, free, free, "", scheme.basis(), scheme.document_number)
    made = outputs(scheme)
    groups = [("产出指标", made), (scheme.benefit, benefits(scheme)), ("满意度指标", satisfaction(scheme))]
    if scheme.costs_apart:
        costs = [(COSTS_APART, *row[1:]) for row in made if row[0] == "成本指标"]
        groups[:1] = [("成本指标", costs), ("产出指标", [row for row in made if row[0] != "成本指标"])]
    return [
        Indicator(
            level1=level1,
            level2=level2,
            name=name,
            description=description,
            target=target,
            basis=(scheme.basis() if same == free else same) or None,
        )
        for level1, rows in groups
        for level2, name, description, target in rows
    ]
