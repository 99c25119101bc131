"""Whatever was read, no rule raises: a broken document is the submitter's affair, a rule that raises is ours."""

import random
from typing import Any

import pytest

from services.validate.core import judge
from shared.document import Document
from tests.unit.validate.budget import BUDGET, a_figure
from tests.unit.validate.examples import a_disclosure, a_doubt, a_project, an_indicator

ODD: tuple[str | None, ...] = (
    *(
        None,
        "",
        " ",
        "。",
        "—",
        "-",
        "%",
        "≥",
        "≤%",
        "0",
        "0.00",
        "-1",
        "1e9",
        "１２",
        "9" * 40,
        "0095%",
        "100100%",
        "1/0",
    ),
    *(
        "≥≤5",
        "(",
        "[",
        "\\",
        "合计",
        "总计",
        "其中：",
        "一、",
        "（一）",
        "二〇二四年",
        "2024年2月30日",
        "每月",
        "元/",
        "/人",
        "万",
        "百分比",
    ),
    *(
        "13099924P00511110001U",
        "511-1002-JXN-4TK7",
        "〔2023〕1号",
        "《》",
        "是/否",
        "\ufffd",
        "𠮷",
        "A" * 50,
        "≥95百分比人/元/月",
    ),
)


def document(rng: random.Random) -> Document:
    """A disclosure with projects and tables, in which every fourth cell holds something odd."""

    def odd(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: inner if key in FIXED else odd(inner) for key, inner in value.items()}
        if isinstance(value, list):
            kept = [odd(inner) for inner in value if rng.random() > 0.05]
            return [inner or "" for inner in kept] if value and isinstance(value[0], str) else kept
        return rng.choice(ODD) if isinstance(value, (str, type(None))) and rng.random() < 0.25 else value

    rows = [an_indicator(level2=level) for level in ("数量指标", "质量指标", "时效指标", "成本指标", "满意度指标")]
    projects = [odd(a_project(ordinal=n, indicators=rows)) for n in range(1, 5)]
    tables = [{**odd(table), "rows": [odd_row(row, rng) for row in table["rows"]]} for table in BUDGET]
    figures = [{**a_figure(label, amount), "at": {}} for label, amount in FIGURES]
    for figure in figures:
        figure["amount"] = rng.choice(ODD) or figure["amount"] if rng.random() < 0.3 else figure["amount"]
    return a_disclosure(
        *tables,
        projects=projects,
        narrative_figures=figures,
        fiscal_year=rng.choice([None, 2024]),
        sections=[{"title": rng.choice(ODD) or "", "characters": rng.randrange(9)} for _ in range(5)],
        warnings=[a_doubt(project=rng.randrange(1, 5), field="plan"), a_doubt(table=rng.choice(BUDGET)["kind"])],
        form=rng.choice(["word-text", "pdf", "pdf-text", "ocr-markdown", "scan"]),
    )


def odd_row(row: list[str | None], rng: random.Random) -> list[str | None]:
    """The row with odd cells, perhaps shorter or longer than its table."""
    cells = [rng.choice(ODD) if rng.random() < 0.15 else cell for cell in row]
    return rng.choice([cells, cells, cells, cells[:-1], [*cells, "1.00"], []])


FIXED = frozenset({"ordinal", "kind", "columns", "rows", "at", "year"})
FIGURES = (
    *(("2024年预算收入", "345.00"), ("基本支出", "220.00"), ("机关运行经费", "40.00"), ("“三公”经费", "10.00")),
    *(("较2023年预算减少", "1.00"), ("基本支出减少", "0.50"), ("项目支出减少", "0.50"), ("拟购置固定资产总额", "1.00")),
)


@pytest.mark.parametrize("seed", range(60))
def test_no_rule_raises_on_odd_documents(seed: int) -> None:
    review = judge(document(random.Random(seed)))
    assert review.coverage
    raised = {rule: line.reason_en for rule, line in review.coverage.by_rule.items() if line.outcome == "error"}
    assert raised == {}
    assert len({finding.fingerprint for finding in review.findings}) == len(review.findings)
    assert review.model_validate_json(review.model_dump_json()) == review
