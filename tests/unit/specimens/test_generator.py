"""The generator of invented documents: the same seed gives the same bytes, its codes are valid, its places invented."""

import re
from random import Random

import pytest

from shared.document import Document
from specimens import vocabulary
from specimens.codes import ALPHABET, check_character, third_generation
from specimens.content import generate
from specimens.evidence import Width, unambiguous, widths_seen
from specimens.setting import Knobs
from specimens.stream import Pen
from specimens.variants import RENDERERS, variant
from specimens.wrapping import cut, width, wrap


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_same_seed_gives_same_bytes(form: str) -> None:
    assert variant(form, 5).content == variant(form, 5).content
    assert variant(form, 5).content != variant(form, 6).content


def test_check_character_follows_the_alphabet_and_weights() -> None:
    assert check_character("1" + "0" * 19) == ALPHABET[29]
    assert check_character("0" * 20) == ALPHABET[30]


def test_third_generation_code_has_its_form() -> None:
    code = third_generation(Random(1), "131921", 2024, 17)
    assert re.fullmatch(r"13192124P[0-9A-Z]{5}\d10017[0-9A-Y]", code)


def test_every_value_is_without_white_space() -> None:
    for seed in range(30):
        assert not re.search(r"\s", "".join(_texts(generate(seed).truth)))


def _texts(truth: Document) -> list[str]:
    rows = [row for project in truth.projects for row in project.indicators]
    values = [value for part in (*truth.projects, *rows) for _, value in part if isinstance(value, str)]
    return [*values, *truth.safeguards, truth.overall_goal or ""]


def test_divisions_are_assigned_to_nobody() -> None:
    assert all(code.startswith("1319") for code in vocabulary.PLACES.values())


def test_knobs_fix_what_they_name() -> None:
    content = generate(3, Knobs(projects=7, year=2025, unit="元", generation=3, cover=False, sub_goals=False))
    assert len(content.truth.projects) == 7
    assert content.truth.fiscal_year == 2025
    assert {project.currency_unit for project in content.truth.projects} == {"元"}
    assert content.truth.title is None
    assert content.truth.sub_goals == []


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("服务对象满意度指标", 5, ["服务对象满", "意度指标"]),
        ("完成2024年任务", 5, ["完成2024", "年任务"]),
        ("办学条件好，", 5, ["办学条件", "好，"]),
        ("澜财教〔2023〕41号", 5, ["澜财教", "〔2023〕", "41号"]),
        ("13192124P00A1B210017K", 10, ["13192124P00A1B210017", "K"]),
        ("", 5, [""]),
    ],
)
def test_wrapping_keeps_numbers_whole_and_marks_in_their_place(text: str, columns: float, lines: list[str]) -> None:
    assert wrap(text, columns) == lines
    assert all(width(line) <= columns for line in lines)


def test_cut_row_loses_nothing() -> None:
    halves = cut(Random(1), [["甲"], ["乙", "丙", "丁"]])
    assert halves is not None
    assert [a + b for a, b in zip(*halves, strict=True)] == [["甲"], ["乙", "丙", "丁"]]


def test_row_of_single_lines_cannot_be_cut() -> None:
    assert cut(Random(1), [["甲"], ["乙"]]) is None


@pytest.mark.parametrize(
    ("cells", "fair"),
    [
        ([["数量指标"], ["维修校舍数", "量"], ["年内维修数"]], True),  # 年内维修数量 would have fitted its column
        ([["数量指标"], ["维修校舍数", "量"], ["校舍数量多得数不过来了"]], False),  # both columns are full
    ],
)
def test_cut_is_fair_only_when_one_choice_of_columns_fits(cells: list[list[str]], fair: bool) -> None:
    known = [Width(5.0, 5.5), Width(5.0, 5.5), Width(10.0, 11.5)]
    assert unambiguous(cells, 1, known) is fair


def test_unknown_width_makes_a_cut_unfair() -> None:
    cells = [["数量指标"], ["维修校舍数", "量"], ["年内维修数"]]
    assert not unambiguous(cells, 1, [Width()] * 3)


def test_lines_bound_their_column() -> None:
    (known,) = widths_seen([[["服务对象满", "意度指标"]], [["调查问卷"]]], 1)
    assert known == Width(5.0, 6.0)


def test_pen_joins_a_line_and_parts_paragraphs() -> None:
    pen = Pen()
    for x, y, text in [
        (0, 0.65, "数量指标"),
        (6, 0, "空气热泵"),
        (6, 1.3, "数量"),
        (12, 0.65, "总数"),
        (24, 0.65, "3台"),
    ]:
        pen.draw(x, y, text)
    assert pen.text == "数量指标\n空气热泵\n数量\n\n总数 3台\n"
