"""Ingest and store on a real NATS server, with stand-ins for parse and validate that publish invented events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from nats.aio.msg import Msg
from nats.js import JetStreamContext, api

from gouji.nats_server import NatsServer
from services.ingest.app import Ingest
from services.ingest.settings import IngestSettings
from services.store.app import Store
from services.store.settings import StoreSettings
from shared.blobs import JetStreamBlobs
from shared.envelope import event_id
from shared.events import Failed, Parsed, Received, Validated
from shared.patience import AWAY
from shared.publishing import JetStreamPublisher
from shared.telemetry import Metrics
from shared.topology import RECEIVED, STREAM_NEWS, STREAM_RECEIVED
from tests.integration.waiting import until
from tests.serving import serving
from tests.unit.store import examples

Event = dict[str, Any]
LINKS = "http://gouji.example"


class News:
    """Everything that is on the stream of news, read from its beginning."""

    def __init__(self, js: JetStreamContext) -> None:
        self._js = js

    async def events(self, subject: str = ">") -> list[Event]:
        """The events whose subject contains `subject`, in order."""
        info = await self._js.stream_info(STREAM_NEWS.name)
        found = [
            await self._js.get_msg(STREAM_NEWS.name, sequence)
            for sequence in range(max(1, info.state.first_seq), info.state.last_seq + 1)
        ]
        return [json.loads(each.data or b"") for each in found if subject.strip(">") in (each.subject or "")]


class Stages:
    """Parse and validate for invented documents: publishes what they would, by hand or for everything received."""

    def __init__(self, js: JetStreamContext) -> None:
        connection = js._nc
        self._js = js
        self._publisher = JetStreamPublisher(connection, JetStreamBlobs(js), "test")

    async def receive(self, event: Received) -> None:
        await self._publisher.announce(event, id=event_id("ingest", event.submission, event.document_id))

    async def parse(self, event: Parsed) -> None:
        assert event.document is not None
        body = event.document.model_dump_json().encode()
        id = event_id("parse", event.submission, event.document_id, event.parser_version)
        await self._publisher.announce(event.model_copy(update={"document": None}), id=id, body=body)

    async def judge(self, event: Validated, run: str | None = None) -> None:
        assert event.review is not None
        body = event.review.model_dump_json().encode()
        versions = event.versions
        id = event_id("validate", event.submission, event.document_id, versions.parser, versions.rules, run)
        await self._publisher.announce(event.model_copy(update={"review": None}), id=id, body=body)

    async def fail(self, event: Failed) -> None:
        await self._publisher.announce(event, id=event_id("failed", event.submission, event.document_id))

    async def play(self, submission: str, document: str, source: str) -> None:
        """What parse and validate say of a received document: text with the word 坏 in its name fails."""
        if "坏" in source:
            await self.fail(examples.failed(document, submission))
            return
        read = examples.document().model_copy(update={"id": document, "source": source})
        await self.parse(examples.parsed(read, submission))
        await self.judge(examples.validated(examples.review(read), submission))

    async def run(self) -> None:
        """Play for everything that is received, until cancelled."""
        config = api.ConsumerConfig(ack_policy=api.AckPolicy.EXPLICIT)
        received = await self._js.pull_subscribe(RECEIVED, stream=STREAM_RECEIVED.name, durable="parse", config=config)
        while True:
            try:
                messages = await received.fetch(16, timeout=0.5)
            except AWAY:
                await asyncio.sleep(0.02)
                continue
            for message in messages:
                await self._play(message)

    async def _play(self, message: Msg) -> None:
        data = json.loads(message.data)["data"]
        await self.play(data["submission"], data["document_id"], data["source"])
        await message.ack()


@asynccontextmanager
async def store(server: NatsServer, database_url: str, **settings: Any) -> AsyncIterator[Store]:
    """A running store."""
    options = {"nats_url": server.url, "database_url": database_url, "drain_timeout_s": 1.0, **settings}
    service = Store(StoreSettings(**options), Metrics("store"))
    await service.start()
    yield service
    await service.stop()


@asynccontextmanager
async def ingest(
    server: NatsServer, store_url: str, inbox: Path | None = None, **settings: Any
) -> AsyncIterator[Ingest]:
    """A running ingest that hardly waits for anything."""
    options = {"nats_url": server.url, "url": store_url, "inbox": inbox, "inbox_poll_s": 0.02, "inbox_stable_s": 0.05}
    service = Ingest(IngestSettings(**{**options, **settings}), Metrics("ingest"))
    await service.start()
    yield service
    await service.stop()


class Desk:
    """The whole pipeline as its users see it."""

    def __init__(self, http: httpx.AsyncClient, news: News, inbox: Path) -> None:
        self.http = http
        self.news = news
        self.inbox = inbox

    async def upload(self, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
        """POST the files."""
        return await self.http.post("/documents", files=[("file", file) for file in files], data=fields)

    async def get(self, url: str) -> Event:
        """What a link in an answer leads to."""
        response = await self.http.get(url.removeprefix(LINKS))
        assert response.status_code == 200, response.text
        answer: Event = response.json()
        return answer

    async def submitted(self, name: str, data: bytes) -> str:
        """The submission of one uploaded file."""
        response = await self.upload((name, data))
        assert response.status_code == 202, response.text
        return str(response.json()["submissions"][0]["submission"])

    async def submission(self, submission: str) -> Event | None:
        """What store answers of it."""
        response = await self.http.get(f"/submissions/{submission}")
        return response.json() if response.status_code == 200 else None

    async def end_of(self, submission: str) -> Event:
        """The same, once it has ended."""

        async def ended() -> Event | None:
            answer = await self.submission(submission)
            return answer if answer and answer["status"] in ("stored", "failed", "duplicate") else None

        answer: Event = await until(ended)
        return answer


@asynccontextmanager
async def desk(server: NatsServer, js: JetStreamContext, database_url: str, inbox: Path) -> AsyncIterator[Desk]:
    """Ingest, store and the stand-ins; store passes uploads on to ingest."""
    stages = asyncio.create_task(Stages(js).run())
    async with (
        store(server, database_url, public_url=LINKS) as storing,
        serving(storing.asgi) as store_url,
        ingest(server, store_url, inbox) as ingesting,
        serving(ingesting.asgi) as ingest_url,
        httpx.AsyncClient(base_url=store_url, timeout=30) as http,
    ):
        storing._answers._settings = storing._settings.model_copy(update={"ingest_url": ingest_url})
        yield Desk(http, News(js), inbox)
    stages.cancel()
    await asyncio.gather(stages, return_exceptions=True)
