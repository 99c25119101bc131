"""A delivered message for tests of settling: it remembers how it was answered."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any


@dataclass
class FakeDelivery:
    """What of nats.aio.msg.Msg settling uses."""

    data: bytes
    subject: str = "gouji.v1.documents.received"
    attempt: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)

    @property
    def metadata(self) -> SimpleNamespace:
        return SimpleNamespace(num_delivered=self.attempt, sequence=SimpleNamespace(stream=42))

    async def ack(self) -> None:
        self.answers.append("ack")

    async def nak(self, delay: float | None = None) -> None:
        self.answers.append(("nak", delay))

    async def term(self) -> None:
        self.answers.append("term")

    async def in_progress(self) -> None:
        self.answers.append("in_progress")
