"""Administrative divisions (GB/T 2260): codes and names, and the division a document belongs to."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

from shared.folding import plain
from shared.project_code import read_code

UNKNOWN = "000000"
SHORT = (2, 3, 4)  # characters of 河北, 石家庄, 锡林郭勒

# 青龙满族自治县 is called 青龙县 as well.
_PEOPLES = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|"
    "鄂温克|保安|裕固|独龙|鄂伦春|满|回|藏|苗|彝|壮|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族)+自治(?=[县州旗区]$)")


# What may stand before the name of a division: a party, a body or an office of the whole country.
_NATIONAL = re.compile(
    r"(?:中国共产党|中共|中国共产主义青年团|共青团|中国人民政治协商会议|政协|国家\w{2,8}?总局|国家统计局|中国\w{2,10}?(?:协会|联合会|学会)"
    r"|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)"
)
Codes: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Register:
    """All divisions: code -> name, and name (former and short ones too) -> its codes in force and its former ones."""

    names: dict[str, str]
    codes: dict[str, tuple[Codes, Codes]]
    short: dict[str, str]  # 河北, 石家庄: provinces and cities without their last character
    longest: int


@dataclass(frozen=True, slots=True)
class Named:
    """The divisions that a name may mean, and the one printed before it (or 000000)."""

    codes: Codes = frozenset()
    parent: str = UNKNOWN


def name_of(code: str) -> str | None:
    """The name that a code stands for, a former one where it is no longer in force; None for an unknown code."""
    return _register().names.get(code)


def division_of(codes: Iterable[str | None], department: str | None = None, units: Iterable[str | None] = ()) -> str:
    """The division of a document: by its project codes, else its department's name, else its units' names, else 000000.

    Codes of generations 2 and 3 vote with their first six digits. A name that several divisions have counts where the
    units' names decide between them; otherwise the division printed before it (河北省桥西区 -> 130000), or 000000.
    """
    votes = Counter(code.division for code in map(read_code, codes) if code and code.division)
    if votes:
        return max(votes, key=lambda division: votes[division])
    meant = divisions_in(department or "")
    by_units = [divisions_in(unit or "") for unit in units]
    decided = [meant.codes, *(found.codes & meant.codes for found in by_units), *(found.codes for found in by_units)]
    only = next((codes for codes in decided if len(codes) == 1), None)
    if only:
        return next(iter(only))
    return next((found.parent for found in [meant, *by_units] if found.codes), UNKNOWN)


def divisions_in(name: str) -> Named:
    """The divisions that the first division names in `name` may mean: 河北省石家庄市长安区… is 130102 alone."""
    meant = Named()
    for in_force, former in _chain(plain(name)):
        codes = _inside(in_force, meant.codes) or _inside(former, meant.codes)
        if not codes:
            break
        meant = Named(codes, next(iter(meant.codes)) if len(meant.codes) == 1 else meant.parent)
    return meant


def _inside(codes: Codes, above: Codes) -> Codes:
    """Those of `codes` that lie in one of the divisions `above`; all of them where there is none."""
    return frozenset(c for c in codes if any(_within(c, wider) for wider in above)) if above else codes


def _within(code: str, wider: str) -> bool:
    return code != wider and code.startswith(wider.removesuffix("00").removesuffix("00"))


def _chain(name: str) -> Iterator[tuple[Codes, Codes]]:
    """The codes of the division name that `name` begins with and of those that follow it without a gap.

    Only a body of the whole country (中共, 政协) or the short name of its own city or province (石家庄鹿泉区) may stand
    before it: 岚县 is not meant in 澄岚县.
    """
    office = _NATIONAL.match(name)
    rest = name[office.end() :] if office else name
    above = "" if _longest_name(rest) else _above(rest)
    if above:
        yield frozenset({_register().short[above]}), frozenset()
    rest = rest.removeprefix(above)
    while found := _longest_name(rest):
        yield _register().codes[found]
        rest = rest.removeprefix(found)


def _above(name: str) -> str:
    """The short name of a province or city that `name` begins with, where a division inside it follows."""
    register = _register()
    for short in (name[:length] for length in SHORT):
        following = register.codes.get(_longest_name(name[len(short) :]), (frozenset(), frozenset()))
        if short in register.short and any(_within(c, register.short[short]) for codes in following for c in codes):
            return short
    return ""


def _longest_name(name: str) -> str:
    """The longest division name that `name` begins with, or ""."""
    register = _register()
    lengths = range(min(register.longest, len(name)), 1, -1)
    return next((name[:length] for length in lengths if name[:length] in register.codes), "")


@cache
def _register() -> Register:
    data = json.loads((resources.files("shared") / "divisions.json").read_text("utf-8"))
    current, former = _pairs(data["current"]), _pairs(data["former"])
    codes: dict[str, tuple[set[str], set[str]]] = {}
    for part, pairs in enumerate((current, former)):
        for code, name in pairs:
            for called in {name, _AUTONOMOUS.sub("", name)}:
                codes.setdefault(called, (set(), set()))[part].add(code)
    meanings = {name: (frozenset(now), frozenset(once)) for name, (now, once) in codes.items()}
    short = {name[:-1]: code for code, name in current if code.endswith("00") and name[-1] in "省市盟"}
    return Register(dict([*former, *current]), meanings, short, max(map(len, codes)))


def _pairs(lines: dict[str, str]) -> list[tuple[str, str]]:
    """(code, name) of a line "130000 河北省，130100 石家庄市，…" for each province."""
    return [(pair[:6], pair[7:]) for line in lines.values() for pair in line.split("，")]
