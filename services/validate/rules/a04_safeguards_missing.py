"""GJ-A04: the safeguards are missing or hardly there."""

from collections.abc import Iterator

from services.validate.rule import Context, Severity, Verdict, failed, of_section, passed, rule, uncertain
from shared.findings import Evidence
from shared.folding import plain

SECTION = "工作保障措施"


@rule(
    "GJ-A04",
    title="工作保障措施缺失",
    title_en="Safeguards missing",
    summary="文件应当有“工作保障措施”一节，内容不得过于简略。",
    severity=Severity.WARNING,
    scope="document",
    clause="河北省部门预算绩效文本样式（工作保障措施）",
    since="0.1.0",
)
def safeguards_missing(context: Context) -> Iterator[Verdict]:
    """The safeguards are missing or hardly there.

    What it checks
        The measures under 工作保障措施 have at least `least_characters` characters together.

    Why it matters
        The form asks how the targets are to be reached: who answers for what, how execution is watched.

    Known traps
        Two short paragraphs are enough. Their wording is a template of the province and is not compared.

    Example
        A heading 三、工作保障措施 with one sentence of twenty characters.

    Severity
        warning.
    """
    subject = of_section(SECTION)
    measures = context.document.safeguards
    doubt = context.doubt({"document": True, "field": "safeguards"})
    characters = sum(len(plain(measure)) for measure in measures)
    if characters >= context.threshold("least_characters"):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        said = f"只有{characters}个字，过于简略" if characters else "未填写"
        said_en = f"has only {characters} characters" if characters else "is missing"
        places = context.document.at.get("safeguards")
        yield failed(
            subject,
            f"“{SECTION}”{said}，请补充。",
            f"The section of safeguards {said_en}.",
            [Evidence(quote="".join(measures), value=str(characters), at=places)],
        )
