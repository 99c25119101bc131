"""The codes of reading warnings: what could not be read surely, with its text in both languages.

Readers and extraction name a code; this registry gives the words. docs/warnings.md lists the same codes (a test holds
them together). A warning never accuses the submitter: it speaks of our reading.
"""

from shared.document import ReadingWarning
from shared.findings import Subject
from shared.places import Place, joined

# code -> (Chinese, English); `{…}` are filled by the caller.
WARNINGS: dict[str, tuple[str, str]] = {
    "column_lost": (
        "文本中缺少“{column}”一列，无法确定该列的值。",
        "The text lost the column “{column}”; its value is unknown.",
    ),
}


def warning(
    code: str,
    text: str | None,
    places: tuple[Place, ...] = (),
    subject: Subject | None = None,
    **words: object,
) -> ReadingWarning:
    """The warning `code` with its words filled in; `text` is what is printed there, `subject` what it is about."""
    zh, en = WARNINGS[code]
    where = joined(places)
    return ReadingWarning(
        code=code,
        message=zh.format(**words),
        message_en=en.format(**words),
        text=text,
        subject=subject,
        at=where,
    )
