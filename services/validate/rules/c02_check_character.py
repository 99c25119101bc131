"""GJ-C02: the check character of a project code does not hold."""

from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.document import Project
from shared.project_code import ALPHABET, check_character, checks, read_code


@rule(
    "GJ-C02",
    title="项目编码校验位",
    title_en="Check character of the project code",
    summary="第三代项目编码的末位是校验位，应当与前二十位相符。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法实施条例第四十一条；校验规则由实际编码归纳（GB 32100-2015 字符集与权重）",
    since="0.1.0",
)
def wrong_check_character(context: Context, project: Project) -> Iterator[Verdict]:
    """The check character of a project code does not hold.

    What it checks
        The last character of a code of the third generation against its first twenty (alphabet and weights of
        GB 32100-2015).

    Why it matters
        It catches every single wrong character and every swap of two: a code that fails was typed or damaged.

    Known traps
        Codes of the first two generations have no check character. Where one exchange of look-alike characters
        (0/O, 1/I, 8/B, 5/S, 2/Z) makes the code whole, the reading is to blame: parse_uncertain, with that code.

    Example
        13199924P00511110001K: the last character should be J.

    Severity
        error: arithmetic.
    """
    subject = about(project, field="code")
    code = read_code(project.code)
    doubt = context.doubt(subject)
    if code is None or code.generation != 3:
        yield not_applicable(subject, "不是第三代项目编码", "no code of the third generation")
    elif code.repaired:
        yield uncertain(
            subject,
            f"编码疑有一个字符读错，应为{code.text}",
            f"one character seems misread; the code should be {code.text}",
        )
    elif checks(code.text):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        yield _failed(project, code.text)


def _failed(project: Project, code: str) -> Verdict:
    whole = set(code) <= set(ALPHABET)
    expected = check_character(code[:20]) if whole else None
    said = f"末位按规则应为“{expected}”，实为“{code[20]}”" if expected else "含有编码规则之外的字母"
    said_en = f"the last should be {expected}, not {code[20]}" if expected else "it has letters outside the alphabet"
    return failed(
        about(project, field="code"),
        f"项目编码“{code}”校验不符：{said}，请核对。",
        f"The project code {code} fails its check: {said_en}.",
        [evidence(project, "code", value=code)],
        equation=f"{code[:20]} → {expected} ≠ {code[20]}" if expected else None,
    )
