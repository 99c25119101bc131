"""Folding of printed text so that two ways of printing the same thing compare equal.

`fold` keeps the length, so that places in the folded text are places in the printed one; `plain` does not.
"""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\s，,。．.、；;：:！!？?“”\"‘’'（）()\[\]【】〔〕《》<>〈〉「」『』·…—\-_/\\]+")


def fold(text: str) -> str:
    """`text` with each full-width or compatibility character replaced by its plain one; the length does not change."""
    return text if text.isascii() else text.translate(_FOLDED)


def narrow(text: str) -> str:
    """`text` with full-width digits, points and per cent signs replaced by plain ones; the length does not change."""
    return text if text.isascii() else text.translate(_NARROW)


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """`text` in compatibility form (NFKC) and without white space: what "the same text" means in every rule."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """`plain(text)` without punctuation, in lower case: for comparing names and descriptions."""
    return _MARKS.sub("", plain(text)).lower()


_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class _Folded(dict[int, str]):
    """Code point -> the plain character for it; worked out when first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        compatible = " " if character.isspace() else unicodedata.normalize("NFKC", character)
        self[point] = compatible if len(compatible) == 1 else character
        return self[point]


_FOLDED = _Folded()
