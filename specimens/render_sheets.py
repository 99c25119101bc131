"""Prints disclosure documents as OCR Markdown and as a Word dump: sheets with headings, merged cells, page breaks."""

from dataclasses import dataclass, replace
from random import Random

from shared.document import Project
from specimens import render_ocr, render_word
from specimens.disclosure import Block, Disclosure, blocks
from specimens.front import heading
from specimens.ocr_hand import Hand, hand, table
from specimens.ocr_project import table_rows
from specimens.sheets import Sheet, depth, levels, paths
from specimens.specimen import Specimen, specimen
from specimens.wrapping import spaced

ROWS = 14  # on a page, at least


@dataclass
class Press:
    """How one document's sheets are printed: drawn once; `how` are the habits that it shares with other tables."""

    how: Hand
    bureau: str
    one_line: bool
    numbering: bool
    again: str
    """What stands over the second page of a sheet: "header", "all", "continued" or "nothing"."""
    displaced: bool
    cut_rows: bool


def press(rng: Random, how: Hand, bureau: str) -> Press:
    """Draw the habits of one document."""
    return Press(
        how=how,
        bureau=bureau,
        one_line=rng.random() < 0.25,
        numbering=rng.random() < 0.8,
        again=rng.choice(("header", "header", "all", "continued", "nothing")),
        displaced=rng.random() < 0.3,
        cut_rows=rng.random() < 0.3,
    )


def asides(sheet: Sheet, by: Press) -> list[str]:
    """The lines between a sheet's heading and its header."""
    lines = [f"{sheet.code} {by.bureau}"] if sheet.code else []
    lines += [f"预算年度：{sheet.year}"] if sheet.year else []
    lines += (
        [f"单位：{sheet.unit}"] if sheet.unit and not any("金额单位" in path for path in paths(sheet.header)) else []
    )
    return ["　".join(lines)] if by.one_line and lines else lines


def header_rows(sheet: Sheet, by: Press) -> list[list[str]]:
    """The header with a blank in every place that a merged cell covers."""
    rows = [
        [cell for label, span in row for cell in (label or "", *[""] * (span - 1))]
        for row in levels(sheet.header, depth(sheet.header))
    ]
    if by.displaced and "上年结转" in rows[0]:
        by.how.seen.add("header displaced")
        rows[0][-2:], rows[-1][-2:] = ["上年结转", ""], ["", "其他收入"]
    if by.numbering and sheet.numbered:
        rows.append(["栏次", *(str(i) for i in range(1, len(rows[0])))])
    return [[" ".join(cell) if cell == "项目" and by.how.spacing else cell for cell in row] for row in rows]


def tab_rows(by: Press, rows: list[list[str]]) -> list[str]:
    """Rows as lines of tab-separated cells, blanks at their ends lost where this OCR loses them."""
    texts = ["\t".join(row) for row in rows]
    return texts if by.how.trailing else [text.rstrip("\t") or text for text in texts]


def sheet_ocr(sheet: Sheet, by: Press) -> list[str]:
    """A sheet over as many pages as it takes."""
    rng = by.how.rng
    head, top = tab_rows(by, header_rows(sheet, by)), asides(sheet, by)
    lines = ["", rng.choice(("", "# ", "## ")) + sheet.kind, "", *_loose(top), *head]
    body = [[cell or "" for cell in row] for row in sheet.rows]
    page = rng.randint(ROWS, 30)
    for number, row in enumerate(body):
        halves = None
        if number and number % page == 0:
            by.how.seen.add(f"sheet over pages, {by.again}")
            halves = cut_row(by, row) if sheet.numbered else None
            lines += tab_rows(by, [halves[0]]) if halves else []
            lines += over(sheet, by, top, head)
        lines += tab_rows(by, [halves[1] if halves else row])
    return [*lines, "", *([sheet.note, ""] if sheet.note else [])]


