"""What the lines around a budget table say: its heading, department, year and currency unit, its notes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Line
from services.parse.text import compact, is_page_number
from shared.budget_kinds import table_kind
from shared.folding import fold, plain
from shared.places import Place

LONGEST_CAPTION = 60  # characters; a longer line is a paragraph
SHORTEST_CAPTION = 4  # characters, unless they name a table that we know

UNIT = re.compile(r"(?:单位|金额单位|货币单位)[：:](?:人民币)?(亿元|万元|千元|元)")
YEAR = re.compile(r"(?:预算年度|预算年份|财政年度|年度)[：:]((?:19|20)\d\d)")
ONLY_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度)?(?:预算)?")
CAPTION_YEAR = re.compile(r"((?:19|20)\d\d)年")
# 805某某局, 805001某某局本级, 部门：[805]某某局: three digits for a department, six for a unit.
CODE = re.compile(
    r"^(?:(?:编制)?(?:部门|单位)(?:\(单位\))?(?:编码|代码|名称)?(?:及名称)?[：:])?"
    r"[\[(【]?(?P<code>\d{3}(?:\d{3})?)[\])】]?[-—:：]?(?P<name>[\u4e00-\u9fff].*)$"
)
NO_NAME = re.compile(r"^(?:年|月|号|个|人|万|元|表|页|项|类|多)")
OFFICE = re.compile(
    r"(?:局|委员会|委|办公室|办|中心|厅|部|院|会|所|站|处|队|馆|校|学|政府|街道|镇|乡|社|团|台)(?:本级|机关|\([^()]*\))?$"
)
NAMED = re.compile(r"^(?:编制)?(?:部门|单位)(?:\(单位\))?(?:编码|代码|名称)?(?:及名称)?[：:](?P<name>.*)$")
TABLE_NUMBER = re.compile(
    r"^(?:公开|预算|附)?(?:表|附件|附表)?[-—]?[0-9一二三四五六七八九十]{1,3}(?:[-—]\d{1,2})?(?:表)?[：:]?$"
)
EMPTY_BRACKETS = re.compile(r"[（(][）)]")
CUT_OFF = re.compile(r"^(?:截止|截至|编制|填报|制表)(?:时间|日期)[：:]?|^截[止至]")
CONTINUED = re.compile(r"[(（]?(?:续表?|接上表|续上表)[一二三四五六七八九十0-9]*[)）]?$")
ENUMERATOR = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|\d{1,2}[、.．](?!\d)|(?:公开|预算|附)?(?:附?表|附件)[0-9一二三四五六七八九十]{1,3}(?:[-—]\d{1,2})?[：:、.．]?(?=[^\s\d]{4}))"
)
NOTE = re.compile(r"^(?:备?注|说明)(?:\d{1,2})?[：:]|^[*※]注")
EMPTY_TABLE = re.compile(
    r"空表|(?:本|此|该)表(?:为空|无数据|无内容|没有数据)|(?:部门|单位)(?:\d{4}年)?(?:无|没有|未安排).{2,40}(?:收支|预算|支出|拨款)"
)
SENTENCE_END = re.compile(r"[。！？；!?;]$")
NO_CAPTION = re.compile(r"[。；！？;!?]|[，、：,:]$|下表|如下|见表|目录$")
AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
LEADERS = re.compile(r"[.…·．]{3,}|…")
TARGET_HEADING = re.compile(r"绩效目标(?:申报)?表$")


@dataclass(slots=True)
class Printed:
    """One value of a caption with the places it was read from."""

    text: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class Heading:
    """What the lines above one table say; a value that no line says is absent."""

    values: dict[str, Printed] = field(default_factory=dict)  # caption, code, name, year, unit
    notes: list[Printed] = field(default_factory=list)  # printed between the heading and the table

    def text(self, name: str) -> str | None:
        """The value `name` as printed, None where absent."""
        value = self.values.get(name)
        return value.text if value else None

    def offer(self, name: str, text: str, places: tuple[Place, ...]) -> None:
        """Keep the value unless a line nearer to the table said it already."""
        self.values.setdefault(name, Printed(text, places))


def printed(text: str) -> str | None:
    """`text` without white space; None where nothing is left."""
    return compact(text) or None


def without_enumerator(text: str) -> str:
    """A heading without its number: 一、收支总表 and 表一 收支总表 are both 收支总表."""
    return ENUMERATOR.sub("", text, count=1)


def is_note(text: str) -> bool:
    """Whether the line begins a table's note."""
    return bool(NOTE.match(plain(text)))


def says_empty(text: str) -> bool:
    """Whether a sentence under a table without rows says that it is empty on purpose."""
    return bool(EMPTY_TABLE.search(plain(text)))


def is_contents(text: str) -> bool:
    """Whether the line belongs to a table of contents: a title, leaders, a page."""
    return bool(LEADERS.search(text)) and not SENTENCE_END.search(text.strip())


