"""An invented project in the Hebei form, as rows, and its print in the forms that dumps have."""

from collections.abc import Iterable, Sequence

from services.parse.core import parse
from shared.document import Document

Row = Sequence[str]

UNIT = "101001澄江县图书馆本级"
CODE = "13999924P00511110001J"
MONTHS = ("3月底", "6月底", "10月底", "12月底")
HEAD: tuple[Row, ...] = (
    ("项目编码", CODE, "项目名称", "图书购置经费"),
    ("预算规模及资金用途", "预算数", "3.50", "其中：财政资金", "3.50", "其他资金", ""),
    ("", "用于购置图书和期刊。"),
    ("资金支出计划（%）", *MONTHS),
    ("", "25%", "50%", "75%", "100%"),
    ("绩效目标", "1.丰富馆藏。 2.方便借阅。"),
)
HEADER: Row = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
BODY: tuple[Row, ...] = (
    ("产出指标", "数量指标", "购置册数", "全年购置图书册数", "≥1200册", "工作计划"),
    ("", "质量指标", "验收合格率", "合格图书占比", "100%", "工作计划"),
    ("", "成本指标", "购置成本", "购置总成本", "≤3.50万元", "预算"),
    ("效益指标", "社会效益指标", "借阅人次增长", "借阅人次比上年", "明显增长", "历史数据"),
    ("满意度指标", "服务对象满意度指标", "读者满意度", "问卷调查", "≥95%", "调查问卷"),
)


def ocr(rows: Iterable[Row]) -> str:
    """The rows as OCR Markdown prints a table."""
    return "".join("\t".join(row) + "\t\n" for row in rows)


def word(rows: Iterable[Row]) -> str:
    """The rows as a Word dump prints a table."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def project(
    heading: str = "1.图书购置经费绩效目标表",
    unit: str = UNIT,
    head: Iterable[Row] = HEAD,
    indicators: Iterable[Row] = (HEADER, *BODY),
) -> str:
    """One project as OCR Markdown."""
    return f"{heading}\n\n{unit}\n\n单位：万元\n\n{ocr(head)}{ocr(indicators)}\n"


def read(text: str) -> Document:
    """The one document in `text`."""
    (document,) = parse(text.encode("utf-8"), "invented.txt")
    return document


def indicator_rows(document: Document, ordinal: int = 1) -> list[tuple[str | None, ...]]:
    """The indicators of a project as tuples in the order of the form's columns."""
    return [
        (row.level1, row.level2, row.name, row.description, row.target, row.basis)
        for row in document.projects[ordinal - 1].indicators
    ]


def carried(rows: Iterable[Row]) -> list[tuple[str | None, ...]]:
    """What a perfect reader gives for printed indicator rows: levels carried down, blank cells None."""
    level1 = level2 = ""
    filled = []
    for row in rows:
        level1, level2 = row[0] or level1, row[1] or ("" if row[0] else level2)
        filled.append((level1, level2, *(cell or None for cell in row[2:])))
    return filled
