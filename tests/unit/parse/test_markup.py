"""What conversions leave in a text is removed, and nothing else."""

import pytest

from services.parse.readers.markup import without_field_codes, without_markup


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("<b>项目编码</b>", "项目编码"),
        ("<p>1.甲。</p> <p>2.乙。</p>", "1.甲。\n2.乙。"),
        ('<ol style="list-style-type: none"> 1. 甲。 2. 乙。 </ol>', " 1. 甲。 2. 乙。 "),
        ("<ol><li>甲</li><li>乙</li></ol>", "甲\n乙"),
        ("甲<br/>乙", "甲\n乙"),
        ("$\\geq 95\\%$", "≥ 95%"),
        ("到位率 $\\geq 95\\%$ ，贷款 $\\leq 4$ 笔", "到位率 ≥ 95% ，贷款 ≤ 4 笔"),
        ("$25^{\\circ}$C", "25°C"),
        ("1、**财政拨款收入**：指", "1、财政拨款收入：指"),
        ("≥100人 &lt;合格&gt;", "≥100人 <合格>"),
        ("<30 天", "<30 天"),
        ("0.1万元\\件", "0.1万元\\件"),
        ("无残留", "无残留"),
    ],
)
def test_residue_of_conversion_is_removed(printed: str, cleaned: str) -> None:
    assert without_markup(printed) == cleaned


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("一、总体绩效目标 TC 总体绩效目标 \\f A \\l 1 ", "一、总体绩效目标"),
        ("1.甲绩效目标表 TC 1、甲绩效目标表 \\f C \\l 1", "1.甲绩效目标表"),
        ("ATC药品目录", "ATC药品目录"),
    ],
)
def test_field_codes_of_word_are_removed(printed: str, cleaned: str) -> None:
    assert without_field_codes(printed) == cleaned
