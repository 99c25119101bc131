"""The table of a project as the form draws it: cells with row and column spans, for formats that keep the grid."""

from dataclasses import dataclass
from itertools import groupby

from shared.document import Project

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
COLUMNS = 7
WIDTHS = (5.0, 6.8, 6.5, 6.8, 6.5, 6.8, 6.8)  # of the columns, in characters


@dataclass(frozen=True)
class Box:
    """One drawn cell. Paragraphs of its text are parted by line breaks."""

    text: str
    columns: int = 1
    rows: int = 1


Row = list[Box]


def project_grid(project: Project, mark: str, percent: str = "（%）") -> list[Row]:
    """The rows of a project's table; positions that a merged cell covers are not there."""
    plan = [value or "" for value in project.plan.values()]
    goals = "\n".join(mark.format(i + 1) + goal for i, goal in enumerate(project.goals))
    return [
        [Box("项目编码"), Box(project.code or "", 2), Box("项目名称"), Box(project.name or "", 3)],
        [
            Box("预算规模及资金用途", rows=2),
            *(Box("预算数"), Box(project.budget or "")),
            *(Box("其中：财政资金"), Box(project.fiscal_funds or "")),
            *(Box("其他资金"), Box(project.other_funds or "")),
        ],
        [Box(project.purpose or "", 6)],
        [Box(f"资金支出计划{percent}", rows=2), Box("3月底"), Box("6月底", 2), Box("10月底"), Box("12月底", 2)],
        [Box(plan[0]), Box(plan[1], 2), Box(plan[2]), Box(plan[3], 2)],
        [Box("绩效目标"), Box(goals, 6)],
        indicator_row(*(Box(name) for name in HEADER)),
        *indicator_rows(project),
    ]


def indicator_row(*six: Box) -> Row:
    """Six cells over the seven columns: the description has two."""
    return [Box(box.text, 2) if i == len(six) - 3 else box for i, box in enumerate(six)]


def indicator_rows(project: Project) -> list[Row]:
    """One row an indicator; equal levels 1 are one cell over their rows."""
    rows: list[Row] = []
    for level1, under in groupby(project.indicators, key=lambda row: row.level1):
        found = list(under)
        for i, row in enumerate(found):
            rest = [Box(x or "") for x in (row.level2, row.name, row.description, row.target, row.basis)]
            first = [Box(level1 or "", rows=len(found))] if i == 0 else []
            rows.append(indicator_row(*first, *rest))
    return rows or [indicator_row(*(Box("") for _ in HEADER))]


def placed(rows: list[Row]) -> list[list[tuple[int, Box]]]:
    """Each row's cells with the column at which they begin."""
    taken: dict[int, int] = {}  # column -> rows that a cell above still covers
    found = []
    for row in rows:
        column, line = 0, []
        for box in row:
            while taken.get(column, 0):
                column += 1
            line.append((column, box))
            column += box.columns
        taken = {c: left - 1 for c, left in taken.items() if left > 1}
        taken |= {c + k: box.rows - 1 for c, box in line if box.rows > 1 for k in range(box.columns)}
        found.append(line)
    return found
