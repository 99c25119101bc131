"""`gouji review` and `gouji parse` as a person or a script calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CLEAN = next(EXAMPLES.glob("*clean*"))
FAULTY = next(EXAMPLES.glob("01*"))


def gouji(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GOUJI_")}
    return subprocess.run(
        [sys.executable, "-m", "gouji", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
        env={**inherited, **environment},
        check=False,
    )


def reviews(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("一批")
    text = CLEAN.read_bytes()
    (folder / "01-empty.txt").write_bytes(b"")
    (folder / "02-gbk.txt").write_bytes(text.decode().encode("gb18030"))
    (folder / "03-utf16.txt").write_bytes(b"\xff\xfe" + text.decode().encode("utf-16-le"))
    (folder / "04-bom.txt").write_bytes(b"\xef\xbb\xbf" + text)
    (folder / "05-rubbish.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "06-blank.txt").write_text(" \n\n\t\n")
    (folder / "07-news.txt").write_text("一、新闻\n\n今天召开了会议，大家都很高兴。\n", encoding="utf-8")
    (folder / "08-heading.txt").write_text("第二部分\n预算项目绩效目标\n1.道路维修绩效目标表\n", encoding="utf-8")
    (folder / "09-clean.txt").write_bytes(text)
    (folder / "10-too-large.txt").write_bytes(b"x" * (2 * 2**20))
    (folder / "11-locked.txt").write_bytes(text + b"\n")
    return folder


def test_every_file_of_a_bad_batch_gets_its_line_in_order_and_the_rest_goes_on(batch: Path) -> None:
    ended = gouji("review", "--json", batch, GOUJI_MAX_FILE_MB="1")
    lines = reviews(ended.stdout)
    assert [Path(line["source"]).name for line in lines] == sorted(path.name for path in batch.iterdir())
    assert [(line["failure"] or {}).get("code") or line["outcome"] for line in lines] == [
        "empty",
        "clean",
        "clean",
        "clean",
        "unsupported",
        "no_content",
        "unjudged",
        "unjudged",
        "clean",
        "too_large",
        "clean",
    ]
    assert ended.returncode == 3
    for line in lines:
        if line["failure"]:
            assert line["failure"]["message"]
            assert line["failure"]["message_en"]


def test_parse_prints_what_can_be_read_and_names_the_rest_in_both_languages(batch: Path) -> None:
    ended = gouji("parse", batch, GOUJI_MAX_FILE_MB="1")
    names = [Path(line["source"]).name for line in reviews(ended.stdout)]
    assert names == [
        "02-gbk.txt",
        "03-utf16.txt",
        "04-bom.txt",
        "07-news.txt",
        "08-heading.txt",
        "09-clean.txt",
        "11-locked.txt",
    ]
    for code in ("empty", "unsupported", "no_content", "too_large"):
        assert code in ended.stderr
    assert "文件" in ended.stderr
    assert ended.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["review", "--json", CLEAN], 0),
        (["review", "--json", FAULTY], 1),
        (["parse", FAULTY], 0),
        (["review", "没有的文件.txt"], 2),
        (["review", "--no-such-option", CLEAN], 2),
        (["review"], 2),
        (["rules", "GJ-Z99"], 2),
    ],
)
def test_the_exit_status_says_how_it_ended(arguments: list[str | Path], status: int) -> None:
    assert gouji(*arguments).returncode == status


def test_the_same_bytes_twice_give_the_review_twice(tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_bytes(FAULTY.read_bytes())
    first, second = reviews(gouji("review", "--json", FAULTY, again).stdout)
    assert sorted([first["status"], second["status"]]) == ["duplicate", "stored"]
    assert first["findings"] == second["findings"]
    assert first["id"] == second["id"]
    assert [first["source"], second["source"]] == [str(FAULTY), str(again)]
    assert first["submission"] != second["submission"]


def test_results_are_kept_in_the_data_folder_when_there_is_one(tmp_path: Path) -> None:
    (kept,) = reviews(gouji("review", "--json", "--data", tmp_path, CLEAN).stdout)
    (again,) = reviews(gouji("review", "--json", "--data", tmp_path, CLEAN).stdout)
    assert (kept["status"], again["status"]) == ("stored", "duplicate")


def test_a_piped_report_is_plain_and_says_the_arithmetic() -> None:
    said = gouji("review", FAULTY).stdout
    assert "\x1b" not in said
    assert "GJ-D07" in said
    assert " > " in said


def test_an_address_where_nothing_answers_is_said_plainly() -> None:
    ended = gouji("review", CLEAN, GOUJI_URL="http://127.0.0.1:9")
    assert ended.returncode == 3
    assert "GOUJI_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
