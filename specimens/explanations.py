"""What an invented department explains of its budget: sentences with amounts, and the figures that stand in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from shared.document import NarrativeFigure
from specimens.budget import Budget, money


@dataclass(frozen=True)
class Stated:
    """One amount in a sentence: words that lead to its label, the label, words that lead on, the amount."""

    label: str
    amount: int
    lead: str = ""
    verb: str = ""


Sentence: TypeAlias = "tuple[str | Stated, ...]"
Paragraph: TypeAlias = "tuple[Sentence, ...]"


@dataclass(frozen=True)
class Explanation:
    """One section: its heading without a number, sub-headings (None: text directly under it) with their paragraphs."""

    title: str
    parts: tuple[tuple[str | None, tuple[Paragraph, ...]], ...]


def text(sentence: Sentence, unit: str) -> str:
    """The sentence as printed."""
    return "".join(part if isinstance(part, str) else _stated(part, unit) for part in sentence)


def figures(explanations: Sequence[Explanation], unit: str) -> list[NarrativeFigure]:
    """The amounts of all sentences, in order."""
    return [
        NarrativeFigure(label=part.label, amount=money(part.amount), unit=unit, text=text(sentence, unit))
        for explanation in explanations
        for _, paragraphs in explanation.parts
        for paragraph in paragraphs
        for sentence in paragraph
        for part in sentence
        if isinstance(part, Stated)
    ]


def _stated(part: Stated, unit: str) -> str:
    return f"{part.lead}{part.label}{part.verb}{money(part.amount)}{unit}"


def changed(now: int, before: int, what: str = "") -> Stated:
    """A change from last year."""
    return Stated(f"{what}{'增加' if now >= before else '减少'}", abs(now - before))


def explanations(rng: Random, budget: Budget) -> list[Explanation]:
    """The sections that state amounts, in the order of the form."""
    return [
        Explanation("部门预算安排的总体情况", (
            ("收入说明", (income(rng, budget),)),
            ("支出说明", (expenditure(rng, budget),)),
            ("比上年增减情况", (changes(budget),)),
        )),
        Explanation("机关运行经费安排情况", ((None, (operating(rng, budget),)),)),
        Explanation("财政拨款“三公”经费预算情况及增减变化原因", ((None, (hospitality(budget),)),)),
        Explanation("国有资产信息", ((None, (assets(budget),)),)),
    ]  # fmt: skip


def income(rng: Random, budget: Budget) -> Paragraph:
    """Where the money comes from."""
    verb = rng.choice(("", "为", "共计"))
    sources = (
        Stated("一般公共预算收入", budget.general, "其中：", verb), "，",
        Stated("基金预算收入", budget.fund, "", verb), "，",
        Stated("单位资金收入", budget.own, "", verb), "，", Stated("上年结转结余", budget.carried, "", verb), "。",
    )  # fmt: skip
    total = Stated(f"{budget.year}年预算收入", budget.total, "", rng.choice(("", "安排", "共计安排")))
    opening = rng.choice(("本节说明全年收入的构成。", "以下各项均为年初预算数。"))
    return (opening,), (total, "，", *sources)


def expenditure(rng: Random, budget: Budget) -> Paragraph:
    """What it is spent on."""
    return (
        (
            Stated(f"{budget.year}年支出预算", budget.total), rng.choice("，；"),
            Stated("基本支出", budget.basic, "其中"), "，", Stated("人员经费", budget.staff, "包括"),
            Stated("日常公用经费", budget.running, "和"), "；", Stated("项目支出", budget.project),
            rng.choice(("。", "，用于当年各项重点任务。")),
        ),
    )  # fmt: skip


def changes(budget: Budget) -> Paragraph:
    """Against last year: the total change is the sum of the two below it."""
    basic, project = budget.before
    return (
        (
            changed(budget.total, basic + project, f"较{budget.year - 1}年预算"), "，其中：",
            changed(budget.basic, basic, "基本支出"), "，因人员变动。",
        ),
        (changed(budget.project, project, "项目支出"), "，因任务调整。"),
    )  # fmt: skip


def operating(rng: Random, budget: Budget) -> Paragraph:
    """机关运行经费, which this department takes to be its 公用经费."""
    who = rng.choice(("我部门", "本部门", ""))
    return ((f"{budget.year}年，", Stated("机关运行经费", budget.running, who, "共计安排"), "，保障机关日常运转。"),)


def hospitality(budget: Budget) -> Paragraph:
    """“三公”经费 with its parts."""
    reception, driving = budget.classes["30217"], budget.classes["30231"]
    return (
        (
            f"{budget.year}年，", Stated("“三公”经费预算", reception + driving, "", "安排"), "，",
            Stated("因公出国（境）费", 0, "其中"), "；", Stated("公务用车购置及运维费", driving),
            "（", Stated("公务用车购置费", 0, "其中：", "为"), "，", Stated("公务用车运维费", driving), "）；",
            Stated("公务接待费", reception), "。",
        ),
    )  # fmt: skip


def assets(budget: Budget) -> Paragraph:
    """What it owned and means to buy."""
    buying = sum(purchase.price * purchase.quantity for purchase in budget.purchases)
    return (
        (f"{budget.bureau}（含所属单位）", Stated("上年末固定资产金额", budget.assets.total, "", "为"), "，明细见下。"),
        (Stated("本年度拟购置固定资产总额", buying, "", "为"), "，已列入政府采购预算。"),
    )
