"""The HTTP client of a deployment: submit files, wait for their end, fetch reviews and documents."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from shared.errors import FAILURES, GoujiError, InternalError
from shared.findings import Failure, Review

# A local deployment answers in milliseconds; a busy one may hold an upload back (429, 503) for a while.
_TIMEOUT_S = 60.0


class UnreachableError(GoujiError):
    """The deployment does not answer: check GOUJI_URL and that it is running."""

    zh = "无法连接服务：请检查 GOUJI_URL，并确认服务已启动。"


class UnexpectedAnswerError(GoujiError):
    """The deployment answered in a way that this command does not understand: check GOUJI_URL and its version."""

    zh = "服务的应答无法理解：请检查 GOUJI_URL 及服务版本。"


@dataclass(frozen=True)
class Refused:
    """An upload that was not accepted: never a submission."""

    source: str
    failure: Failure


class Client:
    """A connection to `url`; use it as an asynchronous context manager."""

    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=_TIMEOUT_S, trust_env=False)

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._http.aclose()

    async def submit(self, source: str, data: bytes, batch: str) -> str | Refused:
        """Upload one file; the id of its submission, or why it was refused.

        Waits as long as the deployment asks it to (Retry-After of 429 and 503).
        """
        while True:
            form = {"batch": batch, "channel": "cli"}
            response = await self._send("POST", "/documents", files={"file": (source, data)}, data=form)
            if response.status_code in (429, 503):
                await asyncio.sleep(float(response.headers.get("Retry-After", "1")))
                continue
            if response.status_code == 202:
                return str(response.json()["submissions"][0]["submission"])
            return Refused(source, _failure_of(response))

    async def submissions(self, **filters: str) -> AsyncIterator[dict[str, Any]]:
        """The submissions of a `batch`, or with a `status` ("open": all that have not ended), page by page."""
        page = str(httpx.URL("/submissions", params=filters))
        while page:
            response = await self._send("GET", page)
            _expect_success(response)
            body = response.json()
            for state in body["submissions"]:
                yield state
            page = body["next"]

    async def submission(self, submission: str) -> dict[str, Any]:
        """The state of one submission."""
        response = await self._send("GET", f"/submissions/{submission}")
        _expect_success(response)
        state: dict[str, Any] = response.json()
        return state

    async def unready(self) -> list[str]:
        """Why the deployment cannot do its work now; empty when it can."""
        response = await self._send("GET", "/readyz")
        return [] if response.is_success else response.text.splitlines() or [str(response.status_code)]

    async def purge(self, before: str) -> dict[str, int]:
        """Forget what ended before the day (ISO); how many submissions and documents that were."""
        response = await self._send("POST", "/purge", params={"before": before})
        _expect_success(response)
        forgotten: dict[str, int] = response.json()
        return forgotten

    async def review(self, document: str) -> Review | None:
        """The current review of `document`; None while there is none."""
        response = await self._send("GET", f"/documents/{document}/review")
        if response.status_code == 404:
            return None
        _expect_success(response)
        return Review.model_validate_json(response.content)

    async def document(self, document: str) -> dict[str, Any]:
        """What was read of `document`, with its summary."""
        response = await self._send("GET", f"/documents/{document}")
        _expect_success(response)
        summary: dict[str, Any] = response.json()
        return summary

    async def _send(self, method: str, path: str, **parts: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **parts)
        except httpx.TransportError as error:
            raise UnreachableError from error


def _expect_success(response: httpx.Response) -> None:
    if not response.is_success:
        at = f"{response.status_code} {response.request.url}"
        raise UnexpectedAnswerError(f"{UnexpectedAnswerError.zh}（{at}）", f"The deployment answered {at}.")


def _failure_of(response: httpx.Response) -> Failure:
    """The failure that a refusal stands for; a body that is not ours becomes `internal`."""
    try:
        body = response.json()
        code = body["code"]
    except (ValueError, KeyError, TypeError):
        code, body = "internal", {}
    known = next((failure for failure in FAILURES if failure.code == code), InternalError)()
    return Failure(
        code=known.code,
        stage="ingest",
        message=body.get("message", known.message),
        message_en=body.get("message_en", known.message_en),
        retryable=known.retryable,
    )
