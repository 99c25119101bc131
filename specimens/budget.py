"""The budget of an invented department as numbers that close by construction, before any table prints them.

All amounts are whole hundredths of the tables' unit. Everything printed is a sum of `Leaf` and `Class` amounts, so the
tables agree with each other and with the projects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from shared.document import Project
from specimens.setting import Setting
from specimens.subjects import CLASSES, FUND_SUBJECTS, MIRRORED, STAFF_SUBJECTS, SUBJECTS


@dataclass(frozen=True)
class Leaf:
    """One subject of the lowest level. `project` holds `carried` (from last year) and `own` (no fiscal money); a
    `fund` leaf is paid by a government fund, all others by the general budget."""

    code: str
    basic: int = 0
    project: int = 0
    carried: int = 0
    own: int = 0

    @property
    def total(self) -> int:
        """All expenditure of the subject."""
        return self.basic + self.project

    @property
    def fund(self) -> bool:
        """Whether a government fund pays."""
        return self.code in FUND_SUBJECTS

    @property
    def fiscal(self) -> int:
        """What fiscal money pays of it."""
        return self.total - self.own


@dataclass(frozen=True)
class Purchase:
    """One line of the procurement table, for a project of the budget."""

    project: str
    item: str
    catalogue: str
    unit: str
    quantity: int
    price: int


@dataclass(frozen=True)
class Assets:
    """What the department owns: (label, quantity or None, value), and what it means to buy."""

    lines: tuple[tuple[str, int | None, int], ...]

    @property
    def total(self) -> int:
        """The value of all."""
        return sum(value for _, _, value in self.lines)


@dataclass(frozen=True)
class Budget:
    """The numbers of one department for `year`. `before` are last year's basic and project expenditure."""

    year: int
    unit: str
    department: str
    bureau: str
    institutions: tuple[tuple[str, str, str, str], ...]
    leaves: tuple[Leaf, ...]
    classes: dict[str, int]
    assets: Assets
    purchases: tuple[Purchase, ...]
    before: tuple[int, int]

    @property
    def basic(self) -> int:
        """基本支出."""
        return sum(leaf.basic for leaf in self.leaves)

    @property
    def project(self) -> int:
        """项目支出."""
        return sum(leaf.project for leaf in self.leaves)

    @property
    def total(self) -> int:
        """支出总计 and 收入总计."""
        return self.basic + self.project

    @property
    def carried(self) -> int:
        """上年结转."""
        return sum(leaf.carried for leaf in self.leaves)

    @property
    def own(self) -> int:
        """单位资金."""
        return sum(leaf.own for leaf in self.leaves)

    @property
    def fund(self) -> int:
        """政府性基金预算拨款."""
        return sum(leaf.fiscal for leaf in self.leaves if leaf.fund)

    @property
    def general(self) -> int:
        """一般公共预算拨款 of this year, without what is carried over."""
        return sum(leaf.fiscal - leaf.carried for leaf in self.leaves if not leaf.fund)

    @property
    def staff(self) -> int:
        """人员经费."""
        return sum(self.classes[code] for code, _, staff in CLASSES if staff and len(code) == 5)

    @property
    def running(self) -> int:
        """公用经费."""
        return self.basic - self.staff


def cents(text: str | None) -> int:
    """A printed amount in hundredths: "3.50" is 350."""
    return int(Decimal(text or "0") * 100)


def money(amount: int, *, thousands: bool = False) -> str:
    """`amount` hundredths as printed."""
    return f"{Decimal(amount) / 100:,.2f}" if thousands else f"{Decimal(amount) / 100:.2f}"


