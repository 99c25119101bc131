"""Texts that were made to do harm: lines, rows and runs of characters on which a careless pattern takes for ever."""

from functools import partial

from tests.fuzz.crafted.case import Case


def long_line() -> bytes:
    """Five million letters without a break."""
    return "预算".encode() * 2_500_000


def tabs() -> bytes:
    """A row of a million cells."""
    return "项目编码\t".encode() * 1_000_000 + b"\n"


def dump(kind: str, run: str, times: int) -> bytes:
    """A dump of the kind that holds one run of characters many times."""
    heads = {
        "ocr": "# 部门预算\n\n一、总体绩效目标\n\n",
        "word": "一、总体绩效目标\n\n1.甲绩效目标表\n\t单位：万元\n项目名称\t",
        "layout": "                  部门预算\n\n  项目名称      甲\n\f",
    }
    return (heads[kind] + run * times + "\n").encode()


RUNS = {
    "spaces": " ",
    "digits": "1",
    "amounts": "1,",
    "stops": ".",
    "brackets": "（",
    "bars": "|",
    "headings": "一、",
    "numbers of sections": "1.",
    "spaces and digits": "1 ",
    "units": "万元",
    "quarters": "3月底\t",
    "signs": "≥",
    "cells": "<td>",
    "wide spaces": "\u3000",
}
CASES: tuple[Case, ...] = (
    ("a line of five million letters", long_line, "ok timeout"),
    ("a row of a million cells", tabs, "ok timeout out_of_memory"),
    ("nothing but zeros", lambda: bytes(1 << 20), "unsupported no_content unreadable_text"),
    (
        "a mark of UTF-16 and half a character",
        lambda: b"\xff\xfe\x00\xd8\x41",
        "ok no_content unreadable_text unsupported",
    ),
    *(
        (f"{name} without end in a dump of {kind}", partial(dump, kind, run, 50_000), "ok no_content unsupported")
        for name, run in RUNS.items()
        for kind in ("ocr", "word", "layout")
    ),
)
