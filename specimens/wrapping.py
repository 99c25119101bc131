"""How text is broken to a column's width, spaced, and cut by the end of a page: what all printed forms share."""

import re
from random import Random

CLOSING = "，。、；：！？）》】〕”%)]"
_TOKEN = re.compile(r"[0-9A-Za-z.,/\\\-]+|.", re.S)
_EDGE = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z≥≤])|(?<=[0-9A-Za-z%])(?=[一-鿿])")


def width(text: str) -> float:
    """The printed width in characters: 1 for a Chinese character, 0.5 for ASCII."""
    return sum(0.5 if ord(c) < 0x250 else 1 for c in text)


def wrap(text: str, columns: float) -> list[str]:
    """`text` in lines of at most `columns`; numbers and words stay whole where they fit, no line begins with a mark."""
    lines = [""]
    for token in _TOKEN.findall(text):
        if width(lines[-1]) + width(token) <= columns:
            lines[-1] += token
        elif token in CLOSING and len(lines[-1]) > 1:
            lines.append(lines[-1][-1] + token)
            lines[-2] = lines[-2][:-1]
        elif width(token) <= columns:
            lines.append(token)
        else:
            for c in token:
                if width(lines[-1]) + width(c) > columns:
                    lines.append("")
                lines[-1] += c
    return [line for line in lines if line] or [""]


def spaced(rng: Random, text: str, share: float) -> str:
    """`text` with a space at a `share` of the edges between Chinese and digits, as typesetting puts them."""
    return _EDGE.sub(lambda _: " " if rng.random() < share else "", text)


def cut(rng: Random, cells: list[list[str]]) -> tuple[list[list[str]], list[list[str]]] | None:
    """A row of wrapped cells cut by the end of a page: the lines above and below; None when it has one line only."""
    height = max(len(lines) for lines in cells)
    if height < 2:
        return None
    kept = rng.randint(1, height - 1)
    return [lines[:kept] for lines in cells], [lines[kept:] for lines in cells]
