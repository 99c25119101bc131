"""Prints a truth as Markdown from OCR: headings of any level, paragraphs and tables cut by pages."""

from random import Random

from shared.document import Project
from specimens.content import Content
from specimens.front import Piece, blanks, front, heading
from specimens.ocr_hand import BOUND, Hand, formula, hand, table
from specimens.ocr_project import table_rows
from specimens.specimen import Specimen, specimen
from specimens.wrapping import retyped, spaced, wrap


def front_lines(how: Hand, pieces: list[Piece]) -> list[str]:
    """The front matter as Markdown: headings with any number of marks, paragraphs split where a page ended."""
    rng, printed = how.rng, []
    marks = ["", "# ", "## ", "### "]
    for piece in pieces:
        text = spaced(rng, piece.text, how.spacing)
        if piece.kind == "cover":
            printed += [line + "  " for line in wrap(text, 12)]
        elif piece.kind == "contents":
            printed += [
                ("# " if rng.random() < 0.5 else "") + text if text.startswith("目") else text.replace("\t", ".....\t")
            ]
            printed += [""] if text.startswith("目") or rng.random() < 0.1 else []
        elif piece.kind in ("part", "section"):
            printed += ["", rng.choice(marks) + text, ""]
        else:
            printed += paragraph(how, text)
    return printed


def paragraph(how: Hand, text: str) -> list[str]:
    """One paragraph, in two halves where a page ended in it."""
    if how.latex and BOUND.search(text):
        text = formula(how.rng, text)
    elif len(text) > 60 and how.rng.random() < how.breaks:
        how.seen.add("paragraph cut by a page")
        at = how.rng.randint(30, len(text) - 20)
        at += text[at - 1] in "。；！"  # a cut behind a full stop would look like the end of a paragraph
        return [text[:at], "", text[at:], ""]
    return [text, ""]


def unit_lines(how: Hand, project: Project) -> list[str]:
    """The line of the unit and the line of the currency, or both on one."""
    unit = f"{project.unit_code or ''} {project.unit_name or ''}".strip()
    money = f"单位{how.rng.choice('：：:')}{project.currency_unit}"
    return [f"{unit} {money}", ""] if how.rng.random() < 0.1 or not unit else [unit, "", money, ""]


def render(content: Content, seed: int) -> Specimen:
    """The document as OCR gives it; the truth loses what this text lost."""
    how = hand(Random(f"ocr/{seed}"))
    printed = ["", "", *front_lines(how, front(content, how.rng))]
    kept: list[Project] = []
    for project in [*content.truth.projects, *blanks(content)]:
        title = spaced(how.rng, heading(content, project), how.spacing)
        printed += [
            "",
            how.rng.choice(("", "# ", "## ", "## ", "### ", "#### ")) + title,
            "",
            *unit_lines(how, project),
        ]
        rows, still = table_rows(how, project, content.layout.goal_mark)
        kept += [still] if project.code else []
        printed += [*table(how, rows), ""]
    truth = content.truth.model_copy(update={"form": "ocr-markdown", "projects": kept})
    text = retyped(how.rng, "\n".join(printed) + "\n")
    return specimen(f"ocr-{seed}.txt", text, truth, content, warnings=how.warnings, traits=how.seen)
