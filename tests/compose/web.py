"""The HTTP interface of the deployment that is proved, with nothing but the standard library."""

import json
import sys
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from tests.compose.engine import until

URL = "http://127.0.0.1:8420"
ENDS = ("stored", "failed", "duplicate")


class Web:
    """The HTTP interface of the deployment."""

    def __init__(self, token: str) -> None:
        self.token = token

    def all_end(self, documents: list[tuple[str, bytes]]) -> None:
        """Submit every document and wait until each is stored."""
        ids = [self.submit(name, content) for name, content in documents]
        ends = [until(f"{id} ends", lambda id=id: self.end(id), 180) for id in ids]
        assert set(ends) == {"stored"}, ends

    def submit(self, name: str, content: bytes) -> str:
        """The submission of an uploaded file."""
        edge = "edge-of-the-proof"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        answer = self._ask("POST", "/documents", body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
        return str(answer["submissions"][0]["submission"])

    def end(self, submission: str) -> str | None:
        """How it ended, if it has."""
        status = self._ask("GET", f"/submissions/{submission}").get("status")
        return status if status in ENDS else None

    def counted(self) -> Any:
        """What the database holds, as it is told."""
        return self._ask("GET", "/documents?limit=200")

    def refuses(self, name: str, content: bytes) -> bool:
        """Whether an upload with the token is taken for one without."""
        try:
            self.submit(name, content)
        except urllib.error.HTTPError as error:
            return error.code == 401
        return False

    def status(self, method: str, path: str) -> int:
        """The status of an empty request without a token."""
        try:
            with urllib.request.urlopen(urllib.request.Request(URL + path, method=method), timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        given = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        request = urllib.request.Request(URL + path, body, given, method=method)
        for _ in range(60):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in (404, 429, 502, 503):  # 404: accepted, and not yet told to store
                    raise
                if error.code == 404:
                    return {}
            except (OSError, HTTPException):  # store is just being replaced
                pass
            time.sleep(1)
        sys.exit(f"{method} {path} was put off for a minute")
