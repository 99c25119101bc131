"""Word and Excel files, against python-docx's cell access and openpyxl: CPU time on one core, ratios of one run.

`python -m benchmarks.office`. All sides go from bytes to the text of every cell; ours give spans and places besides.
"""

import gc
import io
import os
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random
from statistics import median

import docx
import openpyxl

from services.parse import task  # noqa: F401 - sets the collector's rhythm as in the readers' child
from services.parse.readers.docx import read_docx
from services.parse.readers.spreadsheet import read_spreadsheet
from shared.media import XLSX
from specimens.content import generate
from specimens.grid import COLUMNS, Row, project_grid
from specimens.render_docx import NAMESPACE, RELATIONS, TYPES, package, paragraph, table
from specimens.render_xlsx import workbook

TABLES = 60
ROUNDS, REFERENCE_ROUNDS = 15, 3
SEED = 7


def ours_word(data: bytes) -> int:
    """Cells that are not covered by another."""
    return sum(1 for block in read_docx(data).blocks if hasattr(block, "rows") for row in block.rows for _ in row)


def by_position(data: bytes) -> int:
    """Every cell by table.cell(row, column), which looks for it among all."""
    tables = docx.Document(io.BytesIO(data)).tables
    places = (
        (table, row, col) for table in tables for row in range(len(table.rows)) for col in range(len(table.columns))
    )
    return sum(1 for table, row, col in places if table.cell(row, col).text is not None)


def by_row(data: bytes) -> int:
    """Every cell by row.cells."""
    tables = docx.Document(io.BytesIO(data)).tables
    return sum(1 for table in tables for row in table.rows for cell in row.cells if cell.text is not None)


def ours_excel(data: bytes) -> int:
    """Cells of the tables."""
    blocks = read_spreadsheet(data, XLSX).blocks
    return sum(1 for block in blocks if hasattr(block, "rows") for row in block.rows for _ in row)


def by_openpyxl(data: bytes) -> int:
    """Every cell's value with the merged ranges at hand: not read-only mode, which knows none."""
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return sum(1 for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is None or cell.value)


def by_openpyxl_read_only(data: bytes) -> int:
    """Every cell's value and nothing else."""
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    return sum(1 for sheet in workbook for row in sheet.iter_rows(values_only=True) for _ in row)


def cpu(work: Callable[[bytes], int], data: bytes, rounds: int) -> tuple[float, int]:
    """Median CPU seconds, and the cells."""
    taken, cells = [], 0
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        cells = work(data)
        taken.append(time.process_time() - begun)
    return median(taken), cells


def line(name: str, ours: Callable[[bytes], int], peer: Callable[[bytes], int], data: bytes) -> str:
    """One line of the table."""
    mine, cells = cpu(ours, data, ROUNDS)
    theirs, _ = cpu(peer, data, REFERENCE_ROUNDS)
    return f"| {name} | {cells:,} | {mine * 1e3:.1f} | {theirs * 1e3:.1f} | {theirs / mine:.0f} |"


def _grids() -> Iterator[list[Row]]:
    """The tables of projects of many invented documents."""
    for seed in count(1):
        content = generate(seed)
        yield from (project_grid(project, content.layout.goal_mark) for project in content.truth.projects)


def _with_grid(table: str) -> str:
    """python-docx asks for the columns' widths."""
    return table.replace("<w:tbl>", f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * COLUMNS}</w:tblGrid>", 1)


def _document(grids: list[list[Row]]) -> bytes:
    rng = Random(SEED)  # noqa: S311 - invented documents
    body = "".join(paragraph(rng, "项目绩效目标表") + _with_grid(table(rng, rows)) for rows in grids)
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    )
    return package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml})


def main() -> None:
    """Print the table."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    grids = list(islice(_grids(), TABLES))
    document = _document(grids)
    book = workbook({f"项目{number}": rows for number, rows in enumerate(grids, 1)}, True)
    print("| what | cells | ours, ms | peer, ms | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    print(line(f".docx of {TABLES} tables, python-docx table.cell()", ours_word, by_position, document))
    print(line(f".docx of {TABLES} tables, python-docx row.cells", ours_word, by_row, document))
    print(line(f".xlsx of {TABLES} sheets, openpyxl", ours_excel, by_openpyxl, book))
    long = workbook({"项目": [row for _ in range(5) for rows in grids for row in rows]}, True)
    print(line(".xlsx of one long sheet, openpyxl", ours_excel, by_openpyxl, long))
    print(line(f".xlsx of {TABLES} sheets, openpyxl read-only", ours_excel, by_openpyxl_read_only, book))


if __name__ == "__main__":
    main()
