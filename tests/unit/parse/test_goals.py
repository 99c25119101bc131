"""The goals of a project are split at their numbers, whatever the conversion left between them."""

import pytest

from services.parse.blocks import Cell
from services.parse.extract.goals import split_goals
from shared.places import line


def goals(*texts: str) -> list[str]:
    return [goal for goal, _ in split_goals([Cell(text, (line(i),)) for i, text in enumerate(texts, 1)])]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1.甲。 2.乙。", ["甲。", "乙。"]),
        ("1、甲\n2、乙", ["甲", "乙"]),
        ("1. 甲；2. 乙；3. 丙", ["甲；", "乙；", "丙"]),
        ("1．甲2．乙", ["甲", "乙"]),
        ("1.1、甲 2.2、乙", ["甲", "乙"]),
        ("（1）甲。（2）乙。", ["甲。", "乙。"]),
        ("①甲②乙", ["甲", "乙"]),
        ("一、甲。二、乙。", ["甲。", "乙。"]),
        (
            "1. 目标内容 1 贷款 4 笔，带动 2 人 2. 目标内容 2 就业 3 人",
            ["目标内容1贷款4笔，带动2人", "目标内容2就业3人"],
        ),
        ("1.2024年完成采购 2.2025年完成验收", ["2024年完成采购", "2025年完成验收"]),
        ("1.增长2.5个百分点 2.完成3项", ["增长2.5个百分点", "完成3项"]),
        ("1.完成第2、3季度任务 2.按期验收", ["完成第2、3季度任务", "按期验收"]),
        ("年度目标：1.甲 2.乙", ["年度目标：", "甲", "乙"]),
        ("1.只有一个目标", ["只有一个目标"]),
        ("没有编号的目标，增长1.5%。", ["没有编号的目标，增长1.5%。"]),
        ("1.5万人受益", ["1.5万人受益"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_goals_are_split_at_their_numbers(printed: str, expected: list[str]) -> None:
    assert goals(printed) == expected


def test_goals_in_rows_of_their_own_are_read_like_one_cell() -> None:
    assert goals("1. 甲", "2. 乙，", "还有更多") == ["甲", "乙，还有更多"]


def test_each_goal_has_the_places_of_its_lines() -> None:
    cell = Cell("1.甲一\n甲二\n2.乙", (line(7), line(8), line(9)))
    assert [places for _, places in split_goals([cell])] == [(line(7), line(8)), (line(9),)]


def test_goals_on_one_line_share_its_place() -> None:
    assert [places for _, places in split_goals([Cell("1.甲 2.乙", (line(4),))])] == [(line(4),), (line(4),)]
