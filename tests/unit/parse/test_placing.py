"""Amounts whose blanks a dump lost go back under the columns in which everything adds up."""

from services.parse.extract.placing import Placed, Row, place

COLUMNS = {3: "合计", 4: "基本支出", 5: "项目支出", 6: "经营支出"}
SUMS = [(3, (4, 5, 6))]


def placed(*rows: tuple[str | None, str], **hints: frozenset[str]) -> Placed:
    return place([Row(key, tuple(text.split())) for key, text in rows], COLUMNS, SUMS, hints)


def test_column_of_a_subject_follows_from_the_subject_above() -> None:
    found = placed(("", "9.00 4.00 5.00"), ("205", "4.00 4.00"), ("206", "5.00 5.00"))
    assert found.ways == [(3, 4, 5), (3, 4), (3, 5)]
    assert found.doubtful == set()


def test_subjects_of_three_levels() -> None:
    found = placed(
        ("", "12.00 5.00 7.00"), ("205", "9.00 4.00 5.00"), ("20502", "8.00 4.00 4.00"), ("2050201", "4.00 4.00"),
        ("2050202", "4.00 4.00"), ("20508", "1.00 1.00"), ("2050803", "1.00 1.00"), ("221", "3.00 1.00 2.00"),
    )  # fmt: skip
    assert found.ways[5:7] == [(3, 5), (3, 5)]
    assert found.doubtful == {3, 4}  # equal amounts: either may be the basic one


def test_equal_amounts_that_could_change_places_are_doubtful() -> None:
    found = placed(("", "8.00 4.00 4.00"), ("205", "4.00 4.00"), ("206", "4.00 4.00"))
    assert {1, 2} <= found.doubtful


def test_amounts_of_one_column_are_doubtful_without_a_hint_and_sure_with_it() -> None:
    assert placed(("212", "6.00 6.00")).doubtful == {0}
    found = placed(("212", "6.00 6.00"), **{"212": frozenset({"合计", "项目支出"})})
    assert (found.ways, found.doubtful) == ([(3, 5)], set())


def test_column_that_is_seldom_used_is_the_last_resort() -> None:
    found = placed(("", "9.00 4.00 5.00"))
    assert (found.ways, found.doubtful) == ([(3, 4, 5)], set())


def test_blank_row_and_rounding() -> None:
    found = placed(("", "9.01 4.00 5.00"), ("205", ""), ("206", "9.00 4.00 5.00"))
    assert (found.ways, found.doubtful) == ([(3, 4, 5), (), (3, 4, 5)], set())


def test_rows_that_do_not_add_up_are_placed_from_the_left_and_doubtful() -> None:
    found = placed(("", "9.00 4.00 7.00"), ("205", "9.00 1.00"))
    assert (found.ways, found.doubtful) == ([(3, 4, 5), (3, 4)], {0, 1})


def test_source_of_income_and_carry_over() -> None:
    columns = {3: "合计", 4: "本年收入/小计", 5: "本年收入/财政拨款收入", 6: "本年收入/其他收入", 7: "上年结转"}
    rows = [
        Row("", ("9.00", "8.00", "8.00", "1.00")),
        Row("205", ("8.00", "8.00", "8.00")),
        Row("206", ("1.00", "1.00")),
    ]
    found = place(rows, columns, [(4, (5, 6)), (3, (4, 7))])
    assert (found.ways, found.doubtful) == ([(3, 4, 5, 7), (3, 4, 5), (3, 7)], set())
