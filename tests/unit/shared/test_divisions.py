"""The division of a document: by codes, by names, by context, and 000000 rather than a guess."""

import pytest

from shared.divisions import division_of, name_of


@pytest.mark.parametrize(
    ("codes", "department", "units", "expected"),
    [
        # project codes decide by majority, whatever the names say
        (["13010224P00511110001X", "13010224P00511110002X", "13010324P00511110003X"], "保定市某局", [], "130102"),
        (["13010221GQ7YZGPOPRXS0"], None, [], "130102"),
        # generation 1 carries no division: the names decide
        (["511-1002-JXN-4TK7", None, "无"], "石家庄市长安区园林局", [], "130102"),
        ([], "定州市园林局", [], "130682"),
        ([], "中共石家庄市长安区委宣传部", [], "130102"),
        ([], "河北省园林厅", [], "130000"),
        ([], "青龙县园林局", [], "130321"),
        ([], "青龙满族自治县园林局", [], "130321"),
        # a former name, and the present one of the same code
        ([], "邢台市桥西区园林局", [], "130503"),
        ([], "邢台市信都区园林局", [], "130503"),
        # a name that several divisions have
        ([], "桥西区园林局", [], "000000"),
        ([], "桥西区园林局", ["张家口市桥西区园林局本级"], "130703"),
        ([], "河北省桥西区园林局", [], "130000"),
        # the units' names, where the department says nothing
        ([], None, ["园林处", "石家庄市长安区园林处"], "130102"),
        ([], "园林局", [None, "鹿泉区园林处"], "130110"),
        # before it only its own city or province in short, or a body of the whole country
        ([], "石家庄鹿泉区园林局", [], "130110"),
        ([], "石家庄桥西区园林局", [], "130104"),
        ([], "河北定州市园林局", [], "130682"),
        ([], "政协鹿泉区委员会", [], "130110"),
        ([], "国家税务总局鹿泉区税务局", [], "130110"),
        ([], "保定鹿泉区园林局", [], "000000"),
        ([], "澄岚县园林局", [], "000000"),
        ([], "驻鹿泉区办事处", [], "000000"),
        # nothing is guessed
        ([], "园林局", ["绿化队"], "000000"),
        ([], None, [], "000000"),
    ],
)
def test_division(codes: list[str | None], department: str | None, units: list[str | None], expected: str) -> None:
    assert division_of(codes, department, units) == expected


@pytest.mark.parametrize(
    ("code", "name"),
    [("130102", "长安区"), ("130000", "河北省"), ("130503", "信都区"), ("139001", "定州市"), ("130999", None)],
)
def test_name_of_a_code(code: str, name: str | None) -> None:
    assert name_of(code) == name
