"""From the paths of a call to its files."""

from pathlib import Path

import pytest

from gouji.inputs import NoInputError, input_files, read_file
from shared.errors import EmptyFile, GoujiError, TooLarge, Vanished


def test_folders_give_all_files_below_them_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c/d/e.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in input_files((str(tmp_path),))]
    assert found == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.pdf"]


def test_files_keep_the_order_of_the_call(tmp_path: Path) -> None:
    names = ["z.txt", "a.txt"]
    for name in names:
        (tmp_path / name).write_text("x")
    assert input_files(tuple(str(tmp_path / name) for name in names)) == [tmp_path / name for name in names]


@pytest.mark.parametrize("name", [".hidden", "~$报告.docx", "Thumbs.db", "desktop.ini", ".git/config"])
def test_leftovers_are_no_input(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    with pytest.raises(NoInputError):
        input_files((str(tmp_path),))


def test_a_missing_path_is_named_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(NoInputError, match="没有的") as error:
        input_files((str(tmp_path / "a.txt"), "没有的.txt"))
    assert "No such path" in error.value.message
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "failure"),
    [(None, Vanished), (b"", EmptyFile), (b"x" * (1024 * 1024 + 1), TooLarge)],
    ids=["gone", "empty", "too large"],
)
def test_unfit_files_fail_with_their_code(tmp_path: Path, content: bytes | None, failure: type[GoujiError]) -> None:
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(failure):
        read_file(path, limit_mb=1)


def test_the_largest_file_that_is_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1024 * 1024)
    assert len(read_file(path, limit_mb=1)) == 1024 * 1024
