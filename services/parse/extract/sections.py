"""Which lines of a disclosure document explain the budget, told by the headings they stand under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Block, Line
from services.parse.extract.captions import TARGET_HEADING, is_contents
from services.parse.text import compact, numbering

LONGEST_HEADING = 45  # characters without white space
SHORTEST_FULL = 20  # characters: how long a line cut at the page's width is at least
FULL = 0.85  # of the page's width: a numbered line so long begins a paragraph
NO_HEADING = re.compile(r"[。；！？;!?]|[，,]$|\d(?:亿|万)?元")
CLOSED = re.compile(r"[。；！？：;!?:]$")
# Under these headings amounts are targets, thresholds or definitions, not statements about this budget.
OTHER = re.compile(
    r"绩效(?:总体)?目标|绩效指标|分项|保障措施|名词解释|职责|职能|机构设置|内设机构|人员编制|目录|公开表|工作任务"
)
EXPLAINING = re.compile(r"预算|收入|支出|收支|经费|采购|资产|增减|情况说明|安排|需要说明")
# The projects' section explains until its first project; how many goals were set is an explanation too.
BOTH = re.compile(r"预算安排.*绩效目标|绩效目标(?:设置|管理|编制)|绩效(?:管理|工作)?情况")
TARGETS = re.compile(r"绩效|目标")
UNNUMBERED = re.compile(
    r"(?:.{0,30}(?:情况|编制|安排|预算|收入|支出)说明|名词解释|(?:主要|部门|单位)?(?:职责|职能)|(?:部门)?机构设置(?:情况)?)[：:]?"
)
TITLE = re.compile(r"预算.*说明[：:]?$")
ARTICLE = re.compile(r"第[一二三四五六七八九十]+条")
RANKS = {style: rank for rank, style in enumerate(("第一部分", "一、", "（一）", "1、", "（1）", "1）", "①"), 1)}
TOP = RANKS["一、"]
MANY = 24  # characters: a shorter numbered line is a heading on the narrowest page
LEAF = len(RANKS) + 1


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that the lines below stand under. `explains` is None where neither it nor those above it say."""

    rank: int
    ordinal: int
    text: str
    explains: bool | None


def explaining(blocks: Sequence[Block]) -> list[bool]:
    """For each block, whether it stands under a heading that explains the budget; headings themselves do not."""
    found: list[bool] = []
    stack: list[_Open] = []
    width = _full_width(blocks)
    for block in blocks:
        heading = _heading(block, width) if isinstance(block, Line) else None
        if heading:
            _enter(stack, *heading)
        found.append(heading is None and bool(stack) and bool(stack[-1].explains))
    return found


def _full_width(blocks: Sequence[Block]) -> float:
    """From how many characters on a line is full, where the text is cut into lines; else infinity."""
    lengths = sorted(
        len(text)
        for block in blocks
        if isinstance(block, Line) and len(text := compact(block.text)) >= SHORTEST_FULL and not CLOSED.search(text)
    )
    middle, long = (lengths[len(lengths) * part // 10] for part in (5, 9)) if len(lengths) > 10 else (0, 1)
    return FULL * middle if long <= middle * 1.2 else float("inf")


def _heading(block: Line, width: float = float("inf")) -> tuple[int, int, str] | None:
    """Rank, ordinal and text of the heading that a line is; rank 0 is the title of the explanations."""
    text = compact(block.text)
    if not text or len(text) > LONGEST_HEADING or NO_HEADING.search(text) or is_contents(text):
        return None
    if TARGET_HEADING.search(text):
        return LEAF, 0, text  # projects are numbered apart, perhaps in the style of the sections
    number = numbering(text)
    if number and not ARTICLE.match(text) and len(text) < max(width, MANY):
        return RANKS[number.style], number.ordinal, number.rest
    if not UNNUMBERED.fullmatch(text):
        return None
    return 0 if TITLE.search(text) else LEAF, 0, text


def _enter(stack: list[_Open], rank: int, ordinal: int, text: str) -> None:
    """Open a heading: those of its rank and below are closed. Under a heading about other things all is other."""
    sibling = next((opened for opened in stack if opened.rank == rank == TOP), None)
    if sibling and sibling.explains is False and TARGETS.search(sibling.text) and ordinal <= sibling.ordinal:
        return  # numbering that starts again inside the target text is its own
    while stack and stack[-1].rank >= rank:
        stack.pop()
    above = stack[-1].explains if stack else None
    stack.append(_Open(rank, ordinal, text, above if above is False else _says(text, above)))


def _says(text: str, above: bool | None) -> bool | None:
    if OTHER.search(text) and not BOTH.search(text):
        return False
    return True if EXPLAINING.search(text) else above
