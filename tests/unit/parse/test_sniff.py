"""The form of a dump is told by its content."""

import pytest

from services.parse.sniff import sniff
from tests.unit.parse.forms import BODY, HEAD, HEADER, ocr, word

PDF = "1.图书购置绩效目标表\n项目编码\n13999924P0051111000\n1J\n项目名称 图书购置\n一级指标 二级指标 三级指标 指标值\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (ocr((*HEAD, HEADER, *BODY)), "ocr-markdown"),
        ("# 第一部分\n\n## 一、总体绩效目标\n\n文字。\n", "ocr-markdown"),
        ("| 项目编码 | 1 |\n|---|---|\n| 预算数 | 2 |\n", "ocr-markdown"),
        (word((*HEAD, HEADER, *BODY)), "word-text"),
        ("一、总体绩效目标 TC 总体绩效目标 \\f A \\l 1 \n文字。\n", "word-text"),
        (PDF, "pdf-text"),
        ("文字。\n\f第二页\n", "pdf-text"),
        ("某县召开会议\n\n会议指出要抓好工作。\n", "text"),
        ("", "text"),
    ],
)
def test_form_is_told_by_its_traces(text: str, form: str) -> None:
    assert sniff(text.split("\n")) == form
