"""The HTTP of store: submissions, documents and reviews as JSON; uploads passed on to ingest."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from services.store.answers import (
    document_answer,
    documents_query,
    review_answer,
    submission_answer,
    submissions,
    summary,
)
from services.store.database import Database
from services.store.filters import cursor, document_filters, limit_of, moment, submission_filters
from services.store.models import Document
from services.store.retention import Purged
from services.store.settings import StoreSettings
from services.store.writer import away
from shared.access import BadRequest, NotFound, Unauthorized, allowed, client_of, problem
from shared.errors import DependencyAwayError, GoujiError

T = TypeVar("T")
_PAGE, _LARGEST_PAGE = 50, 500
_SUBMISSIONS_PAGE = 10_000
_PASSED_ON = ("content-type", "content-length", "authorization", "transfer-encoding")
_STATUS: dict[type[GoujiError], int] = {BadRequest: 400, Unauthorized: 401, NotFound: 404, DependencyAwayError: 503}


class Answers:
    """Answers requests from `database`."""

    def __init__(
        self,
        settings: StoreSettings,
        database: Database,
        ready: Callable[[], bool],
        purge: Callable[[datetime], Awaitable[Purged]],
    ) -> None:
        self._settings = settings
        self._database = database
        self._ready = ready
        self._purge = purge
        self._http = httpx.AsyncClient(timeout=httpx.Timeout(60.0), trust_env=False)

    def routes(self) -> list[Route]:
        """The routes of store."""
        return [
            Route("/documents", self.documents, methods=["GET"]),
            Route("/documents", self.upload, methods=["POST"]),
            Route("/documents/{document}", self.document, methods=["GET"]),
            Route("/documents/{document}/review", self.review, methods=["GET"]),
            Route("/purge", self.purge, methods=["POST"]),
            Route("/submissions", self.submissions, methods=["GET"]),
            Route("/submissions/{submission}", self.submission, methods=["GET"]),
        ]

    async def documents(self, request: Request) -> Response:
        """The documents that match the filters, newest first, a page at a time."""
        query = dict(request.query_params)
        where, limit = document_filters(query), limit_of(query, _PAGE, _LARGEST_PAGE)
        select = documents_query().where(*where).order_by(Document.received_at.desc(), Document.id).limit(limit + 1)

        def read(session: Session) -> dict[str, Any]:
            rows = session.execute(select).all()
            page = rows[:limit]
            more = cursor(page[-1][0]) if len(rows) > limit else None
            return {
                "documents": [summary(row, department, self._settings.links) for row, department in page],
                "next": self._next("/documents", query, more),
            }

        return JSONResponse(await self._read(read))

    async def document(self, request: Request) -> Response:
        """One document: its summary and what was read from it."""
        document = request.path_params["document"]
        answer = _found(await self._read(lambda session: document_answer(session, document, self._settings.links)))
        body = answer.pop("document")
        head = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        return Response(b'%s,"document":%s}' % (head[:-1], body or b"null"), media_type="application/json")

    async def review(self, request: Request) -> Response:
        """The review of a document, under the name of a submission where one is given."""
        document, submission = request.path_params["document"], request.query_params.get("submission")
        review = _found(await self._read(lambda session: review_answer(session, document, submission)))
        return Response(review.model_dump_json(), media_type="application/json")

    async def submissions(self, request: Request) -> Response:
        """The submissions of a batch or status, by id."""
        query = dict(request.query_params)
        where, limit = submission_filters(query), limit_of(query, _SUBMISSIONS_PAGE, _SUBMISSIONS_PAGE)
        found = await self._read(lambda session: submissions(session, where, self._settings.links, limit))
        more = found[-1]["submission"] if len(found) == limit else None
        return JSONResponse({"submissions": found, "next": self._next("/submissions", query, more)})

    async def submission(self, request: Request) -> Response:
        """One submission: how far it is, and its documents."""
        submission = request.path_params["submission"]
        answer = await self._read(lambda session: submission_answer(session, submission, self._settings.links))
        return JSONResponse(_found(answer))

    async def upload(self, request: Request) -> Response:
        """Pass the upload on to ingest. Who may upload is asked here too: ingest would take store for the caller."""
        self._authorize(request)
        if self._settings.ingest_url is None:
            raise NotFound(
                "此地址不接收文件：请设置 GOUJI_INGEST_URL。", "no uploads here: GOUJI_INGEST_URL is not set"
            )
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        url = f"{self._settings.ingest_url.rstrip('/')}/documents"
        passed = self._http.build_request("POST", url, content=request.stream(), headers=headers)
        try:
            answer = await self._http.send(passed, stream=True)
        except httpx.TransportError as error:
            raise DependencyAwayError(message_en=f"ingest does not answer: {error}") from error
        kept = {name: answer.headers[name] for name in ("content-type", "retry-after") if name in answer.headers}
        return StreamingResponse(_relayed(answer), answer.status_code, headers=kept)

    async def purge(self, request: Request) -> Response:
        """Forget what ended before the day (or moment) `before`, UTC."""
        self._authorize(request)
        if not self._ready():
            raise DependencyAwayError(message_en="the database is not open yet")
        purged = await self._purge(moment("before", request.query_params.get("before", "")))
        return JSONResponse({"submissions": purged.submissions, "documents": purged.documents})

    def _authorize(self, request: Request) -> None:
        token = self._settings.token.get_secret_value() if self._settings.token else None
        if not allowed(client_of(request.scope), request.headers.get("authorization"), token):
            raise Unauthorized

    async def close(self) -> None:
        """Close the connections to ingest."""
        await self._http.aclose()

    async def _read(self, query: Callable[[Session], T]) -> T:
        if not self._ready():
            raise DependencyAwayError(message_en="the database is not open yet")
        return await asyncio.to_thread(self._run, query)

    def _run(self, query: Callable[[Session], T]) -> T:
        try:
            with self._database.read() as session:
                return query(session)
        except Exception as error:
            gone = away(error)
            if gone is None:
                raise
            raise gone from error

    def _next(self, path: str, query: dict[str, str], after: str | None) -> str | None:
        return f"{self._settings.links}{path}?{urlencode({**query, 'after': after})}" if after else None


async def on_error(_request: Request, error: Exception) -> Response:
    """Any of our errors as JSON in both languages."""
    if isinstance(error, HTTPException):
        known: GoujiError = NotFound() if error.status_code == 404 else BadRequest(message_en=error.detail)
        return JSONResponse(problem(known), error.status_code, headers=error.headers)
    assert isinstance(error, GoujiError)
    status = _STATUS.get(type(error), 500)
    return JSONResponse(problem(error), status, headers={"Retry-After": "5"} if status == 503 else None)


def _found(answer: T | None) -> T:
    if answer is None:
        raise NotFound
    return answer


async def _relayed(answer: httpx.Response) -> Any:
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()
