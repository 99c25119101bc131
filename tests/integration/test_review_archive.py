"""`gouji review` of an archive: one review a member, each under its own name, whatever becomes of the others."""

from pathlib import Path

import pytest

from specimens.variants import variant
from tests.integration.test_review_command import gouji, reviews
from tests.unit.parse.packages import zipped

FORMS = ("docx", "html", "word-text", "xlsx")


@pytest.mark.timeout(180)
def test_every_member_of_an_archive_gets_a_review_of_its_own(tmp_path: Path) -> None:
    members = {f"305某某局/{form}": variant(form, seed).content for seed, form in enumerate(FORMS, 3)}
    archive = tmp_path / "一批.zip"
    archive.write_bytes(
        zipped({**members, "内/旧.rar": b"Rar!\x1a\x07\x00" + bytes(9), "坏.docx": members["305某某局/docx"][:900]})
    )
    ended = gouji("review", "--json", archive)
    lines = {line["source"].removeprefix(f"{archive}!/"): line for line in reviews(ended.stdout)}
    assert set(lines) == {*members, "内/旧.rar", "坏.docx"}
    assert {lines[name]["status"] for name in members} == {"stored"}
    assert lines["内/旧.rar"]["failure"]["code"] == "unsupported"
    assert lines["坏.docx"]["status"] == "failed"
    assert ended.returncode == 3