def read_aside(text: str, places: tuple[Place, ...], heading: Heading) -> bool:
    """Read a line that gives department, year or unit into `heading`; False where it says more, or nothing of it."""
    rest = compact(text)
    flat = fold(rest)
    if not flat or len(flat) > LONGEST_CAPTION or SENTENCE_END.search(flat) or AMOUNT.search(flat):
        return False
    if is_page_number(flat) or TABLE_NUMBER.match(flat) or CUT_OFF.match(flat) or CONTINUED.fullmatch(flat):
        return True
    for name, pattern in (("unit", UNIT), ("year", YEAR)):
        if match := pattern.search(fold(rest)):
            heading.offer(name, match[1], places)
            rest = EMPTY_BRACKETS.sub("", rest[: match.start()] + rest[match.end() :])
    if match := ONLY_YEAR.fullmatch(fold(rest)):
        heading.offer("year", match[1], places)
        return True
    return not rest or _read_department(rest, places, heading)


def _read_department(rest: str, places: tuple[Place, ...], heading: Heading) -> bool:
    flat = fold(rest)
    match = CODE.match(flat)
    if match and not NO_NAME.match(match["name"]) and table_kind(match["name"]) is None:
        heading.offer("code", match["code"], places)
        heading.offer("name", rest[match.start("name") :], places)
        return True
    named = NAMED.match(flat)
    if named or _is_office(flat):
        name = rest[named.start("name") :] if named else rest
        if name:
            heading.offer("name", name, places)
        return True
    return False


def _is_office(text: str) -> bool:
    return bool(OFFICE.search(text)) and not ENUMERATOR.match(text) and table_kind(text) is None


def is_caption(text: str) -> bool:
    """Whether the line can be the heading of a table: short, and no sentence."""
    flat = plain(text)
    if len(flat) > LONGEST_CAPTION or is_page_number(flat) or is_note(flat):
        return False
    if NO_CAPTION.search(flat) or LEADERS.search(flat) or AMOUNT.search(flat):
        return False
    return len(flat) >= SHORTEST_CAPTION or table_kind(flat) is not None


def caption_text(text: str) -> str:
    """A heading as printed, without its number, its unit, and what says that it is continued."""
    flat = compact(text)
    shorter = EMPTY_BRACKETS.sub("", UNIT.sub("", without_enumerator(flat)))
    return CONTINUED.sub("", shorter).rstrip("：:") or flat


def agree(one: str | None, other: str | None) -> bool:
    """Whether two values of a heading are the same; an absent one contradicts nothing."""
    return one is None or other is None or plain(one) == plain(other)


def read_heading(lines: Sequence[Line]) -> tuple[Heading, int]:
    """What the lines above a table say, and how many of them, from the last up, belong to it."""
    heading = Heading()
    rest = list(lines)
    while rest:
        line = rest[-1]
        captioned = "caption" in heading.values
        if read_aside(line.text, line.places, heading):
            rest.pop()
        elif not captioned and is_caption(line.text):
            heading.values["caption"], used = _whole_caption(rest)
            del rest[-used:]
        elif not captioned and is_note(line.text):  # above the heading, a note belongs to the table before
            heading.notes.insert(0, Printed(compact(line.text), line.places))
            rest.pop()
        else:
            break
    _year_of_caption(heading)
    return heading, len(lines) - len(rest)


def _whole_caption(lines: Sequence[Line]) -> tuple[Printed, int]:
    """The caption on the last line, with the line above where a wrapped heading began there."""
    last = lines[-1]
    above = lines[-2] if len(lines) > 1 else None
    if above and table_kind(last.text) is None and table_kind(above.text) and is_caption(above.text):
        whole = caption_text(above.text + last.text)
        if not above.text.strip().endswith(("表", "情况")) and table_kind(whole):
            return Printed(whole, (*above.places, *last.places)), 2
    return Printed(caption_text(last.text), last.places), 1


def _year_of_caption(heading: Heading) -> None:
    caption = heading.values.get("caption")
    match = CAPTION_YEAR.search(caption.text) if caption else None
    if caption and match:
        heading.offer("year", match[1], caption.places)


def notes_below(lines: Sequence[Line], *, empty: bool) -> tuple[list[Printed], int]:
    """The notes that follow a table, and how many of `lines` they take; `empty` says that the table has no rows."""
    notes: list[Printed] = []
    taken = 0
    for number, line in enumerate(lines):
        if is_note(line.text) or (empty and not notes and says_empty(line.text)):
            notes.append(Printed(printed(line.text) or "", line.places))
        elif notes and _continues(notes[-1].text, line.text):
            notes[-1] = Printed(notes[-1].text + (printed(line.text) or ""), (*notes[-1].places, *line.places))
        elif not is_page_number(compact(line.text)):
            break
        else:
            continue
        taken = number + 1
    return notes, taken


def _continues(note: str, text: str) -> bool:
    """Whether `text` goes on with a note that a page or line end cut."""
    return not SENTENCE_END.search(note) and not ENUMERATOR.match(plain(text)) and table_kind(text) is None


def joined_notes(notes: Iterable[Printed]) -> Printed | None:
    """Several notes as one value."""
    whole = list(notes)
    if not whole:
        return None
    return Printed("".join(note.text for note in whole), tuple(p for note in whole for p in note.places))
