"""GJ-E05: a value is made of words that say nothing a year later."""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import bare
from shared.lexicon import GRADES, VAGUE_WORDS
from shared.values import Kind

_VAGUE = re.compile("(?:" + "|".join(sorted(VAGUE_WORDS, key=len, reverse=True)) + ")+")
BENEFITS = (Class.BENEFIT, Class.SATISFACTION)
SPARED = (*PRINT_RULES, "GJ-E08")


@rule(
    "GJ-E05",
    title="指标值空泛",
    title_en="Vague value",
    summary="指标值应当具体可评，不应使用“效果显著”“有效保障”等空泛表述。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2021〕101号（避免目标值不明确、缺乏约束力）",
    since="0.1.0",
    after=SPARED,
)
def vague_value(context: Context, project: Project) -> Iterator[Verdict]:
    """A value is made of words that say nothing a year later.

    What it checks
        The whole value consists of words of the lexicon (效果, 显著, 有效, 保障, 提升 …) and names nothing measurable.

    Why it matters
        Nobody can say a year later whether “效果显著” was reached (101号 asks for values that bind).

    Known traps
        A word of a graded scale (良好, 较好) can be judged. A value that says what improves (提升绿地覆盖) is E04's,
        one that repeats its name E08's. There are many in one document: fold them for the reader.

    Example
        社会效益指标: 效果明显.

    Severity
        info in benefits and satisfaction, warning elsewhere.
    """

    def judged(row: Row) -> Verdict | None:
        return _finding(project, row) if is_vague(row.target) else None

    chosen = [row for row in rows(project) if row.value.kind in (Kind.QUALITATIVE, Kind.BINARY)]
    yield from judge_rows(context, project, judged, chosen, spare=SPARED)


@lru_cache(maxsize=4096)
def is_vague(target: str) -> bool:
    """Whether the value says nothing that could be judged."""
    words = bare(target)
    return words not in GRADES and _VAGUE.fullmatch(words) is not None


def _finding(project: Project, row: Row) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”较空泛，难以评判，建议细化或分级表述。",
        f"The value {row.target} is vague and cannot be judged.",
        [row.evidence(), row.evidence(field="name")],
        severity=Severity.INFO if row.kind in BENEFITS else Severity.WARNING,
    )
