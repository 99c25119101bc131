"""Projects of an invented department: name, money, purpose, plan, goals and indicators that agree with each other."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from shared.document import Plan, Project
from specimens.codes import project_code
from specimens.indicators import Money, Scheme, indicators
from specimens.setting import Knobs, Setting, document_number
from specimens.vocabulary import Topic


@dataclass
class Author:
    """Writes the projects of one document: its randomness, its department, and the names it has used."""

    rng: Random
    who: Setting
    knobs: Knobs
    benefit: str
    costs_apart: bool = False
    taken: set[str] = field(default_factory=set)


def amount(yuan: Decimal, unit: str) -> str:
    """`yuan` as a table prints it: two decimals in the table's unit."""
    return f"{yuan / 10_000 if unit == '万元' else yuan:.2f}"


def budget(rng: Random) -> Decimal:
    """A budget in 元, whole hundreds, from a few hundred to some ten millions."""
    top = rng.choice((90, 1000, 1000, 20000, 300000))
    return Decimal(rng.randint(5, top)) * 100


def plan(author: Author, yuan: Decimal) -> Plan:
    """The spending plan in one of its forms: cumulative or a period, percent or money, single or blank."""
    rng, unit = author.rng, author.who.unit
    shape = rng.choices(("cum%", "per%", "cum¥", "per¥", "single", "late"), (5, 1, 2, 1, 1, 1))[0]
    percent = rng.choice(("{}%", "{}%", "{}.00%", "{}.00"))
    if author.knobs.tidy:
        shape, percent = "cum%", "{}%"
    if rng.random() < author.knobs.blank_plan:
        return Plan()
    if shape == "single":
        return Plan(dec=percent.format(100) if rng.random() < 0.6 else amount(yuan, unit))
    if shape == "late":
        return Plan(jun=percent.format(50), dec=percent.format(100))
    cumulative = rng.choice(([25, 50, 75, 100], [30, 60, 90, 100], [10, 40, 80, 100]))
    shares = [25, 25, 25, 25] if shape.startswith("per") else cumulative
    money = shape.endswith("¥")
    values = [amount(yuan * share / 100, unit) if money else percent.format(share) for share in shares]
    return Plan(mar=values[0], jun=values[1], oct=values[2], dec=values[3])


def goals(rng: Random, topic: Topic, written: str, tidy: bool) -> list[str]:
    """One to four goal items, with and without a full stop."""
    pool = [
        f"通过{topic.use}，实现{topic.effect}",
        f"{topic.thing}任务按计划完成，{topic.quality}达到预定水平",
        f"保障{written}及时足额到位，专款专用",
        f"提高{topic.people}的获得感和满意度，{topic.effect}",
        f"规范{topic.name}工作，杜绝挤占、挪用；确保“建一处、成一处”",
    ]
    stop, count = rng.choice(("", "。", "；")), rng.choice((1, 2, 2, 3, 4))
    return [goal + stop for goal in (pool[1 : 1 + count] if tidy else rng.sample(pool, count))]


def purpose(rng: Random, topic: Topic, written: str, year: int, tidy: bool) -> str:
    """What the money is for: a few characters to a long paragraph."""
    source = "县政府" if tidy else "上级"
    short: tuple[str, ...] = () if tidy else (f"{topic.name}支出", f"用于{topic.use}")
    return rng.choice(
        (
            *short,
            f"主要用于{topic.use}等支出。",
            f"保障{year}年{topic.name}工作顺利开展，主要用于{topic.use}，由项目单位组织实施，按进度支付，年底前全部完成。",
            f"根据{source}关于做好{topic.name}工作的要求，经测算需资金{written}，用于{topic.use}；"
            f"项目实施后可实现{topic.effect}，{topic.people}直接受益，资金列入{year}年部门预算，实行专账核算、专款专用。",
        )
    )


def project_name(author: Author, topic: Topic, number: str) -> str:
    """A plausible project name, unique in the document."""
    year = author.who.year
    own = (f"{topic.name}经费", f"{year}年{topic.name}项目", f"{topic.name}（二期）工程")
    shared = (
        f"{topic.name}专项资金",
        f"“十百千”{topic.name}示范行动补助资金",
        f"提前下达{year}年省级{topic.name}补助资金",
        f"关于下达{year}年中央{topic.name}补助资金预算的通知（{number}）",
        f"{number}提前下达{year}年{topic.name}资金-中央直达资金",
        f"{topic.name}及{topic.thing}配套资金",
    )
    free = [name for name in (own if author.knobs.tidy else own + shared) if name not in author.taken]
    name = author.rng.choice(free) if free else f"{topic.name}第{len(author.taken)}批资金"
    author.taken.add(name)
    return name


def project(author: Author, n: int) -> Project:
    """The n-th project, counted from 1."""
    rng, who = author.rng, author.who
    topic = rng.choice(who.field.topics)
    number = document_number(rng, who.field.mark, who.year)
    money = Money(budget(rng), who.unit)
    written, printed = money.written(money.yuan), amount(money.yuan, who.unit)
    unit_code, unit_name = who.units[min(n * len(who.units) // 8, len(who.units) - 1)]
    name = project_name(author, topic, number)
    blank_purpose = rng.random() < author.knobs.blank_purpose
    blank_goals, blank_rows = rng.random() < author.knobs.blank_goals, rng.random() < author.knobs.blank_indicators
    rows = indicators(
        Scheme(rng, topic, money, who.year, number, author.benefit, author.costs_apart, author.knobs.tidy)
    )
    return Project(
        ordinal=n,
        title=name,
        unit_code=unit_code,
        unit_name=unit_name,
        currency_unit=who.unit,
        code=project_code(rng, who, rng.randint(1, 999)),
        name=name,
        budget=printed,
        fiscal_funds=printed,
        other_funds=rng.choice((None, None, None, "0", "0.00")),
        purpose=None if blank_purpose else purpose(rng, topic, written, who.year, author.knobs.tidy),
        plan=plan(author, money.yuan),
        goals=[] if blank_goals else goals(rng, topic, written, author.knobs.tidy),
        indicators=[] if blank_rows else rows,
    )
