"""The main job against a running deployment: files in, reviews out, in the order of the files."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from ulid import ULID

from gouji.client import Client, Refused, UnexpectedAnswerError
from gouji.inputs import read_file
from shared.errors import GoujiError
from shared.findings import Failure, Review

_UPLOADS_AT_ONCE = 4  # enough to keep the services busy, few enough to hold little in memory
_ENDS = ("stored", "failed", "duplicate")
_SHORTEST_POLL_S = 0.05
_POLL_S_PER_OPEN = 0.002  # a large batch is asked for less often: its answer is long


class Batch:
    """The files of one call on their way through a deployment."""

    def __init__(self, client: Client, limit_mb: int) -> None:
        self._client = client
        self._limit_mb = limit_mb
        self._id = str(ULID())
        self._slots = asyncio.Semaphore(_UPLOADS_AT_ONCE)
        self._open: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def reviews(self, files: list[Path], ended: Callable[[], None]) -> AsyncIterator[Review]:
        """The reviews of `files` in their order, one a document; `ended` is called as each file ends, in any order."""
        poll: asyncio.Future[Any] = asyncio.create_task(self._poll())
        tasks: list[asyncio.Future[list[Review]]] = [asyncio.create_task(self._file(path)) for path in files]
        for task in tasks:
            task.add_done_callback(lambda _: ended())
        try:
            for task in tasks:
                await asyncio.wait([task, poll], return_when=asyncio.FIRST_COMPLETED)
                if poll.done():
                    poll.result()  # it ends by an error only
                for review in task.result():
                    yield review
        finally:
            for task in (*tasks, poll):
                task.cancel()
            await asyncio.gather(*tasks, poll, return_exceptions=True)

    async def _file(self, path: Path) -> list[Review]:
        source = str(path)
        async with self._slots:
            try:
                data = await asyncio.to_thread(read_file, path, self._limit_mb)
            except GoujiError as failure:
                return [_failed(source, _failure(failure))]
            submission = await self._client.submit(source, data, self._id)
            del data
        if isinstance(submission, Refused):
            return [_failed(source, submission.failure)]
        end = asyncio.get_running_loop().create_future()
        self._open[submission] = end
        return await self._reviews_of(source, await end)

    async def _poll(self) -> None:
        """Ask for the open submissions of the batch until cancelled, and resolve those that have ended."""
        while True:
            await asyncio.sleep(max(_SHORTEST_POLL_S, _POLL_S_PER_OPEN * len(self._open)))
            if not self._open:
                continue
            async for state in self._client.submissions(batch=self._id):
                if state["status"] in _ENDS and (end := self._open.pop(state["submission"], None)):
                    end.set_result(state)

    async def _reviews_of(self, source: str, state: dict[str, Any]) -> list[Review]:
        submission, duplicate = state["submission"], state["status"] == "duplicate"
        reviews = []
        for document in state["documents"]:
            if document["failure"]:
                failure = Failure.model_validate(document["failure"])
                reviews.append(_failed(_named(source, document["source"]), failure, submission, document["id"]))
                continue
            review = await self._review_when_there(document["id"], state)
            if review is None:
                first = await self._client.submission(state["first_submission"])
                reviews.append(_failed(source, Failure.model_validate(first["failure"]), submission, document["id"]))
                continue
            if duplicate:  # the existing review in full, under the name it was given this time
                named = {"submission": submission, "source": _named(source, review.source), "status": "duplicate"}
                review = review.model_copy(update=named)
            reviews.append(review)
        if not reviews:
            reviews.append(_failed(source, Failure.model_validate(state["failure"]), submission))
        return reviews

    async def _review_when_there(self, document: str, state: dict[str, Any]) -> Review | None:
        """The review; a duplicate's first submission may still be on its way, and may fail: then there is none."""
        while (review := await self._client.review(document)) is None:
            if state["first_submission"] is None:
                raise UnexpectedAnswerError
            if (await self._client.submission(state["first_submission"]))["status"] in _ENDS:
                return await self._client.review(document)
            await asyncio.sleep(_SHORTEST_POLL_S)
        return review


def _named(source: str, document: str | None) -> str:
    """The document's source under the name that its file was given this time."""
    _, inside, member = (document or "").partition("!/")
    return source + inside + member


def _failure(error: GoujiError) -> Failure:
    return Failure(
        code=error.code,
        stage="ingest",
        message=error.message,
        message_en=error.message_en,
        retryable=error.retryable,
    )


def _failed(source: str, failure: Failure, submission: str | None = None, document: str | None = None) -> Review:
    return Review(submission=submission, id=document, source=source, status="failed", failure=failure)
