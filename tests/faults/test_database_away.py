"""A database that is restarted, away for a while, or slow: nothing is lost, and all go on by themselves after it."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.faults.chance import DATABASE_AWAY_S, FEW, documents
from tests.faults.cluster import Cluster, undisturbed
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


COUNTED_EVERY_S = 1.2


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test's own."""
    with postgres.running() as started:
        if started is None:
            pytest.skip(postgres.NO_SERVER)
        yield started


async def test_postgresql_may_be_restarted_and_away(tmp_path: Path, server: postgres.Server) -> None:
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    async with Cluster.running(tmp_path / "run", database_url=server.create()) as cluster:
        await cluster.drop(files)
        await cluster.pause_until(FEW // 6)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await cluster.pause_until(FEW // 3)
        await asyncio.to_thread(server.stop)
        store = cluster.services["store"]
        await asyncio.sleep(DATABASE_AWAY_S)  # the outage itself
        pid = store.pid
        assert await store.answers("/readyz") == 503
        await asyncio.to_thread(server.start)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert store.pid == pid, "store was restarted"


async def test_a_slow_database_holds_ingest_up_and_loses_nothing(tmp_path: Path) -> None:
    """Here nobody can write into it for a while: uploads are refused, and files stay in the inbox."""
    files = documents(FEW)
    first, rest = dict(list(files.items())[: FEW // 2]), dict(list(files.items())[FEW // 2 :])
    expected = await undisturbed(files, tmp_path)
    async with Cluster.running(tmp_path / "run", backlog_documents=FEW // 4) as cluster:

        def held_back() -> bool:
            return any("inbox_waits" in line for line in cluster.log("ingest"))

        with closing(sqlite3.connect(make_url(cluster.database_url).database or "")) as locker:
            locker.execute("BEGIN IMMEDIATE")
            await cluster.drop(first)
            await until(lambda: held_back() or not cluster.waiting_in_the_inbox(), within_s=60)
            await asyncio.sleep(COUNTED_EVERY_S)  # a fast machine takes all of them before ingest counts again
            await cluster.drop(rest)
            await until(held_back, within_s=60)
            answer = await asyncio.to_thread(_upload, cluster.services["ingest"].url)
            assert (answer.status_code, answer.json()["code"]) == (429, "busy")
            assert int(answer.headers["retry-after"]) > 0
            assert cluster.waiting_in_the_inbox()
            assert await cluster.stored_so_far() == 0
            locker.rollback()
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)


def _upload(url: str) -> httpx.Response:
    return httpx.post(f"{url}/documents", files={"file": ("new.txt", b"new")}, trust_env=False, timeout=30)
