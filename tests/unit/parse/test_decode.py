"""Text dumps in any encoding are decoded; what is no text is refused by name."""

import pytest

from services.parse.core import parse
from services.parse.decode import decode
from shared.errors import DocumentFailure, EmptyFile, NoContent, UnreadableText, Unsupported

TEXT = "一、总体绩效目标\n完成图书采购 1200 册，满意度≥95%。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
def test_known_encoding_is_decoded(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b"", EmptyFile),
        (b"\xef\xbb\xbf", NoContent),
        (" \r\n\u3000\t\n".encode(), NoContent),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Unsupported),
        (b"PK\x03\x04rest of an archive", Unsupported),
        (bytes(range(256)) * 8, Unsupported),
        (b"\x00\x01\x02\x03" * 100, Unsupported),
        ("部門預算績效目標表，資金支出計畫與指標說明。".encode("big5") * 5, UnreadableText),
        ("部門予算のパフォーマンス目標をここに示します。".encode("shift_jis") * 5, UnreadableText),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, failure: type[DocumentFailure]) -> None:
    with pytest.raises(failure):
        decode(data)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_count_as_one_line_each(ending: str) -> None:
    assert decode(TEXT.replace("\n", ending).encode()) == TEXT


def test_character_cut_at_the_end_is_not_held_against_the_text() -> None:
    assert decode(TEXT.encode()[:-5]).startswith("一、总体绩效目标")


def test_broken_characters_are_warned_of() -> None:
    data = ("一、总体绩效目标\n\n" + "完成采购任务。" * 40 + "\n\n二、分项绩效目标\n\n").encode() + b"\xe4\xb9\n"
    (document,) = parse(data, "broken.txt")
    assert [(warning.code, warning.at) for warning in document.warnings][:1] == [("characters_lost", {"line": 7})]


def test_zero_width_marks_are_left_out() -> None:
    assert decode("项目\u200b编码\ufeff\n".encode()) == "项目编码\n"


def test_twins_of_ideographs_read_as_the_ideographs() -> None:
    assert decode("⼀、项⽬绩效⽬标：⻓期，⼈⼒，⾦额".encode()) == "一、项目绩效目标：长期，人力，金额"