def invented_budget(rng: Random, who: Setting, projects: Sequence[Project]) -> Budget:
    """A budget of `who` whose project expenditure is just what `projects` add up to."""
    classes = economic(rng, 1 if who.unit == "万元" else 10_000)
    basic = {code: classes[mirror] for code, mirror in MIRRORED.items()}
    running = sorted(code for code, name in SUBJECTS.items() if name == "行政运行")
    basic[rng.choice(running)] = sum(v for c, v in classes.items() if len(c) == 5) - sum(basic.values())
    leaves = merged(
        [Leaf(code, basic=amount) for code, amount in basic.items()] + project_leaves(rng, who.year, projects)
    )
    return Budget(
        year=who.year,
        unit=who.unit,
        department=who.department,
        bureau=who.bureau,
        institutions=institutions(rng, who),
        leaves=tuple(leaves),
        classes=classes,
        assets=assets(rng),
        purchases=purchases(rng, projects),
        before=(rng.randint(100, 900_000), rng.randint(100, 9_000_000)),
    )


def institutions(rng: Random, who: Setting) -> tuple[tuple[str, str, str, str], ...]:
    """Name, nature, rank and funding of the department's units."""
    natures = ("行政", "事业", "事业", "企业")
    ranks, funding = ("正科级", "副科级", "股级"), ("财政拨款", "财政性资金基本保证")
    return tuple(
        (name, natures[min(i, 3)], rng.choice(ranks), rng.choice(funding)) for i, (_, name) in enumerate(who.units)
    )


def economic(rng: Random, scale: int) -> dict[str, int]:
    """An amount for each class of basic expenditure, the three-digit ones the sums of theirs."""
    found = {code: rng.randint(50, 90_000) * scale for code, _, _ in CLASSES if len(code) == 5}
    for code in ("30217", "30231"):
        found[code] = rng.choice((0, rng.randint(10, 900))) * scale
    for code, _, _ in CLASSES:
        if len(code) == 3:
            found[code] = sum(amount for other, amount in found.items() if len(other) == 5 and other.startswith(code))
    return found


def project_leaves(rng: Random, year: int, projects: Sequence[Project]) -> list[Leaf]:
    """Each project under a subject; projects with an older year in their code are carried over."""
    subjects = sorted(code for code in SUBJECTS if len(code) == 7 and code not in STAFF_SUBJECTS + FUND_SUBJECTS)
    chosen = rng.sample(subjects, 4)
    leaves = []
    for project in projects:
        amount = cents(project.budget)
        old = bool(project.code) and f"{year - 1:04d}"[2:] == (project.code or "")[6:8]
        code = rng.choice(chosen) if old or rng.random() < 0.85 else rng.choice(FUND_SUBJECTS)
        own = 0 if old or code in FUND_SUBJECTS else cents(project.other_funds)
        leaves.append(Leaf(code, project=amount, carried=amount if old else 0, own=own))
    return leaves


def merged(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Leaves of one subject as one, in the order of the codes; those without an amount are left out."""
    found: dict[str, Leaf] = {}
    for leaf in leaves:
        have = found.get(leaf.code, Leaf(leaf.code))
        found[leaf.code] = Leaf(
            leaf.code,
            have.basic + leaf.basic,
            have.project + leaf.project,
            have.carried + leaf.carried,
            have.own + leaf.own,
        )
    return [found[code] for code in sorted(found) if found[code].total]


def assets(rng: Random) -> Assets:
    """Fixed assets; a line may be blank."""
    labels = ("1、房屋（平方米）", "2、车辆（台、辆）", "3、单价在50万元以上的设备", "4、其他固定资产")
    some = [rng.random() < 0.7 for _ in labels[:-1]] + [True]
    return Assets(
        tuple(
            (label, rng.randint(1, 2000) if there else None, rng.randint(100, 900_000) if there else 0)
            for label, there in zip(labels, some, strict=True)
        )
    )


def purchases(rng: Random, projects: Sequence[Project]) -> tuple[Purchase, ...]:
    """What projects buy, mostly nothing."""
    if rng.random() < 0.5:
        return ()
    goods = (("台式计算机", "A02010105", "台"), ("打印机", "A02021000", "台"), ("物业管理服务", "C21040000", "项"))
    buying = [project for project in projects if project.name and cents(project.budget) > 10]
    return tuple(
        Purchase(
            project.name or "",
            *rng.choice(goods),
            quantity := rng.randint(1, 9),
            cents(project.budget) // quantity // 2 + 1,
        )
        for project in buying[: rng.randint(1, 2)]
    )
