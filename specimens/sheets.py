"""The tables of a disclosure document as its form prints them: headings, headers of merged cells, rows, notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.document import BudgetTable
from specimens.budget import Budget, Leaf, money
from specimens.subjects import CLASSES, SUBJECTS

Cells: TypeAlias = list[str | None]
Node: TypeAlias = "str | tuple[str, tuple[Node, ...]]"

BY_FUNCTION: tuple[Node, ...] = ("序号", ("功能分类科目", ("科目编码", "科目名称")), "合计")
INCOME_ITEMS = (
    "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入", "财政专户管理资金收入", "单位资金",
)  # fmt: skip
FUNCTIONS = (
    "一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出",
    "社会保障和就业支出", "社会保险基金支出", "卫生健康支出", "节能环保支出", "城乡社区支出", "农林水支出",
    "交通运输支出", "资源勘探工业信息等支出", "商业服务业等支出", "金融支出", "援助其他地区支出",
    "自然资源海洋气象等支出", "住房保障支出", "粮油物资储备支出", "国有资本经营预算支出", "灾害防治及应急管理支出",
    "预备费", "其他支出",
)  # fmt: skip
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Sheet:
    """One table. `header` are its labels, a merged one with those under it; `lines` says which lines stand above it."""

    kind: str
    header: tuple[Node, ...]
    rows: tuple[tuple[str | None, ...], ...]
    code: str | None = None
    year: int | None = None
    unit: str | None = None
    note: str | None = None
    numbered: bool = True
    """Whether a row under the header numbers the columns."""

    @property
    def truth(self) -> BudgetTable:
        """What a perfect reader says of it."""
        return BudgetTable(
            kind=self.kind,
            department_code=self.code,
            year=self.year,
            currency_unit=self.unit,
            columns=list(paths(self.header)),
            rows=[list(row) for row in self.rows],
            note=self.note,
        )


def paths(header: Sequence[Node], above: str = "") -> list[str]:
    """The labels over each column, joined by "/"."""
    found: list[str] = []
    for node in header:
        found += [above + node] if isinstance(node, str) else paths(node[1], f"{above}{node[0]}/")
    return found


def depth(header: Sequence[Node]) -> int:
    """How many rows the header has."""
    return 1 + max((depth(node[1]) for node in header if not isinstance(node, str)), default=0)


def levels(header: Sequence[Node], height: int) -> list[list[tuple[str | None, int]]]:
    """The header's rows as (label or None under a label that is merged downward, columns it spans)."""
    rows: list[list[tuple[str | None, int]]] = [[] for _ in range(height)]
    for node in header:
        label, below = (node, ()) if isinstance(node, str) else node
        rows[0].append((label, len(paths(below)) or 1))
        blank: list[list[tuple[str | None, int]]] = [[(None, 1)] for _ in range(height - 1)]
        for row, more in zip(rows[1:], levels(below, height - 1) if below else blank, strict=True):
            row.extend(more)
    return rows


