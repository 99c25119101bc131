"""The HTTP of ingest: POST /documents. Errors are JSON with a code and a message in both languages."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from ulid import ULID

from services.ingest.accepting import Arrival, Channel, Ports, Result, accept
from services.ingest.backlog import Full
from services.ingest.settings import IngestSettings
from services.ingest.uploads import is_multipart, read_upload
from shared.access import BadRequest, Unauthorized, allowed, client_of, problem
from shared.errors import DependencyAwayError, GoujiError, TooLarge, Unsupported
from shared.telemetry import Log


class Uploads:
    """Answers POST /documents. `why_full` tells why nothing new is accepted now, None when it is."""

    def __init__(
        self,
        settings: IngestSettings,
        ports: Callable[[], Ports | None],
        why_full: Callable[[], Awaitable[Full | None]],
        count: Callable[[Result], None],
        log: Log,
    ) -> None:
        self._settings = settings
        self._ports = ports
        self._why_full = why_full
        self._count = count
        self._log = log

    async def post(self, request: Request) -> Response:
        """202 with the batch and its submissions; 400, 401, 413, 415, 429 or 503 with the reason."""
        if not self._allowed(request):
            return _refused(401, Unauthorized())
        if not is_multipart(request.headers.get("content-type")):
            return _refused(
                415, Unsupported("请以 multipart/form-data 上传文件。", "upload files as multipart/form-data")
            )
        ports = self._ports()
        if ports is None:
            return self._later(503, DependencyAwayError())
        try:
            full = await self._why_full()
            if full is not None:
                return self._later(429, full)
            return await self._take(request, ports)
        except TooLarge as error:
            await _drain(request, self._settings.limit)
            return _refused(413, error)
        except BadRequest as error:
            return _refused(400, error)
        except DependencyAwayError as error:
            return self._later(503, error)

    def _allowed(self, request: Request) -> bool:
        token = self._settings.token.get_secret_value() if self._settings.token else None
        return allowed(client_of(request.scope), request.headers.get("authorization"), token)

    async def _take(self, request: Request, ports: Ports) -> Response:
        upload = await read_upload(request.headers, request.stream(), self._settings.limit)
        try:
            batch, channel = _ulid(upload.fields, "batch") or str(ULID()), _channel(upload.fields)
            retry_of = _ulid(upload.fields, "retry_of")
            now = datetime.now(UTC)
            submissions = []
            for file in upload.files:
                arrival = Arrival(str(ULID()), batch, file.filename or "", channel, now, retry_of)
                await self._accept(arrival, file, ports)
                submissions.append(arrival)
        finally:
            await upload.close()
        return JSONResponse({"batch": batch, "submissions": [self._answer(each) for each in submissions]}, 202)

    async def _accept(self, arrival: Arrival, file: UploadFile, ports: Ports) -> None:
        result = await accept(arrival, await file.read(), ports, self._settings.limit)
        self._count(result)
        self._log.info("accepted", submission=arrival.submission, result=result, channel=arrival.channel)

    def _answer(self, arrival: Arrival) -> dict[str, str]:
        return {
            "submission": arrival.submission,
            "source": arrival.source,
            "status_url": f"{self._settings.links}/submissions/{arrival.submission}",
        }

    def _later(self, status: int, error: GoujiError) -> Response:
        self._log.warning("upload_refused", status=status, reason=error.message_en)
        response = _refused(status, error)
        response.headers["Retry-After"] = str(self._settings.retry_after_s)
        return response


def _refused(status: int, error: GoujiError) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(problem(error), status, headers=headers)


async def _drain(request: Request, limit: int) -> None:
    """Read on for a while and forget it: a caller that is cut off in the middle of sending may never see the answer."""
    left = 4 * limit
    with contextlib.suppress(ClientDisconnect, RuntimeError):
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                return


def _ulid(fields: dict[str, str], name: str) -> str | None:
    """The ULID in a field: the batch that the caller names (files of one call may come in several requests), or the
    submission that this one tries again; None where there is no such field."""
    if name not in fields:
        return None
    try:
        return str(ULID.from_str(fields[name]))
    except ValueError as error:
        raise BadRequest(f"{name} 应为 ULID。", f"the field {name} must be a ULID") from error


def _channel(fields: dict[str, str]) -> Channel:
    channel = fields.get("channel", "http")
    if channel == "cli":
        return "cli"
    if channel == "http":
        return "http"
    raise BadRequest("channel 应为 http 或 cli。", "the field channel must be http or cli")
