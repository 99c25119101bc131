"""The column headers of known forms: data that puts a header in order when a conversion has moved its cells.

A header whose printed words are exactly those of a form, in cells that make no sense where they stand, is read as the
form has it. A header that makes sense as it stands is never changed.
"""

import re
from collections import Counter
from functools import cache

from shared.folding import plain

VARYING = re.compile(r"(?:20\d\d)(?=年)|万(?=元)")
YEAR = re.compile(r"20\d\d(?=年预留)")

Path = tuple[str, ...]

_BY_FUNCTION = ("序号", "功能分类科目/科目编码", "功能分类科目/科目名称")

# The first seven are those of the nine budget tables, of which three by function share one. Years and 万 vary.
BUDGET_FORMS = 7
FORMS: tuple[tuple[str, ...], ...] = (
    ("序号", "收入/项目", "收入/预算数", "支出/项目", "支出/预算数"),
    (
        *_BY_FUNCTION, "合计", "本年收入/小计", "本年收入/财政拨款收入", "本年收入/财政专户收入", "本年收入/事业收入",
        "本年收入/经营收入", "本年收入/上级补助收入", "本年收入/附属单位上缴收入", "本年收入/其他收入", "上年结转",
    ),
    (*_BY_FUNCTION, "合计", "基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出"),
    (
        "序号", "收入/项目", "收入/金额", "支出/项目", "支出/合计", "支出/一般公共预算财政拨款",
        "支出/政府性基金预算财政拨款", "支出/国有资本经营预算财政拨款",
    ),
    (*_BY_FUNCTION, "合计", "基本支出", "项目支出"),
    (
        "序号", "支出部门经济分类科目/科目编码", "支出部门经济分类科目/科目名称", "一般公共预算基本支出/合计",
        "一般公共预算基本支出/人员经费", "一般公共预算基本支出/公用经费",
    ),
    (
        "序号", "项目", "资金性质/合计", "资金性质/一般公共预算财政拨款", "资金性质/政府性基金预算拨款",
        "资金性质/国有资本经营预算财政拨款",
    ),
    ("单位名称", "单位性质", "单位规格", "经费保障形式"),
    (
        "政府采购项目来源/项目名称", "政府采购项目来源/预算资金", "采购物品名称", "政府采购目录序号", "计量单位",
        "数量", "单价",
        *(f"政府采购金额（当年部门预算安排资金）/{source}" for source in (
            "合计", "一般公共预算拨款", "基金预算拨款", "国有资本经营预算拨款", "财政专户核拨", "单位资金")),
        "年预留中小微企业份额",
    ),
    ("项目", "数量", "价值（金额单位：万元）"),
)  # fmt: skip


def form_in_letters(text: str) -> tuple[str, ...] | None:
    """The columns of the form whose header cells have just the letters of `text`, in any order; with the year and the
    unit that `text` prints."""
    form = _by_letters().get(_letters(text))
    return tuple(_as_printed(column, text) for column in form) if form else None


@cache
def _by_letters() -> dict[str, tuple[str, ...]]:
    """Each form by the letters of its header cells; the first of two with the same ones."""
    return {_letters("".join(cells_of(form).elements())): form for form in reversed(FORMS)}


def _letters(text: str) -> str:
    return "".join(sorted(VARYING.sub("", plain(text))))


def _as_printed(column: str, text: str) -> str:
    year = YEAR.search(text)
    if column.startswith("年") and year:
        return year[0] + column
    return column if "万元" in text else column.replace("万元", "元")


def form_of(labels: Counter[str], width: int) -> tuple[str, ...] | None:
    """The columns of the form that has `width` columns and exactly these header cells; None where none has."""
    return next((form for form in FORMS if len(form) == width and cells_of(form) == labels), None)


def cells_of(columns: tuple[str, ...]) -> Counter[str]:
    """The header cells that `columns` are printed with: a merged cell over several columns counts once."""
    cells: Counter[str] = Counter()
    above: Path = ()
    for column in columns:
        path = tuple(column.split("/"))
        shared = 0
        while shared < len(path) - 1 and path[: shared + 1] == above[: shared + 1]:
            shared += 1
        cells.update(path[shared:])
        above = path
    return cells
