"""The table of one project as OCR gives it: codes split, goals in many shapes, the December column lost or moved."""

from shared.document import Indicator, Plan, Project
from specimens.ocr_hand import BLANK, BOUND, INDICATOR_HEADER, Hand, Row, formula, label, lines
from specimens.wrapping import spaced, wrap

MONEY = ("预算数", "其中：财政资金", "其他资金")
WIDTHS = (5.0, 5.0, 5.0, 12.0, 5.0, 5.0)
ROOMY = (99.0,) * 6


def code_cell(how: Hand, code: str | None) -> list[str]:
    """The code, split by a space anywhere."""
    if not code or how.rng.random() < 0.3:
        return [code or ""]
    at = how.rng.randint(3, len(code) - 1)
    how.seen.add("code split")
    return [f"{code[:at]} {code[at:]}"]


def plan_rows(how: Hand, plan: Plan, lost: float) -> tuple[list[Row], Plan]:
    """The header and the values of the plan, whole or with the December column lost or moved; and the plan as the text
    still says it."""
    name = label(how, how.rng.choice(("资金支出计划（%）", "资金支出计划（%）", "资金支出计划(%)")))
    months = [label(how, spaced(how.rng, month, how.spacing)) for month in ("3月底", "6月底", "10月底", "12月底")]
    values = [[value or ""] for value in plan.values()]
    shape = "whole"
    if how.rng.random() < lost:
        shape = how.rng.choice(
            ("lost", "extra row", "labelled extra row", "shifted") if plan.dec else ("lost", "shifted")
        )
        how.seen.add(f"december {shape}")
    if shape in ("whole", "shifted"):
        return [Row(spread(name, months, shape)), Row(spread(BLANK, values, shape), fixed=True)], plan
    rows = [Row(three(name, months)), Row(three(BLANK, values), fixed=True)]
    if shape == "lost":
        how.warnings.add("column_lost")
        return rows, plan.model_copy(update={"dec": None})
    extra = (
        [months[3], values[3], *[BLANK] * 5]
        if shape == "extra row"
        else [name, months[3], BLANK, values[3], *[BLANK] * 3]
    )
    return [*rows, Row(extra, fixed=True)], plan


def spread(first: list[str], four: list[list[str]], shape: str) -> list[list[str]]:
    """Seven cells of a plan row: as usual, or with the columns moved to the right."""
    a, b, c, d = four
    return [first, a, BLANK, b, c, d, BLANK] if shape == "whole" else [first, a, BLANK, b, BLANK, c, d]


def three(first: list[str], four: list[list[str]]) -> list[list[str]]:
    """Seven cells of a plan row without December."""
    return [first, four[0], BLANK, four[1], BLANK, four[2], BLANK]


def goal_rows(how: Hand, goals: list[str], mark: str) -> list[Row]:
    """The goals: in one cell, as paragraphs of markup, or each in a row of its own."""
    rng, name = how.rng, label(how, "绩效目标")
    items = [mark.format(i + 1) + spaced(rng, goal, how.spacing) for i, goal in enumerate(goals)]
    if len(items) == 1 and rng.random() < 0.3:
        items = [spaced(rng, goals[0], how.spacing)]
    shape = rng.choice(("cell", "cell", "cell", "paragraphs", "list", "rows"))
    if len(items) > 1 and shape != "cell":
        how.seen.add(f"goals as {shape}")
    if shape == "rows" and len(items) > 1:
        return [Row([name if i == 0 else BLANK, wrap(item, 45), *[BLANK] * 5]) for i, item in enumerate(items)]
    if shape == "paragraphs" and len(items) > 1:
        return [Row([name, [" ".join(f"<p>{item}</p>" for item in items)], *[BLANK] * 5])]
    if shape == "list" and len(items) > 1:
        return [Row([name, ['<ol style="list-style-type: none"> ' + " ".join(items)], *[BLANK] * 5])]
    return [Row([name, [line for item in items for line in wrap(item, 45)] or BLANK, *[BLANK] * 5])]


def echoed(how: Hand, plan: list[Row], goals: list[Row]) -> list[Row]:
    """The plan's rows once more where the goals belong, and the goals pushed into the first column."""
    how.seen.add("plan echoed")
    again = Row([label(how, "绩效目标"), *plan[0].cells[1:]])
    moved = [Row([row.cells[1], *row.cells[2:], BLANK]) for row in goals]
    return [again, Row(plan[1].cells, fixed=True), *moved]


def target(how: Hand, text: str | None) -> str:
    """An indicator's value, with formula residue now and then."""
    if text and how.latex and how.rng.random() < 0.3 and BOUND.search(text):
        how.seen.add("formula")
        return formula(how.rng, text)
    return text or ""


def indicator_rows(how: Hand, rows: list[Indicator]) -> list[Row]:
    """One row an indicator, wrapped as this table is; equal levels are merged."""
    widths = WIDTHS if how.rng.random() < 0.5 else ROOMY
    found, above = [], None
    for row in rows:
        level1 = "" if row.level1 == above else row.level1
        above = row.level1
        value = target(how, row.target)
        texts = (level1, row.level2, row.name, row.description, value, row.basis)
        cells = [
            [text or ""] if "$" in (text or "") else lines(how, text, columns)
            for text, columns in zip(texts, widths, strict=True)
        ]
        found.append(Row(cells, indicator=True, level1=row.level1 or ""))
    return found or [Row([BLANK] * 6, indicator=True)]


def table_rows(how: Hand, project: Project, mark: str) -> tuple[list[Row], Project]:
    """All rows of a project's table, and the project as the text still says it."""
    plan, kept = plan_rows(how, project.plan, how.lost if project.code else 0.0)
    goals = goal_rows(how, project.goals, mark)
    if kept != project.plan and project.goals and how.trailing and how.rng.random() < 0.15:
        goals = echoed(how, plan, goals)
    money = [label(how, "预算规模及资金用途")]
    for name, value in zip(MONEY, (project.budget, project.fiscal_funds, project.other_funds), strict=True):
        money += [label(how, name), [value or ""]]
    rows = [
        Row(
            [
                label(how, "项目编码"),
                code_cell(how, project.code),
                BLANK,
                label(how, "项目名称"),
                lines(how, project.name, 24),
                BLANK,
                BLANK,
            ]
        ),
        Row(money),
        Row([BLANK, lines(how, project.purpose, 45), *[BLANK] * 5]),
        *plan,
        *goals,
        Row([label(how, text) for text in INDICATOR_HEADER], fixed=True),
        *indicator_rows(how, project.indicators),
    ]
    return rows, project.model_copy(update={"plan": kept})
