"""Who a file belongs to: one claim a sha256, so that the same bytes are read and judged once.

Ingest takes a claim before it announces a file; the store writes how it ended. Whoever comes second with the same bytes
is a duplicate, unless the first one failed or the versions that would judge now are others. Every change is by
compare-and-set: of two that come at once one wins and the other sees it.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import chain, repeat
from typing import Literal, Protocol

from nats.js import JetStreamContext
from nats.js.errors import BadRequestError, NotFoundError
from pydantic import BaseModel, ConfigDict

from shared.errors import DependencyAwayError
from shared.events import Received
from shared.patience import AWAY
from shared.topology import CLAIMS, VERSIONS

_WRONG_LAST_SEQUENCE = 10071  # the server's error code: somebody wrote meanwhile


class Judges(BaseModel):
    """The versions of the parser and the rules; None where none is known."""

    model_config = ConfigDict(frozen=True)

    parser: str | None = None
    rules: str | None = None

    def differ(self, other: "Judges") -> bool:
        """Whether a version known on both sides is not the same."""
        pairs = ((self.parser, other.parser), (self.rules, other.rules))
        return any(one and two and one != two for one, two in pairs)


class Claim(BaseModel):
    """One file's claim. `received` is what ingest announces of it, for as long as it is open."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    submission: str
    state: Literal["open", "stored", "failed"] = "open"
    parser: str | None = None
    rules: str | None = None
    received: Received | None = None

    @property
    def judges(self) -> Judges:
        """The versions that the claim was judged by, or was opened under."""
        return Judges(parser=self.parser, rules=self.rules)


class Claims(Protocol):
    """The claims by sha256. Every method raises DependencyAwayError when the bus does not answer."""

    async def get(self, file_id: str, *, anywhere: bool = False) -> tuple[Claim | None, int]:
        """The claim and its revision; (None, revision) where there is none.

        With `anywhere` it may be an old one, at half the cost: only a `put` on its revision proves that it is not.
        """

    async def put(self, file_id: str, claim: Claim, revision: int) -> bool:
        """Write the claim if `revision` still is the last one; whether it was."""

    async def forget(self, file_id: str, revision: int) -> bool:
        """Remove the claim if `revision` still is the last one; whether it was."""

    async def judges(self) -> Judges:
        """The versions that parse and validate run now."""


async def take(claims: Claims, file_id: str, mine: Claim) -> Claim:
    """The claim in force: `mine` when it was free or may be taken over, else the one that stands.

    A claim is taken over when its document failed, or when it was judged by versions other than those of `mine`.
    """
    for anywhere in chain([True], repeat(False)):
        held, revision = await claims.get(file_id, anywhere=anywhere)
        if held is None or (held.submission != mine.submission and _free(held, mine)):
            if await claims.put(file_id, mine, revision):
                return mine
        elif not anywhere:
            return held
    raise AssertionError("it is asked for ever")


async def end(claims: Claims, file_id: str, ended: Claim) -> None:
    """Write how the submission of `ended` ended, unless the file is another submission's by now."""
    for anywhere in chain([True], repeat(False)):
        held, revision = await claims.get(file_id, anywhere=anywhere)
        if held is None or (held != ended and held.submission == ended.submission):
            if await claims.put(file_id, ended, revision):
                return
        elif not anywhere:
            return


async def walk(js: JetStreamContext, start: int) -> AsyncIterator[tuple[int, datetime, Claim]]:
    """The claims in the order in which they were last written, from sequence `start` on: sequence, when, claim."""
    sequence, subject = start, f"$KV.{CLAIMS}.>"
    while True:
        try:
            message = await js.get_msg(f"KV_{CLAIMS}", sequence, subject, next=True)
        except NotFoundError:
            return
        assert message.seq is not None
        assert message.time is not None
        if message.data:  # one that a person deleted is empty
            yield message.seq, message.time, Claim.model_validate_json(message.data)
        sequence = message.seq + 1


def _free(held: Claim, mine: Claim) -> bool:
    return held.state == "failed" or held.judges.differ(mine.judges)


class JetStreamClaims:
    """Claims in a NATS key-value bucket."""

    def __init__(self, js: JetStreamContext) -> None:
        self._js = js

    async def get(self, file_id: str, *, anywhere: bool = False) -> tuple[Claim | None, int]:
        value, revision = await self._read(CLAIMS, file_id, anywhere=anywhere)
        return Claim.model_validate_json(value) if value else None, revision

    async def put(self, file_id: str, claim: Claim, revision: int) -> bool:
        return await self._write(file_id, claim.model_dump_json(exclude_none=True).encode(), revision, {})

    async def forget(self, file_id: str, revision: int) -> bool:
        return await self._write(file_id, b"", revision, {"KV-Operation": "DEL"})

    async def judges(self) -> Judges:
        parser, _ = await self._read(VERSIONS, "parser")
        rules, _ = await self._read(VERSIONS, "rules")
        return Judges(parser=parser.decode() or None, rules=rules.decode() or None)

    async def _read(self, bucket: str, key: str, *, anywhere: bool = False) -> tuple[bytes, int]:
        """The value, empty where it is none or was deleted, and its revision: as the bucket's leader has it, or any
        server, which may not have heard yet."""
        try:
            message = await self._js.get_last_msg(f"KV_{bucket}", f"$KV.{bucket}.{key}", direct=anywhere)
        except NotFoundError:
            return b"", 0
        except AWAY as error:
            raise DependencyAwayError(message_en=f"{bucket}: {error or 'no answer'}") from error
        return message.data or b"", message.seq or 0

    async def _write(self, file_id: str, value: bytes, revision: int, headers: dict[str, str]) -> bool:
        subject, expected = f"$KV.{CLAIMS}.{file_id}", {"Nats-Expected-Last-Subject-Sequence": str(revision)}
        try:
            await self._js.publish(subject, value, stream=f"KV_{CLAIMS}", headers=expected | headers)
        except BadRequestError as error:
            if error.err_code == _WRONG_LAST_SEQUENCE:
                return False
            raise
        except AWAY as error:
            raise DependencyAwayError(message_en=f"claims: {error or 'no answer'}") from error
        return True
