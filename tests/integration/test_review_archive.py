"""`gouji review` of an archive: one review a member, each under its own name, whatever becomes of the others."""

from pathlib import Path

import pytest

from specimens import (
    render_doc,
    render_docx,
    render_html,
    render_ocr,
    render_paper,
    render_scan,
    render_typst,
    render_word,
    render_xlsx,
)
from specimens.content import generate
from specimens.setting import Knobs
from specimens.variants import variant
from tests.archives import zipped
from tests.integration.test_review_command import gouji, reviews

FORMS = ("docx", "html", "word-text", "xlsx")
PRINTED = {
    "docx": render_docx.render,
    "html": render_html.render,
    "ocr-markdown": render_ocr.render,
    "pdf": render_paper.render,
    "scan": render_scan.render,
    "word-text": render_word.render,
    "xlsx": render_xlsx.render,
    **({"doc": render_doc.render} if render_doc.has_office() else {}),
    **({"typst": render_typst.render} if render_typst.has_font() else {}),
}
"""One of each format, those that this machine can print."""


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


@pytest.mark.timeout(180)
def test_one_document_in_every_format_gets_the_same_findings(tmp_path: Path) -> None:
    bare = Knobs(projects=1, blank_projects=0, cover=False, overall=False, sub_goals=False, safeguards=False)
    content = generate(11, bare)
    members: dict[str, str | bytes] = {
        f"305某某局/{name}": render(content, 11).content for name, render in PRINTED.items()
    }
    archive = tmp_path / "各种格式.zip"
    archive.write_bytes(zipped(members))
    ended = gouji("review", "--json", archive)
    lines = {line["source"].removeprefix(f"{archive}!/"): line for line in reviews(ended.stdout)}
    assert {name: line["status"] for name, line in lines.items()} == dict.fromkeys(members, "stored")
    found = {
        name.removeprefix("305某某局/"): {(each["rule"], each["message"]) for each in line["findings"]}
        for name, line in lines.items()
    }
    assert len(found["docx"]) > 3
    assert found.pop("scan") <= found["docx"]  # where a letter is in doubt, nothing is said
    assert {name: each for name, each in found.items() if each != found["docx"]} == {}
    assert ended.returncode == 1
