"""How text is broken to a column's width, spaced, and cut by the end of a page: what all printed forms share."""

import re
from random import Random

CLOSING = "，。、；：！？）》】〕”%)]"
OPENING = "（《【〔“(["
_TOKEN = re.compile(r"[0-9A-Za-z.,/\\\-]+|.", re.S)
_LATIN = re.compile(r"[\x00-\u024f]")
_SEAM = re.compile(r"[\x00-\x1f!-\u024f](?=[\u0250-\uffff])|[\u0250-\uffff](?=[\x00-\x1f!-\u024f])")
_EDGE = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z≥≤])|(?<=[0-9A-Za-z%])(?=[一-鿿])")


def tokens(text: str) -> list[str]:
    """What a line may be broken between: numbers and Latin words whole, else single characters."""
    return _TOKEN.findall(text)


def width(text: str) -> float:
    """The printed width in characters: 1 for a Chinese one, 0.5 for ASCII, a quarter between the two."""
    if len(text) == 1:
        return 0.5 if text < "\u0250" else 1.0
    latin = len(_LATIN.findall(text))
    return len(text) - 0.5 * latin + 0.25 * len(_SEAM.findall(text))


def wrap(text: str, columns: float) -> list[str]:
    """`text` in lines of at most `columns`; numbers and words stay whole where they fit, closing marks begin no line
    and opening marks end none. Lines carry no space at their ends."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for token in tokens(text):
        for piece in [token] if width(token) <= columns else token:
            needed = width(piece) + (_gap(lines[-1][-1], piece) if lines[-1] else 0.0)
            if lines[-1] and used + needed > columns:
                lines.append(_carried(lines[-1], piece))
                used, needed = width("".join(lines[-1])), width(piece)
            lines[-1].append(piece)
            used += needed
    return [text for text in ("".join(line).strip() for line in lines) if text] or [""]


def _gap(left: str, right: str) -> float:
    """The quarter em that typesetting puts between Chinese and Latin."""
    return 0.25 if (ord(left[-1]) < 0x250) != (ord(right[0]) < 0x250) and " " not in left + right else 0.0


def _carried(line: list[str], token: str) -> list[str]:
    """What moves from the end of `line` to the next so that no mark stands wrongly; `line` loses it."""
    moved: list[str] = []
    while len(line) > 1 and (token in CLOSING or line[-1] in OPENING):
        token = line.pop()
        moved.insert(0, token)
    return moved


def spaced(rng: Random, text: str, share: float) -> str:
    """`text` with a space at a `share` of the edges between Chinese and digits, as typesetting puts them."""
    return _EDGE.sub(lambda _: " " if rng.random() < share else "", text)


def retyped(rng: Random, text: str) -> str:
    """`text` with the line ends and spaces of another editor, now and then."""
    space = rng.choice((" ",) * 8 + ("\u3000", "\xa0"))
    text = re.sub(r"(?<=\S) (?=\S)", space, text)
    return text.replace("\n", "\r\n") if rng.random() < 0.1 else text


def cut(rng: Random, cells: list[list[str]]) -> tuple[list[list[str]], list[list[str]]] | None:
    """A row of wrapped cells cut by the end of a page: the lines above and below; None when it has one line only."""
    height = max(len(lines) for lines in cells)
    if height < 2:
        return None
    kept = rng.randint(1, height - 1)
    return [lines[:kept] for lines in cells], [lines[kept:] for lines in cells]
