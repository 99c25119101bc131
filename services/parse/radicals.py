"""Ideographs where a font's tables gave their twins: radicals of a dictionary's index and compatibility forms.

PDF files made by several office programs map common glyphs (人, 目, 一, 长) to code points that look the same and are
not the character: whoever wrote it meant the ideograph, and so does the print.
"""

import re
import unicodedata

TWINS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
# Of the supplement of radicals Unicode has no mapping; these look exactly as the ideograph.
SUPPLEMENT = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


def with_ideographs(text: str) -> str:
    """`text` with every twin of an ideograph replaced by it; the length does not change."""
    return TWINS.sub(lambda found: ideograph(found[0]), text)


def ideograph(char: str) -> str:
    """The ideograph that `char` stands for, or `char`."""
    return SUPPLEMENT.get(char) or unicodedata.normalize("NFKC", char)
