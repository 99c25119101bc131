"""Documents that are no ordinary target text: blank and foreign forms, other pages, cut files, other encodings.

Each is a Specimen with what reading it must give. Of a foreign form only template, kind, title and projects are the
truth; its tables are held by the cells that must be found somewhere in them (`foreign_cells`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from random import Random

from shared.document import UNKNOWN, Document
from specimens.content import generate
from specimens.setting import Knobs, setting
from specimens.specimen import Specimen
from specimens.variants import RENDERERS, variant

BLANK_FORM = Knobs(
    projects=0, blank_projects=1, cover=False, overall=False, sub_goals=False, safeguards=False, generation=3
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk")
FOREIGN_HEADER = ("一级指标", "二级指标", "三级指标", "分值", "计算符号", "指标值", "计量单位", "评分标准")


def blank_form(form: str, seed: int) -> Specimen:
    """The template as it is handed out: known, and without any project."""
    content = generate(seed, BLANK_FORM)
    return RENDERERS[form](content, seed)


def _other(name: str, text: str, form: str, title: str | None = None) -> Specimen:
    data = text.encode("utf-8")
    identity = hashlib.sha256(data).hexdigest()
    truth = Document(id=identity, source=name, media_type="text/plain", form=form, template=UNKNOWN, title=title)
    return Specimen(name, data, truth)


def foreign_rows(seed: int) -> list[tuple[str, ...]]:
    """The indicator rows of another province's form: score, operator, value and unit in columns of their own."""
    content = generate(
        seed, Knobs(projects=1, tidy=True, blank_indicators=0, blank_goals=0, blank_plan=0, blank_purpose=0)
    )
    rows: list[tuple[str, ...]] = []
    for row in content.truth.projects[0].indicators:
        target = row.target or ""
        number = "".join(c for c in target if c.isdigit() or c == ".")
        unit = target.lstrip("≥≤").removeprefix(number)
        levels = (row.level1 or "", row.level2 or "", row.name or "")
        rows.append((*levels, "10", target[0], number, unit, "完成得满分，未完成按比例扣分"))
    return rows


def foreign_form(seed: int) -> Specimen:
    """Another province's application form for a project, which no template knows."""
    rng = Random(f"foreign/{seed}")
    who = setting(rng, Knobs())
    head = [
        f"项目名称\t{who.field.topics[0].name}\t\t\t项目类别\t特定目标类\t\t",
        f"主管部门\t{who.bureau}\t\t\t实施单位\t{who.units[0][1]}\t\t",
        f"年度资金总额\t{rng.randint(10, 900)}.00\t\t\t其中：财政拨款\t{rng.randint(5, 10)}.00\t\t",
    ]
    rows = ["\t".join(FOREIGN_HEADER), *("\t".join(row) for row in foreign_rows(seed))]
    title = "项目支出绩效目标申报表"
    text = "\n".join([f"# {title}", "", f"（{who.year}年度）", "", *head, *rows, ""])
    return _other(f"foreign-{seed}.txt", text, "ocr-markdown", title)


def foreign_cells(seed: int) -> set[str]:
    """The cells that must be found in the tables read from `foreign_form(seed)`."""
    return {cell for row in foreign_rows(seed) for cell in row if cell}


def news_page(seed: int) -> Specimen:
    """A news page that speaks of budgets and targets and is no form."""
    rng = Random(f"news/{seed}")
    who = setting(rng, Knobs())
    topic = rng.choice(who.field.topics)
    lines = [
        f"{who.bureau}召开{topic.name}工作推进会",
        "",
        f"发布时间：{who.year}-05-{rng.randint(10, 28)}　来源：{who.place}人民政府网　浏览次数：{rng.randint(20, 900)}",
        "",
        f"近日，{who.bureau}召开{topic.name}工作推进会，通报今年以来预算执行和绩效目标完成情况。",
        "",
        f"会议指出，要抓好{topic.use}，力争{topic.quality}达到{rng.randint(85, 99)}%，让{topic.people}得到实惠。",
        "",
        "上一篇：关于开展安全生产大检查的通知　下一篇：节日期间值班安排",
        "",
    ]
    return _other(f"news-{seed}.txt", "\n".join(lines), "text")


def lone_heading(seed: int) -> Specimen:
    """The heading of a target table with nothing under it."""
    who = setting(Random(f"lone/{seed}"), Knobs())
    return _other(f"lone-{seed}.txt", f"1.{who.field.topics[0].name}专项资金绩效目标表\n", "text")


def cut(form: str, seed: int) -> tuple[Specimen, int]:
    """A document cut off somewhere, and how many of its projects stand whole before the cut."""
    whole = variant(form, seed, Knobs(projects=4, blank_projects=0))
    rng = Random(f"cut/{form}/{seed}")
    text = whole.text
    marks = [text.rindex(project.code or "", 0) for project in whole.truth.projects if (project.code or "") in text]
    at = rng.randint(len(text) // 4, len(text) - 1)
    complete = max(0, sum(mark < at for mark in marks) - 1) if len(marks) == len(whole.truth.projects) else 0
    return replace(whole, content=text[:at].encode("utf-8"), warnings=()), complete


def encoded(specimen: Specimen, encoding: str) -> Specimen:
    """The same text in another encoding; the id follows the bytes."""
    data = specimen.text.encode(encoding)
    truth = specimen.truth.model_copy(update={"id": hashlib.sha256(data).hexdigest()})
    return replace(specimen, content=data, truth=truth)


UNKNOWN_PAGES: tuple[Callable[[int], Specimen], ...] = (foreign_form, news_page)
