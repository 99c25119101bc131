"""The codes of reading warnings: what could not be read surely, with its text in both languages.

Readers and extraction name a code; this registry gives the words. docs/warnings.md lists the same codes (a test holds
them together). A warning never accuses the submitter: it speaks of our reading.

`python -m shared.warnings` prints the page.
"""

from shared.document import ReadingWarning
from shared.findings import Subject
from shared.places import Place, joined

# code -> (Chinese, English); `{…}` are filled by the caller.
WARNINGS: dict[str, tuple[str, str]] = {
    "ocr_doubtful": (
        "识别结果“{reason}”中有把握不足的字符，请对照原件。",
        "Some letters of the recognised text “{reason}” are doubtful: compare it with the original.",
    ),
    "code_repaired": (
        "识别出的项目编码“{reason}”不符合校验码，已更换一个把握不足的字符使其相符，请对照原件。",
        "The recognised project code “{reason}” failed its check; one doubtful character was exchanged so that it "
        "holds: compare it with the original.",
    ),
    "page_unreadable": (
        "该页无法读取，其内容缺失。",
        "This page cannot be read; what it holds is missing.",
    ),
    "pages_unread": (
        "读取时间已到，第 {reason} 页未读取，其内容缺失：请拆分文件后再提交。",
        "There was no time left to read pages {reason}; what they hold is missing: split the file.",
    ),
    "page_read_again": (
        "该页用备用方式读取：{reason}。",
        "This page was read by the fallback reader: {reason}.",
    ),
    "mark_left_out": (
        "“{reason}”斜排或色浅字大，按水印未计入正文，请对照原件。",
        "“{reason}”, slanted or pale and large, was taken for a watermark and left out: compare it with the original.",
    ),
    "blanks_lost": (
        "“{table}”在文本中丢失了空白单元格，该行金额所在的栏次不能完全确定。",
        "The text lost the blank cells of “{table}”; which columns the amounts of this row stood in is not sure.",
    ),
    "table_unread": (
        "“{table}”标题下未能还原出表格。",
        "No table could be made out under the heading “{table}”.",
    ),
    "header_uncertain": (
        "“{table}”的表头错位，各栏名称可能与数据列对不上。",
        "The header cells of “{table}” are displaced; its column labels may not stand over their values.",
    ),
    "column_lost": (
        "文本中缺少“{column}”一列，无法确定该列的值。",
        "The text lost the column “{column}”; its value is unknown.",
    ),
    "label_lost": (
        "表中未见“{label}”一项，无法确定其值。",
        "The table shows no label “{label}”; its value is unknown.",
    ),
    "header_lost": (
        "指标表没有表头，各列按固定次序读取。",
        "The indicator table has no header; its columns were read in the form's usual order.",
    ),
    "column_unknown": (
        "指标表中有未识别的列，未读取其内容。",
        "The indicator table has a column that is not known; it was not read.",
    ),
    "table_cut": (
        "该项目的表格不完整，未见指标表。",
        "The project's table is incomplete: its indicator table was not found.",
    ),
    "heading_without_table": (
        "标题下未见表格。",
        "There is no table under this heading.",
    ),
    "blank_form": (
        "空白表格，未填写任何内容。",
        "A blank form: nothing is filled in.",
    ),
    "row_join_doubtful": (
        "跨页的两行已合并为一行，但把握不大（{reason}）。",
        "Two rows at a page break were read as one, which is not sure ({reason}).",
    ),
    "level_doubtful": (
        "一级指标可能在文本中缺失，暂沿用上一行的一级指标。",
        "The first level may be lost in the text; that of the row above was carried down.",
    ),
    "order_lost": (
        "文本未按单元格顺序排列（分栏输出），内容可能错位；请改交PDF原件，或用 pdftotext -layout 重新转换。",
        "The text goes column by column, not cell by cell, so contents may be misplaced: hand in the PDF itself, or "
        "convert it again with pdftotext -layout.",
    ),
    "table_off_page": (
        "表格超出页面边缘，页面以外的内容无法读取；请调整页面或列宽后重新导出。",
        "The table runs off the page, and what is beyond its edge cannot be read: export it again on a wider page.",
    ),
    "grid_uncertain": (
        "文本中单元格的界线不能完全确定。",
        "Where one cell ends and the next begins is not sure in this text.",
    ),
    "rows_lost": (
        "“{table}”的序号由{before}跳至{after}，其间的行可能在文本中缺失。",
        "The rows of “{table}” jump from {before} to {after}: those between may be lost in the text.",
    ),
    "projects_skipped": (
        "项目序号由{before}跳至{after}，其间的内容可能在文本中缺失。",
        "The projects jump from {before} to {after}: what stood between may be lost in the text.",
    ),
    "levels_again": (
        "同一张表的一级指标重新从头开始，可能混入了下一个项目的指标。",
        "The first levels begin again within one table: rows of the next project may be among them.",
    ),
    "head_lost": (
        "该项目的表格缺少上半部分，指标可能不全。",
        "The upper part of the project's table is missing; so may be some of its indicators.",
    ),
    "document_cut": (
        "文档似乎在此处中断。",
        "The document seems to break off here.",
    ),
    "projects_missing": (
        "目录所列项目（{promised}个）多于读到的项目绩效目标表（{read}个）。",
        "The document names more projects ({promised}) than tables were found ({read}).",
    ),
    "no_projects": (
        "未读到项目绩效目标表。",
        "No table of a project was found.",
    ),
    "template_unknown": (
        "未识别出已知的表式，只提取了标题和表格。",
        "The form is not known: only its title and tables were read.",
    ),
    "characters_lost": (
        "文本中有无法识别的字符（�）。",
        "The text has characters that could not be decoded (�).",
    ),
    "text_unplaced": (
        "这段文字未能归入任何栏目。",
        "This text could not be assigned to any field.",
    ),
}


def warning(
    code: str,
    text: str | None,
    places: tuple[Place, ...] = (),
    subject: Subject | None = None,
    **words: object,
) -> ReadingWarning:
    """The warning `code` with its words filled in; `text` is what is printed there, `subject` what it is about."""
    zh, en = WARNINGS[code]
    where = joined(places)
    return ReadingWarning(
        code=code,
        message=zh.format(**words),
        message_en=en.format(**words),
        text=text,
        subject=subject,
        at=where,
    )


PAGE = """# Reading warnings

What Gouji could not read surely in a document stands in its `warnings`: a code, the words in both languages, the text
as printed, the place, and the subject it is about (project, indicator, field, table). A warning never accuses the
submitter. Rules that meet one on the values they need answer `parse_uncertain` instead of giving a finding.

The words come from `shared/warnings.py`; words in braces are filled in for each case.

| code | 中文 | English |
| --- | --- | --- |
"""


def page() -> str:
    """docs/warnings.md."""
    return PAGE + "".join(f"| `{code}` | {zh} | {en} |\n" for code, (zh, en) in sorted(WARNINGS.items()))


if __name__ == "__main__":
    print(page(), end="")
