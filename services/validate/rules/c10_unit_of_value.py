"""GJ-C10, GJ-C11: the unit or the operator of a value is written otherwise than the system writes it."""

import re
from collections.abc import Iterator

from services.validate.indicators import Row, rows, subject_of
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.document import Project
from shared.folding import fold, plain
from shared.lexicon import WORD_OPERATORS
from shared.values import Kind

PERCENT_WORDS = ("百分比", "百分号")
NOUNS = ("人数", "次数", "个数", "户数", "件数", "天数")  # what is counted, in the place of its unit
QUANTITIES = (Kind.NUMBER, Kind.RANGE, Kind.DURATION)
STRICT = re.compile(r"(?<![≤≥=<>])[<>](?![=<>])")


@rule(
    "GJ-C10",
    title="百分数与计量单位写法",
    title_en="Units of values",
    summary="指标值的计量单位应当规范，百分数用“%”。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算管理一体化系统录入校验",
    since="0.1.0",
    after=("GJ-E09",),
)
def unit_of_value(context: Context, project: Project) -> Iterator[Verdict]:
    """The unit of a value is written otherwise than it should be.

    What it checks
        The word behind the number is a known unit, money stands before what it is for (元/人/月), parts are divided by
        a slash, and what is counted does not stand for its unit (300人数).

    Why it matters
        Values are compared by machine at the end of the year; a unit that nobody knows cannot be.

    Known traps
        百分比 comes from a drop-down list of the system: once a project, as a note. A value in words has no unit.

    Example
        1900 人/元/月 for 元/人/月; 0.1 万元\\件.

    Severity
        warning; info where only 百分比 or 百分号 stands for %.
    """
    found = [row for row in rows(project) if row.value.kind in QUANTITIES and row.value.unit.printed]
    if not found:
        yield not_applicable(about(project), "没有带计量单位的指标值", "no value has a unit")
        return
    for row in found:
        if not _is_percent_word(row):
            yield _unit(context, project, row)
    words = [row for row in found if _is_percent_word(row)]
    if words:
        yield _percent(project, words)


def _is_percent_word(row: Row) -> bool:
    return row.value.unit.printed in PERCENT_WORDS


def _unit(context: Context, project: Project, row: Row) -> Verdict:
    subject, unit = subject_of(project, row), row.value.unit
    if unit.orderly and unit.printed not in NOUNS:
        return passed(subject)
    doubt = context.doubt(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    return failed(
        subject,
        f"{row.title}的指标值“{row.target}”的计量单位“{unit.printed}”不规范，请核对。",
        f"The unit “{unit.printed}” of the value “{row.target}” is not a proper one.",
        [row.evidence(row.value.number, unit.printed)],
    )


def _percent(project: Project, words: list[Row]) -> Verdict:
    printed = "、".join(dict.fromkeys(row.value.unit.printed for row in words))
    return failed(
        about(project, field="target"),
        f"{len(words)}个指标值用“{printed}”作单位，建议写作“%”。",
        f"{len(words)} values write {printed} for %.",
        [row.evidence(row.value.number, "%") for row in words],
        severity=Severity.INFO,
    )


@rule(
    "GJ-C11",
    title="运算符写法",
    title_en="Operators of values",
    summary="指标值的运算符应使用≥、≤、=等符号，不用文字、不混用。",
    severity=Severity.INFO,
    scope="project",
    clause="预算管理一体化系统录入校验",
    since="0.1.0",
)
def operator_of_value(context: Context, project: Project) -> Iterator[Verdict]:
    """The operator of a value is written in words, twice, or strictly.

    What it checks
        Values do not begin with words such as 小于等于, do not hold two operators, and use ≤ and ≥ rather than
        < and >.

    Why it matters
        The system keeps the operator in a field of its own, in symbols.

    Known traps
        以上 and 以内 behind a number read naturally and are left alone. Residue of formulas is cleaned before.

    Example
        小于等于预算批复金额; <30天.

    Severity
        info.
    """
    filled = [row for row in rows(project) if row.target.strip()]
    if not filled:
        yield not_applicable(about(project), "没有指标值", "there are no values")
    for row in filled:
        fault = fault_of(row.target)
        subject = subject_of(project, row)
        if fault is None:
            yield passed(subject)
        else:
            zh, en = fault
            yield failed(
                subject,
                f"{row.title}的指标值“{row.target}”{zh}，建议使用≥、≤、=。",
                f"The value “{row.target}” {en}: use ≥, ≤ or =.",
                [row.evidence(row.value.number)],
            )


def fault_of(target: str) -> tuple[str, str] | None:
    """What is wrong with the operator of a value, in both languages."""
    text = plain(fold(target))
    word = next((word for word in WORD_OPERATORS if text.startswith(word)), None)
    if word:
        return f"以文字“{word}”作运算符", f"writes its operator in words ({word})"
    if re.search(r"[≤<].*[≥>]|[≥>].*[≤<]", text):
        return "混用运算符", "mixes operators"
    if STRICT.search(text):
        return "使用了“<”或“>”", "uses < or >"
    return None
