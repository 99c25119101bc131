"""docs/formats.md names every way in which reading can fail, and every format that is refused."""

import re
from pathlib import Path

from services.parse.formats import FORMATS
from shared.errors import FAILURE_CODES
from shared.media import ENCRYPTED_OFFICE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_page_lists_the_failure_codes_of_the_contract() -> None:
    listed = re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)
    assert sorted(listed) == sorted(FAILURE_CODES)


def test_every_known_format_is_read_or_refused_by_name() -> None:
    assert ENCRYPTED_OFFICE in FORMATS
    assert all(callable(reader) for reader in FORMATS.values())