def over(sheet: Sheet, by: Press, top: list[str], head: list[str]) -> list[str]:
    """What stands over the next page's part."""
    lines = ["", *([str(by.how.rng.randint(2, 90)), ""] if by.how.page_numbers else [])]
    if by.again == "nothing":
        return lines
    if by.again == "continued":
        lines += [f"{sheet.kind}（续表）", ""]
    return [*lines, *(_loose(top) if by.again == "all" else []), *head]


def cut_row(by: Press, row: list[str]) -> tuple[list[str], list[str]] | None:
    """A row whose name the page cuts in two; its amounts stand above."""
    name = row[2] if len(row) > 2 else ""
    if not by.cut_rows or by.again == "nothing" or len(name) < 6 or name[0].isdigit():
        return None
    by.how.seen.add("sheet's row cut by a page")
    return [*row[:2], name[:4], *row[3:]], ["", "", name[4:], *[""] * (len(row) - 3)]


def _loose(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]


def ocr(what: Disclosure, seed: int) -> Specimen:
    """The document as OCR gives it; the truth loses what this text lost."""
    rng = Random(f"disclosure ocr/{seed}")
    how = hand(rng)
    by = press(rng, how, what.budget.bureau)
    printed, kept = ["", ""], []
    for block in blocks(what, rng):
        if block.project:
            lines, project = project_ocr(what, block.project, how)
            printed += lines
            kept.append(project)
        else:
            printed += sheet_ocr(block.sheet, by) if block.sheet else line_ocr(block, how)
    truth = what.truth.model_copy(update={"form": "ocr-markdown", "projects": kept})
    notes = {"warnings": how.warnings, "traits": how.seen}
    return specimen(f"disclosure-ocr-{seed}.txt", "\n".join(printed) + "\n", truth, what.content, **notes)


def line_ocr(block: Block, how: Hand) -> list[str]:
    """A heading, an entry of the contents, or a paragraph."""
    text = spaced(how.rng, block.text, how.spacing)
    if block.kind == "contents":
        return [text.replace("\t", ".....\t")]
    if block.kind == "text":
        return render_ocr.paragraph(how, text)
    return ["", (how.rng.choice(("", "# ", "## ")) if block.kind != "item" else "") + text, ""]


def project_ocr(what: Disclosure, project: Project, how: Hand) -> tuple[list[str], Project]:
    """A project's heading, currency line and table."""
    rows, still = table_rows(how, project, what.content.layout.goal_mark)
    top = ["", heading(what.content, project), "", f"单位：{project.currency_unit}", ""]
    return [*top, *table(how, rows), ""], still


def sheet_word(sheet: Sheet, by: Press) -> list[str]:
    """A sheet one cell a line: a label over several columns is one cell, one merged downward is blank below."""
    rows = [[label or "" for label, _ in row] for row in levels(sheet.header, depth(sheet.header))]
    if by.numbering and sheet.numbered:
        rows.append(["栏次", *(str(i) for i in range(1, len(paths(sheet.header))))])
    rows += [[cell or "" for cell in row] for row in sheet.rows]
    cells = "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows)
    return [sheet.kind, *asides(sheet, by), "", cells, "", *([sheet.note, ""] if sheet.note else [])]


def word(what: Disclosure, seed: int) -> Specimen:
    """The document as a Word dump; nothing is lost in this form."""
    rng = Random(f"disclosure word/{seed}")
    by = press(rng, replace(hand(rng), spacing=0.0), what.budget.bureau)
    marks, percent = what.content.layout.goal_mark, rng.choice(("（%）", "(%)", ""))
    printed: list[str] = []
    for block in blocks(what, rng):
        if block.project:
            rows = render_word.rows(block.project, marks, percent, paragraphs=False)[1:]
            top = [heading(what.content, block.project), f"单位：{block.project.currency_unit}", ""]
            printed += [*top, render_word.table(rng, rows), ""]
        else:
            printed += sheet_word(block.sheet, by) if block.sheet else [block.text]
    truth = what.truth.model_copy(update={"form": "word-text"})
    return specimen(f"disclosure-word-{seed}.txt", "\n".join(printed) + "\n", truth, what.content)


RENDERERS = {"ocr-markdown": ocr, "word-text": word}
