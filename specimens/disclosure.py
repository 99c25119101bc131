"""A disclosure document of an invented department: budget tables, explanations and the target text, in one truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from shared.document import Document, Project
from specimens.budget import Budget, invented_budget
from specimens.content import Content, generate, ordinal
from specimens.explanations import Explanation, explanations, figures, text
from specimens.front import safeguards, sub_goals
from specimens.setting import Knobs, setting
from specimens.sheets import Sheet, sheets

NINE = 9  # the tables of the budget itself; the others stand in the explanations


@dataclass(frozen=True)
class Disclosure:
    """One document before it is printed. `content` is its target text, `truth` what a perfect reader says of all."""

    content: Content
    budget: Budget
    tables: tuple[Sheet, ...]
    explained: tuple[Explanation, ...]
    truth: Document


@dataclass(frozen=True)
class Block:
    """One printed unit: a line of some kind, a sheet, or a project's table."""

    kind: Literal["title", "contents", "section", "item", "text", "sheet", "project"]
    text: str = ""
    sheet: Sheet | None = None
    project: Project | None = None


def disclosure(seed: int, knobs: Knobs | None = None) -> Disclosure:
    """Disclosure document number `seed`; its projects add up to its project expenditure."""
    knobs = replace(knobs or Knobs(), generation=3, blank_projects=0, overall=True, sub_goals=True, safeguards=True)
    content = generate(seed, knobs)
    who = setting(Random(f"content/{seed}"), knobs)
    rng = Random(f"disclosure/{seed}")
    projects = [p.model_copy(update={"unit_code": None, "unit_name": None}) for p in content.truth.projects]
    budget = invented_budget(rng, who, projects)
    tables, explained = sheets(budget), explanations(rng, budget)
    truth = content.truth.model_copy(
        update={
            "template": "hebei-disclosure",
            "kind": "disclosure",
            "title": f"{who.bureau}{who.year}年部门预算信息公开情况说明",
            "fiscal_year": who.year,
            "department": content.truth.department.model_copy(update={"code": who.department, "name": who.bureau}),
            "projects": projects,
            "budget_tables": [sheet.truth for sheet in tables],
            "narrative_figures": figures(explained, who.unit),
        }
    )
    return Disclosure(replace(content, inferable={}), budget, tuple(tables), tuple(explained), truth)


def blocks(what: Disclosure, rng: Random) -> list[Block]:
    """Everything that is printed, in the order of the form."""
    nine = [Block("sheet", sheet=sheet) for sheet in what.tables[:NINE]]
    rest = [Block("title", what.truth.title or ""), *_sections(what, rng)]
    listed = _contents(what) if rng.random() < 0.7 else []
    return [*listed, *nine, *rest]


def _contents(what: Disclosure) -> list[Block]:
    pages = iter(range(1, 99, 2))
    lines = [
        "部门预算公开表",
        *(f"{sheet.kind}\t{next(pages)}" for sheet in what.tables[:NINE]),
        "部门预算信息公开情况说明",
    ]
    lines += [f"{ordinal(i)}、{title}\t{next(pages)}" for i, title in enumerate(TITLES, 1)]
    return [Block("contents", line) for line in (f"{what.budget.year}年部门预算信息公开目录", *lines)]


TITLES = (
    "部门职责及机构设置情况", "部门预算安排的总体情况", "机关运行经费安排情况",
    "财政拨款“三公”经费预算情况及增减变化原因", "部门整体绩效目标", "部门项目预算安排情况及绩效目标",
    "政府采购预算情况", "国有资产信息", "名词解释", "其他需要说明的事项",
)  # fmt: skip


def _sections(what: Disclosure, rng: Random) -> Iterator[Block]:
    yield Block("text", f"现将{what.budget.bureau}{what.budget.year}年部门预算公开如下：")
    for number, title in enumerate(TITLES, 1):
        yield Block("section", f"{ordinal(number)}、{title}")
        yield from _section(what, rng, title)


def _section(what: Disclosure, rng: Random, title: str) -> Iterator[Block]:
    """What stands under a heading of the form."""
    explained = next((e for e in what.explained if e.title == title), None)
    if explained:
        yield from _explained(what, explained)
    if title == TITLES[0]:
        yield Block("item", "部门职责：")
        yield Block("text", "负责本行业规划、服务和监督管理，对单项5万元以上的支出实行集体决策。")
        yield Block("item", "机构设置：")
        yield Block("sheet", sheet=what.tables[NINE])
    elif title == "部门整体绩效目标":
        yield from _goals(what.content, rng)
    elif title == "部门项目预算安排情况及绩效目标":
        yield from (Block("project", project=project) for project in what.truth.projects)
    elif title == "政府采购预算情况":
        yield Block("sheet", sheet=what.tables[NINE + 1])
    elif title == "国有资产信息":
        yield Block("sheet", sheet=what.tables[NINE + 2])
    elif title == "名词解释":
        yield Block("text", "1、公务接待费：单位按规定开支的接待支出，单次不超过1000元。")
    elif title == "其他需要说明的事项":
        yield Block("text", "没有其他需要说明的事项。")


def _explained(what: Disclosure, explained: Explanation) -> Iterator[Block]:
    for number, (heading, paragraphs) in enumerate(explained.parts, 1):
        if heading:
            yield Block("item", f"{number}、{heading}")
        for paragraph in paragraphs:
            yield Block("text", "".join(text(sentence, what.budget.unit) for sentence in paragraph))


def _goals(content: Content, rng: Random) -> Iterator[Block]:
    yield Block("item", "（一）总体绩效目标")
    yield Block("text", content.truth.overall_goal or "")
    yield Block("item", "（二）分项绩效目标")
    yield from (Block("item" if piece.kind == "item" else "text", piece.text) for piece in sub_goals(content, rng))
    yield Block("item", "（三）工作保障措施")
    yield from (Block("item" if piece.kind == "item" else "text", piece.text) for piece in safeguards(content))
