"""How far recognised lines are to be trusted, by the confidence of their letters and by what the forms can say."""

import re

from services.parse.readers.scan.lettering import Reading
from shared.project_code import checks

_SURE = 0.80  # the least sure letter of a line that is not doubtful
_SURE_FIGURE = 0.90  # digits and operators decide sums and ceilings: they must be surer
_FIGURE = re.compile(r"[0-9≥≤<>=%％.]")
_CODE = re.compile(r"\d{8}P[0-9A-Z]{12}")
# A strict bound is next to unknown in these forms, while the bar under ≤ and ≥ is easily lost in a scan.
_STRICT = re.compile(r"^[<>＜＞]\s*\d")
_STRANGE = re.compile(r"[|_~^`{}¦]")  # no form prints these: a rule, a dot of dirt, a backslash
_HAN = "一-鿿〇"
_WIDE = str.maketrans("(),;:!?", "（），；：！？")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}”》）〕】])[(),;:!?]|[(),;:!?](?=[{_HAN}“《（〔【])")
_YEAR = re.compile(r"\[(\d{4})\](?=\s*\d+\s*号|$)")


def settled(reading: Reading) -> Reading:
    """The reading with the full-width marks that the forms print beside Chinese characters; the model folds them."""
    text = _BESIDE_HAN.sub(lambda mark: mark[0].translate(_WIDE), reading.text.strip())
    text = _YEAR.sub(r"〔\1〕", text)
    return Reading(text, reading.confidences[: len(text)])


def doubtful(lines: list[Reading]) -> list[int]:
    """Which lines of a cell may well hold a wrong letter. A project code is checked as a whole."""
    code = "".join(line.text for line in lines).replace(" ", "")
    if _CODE.fullmatch(code):
        return [] if checks(code) else list(range(len(lines)))
    return [index for index, line in enumerate(lines) if _is_doubtful(line)]


def _is_doubtful(line: Reading) -> bool:
    if _STRICT.match(line.text) or _STRANGE.search(line.text):
        return True
    letters = zip(line.text, line.confidences, strict=False)
    return any(confidence < (_SURE_FIGURE if _FIGURE.match(letter) else _SURE) for letter, confidence in letters)