def numeral(n: int) -> str:
    """1 to 一, 25 to 二十五."""
    tens, ones = divmod(n, 10)
    return (NUMERALS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def printed(amount: int) -> str | None:
    """An amount as a table prints it; nothing for zero."""
    return money(amount) if amount else None


def sheets(budget: Budget) -> list[Sheet]:
    """The twelve tables in the order of the form: nine of the budget, then institutions, procurement, assets."""
    return [
        balance(budget),
        income(budget),
        by_function(
            budget,
            "部门预算支出总表",
            ("基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出"),
            whole,
        ),
        fiscal_balance(budget),
        by_function(budget, "部门预算一般公共预算财政拨款支出表", ("基本支出", "项目支出"), general),
        basic(budget),
        by_function(budget, "部门预算政府性基金预算财政拨款支出表", ("基本支出", "项目支出"), fund),
        by_function(budget, "部门预算国有资本经营预算财政拨款支出表", ("基本支出", "项目支出"), lambda _: None),
        hospitality(budget),
        institutions(budget),
        procurement(budget),
        assets(budget),
    ]


def made(budget: Budget, kind: str, header: tuple[Node, ...], rows: Sequence[Cells], note: str | None = None) -> Sheet:
    """A table with the lines above it that all nine have, and ordinals before its rows."""
    numbered = tuple((str(i), *row) for i, row in enumerate(rows, 1))
    return Sheet(kind, header, numbered, budget.department, budget.year, budget.unit, note)


def balance(budget: Budget) -> Sheet:
    """部门预算收支总表."""
    amounts = (budget.general, budget.fund, 0, 0, budget.own)
    left = [(f"{numeral(i)}、{name}", amounts[i - 1]) for i, name in enumerate(INCOME_ITEMS, 1)]
    left += [("", 0)] * (len(FUNCTIONS) - len(left))
    right = [(f"{numeral(i)}、{name}", of_function(budget, name, whole)) for i, name in enumerate(FUNCTIONS, 1)]
    left += [("本年收入合计", sum(amounts)), ("上年结转结余", budget.carried), ("收入总计", budget.total)]
    right += [("本年支出合计", budget.total), ("年终结转结余", 0), ("支出总计", budget.total)]
    rows: list[Cells] = [[a or None, printed(b), c, printed(d)] for (a, b), (c, d) in zip(left, right, strict=True)]
    header: tuple[Node, ...] = ("序号", ("收入", ("项目", "预算数")), ("支出", ("项目", "预算数")))
    return made(budget, "部门预算收支总表", header, rows)


def of_function(budget: Budget, name: str, share: Callable[[Leaf], tuple[int, int] | None]) -> int:
    """What the leaves of a class of this name come to."""
    return sum(sum(share(leaf) or (0, 0)) for leaf in budget.leaves if SUBJECTS[leaf.code[:3]] == name)


def whole(leaf: Leaf) -> tuple[int, int] | None:
    """Basic and project expenditure of a leaf."""
    return leaf.basic, leaf.project


def general(leaf: Leaf) -> tuple[int, int] | None:
    """What the general budget pays of a leaf."""
    return None if leaf.fund or not leaf.fiscal else (leaf.basic, leaf.project - leaf.own)


def fund(leaf: Leaf) -> tuple[int, int] | None:
    """What a government fund pays of a leaf."""
    return (leaf.basic, leaf.project) if leaf.fund else None


def income(budget: Budget) -> Sheet:
    """部门预算收入总表: fiscal money and the department's own by subject, and what is carried over."""
    sources = ("财政拨款收入", "财政专户收入", "事业收入", "经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")
    header: tuple[Node, ...] = (*BY_FUNCTION, ("本年收入", ("小计", *sources)), "上年结转")
    rows: list[Cells] = []
    for code, leaves in tree(budget.leaves):
        own, carried = sum(leaf.own for leaf in leaves), sum(leaf.carried for leaf in leaves)
        total = sum(leaf.total for leaf in leaves)
        amounts = (total, total - carried, total - carried - own, 0, 0, 0, 0, 0, own, carried)
        rows.append([code or None, SUBJECTS.get(code, "合计"), *map(printed, amounts)])
    return made(budget, "部门预算收入总表", header, rows)


def tree(leaves: Sequence[Leaf]) -> list[tuple[str, list[Leaf]]]:
    """The total and every subject from 类 to 项 with its leaves, in the order of the codes."""
    codes = {leaf.code[:length] for leaf in leaves for length in (0, 3, 5, 7)}
    return [(code, [leaf for leaf in leaves if leaf.code.startswith(code)]) for code in sorted(codes)]


def by_function(
    budget: Budget, kind: str, columns: tuple[str, ...], share: Callable[[Leaf], tuple[int, int] | None]
) -> Sheet:
    """An expenditure table by subject: 合计, 基本支出, 项目支出 and columns that stay blank."""
    leaves = [leaf for leaf in budget.leaves if share(leaf)]
    rows: list[Cells] = []
    for code, below in tree(leaves):
        shares = [share(leaf) or (0, 0) for leaf in below]
        parts = [sum(part) for part in zip(*shares, strict=True)] + [0] * (len(columns) - 2)
        rows.append([code or None, SUBJECTS.get(code, "合计"), printed(sum(parts)), *map(printed, parts)])
    note = None if rows else f"注：{budget.year}年没有此项支出，空表列示。"
    return made(budget, kind, (*BY_FUNCTION, *columns), rows, note)


def fiscal_balance(budget: Budget) -> Sheet:
    """部门预算财政拨款收支总表."""
    items = ("一、一般公共预算拨款", "二、政府性基金预算拨款", "三、国有资本经营预算拨款")
    amounts, carried = (budget.general, budget.fund, 0), (budget.carried, 0, 0)
    left = [*zip(items, amounts, strict=True), *[("", 0)] * (len(FUNCTIONS) - len(items))]
    right = [
        (f"{numeral(i)}、{name}", of_function(budget, name, general), of_function(budget, name, fund))
        for i, name in enumerate(FUNCTIONS, 1)
    ]
    spent = ("本年支出合计", budget.general + budget.carried, budget.fund)
    left += [
        ("本年收入合计", sum(amounts)),
        ("年初财政拨款结转和结余", budget.carried),
        *zip(items, carried, strict=True),
    ]
    left += [("收入总计", sum(amounts) + budget.carried)]
    right += [spent, ("年末财政拨款结转和结余", 0, 0), *[("", 0, 0)] * 3, ("支出总计", *spent[1:])]
    rows: list[Cells] = [
        [a or None, printed(b), c or None, printed(d + e), printed(d), printed(e), None]
        for (a, b), (c, d, e) in zip(left, right, strict=True)
    ]
    funds = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    header: tuple[Node, ...] = ("序号", ("收入", ("项目", "金额")), ("支出", ("项目", "合计", *funds)))
    return made(budget, "部门预算财政拨款收支总表", header, rows)


def basic(budget: Budget) -> Sheet:
    """部门预算一般公共预算财政拨款基本支出表."""
    rows: list[Cells] = [[None, "合计", printed(budget.basic), printed(budget.staff), printed(budget.running)]]
    for code, name, staff in CLASSES:
        amount = printed(budget.classes[code])
        rows += [[code, name, amount, amount if staff else None, None if staff else amount]] if amount else []
    subject: Node = ("支出部门经济分类科目", ("科目编码", "科目名称"))
    header: tuple[Node, ...] = ("序号", subject, ("一般公共预算基本支出", ("合计", "人员经费", "公用经费")))
    return made(budget, "部门预算一般公共预算财政拨款基本支出表", header, rows)


def hospitality(budget: Budget) -> Sheet:
    """部门预算财政拨款“三公”经费支出表."""
    reception, driving = budget.classes["30217"], budget.classes["30231"]
    amounts = (
        ("合计", reception + driving), ("“三公”经费小计", reception + driving), ("一、因公出国（境）费", 0),
        ("其中：教学科研人员因公出国（境）费", 0), ("其他因公出国（境）费", 0), ("二、公务用车购置及运维费", driving),
        ("其中：公务用车购置费", 0), ("公务用车运行维护费", driving), ("三、公务接待费", reception),
    )  # fmt: skip
    rows: list[Cells] = [[label, printed(amount), printed(amount), None, None] for label, amount in amounts]
    funds = ("一般公共预算财政拨款", "政府性基金预算拨款", "国有资本经营预算财政拨款")
    header: tuple[Node, ...] = ("序号", "项目", ("资金性质", ("合计", *funds)))
    note = None if reception + driving else f"注：{budget.year}年没有“三公”经费预算，空表列示。"
    return made(budget, "部门预算财政拨款“三公”经费支出表", header, rows, note)


def institutions(budget: Budget) -> Sheet:
    """部门机构设置情况."""
    header = ("单位名称", "单位性质", "单位规格", "经费保障形式")
    return Sheet("部门机构设置情况", header, budget.institutions, numbered=False)


def procurement(budget: Budget) -> Sheet:
    """部门政府采购预算."""
    sources = ("合计", "一般公共预算拨款", "基金预算拨款", "国有资本经营预算拨款", "财政专户核拨", "单位资金")
    header: tuple[Node, ...] = (
        ("政府采购项目来源", ("项目名称", "预算资金")),
        "采购物品名称", "政府采购目录序号", "计量单位", "数量", "单价",
        ("政府采购金额（当年部门预算安排资金）", sources),
        f"{budget.year}年预留中小微企业份额",
    )  # fmt: skip
    rows = tuple(
        (p.project, total, p.item, p.catalogue, p.unit, str(p.quantity), money(p.price), total, total, *[None] * 5)
        for p in budget.purchases
        if (total := money(p.price * p.quantity))
    )
    note = None if rows else "注：没有政府采购预算，空表列示。"
    return Sheet("部门政府采购预算", header, rows, budget.department, None, budget.unit, note, numbered=False)


def assets(budget: Budget) -> Sheet:
    """部门固定资产占用情况表; its unit stands in the header."""
    rows: list[tuple[str | None, ...]] = [("资产总额", None, printed(budget.assets.total))]
    rows += [(label, str(count) if count else None, printed(value)) for label, count, value in budget.assets.lines]
    header = ("项目", "数量", f"价值（金额单位：{budget.unit}）")
    return Sheet("部门固定资产占用情况表", header, tuple(rows), budget.department, None, budget.unit, numbered=False)
