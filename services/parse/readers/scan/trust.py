"""How far a recognised line is to be trusted, by the confidence of its letters and by what the forms can say."""

import re

from services.parse.readers.scan.lettering import Reading
from shared.project_code import checks

_SURE = 0.80  # the least sure letter of a line that is not doubtful
_SURE_FIGURE = 0.90  # digits and operators decide sums and ceilings: they must be surer
_FIGURE = re.compile(r"[0-9≥≤<>=%％.]")
_CODE = re.compile(r"\d{8}P[0-9A-Z]{12}")
# A strict bound is next to unknown in these forms, while the bar under ≤ and ≥ is easily lost in a scan.
_STRICT = re.compile(r"^[<>＜＞]\s*\d")


def settled(reading: Reading) -> Reading:
    """The reading with full-width operators and spaces as the forms print them."""
    text = reading.text.strip()
    return reading if text == reading.text else Reading(text, reading.confidences[: len(text)])


def is_doubtful(reading: Reading) -> bool:
    """Whether a letter of the line may well be another."""
    if not reading.text:
        return False
    code = _CODE.fullmatch(reading.text.replace(" ", ""))
    if code:
        return not checks(code.group())
    if _STRICT.match(reading.text):
        return True
    letters = zip(reading.text, reading.confidences, strict=False)
    return any(confidence < (_SURE_FIGURE if _FIGURE.match(letter) else _SURE) for letter, confidence in letters)
