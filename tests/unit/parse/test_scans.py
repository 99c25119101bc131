"""Scans and photographs: what is straightened, read and doubted. The slow model is asked for a few words only."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from services.parse.blocks import Line, Table
from services.parse.blocks import Reading as Blocks
from services.parse.core import read
from services.parse.readers.scan.inking import ink, letters_of
from services.parse.readers.scan.lettering import Reading, lines_in
from services.parse.readers.scan.ruling import rules_of
from services.parse.readers.scan.straight import straightened
from services.parse.readers.scan.trust import doubtful, mended, settled
from services.validate.doubts import Doubts
from shared.document import Document, Indicator, Project
from shared.places import Place
from shared.project_code import check_character
from shared.warnings import warning

WORDS = [["2024", "12.50"], ["budget", "≤95%"]]
XS, YS = (200, 700, 1300), (300, 420, 540)


def sheet(turned: float = 0.0) -> Image.Image:
    """An A4 page at 200 dpi with a 2 × 2 table."""
    image = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=44)
    for y in YS:
        draw.line([(XS[0], y), (XS[-1], y)], fill=0, width=3)
    for x in XS:
        draw.line([(x, YS[0]), (x, YS[-1])], fill=0, width=3)
    for row, texts in zip(YS, WORDS, strict=False):
        for column, text in zip(XS, texts, strict=False):
            draw.text((column + 40, row + 30), text.replace("≤", "<"), fill=0, font=font)
    return image.rotate(turned, fillcolor=255, resample=Image.Resampling.BICUBIC)


def saved(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def cells(reading: Blocks) -> list[list[str]]:
    (table,) = (block for block in reading.blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "PDF"])
def test_picture_of_a_table_is_read_as_a_table(form: str) -> None:
    reading = read(saved(sheet(), form))
    assert (reading.form, reading.pages) == ("scan", 1)
    assert cells(reading)[0] == WORDS[0]
    assert cells(reading)[1][0] == "budget"


def bound(*printed: tuple[float, float, str], strips: int = 1) -> bytes:
    """The sheet as a PDF page of pictures one below the other, with words printed upon it at (x, y) points."""
    out, picture = io.BytesIO(), sheet()
    width, height = A4
    canvas = Canvas(out, pagesize=A4)
    for i in range(strips):
        top, bottom = (picture.height * edge // strips for edge in (i, i + 1))
        strip = ImageReader(picture.crop((0, top, picture.width, bottom)))
        canvas.drawImage(
            strip, 0, height * (1 - bottom / picture.height), width, height * (bottom - top) / picture.height
        )
    for x, y, text in printed:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


BOUND = {
    "a page number": bound((290, 30, "- 1 -")),
    "a header and a page number": bound((200, 810, "Budget of the county for 2024"), (290, 30, "1")),
    "strips": bound(strips=4),
}


@pytest.mark.parametrize("data", BOUND.values(), ids=BOUND.keys())
def test_scan_with_only_its_margins_printed_upon_is_read_as_the_picture_it_is(data: bytes) -> None:
    reading = read(data)
    assert (reading.form, reading.pages) == ("scan", 1)
    assert cells(reading)[0] == WORDS[0]
    assert "1" not in "".join(block.text for block in reading.blocks if isinstance(block, Line))


def test_text_upon_a_picture_is_read_as_the_text_it_is() -> None:
    reading = read(bound((100, 400, "Budget of the county"), (290, 30, "- 1 -")))
    assert reading.form == "pdf"
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["Budgetofthecounty"]


def test_page_that_lies_askew_is_read_and_its_strict_bound_doubted() -> None:
    reading = read(saved(sheet(turned=1.7), "PNG"))
    assert cells(reading)[0] == WORDS[0]
    [(code, text, places)] = [each for each in reading.warnings if each[1] and each[1].startswith("<")]
    assert (code, text) == ("ocr_doubtful", "<95%")
    left, top, right, bottom = places[0]["bbox"]
    assert (left + right) / 2 == pytest.approx((XS[1] + 110) * 72 / 200, abs=20)
    assert (top + bottom) / 2 == pytest.approx((YS[1] + 55) * 72 / 200, abs=20)


def test_cells_of_a_table_whose_rules_are_broken_are_doubted() -> None:
    image = sheet()
    draw = ImageDraw.Draw(image)
    draw.line([(XS[0] + 40, YS[1]), (XS[1] - 5, YS[1])], fill=255, width=5)  # opens the upper left cell below
    draw.line([(XS[1], YS[0] + 5), (XS[1], YS[1] - 5)], fill=255, width=5)  # and at its right
    reading = read(saved(image, "PNG"))
    (table,) = (block for block in reading.blocks if isinstance(block, Table))
    doubted = [(text, places) for code, text, places in reading.warnings if code == "grid_uncertain"]
    rows = [row for row in table.rows if any(cell.places for cell in row)]
    assert [text for text, _ in doubted] == [" ".join(cell.text for cell in row if cell.text) for row in rows]
    assert [places for _, places in doubted] == [sum((cell.places for cell in row), ()) for row in rows]
    assert not any(code == "grid_uncertain" for code, _, _ in read(saved(sheet(), "PNG")).warnings)


@pytest.mark.parametrize("turned", [-3.0, 0.0, 0.4, 2.0])
def test_skew_is_taken_out(turned: float) -> None:
    upright, angle = straightened(np.asarray(sheet(turned), dtype=np.uint8))
    assert angle == pytest.approx(-turned, abs=0.1)
    horizontal, vertical, _ = rules_of(ink(upright))
    assert (len(horizontal), len(vertical)) == (3, 3)


@pytest.mark.parametrize("ruled", [True, False], ids=["table", "lines of text"])
def test_camera_held_aside_is_taken_out(ruled: bool) -> None:
    image = sheet() if ruled else Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    for y in range(700, 2200, 60):
        draw.text((200, y), "budget and performance of the year " * 2, fill=0, font=ImageFont.load_default(size=36))
    corners = ((0, 0), (30, 2339), (1640, 2300), (1654, 60))  # as seen, turning with the sheet from the upper left
    aside = image.transform(image.size, Image.Transform.QUAD, sum(corners, ()), Image.Resampling.BICUBIC, fillcolor=255)
    upright, _ = straightened(np.asarray(aside, dtype=np.uint8))
    _, _, rest = rules_of(ink(upright))
    lines = [line for line in lines_in(letters_of(rest), (0, 600, 1654, 2339)) if line[2] - line[0] > 600]
    assert len(lines) == 25
    assert max(bottom - top for _, top, _, bottom in lines) < 50


def test_stroke_of_a_letter_in_a_low_row_is_no_rule() -> None:
    image = Image.new("L", (1654, 400), 255)
    draw = ImageDraw.Draw(image)
    for y in (100, 139, 178):
        draw.line([(200, y), (900, y)], fill=0, width=3)
    for x in (200, 550, 900):
        draw.line([(x, 100), (x, 178)], fill=0, width=3)
    draw.line([(700, 107), (700, 133)], fill=0, width=3)  # as in 十
    draw.line([(688, 118), (712, 118)], fill=0, width=3)
    draw.line([(400, 100), (400, 139)], fill=0, width=3)  # a rule as high as the row
    _, vertical, _ = rules_of(ink(np.asarray(image, dtype=np.uint8)))
    assert sorted(round(rule.at * 200 / 72, -1) for rule in vertical) == [200, 400, 550, 900]


def test_dust_and_edges_and_seals_are_no_letters() -> None:
    image = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    draw.text((300, 300), "12.50", fill=0, font=ImageFont.load_default(size=36))
    clean = letters_of(ink(np.asarray(image, dtype=np.uint8)))
    for x in range(100, 1600, 50):
        draw.ellipse((x, 800, x + 3, 803), fill=60)
    draw.line([(0, 30), (1654, 45)], fill=0, width=4)
    draw.ellipse((900, 1200, 1150, 1450), outline=90, width=6)
    assert np.array_equal(letters_of(ink(np.asarray(image, dtype=np.uint8))), clean)
    ((left, top, right, bottom),) = lines_in(clean, (0, 0, 1654, 2339))
    assert left == pytest.approx(302, abs=4)
    assert (right - left, bottom - top) == (pytest.approx(92, abs=12), pytest.approx(27, abs=6))


def test_what_stands_far_apart_is_two_lines() -> None:
    image = Image.new("L", (1654, 400), 255)
    draw = ImageDraw.Draw(image)
    for x, y in ((100, 100), (1300, 96), (100, 150)):
        draw.text((x, y), "unit one", fill=0, font=ImageFont.load_default(size=36))
    letters = letters_of(ink(np.asarray(image, dtype=np.uint8)))
    assert len(list(lines_in(letters, (0, 0, 1654, 400)))) == 3


def test_lines_that_a_speck_bridges_are_two() -> None:
    image = Image.new("L", (1000, 300), 255)
    draw = ImageDraw.Draw(image)
    for y in (100, 134):
        draw.text((100, y), "NUMBERS AND NAMES NUMBERS", fill=0, font=ImageFont.load_default(size=36))
    draw.line([(400, 120), (400, 145)], fill=0, width=3)
    lines = list(lines_in(ink(np.asarray(image, dtype=np.uint8)), (0, 0, 1000, 300)))
    assert len(lines) == 2


def reading(text: str, confidence: float = 0.99) -> Reading:
    return Reading(text, (confidence,) * len(text))


SETTLED = {
    "brackets between Chinese characters": ("农村公路(二期)工程", "农村公路（二期）工程"),
    "an amount keeps its comma": ("1,234.50", "1,234.50"),
    "the year of a document": ("财预[2024]12号", "财预〔2024〕12号"),
    "another number in brackets": ("表[1]", "表[1]"),
    "a comma in a sentence": ("按进度支付,年底完成", "按进度支付，年底完成"),
    "a pair of which one stands beside a figure": ("甲政（2022)73号", "甲政（2022）73号"),
    "a year whose brackets were read as two kinds": ("甲政〔2022]73号", "甲政〔2022〕73号"),
    "words that hold what is seldom one": (
        "本部内部控制全部内容，当年未支出、到期未偿还、三个月未发放的自己经费",
        "本部内部控制全部内容，当年未支出、到期未偿还、三个月未发放的自己经费",
    ),
}


@pytest.mark.parametrize(("read_as", "printed"), SETTLED.values(), ids=SETTLED.keys())
def test_marks_take_the_width_that_the_forms_print(read_as: str, printed: str) -> None:
    assert settled(reading(read_as)).text == printed


GUESSES = {
    "the guess makes a usual word": ("甲县部内预算", 0.5, "门", "甲县部门预算"),
    "the letter is sure": ("甲县部内预算", 0.95, "门", "甲县部内预算"),
    "the guess is another": ("甲县部内预算", 0.5, "丙", "甲县部内预算"),
    "the letter makes a word": ("甲县县内预算", 0.5, "门", "甲县县内预算"),
}


@pytest.mark.parametrize(("text", "sure", "guess", "printed"), GUESSES.values(), ids=GUESSES.keys())
def test_second_guess_is_read_where_only_it_makes_a_usual_word_and_the_line_is_doubted(
    text: str, sure: float, guess: str, printed: str
) -> None:
    found = settled(Reading(f" {text}", (0.99,) * 4 + (sure,) + (0.99,) * 2, f"????{guess}??"))
    assert found.text == printed
    assert doubtful([found]) == ([0] if sure < 0.9 else [])


@pytest.mark.parametrize(("sure", "printed"), [(0.5, "绩效目标"), (0.99, "绩效目标.")])
def test_speck_behind_a_line_is_dropped_where_the_model_doubts_it(sure: float, printed: str) -> None:
    assert settled(Reading("绩效目标.", (0.99,) * 4 + (sure,))).text == printed


STEM = "13192322P00000010001"
CODE = STEM + check_character(STEM)
WRONG = CODE[:-1] + ("1" if CODE[-1] == "0" else "0")
DOUBTS = {
    "sure": ([reading("12.50")], []),
    "one letter not sure": ([Reading("12.50", (0.99, 0.99, 0.99, 0.6, 0.99))], [0]),
    "a mark that a speck may have made": ([reading("甲，乙", 0.95), reading("甲；乙", 0.95)], [1]),
    "a strict bound": ([reading("≤95%"), reading("<95%")], [1]),
    "what no form prints": ([reading("元|")], [0]),
    "the mark behind an item's number": (
        [Reading("1.甲", (0.99, 0.4, 0.99)), Reading("（二）乙", (0.99, 0.99, 0.4, 0.99))],
        [],
    ),
    "the point of an amount": ([Reading("1.5元", (0.99, 0.7, 0.99, 0.99))], [0]),
    "the kind of a bracket": ([Reading("〔2024〕", (0.5, 0.99, 0.99, 0.99, 0.99, 0.5))], []),
    "a code in two lines whose check holds": ([reading(CODE[:18], 0.5), reading(CODE[18:])], []),
    "a code whose check fails": ([reading(WRONG[:18]), reading(WRONG[18:])], [0, 1]),
}


@pytest.mark.parametrize(("lines", "which"), DOUBTS.values(), ids=DOUBTS.keys())
def test_lines_of_a_cell_are_doubted_by_letters_and_by_meaning(lines: list[Reading], which: list[int]) -> None:
    assert doubtful(lines) == which


def code(text: str, doubtful: dict[int, str]) -> list[Reading]:
    """A code over two lines; at some positions the model was in doubt, and has a second guess."""
    sure = [0.5 if i in doubtful else 0.99 for i in range(len(text))]
    others = "".join(doubtful.get(i, "?") for i in range(len(text)))
    return [Reading(text[part], tuple(sure[part]), others[part]) for part in (slice(0, 18), slice(18, None))]


MENDED = {
    "a doubtful letter that looks like another": ("I" + CODE[1:], {0: "?"}, CODE),
    "the model's second guess": ("4" + CODE[1:], {0: "1"}, CODE),
    "a letter that the model was sure of": ("I" + CODE[1:], {}, None),
    "another letter than the doubtful one": ("I" + CODE[1:], {5: "?"}, None),
    "two letters": ("I" + CODE[1:14] + "O" + CODE[15:], {0: "?", 14: "?"}, None),
    "a check that holds": (CODE, {0: "7"}, None),
    "no code": ("1234.50", {0: "7"}, None),
}


@pytest.mark.parametrize(("read_as", "doubts", "whole"), MENDED.values(), ids=MENDED.keys())
def test_code_is_repaired_where_one_doubtful_letter_makes_it_whole(
    read_as: str, doubts: dict[int, str], whole: str | None
) -> None:
    found = mended(code(read_as, doubts))
    assert (found and "".join(line.text for line in found)) == whole


def test_doubtful_letters_make_the_rules_uncertain_of_that_field_only() -> None:
    sure: Place = {"page": 1, "bbox": [10.0, 100.0, 60.0, 109.0], "confidence": 0.99}
    unsure: Place = {"page": 1, "bbox": [10.0, 120.0, 60.0, 129.0], "confidence": 0.5}
    indicator = Indicator(name="甲", target="<95%", at={"name": sure, "target": unsure})
    document = Document(
        id="d",
        source="a.pdf",
        media_type="application/pdf",
        form="scan",
        projects=[Project(ordinal=1, indicators=[indicator])],
        warnings=[warning("ocr_doubtful", "<95%", (unsure,), reason="<95%")],
    )
    doubts = Doubts.of(document)
    assert doubts.about({"project": 1, "indicator": 1, "field": "target"}) is not None
    assert doubts.about({"project": 1, "indicator": 1, "field": "name"}) is None
