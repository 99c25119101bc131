"""Folding of printed text so that two ways of printing the same thing compare equal.

`fold` keeps the length, so that places in the folded text are places in the printed one; `plain` does not.
"""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[\s，,。．.、；;：:！!？?“”\"‘’'（）()\[\]【】〔〕《》<>〈〉「」『』·…—\-_/\\]+")


def fold(text: str) -> str:
    """`text` with each full-width or compatibility character replaced by its plain one; the length does not change."""
    if text.isascii():
        return text
    return "".join(_folded(character) for character in text)


def plain(text: str) -> str:
    """`text` in compatibility form (NFKC) and without white space: what "the same text" means in every rule."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """`plain(text)` without punctuation, in lower case: for comparing names and descriptions."""
    return _MARKS.sub("", plain(text)).lower()


def _folded(character: str) -> str:
    if character.isspace():
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character
