"""The files of a watched inbox: which are taken, how they are claimed, and where they end."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from services.ingest.inbox import Claimed, Inbox, Mark, Stability, Unreadable, receipt_of
from shared.errors import TooLarge, Vanished

ULID_A, ULID_B = "01JD3Z7QK0000000000000000A", "01JD3Z7QK0000000000000000B"
DAY = date(2026, 11, 20)
RECEIPT = {"submission": ULID_A, "status": "stored"}


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    made = Inbox(tmp_path / "inbox")
    made.prepare()
    return made


def drop(inbox: Inbox, name: str, text: str = "内容") -> Path:
    path = inbox.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Path(name)


def claim(inbox: Inbox, name: str, submission: str = ULID_A) -> Claimed:
    claimed = inbox.claim(drop(inbox, name), submission)
    assert claimed is not None
    return claimed


@pytest.mark.parametrize("name", ["a.txt", "乡镇/财政所/预算 2024.txt", "no-suffix", "a.b.c.pdf"])
def test_ordinary_file_is_seen(inbox: Inbox, name: str) -> None:
    drop(inbox, name)
    assert [path.as_posix() for path in inbox.scan()] == [name]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden",
        ".git/config",
        "~$预算.docx",
        "预算.docx.part",
        "a.TMP",
        "a.crdownload",
        "a.txt~",
        "Thumbs.db",
        "desktop.ini",
        "__MACOSX/a.txt",
        "@eaDir/a.txt",
        "done/2026-11-20/a.txt",
        "failed/2026-11-20/a.txt",
        f".processing/{ULID_A}/a.txt",
    ],
)
def test_hidden_temporary_and_finished_files_are_left_alone(inbox: Inbox, name: str) -> None:
    drop(inbox, name)
    assert inbox.scan() == {}


def test_folder_named_done_within_a_subfolder_is_an_ordinary_one(inbox: Inbox) -> None:
    drop(inbox, "乡镇/done/a.txt")
    assert len(inbox.scan()) == 1


def test_link_is_not_followed(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (inbox.root / "link.txt").symlink_to(tmp_path / "secret")
    assert inbox.scan() == {}


def test_file_is_settled_once_it_has_not_changed_for_long_enough() -> None:
    path, other = Path("a"), Path("b")
    small: Mark = (1, 1)
    grown: Mark = (2, 2)
    stability = Stability(2.0)
    assert stability.settled({path: small}, 0.0) == []
    assert stability.settled({path: grown}, 1.9) == []
    assert stability.settled({path: grown, other: small}, 3.0) == []
    assert stability.settled({path: grown, other: small}, 3.9) == [path]
    assert stability.settled({other: small}, 5.0) == [other]
    assert stability.settled({path: grown}, 6.0) == [], "a file that went away begins anew"


def test_claimed_file_is_gone_from_the_inbox_and_found_after_a_restart(inbox: Inbox) -> None:
    claimed = claim(inbox, "乡镇/a.txt")
    assert inbox.scan() == {}
    restarted = Inbox(inbox.root)
    restarted.prepare()
    assert restarted.claimed() == [claimed]
    assert (claimed.submission, claimed.relative) == (ULID_A, Path("乡镇/a.txt"))


def test_of_two_that_claim_one_file_only_one_has_it(inbox: Inbox) -> None:
    relative = drop(inbox, "a.txt")
    assert inbox.claim(relative, ULID_A) is not None
    assert inbox.claim(relative, ULID_B) is None
    assert [each.submission for each in inbox.claimed()] == [ULID_A]


def test_claim_that_a_crash_left_without_a_file_is_forgotten(inbox: Inbox) -> None:
    (inbox.root / ".processing" / ULID_A / "乡镇").mkdir(parents=True)
    inbox.prepare()
    assert list((inbox.root / ".processing").iterdir()) == []


def test_strange_things_among_the_claims_are_left_alone(inbox: Inbox) -> None:
    drop(inbox, ".processing/notes/readme.txt")
    drop(inbox, ".processing/readme.txt")
    inbox.prepare()
    assert inbox.claimed() == []
    assert (inbox.root / ".processing/notes/readme.txt").exists()


def test_reading_ends_in_the_failure_that_fits(inbox: Inbox) -> None:
    claimed = claim(inbox, "a.txt")
    assert inbox.read(claimed, 100) == "内容".encode()
    with pytest.raises(TooLarge):
        inbox.read(claimed, 3)
    claimed.path.unlink()
    with pytest.raises(Vanished):
        inbox.read(claimed, 100)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_read_permission_is_unreadable(inbox: Inbox) -> None:
    claimed = claim(inbox, "a.txt")
    claimed.path.chmod(0)
    with pytest.raises(Unreadable):
        inbox.read(claimed, 100)


@pytest.mark.parametrize(("failed", "folder"), [(False, "done"), (True, "failed")])
def test_finished_file_lies_in_its_folder_of_the_day_with_its_receipt(
    inbox: Inbox, *, failed: bool, folder: str
) -> None:
    target = inbox.put_away(claim(inbox, "乡镇/a.txt"), RECEIPT, DAY, failed=failed)
    assert target == inbox.root / folder / "2026-11-20" / "乡镇" / "a.txt"
    assert target.read_text("utf-8") == "内容"
    receipt = target.with_name("a.txt.receipt.json")
    assert receipt_of(target) == receipt
    assert json.loads(receipt.read_text("utf-8")) == RECEIPT
    assert list((inbox.root / ".processing").iterdir()) == []


def test_files_of_the_same_name_do_not_overwrite_each_other(inbox: Inbox) -> None:
    names = []
    for number in range(3):
        submission = f"{ULID_A[:-1]}{number}"
        claimed = claim(inbox, "a.txt", submission)
        claimed.path.write_text(str(number))
        names.append(inbox.put_away(claimed, {"submission": submission}, DAY, failed=False))
    assert [path.name for path in names] == ["a.txt", "a-2.txt", "a-3.txt"]
    assert [path.read_text() for path in names] == ["0", "1", "2"]


def test_putting_away_is_completed_after_a_crash_before_the_file_is_moved(inbox: Inbox) -> None:
    claimed = claim(inbox, "a.txt")
    target = inbox.root / "done" / DAY.isoformat() / "a.txt"
    target.parent.mkdir(parents=True)
    target.with_name("a.txt.receipt.json.part").write_text(json.dumps(RECEIPT))
    assert inbox.put_away(claimed, RECEIPT, DAY, failed=False) == target
    assert sorted(path.name for path in target.parent.iterdir()) == ["a.txt", "a.txt.receipt.json"]


def test_putting_away_is_completed_after_a_crash_behind_the_move(inbox: Inbox) -> None:
    target = inbox.put_away(claim(inbox, "乡镇/a.txt"), RECEIPT, DAY, failed=False)
    receipt_of(target).rename(target.with_name("a.txt.receipt.json.part"))
    inbox.prepare()
    assert json.loads(receipt_of(target).read_text("utf-8")) == RECEIPT


def test_receipt_is_seen_only_when_the_file_is_in_its_place(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = claim(inbox, "a.txt")
    rename, seen = Path.rename, []

    def watched(self: Path, target: Path) -> Path:
        seen.append(target.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watched)
    inbox.put_away(claimed, RECEIPT, DAY, failed=False)
    assert seen == ["a.txt", "a.txt.receipt.json"]


def test_vanished_file_leaves_its_receipt(inbox: Inbox) -> None:
    claimed = claim(inbox, "a.txt")
    claimed.path.unlink()
    target = inbox.put_away(claimed, RECEIPT, DAY, failed=True)
    assert not target.exists()
    assert receipt_of(target).exists()
