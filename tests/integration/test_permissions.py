"""NATS users: what is not granted is refused. That what is granted suffices and is needed: test_grants.py."""

from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest

from shared import permissions
from tests.integration.guarded import USERS, Guarded
from tests.integration.waiting import until


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Guarded]:
    async with Guarded(tmp_path).running() as started:
        yield started


def concrete(subject: str) -> str:
    """One subject that a pattern allows."""
    return subject.replace("*", "x").replace(">", "x")


def allows(patterns: tuple[str, ...], subject: str) -> bool:
    return any(_matches(pattern.split("."), subject.split(".")) for pattern in patterns)


def _matches(pattern: list[str], subject: list[str]) -> bool:
    if pattern[0] == ">":
        return True
    if pattern[0] not in ("*", subject[0]):
        return False
    if len(pattern) == 1 or len(subject) == 1:
        return len(pattern) == len(subject)
    return _matches(pattern[1:], subject[1:])


EVERYTHING = sorted(
    {concrete(subject) for each in USERS.values() for subject in each.publish}
    | {
        f"{permissions.API}.STREAM.DELETE.GOUJI_NEWS",
        f"{permissions.API}.STREAM.PURGE.GOUJI_RECEIVED",
        f"{permissions.API}.STREAM.UPDATE.GOUJI_NEWS",
        f"{permissions.API}.CONSUMER.DELETE.GOUJI_PARSED.validate",
        f"{permissions.API}.CONSUMER.DURABLE.CREATE.GOUJI_NEWS.mine",
        f"{permissions.API}.CONSUMER.CREATE.GOUJI_NEWS.mine",
        f"{permissions.API}.CONSUMER.CREATE.GOUJI_RECEIVED.parse",
        f"{permissions.API}.CONSUMER.CREATE.GOUJI_RECEIVED.parse.gouji.v1.documents.other",
        f"{permissions.API}.CONSUMER.CREATE.OBJ_GOUJI_ORIGINALS.mine.$O.GOUJI_ORIGINALS.C.x",
        f"{permissions.API}.CONSUMER.DELETE.OBJ_GOUJI_ORIGINALS.mine",
        f"{permissions.API}.STREAM.MSG.DELETE.GOUJI_DEAD",
        "somewhere.else",
    }
)


@pytest.mark.parametrize("user", USERS)
async def test_every_forbidden_subject_is_refused_and_no_allowed_one(guarded: Guarded, user: str) -> None:
    allowed = USERS[user]
    forbidden = [subject for subject in EVERYTHING if not allows(allowed.publish, subject)]
    own = [concrete(subject) for subject in allowed.publish if not subject.startswith(permissions.API)]
    assert forbidden
    async with guarded.connected(user) as (connection, refused):
        for subject in [*forbidden, *own]:
            await connection.publish(subject, b"")
        others = [f"_INBOX_{other}.x" for other in USERS if other != user] + ["_INBOX.x", "gouji.v1.documents.parsed"]
        wrong = [subject for subject in others if not allows(allowed.subscribe, subject)]
        for subject in wrong:
            await connection.subscribe(subject)
        await connection.flush()
        await until(lambda: len(refused) >= len(forbidden) + len(wrong))
    assert sorted(_told(refused, "publish to")) == forbidden
    assert sorted(_told(refused, "subscription to")) == sorted(wrong)


async def test_nobody_comes_in_without_a_key(guarded: Guarded) -> None:
    async def ignore(_: Exception) -> None:
        pass

    with pytest.raises(nats.errors.Error):
        await nats.connect(guarded.server.url, allow_reconnect=False, error_cb=ignore)


def _told(refused: list[str], what: str) -> list[str]:
    """The subjects that the server's refusals name."""
    found = [line.lower().split(what, 1)[1] for line in refused if what in line.lower()]
    names = {subject.lower(): subject for subject in EVERYTHING} | {
        name.lower(): name for user in USERS for name in (f"_INBOX_{user}.x",)
    }
    told = [each.strip(" \"'").split('"')[0] for each in found]
    return [names.get(each, each.replace("_inbox.x", "_INBOX.x")) for each in told]
