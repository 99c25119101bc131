"""Prints a truth as a text dump of a Word file: one cell a line behind a tab, field codes, blank template rows."""

from random import Random

from shared.document import Indicator, Project
from specimens.content import Content
from specimens.front import Piece, blanks, front, heading
from specimens.specimen import Specimen, specimen
from specimens.wrapping import retyped

Row = list[str]
LEVELS = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]


def field_code(text: str, kind: str) -> str:
    """What Word's entry for the contents leaves behind a heading."""
    return f" TC {text} \\f {kind} \\l 1 "


def front_lines(pieces: list[Piece], rng: Random, coded: bool) -> list[str]:
    """Headings stand directly above their text; paragraphs may have a blank line between them."""
    loose, lines = rng.random() < 0.5, []
    for piece in pieces:
        if piece.kind == "section":
            name = piece.text.split("、")[-1].split("）")[-1]
            lines.append(piece.text + (field_code(name, "A") if coded else ""))
        elif piece.kind == "contents":
            lines.append(piece.text if piece.text.startswith("目") else "\t".join(piece.text.split("\t")))
        elif piece.kind == "part" and piece.text.startswith("第"):
            lines += ["", f" {piece.text}"]
        else:
            lines += [piece.text, ""] if loose and piece.kind == "text" else [piece.text]
    return lines


def cell(text: str) -> str:
    """A cell's lines: the first behind a tab."""
    return f"\t{text}"


def rows(project: Project, marks: str, percent: str, paragraphs: bool) -> list[Row]:
    """The rows of a project's table as cells."""
    goals = "\n".join(marks.format(i + 1) + goal for i, goal in enumerate(project.goals))
    purpose = project.purpose or ""
    if paragraphs and "；" in purpose:
        purpose = purpose.replace("；", "；\n\n", 1)
    return [
        [f"{project.unit_code or ''}{project.unit_name or ''}", f"单位：{project.currency_unit}"],
        ["项目编码", project.code or "", "项目名称", project.name or ""],
        [
            "预算规模及资金用途",
            "预算数",
            project.budget or "",
            "其中：财政资金",
            project.fiscal_funds or "",
            "其他资金",
            project.other_funds or "",
        ],
        ["", purpose],
        [f"资金支出计划{percent}", "3月底", "6月底", "10月底", "12月底"],
        ["", *[value or "" for value in project.plan.values()]],
        ["绩效目标", goals + "\n"],
        LEVELS,
        *(indicator_rows(project.indicators) or [[""] * 6]),
    ]


def indicator_rows(indicators: list[Indicator]) -> list[Row]:
    """One row an indicator; a level 1 equal to the one above is a merged cell and blank."""
    found, above = [], None
    for row in indicators:
        level1 = "" if row.level1 == above else row.level1
        above = row.level1
        found.append([x or "" for x in (level1, row.level2, row.name, row.description, row.target, row.basis)])
    return found


def broken(rng: Random, text: str) -> str:
    """A long cell with a line break of its own now and then, as people type them."""
    if len(text) < 8 or "\n" in text or rng.random() > 0.04:
        return text
    at = rng.randint(3, len(text) - 3)
    return f"{text[:at]}\n{text[at:]}"


def table(rng: Random, lines: list[Row]) -> str:
    """The rows of a table: a cell a line, a blank line behind each row."""
    spare = [[""] * 6] * rng.choice((0, 0, 0, 1, 2)) if any(lines[-1]) else []
    return "\n".join("\n".join(cell(broken(rng, text)) for text in row) + "\n" for row in lines + spare)


def render(content: Content, seed: int) -> Specimen:
    """The document as a Word dump; nothing is lost in this form."""
    rng = Random(f"word/{seed}")
    coded, marks = rng.random() < 0.8, content.layout.goal_mark
    percent, paragraphs = rng.choice(("（%）", "（%）", "(%)", "")), rng.random() < 0.5
    text = ["\n".join(front_lines(front(content, rng), rng, coded))]
    for project in [*content.truth.projects, *blanks(content)]:
        title = heading(content, project)
        text.append(title + (field_code(title.replace(".", "、", 1), "C") if coded else ""))
        text.append(table(rng, rows(project, marks, percent, paragraphs)) + "\n")
    if rng.random() < 0.3:
        text.append(str(rng.randint(2, 60)))
    truth = content.truth.model_copy(update={"form": "word-text"})
    traits = [name for name, on in (("field codes", coded), ("two-paragraph purposes", paragraphs)) if on]
    return specimen(f"word-{seed}.txt", retyped(rng, "\n".join(text) + "\n"), truth, content, traits=traits)
