"""Whatever happens to a dump, reading it ends in documents with what was found, or in a failure with a name."""

import random
from contextlib import suppress

import pytest

from services.parse.core import parse
from shared.errors import DocumentFailure, UnreadableText, Unsupported
from tests.unit.parse.forms import BODY, HEAD, HEADER, UNIT, project, word

OCR = "一、总体绩效目标\n\n文字。\n\n二、分项绩效目标\n\n1、甲。\n\n" + project() + project("2.办公经费绩效目标表")
WORD = f"1.图书购置经费绩效目标表\n\t{UNIT}\n\t单位：万元\n\n{word(HEAD)}\n{word((HEADER, *BODY))}\n" * 2


def damaged(text: str, rng: random.Random) -> str:
    """The text with lines lost, doubled, cut, shuffled, or with tabs lost."""
    lines = text.split("\n")
    match rng.randrange(6):
        case 0:
            rng.shuffle(lines)
        case 1:
            lines = [line for line in lines if rng.random() < 0.8]
        case 2:
            lines = [line.replace("\t", rng.choice(("\t", " ", ""))) for line in lines]
        case 3:
            lines = [part for line in lines for part in ([line, ""] if rng.random() < 0.2 else [line])]
        case 4:
            lines = [line[: rng.randint(0, len(line))] if rng.random() < 0.2 else line for line in lines]
        case _:
            lines += lines[::-1]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("text", [OCR, WORD], ids=["ocr", "word"])
def test_damaged_dump_is_read_or_refused_by_name(text: str, seed: int) -> None:
    rng = random.Random(seed)
    broken = damaged(damaged(text, rng), rng)
    try:
        documents = parse(broken.encode(), "damaged.txt")
    except DocumentFailure:
        return
    for document in documents:
        assert document.model_dump_json(by_alias=True)
        ordinals = [found.ordinal for found in document.projects]
        assert ordinals == list(range(1, len(ordinals) + 1))


@pytest.mark.parametrize("seed", range(40))
def test_broken_bytes_are_read_or_refused_by_name(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(OCR.encode())
    for _ in range(rng.randint(1, 40)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    with suppress(UnreadableText, Unsupported):
        assert parse(bytes(data), "broken.txt")
