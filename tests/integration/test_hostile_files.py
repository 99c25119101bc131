"""Every way in which a file can fail is provoked for real: crafted bytes through the sandbox, with its limits."""

import asyncio
import contextlib
import time

import pytest

from services.parse.settings import ParseSettings
from services.parse.task import TASK
from shared.errors import DocumentFailure
from shared.sandbox import Slot
from tests.fuzz.crafted import CRAFTED
from tests.fuzz.running import Reader

# The rest of them takes its time on purpose and runs in `make fuzz`.
QUICK = (
    "external entity in docx",
    "external entity in xlsx",
    "billion laughs in docx",
    "billion laughs in xlsx",
    "deep docx",
    "deep page",
    "cells at both ends of a sheet",
    "everything merged",
    "wide row in docx",
    "pages in a circle",
    "huge page",
    "page of no size",
    "encrypted pdf",
    "huge picture",
    "tar that climbs out",
    "fifty gzips",
)


@pytest.mark.timeout(240)
async def test_crafted_files_end_as_they_should() -> None:
    reader = Reader()
    try:
        wrong = []
        for name in QUICK:
            make, codes = CRAFTED[name]
            wrong += [(name, code, said) for code, said in await reader.ends(make()) if code not in codes]
        assert wrong == []
    finally:
        await reader.stop()


async def test_no_file_of_the_machine_gets_into_a_document() -> None:
    slot = Slot(TASK, ParseSettings().limits)
    try:
        for name in ("external entity in docx", "external entity in xlsx"):
            with contextlib.suppress(DocumentFailure):
                assert b"root:" not in b"".join(await slot.run(CRAFTED[name][0](), {"source": name}))
    finally:
        await slot.stop()


async def test_a_bad_document_delays_only_its_own_slot() -> None:
    bad, good = Slot("tests.unit.sandbox.tasks:task"), Slot(TASK, ParseSettings().limits)
    try:
        await asyncio.gather(bad.start(), good.start())
        stuck = asyncio.create_task(bad.run(b"", {"do": "loop"}))
        begun = time.monotonic()
        for number in range(5):
            assert await good.run(f"第{number}件\n收支总表\n".encode(), {"source": "a.txt"})
        assert time.monotonic() - begun < 30
        assert not stuck.done()
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
    finally:
        await asyncio.gather(bad.stop(), good.stop())
