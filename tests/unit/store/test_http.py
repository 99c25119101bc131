"""What store answers over HTTP: the contract's JSON, filters, pages, and errors in both languages."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.store.database import Database
from services.store.http import Answers, on_error
from services.store.ledger import opened
from services.store.retention import Purged
from services.store.settings import StoreSettings
from shared.document import Department
from shared.errors import GoujiError
from shared.findings import Severity
from tests.serving import serving
from tests.unit.store.examples import BATCH, FIRST, LATER, NOW, SECOND, VERSIONS, document, finding, review, sha
from tests.unit.store.recording import fail, judge, parse, receive, repeat, run

LINKS = "http://gouji.example"
DOCUMENT = document()
REVIEW = review(DOCUMENT)
STORED = (receive(DOCUMENT), parse(DOCUMENT), judge(REVIEW))


def app(database: Database, **settings: Any) -> Starlette:
    async def purge(before: datetime) -> Purged:
        return Purged(before.year, before.day)

    answers = Answers(StoreSettings(public_url=f"{LINKS}/", **settings), database, lambda: True, purge)
    return Starlette(routes=answers.routes(), exception_handlers={GoujiError: on_error, HTTPException: on_error})


@pytest.fixture
async def http(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://store") as client:
        yield client


async def get(http: httpx.AsyncClient, path: str) -> Any:
    response = await http.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def test_submission_says_how_far_it_is(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED)
    assert await get(http, f"/submissions/{FIRST}") == {
        "submission": FIRST,
        "batch": BATCH,
        "source": DOCUMENT.source,
        "channel": "http",
        "status": "stored",
        "failure": None,
        "first_submission": None,
        "retry_of": None,
        "received_at": NOW.isoformat(),
        "ended_at": LATER.isoformat(),
        "documents": [
            {
                "id": DOCUMENT.id,
                "source": DOCUMENT.source,
                "status": "stored",
                "outcome": "error",
                "counts": {"error": 1, "warning": 1, "info": 1},
                "failure": None,
                "review_url": f"{LINKS}/documents/{DOCUMENT.id}/review?submission={FIRST}",
            }
        ],
    }


async def test_open_submission_has_its_document_without_an_outcome(database: Database, http: httpx.AsyncClient) -> None:
    run(database, receive(DOCUMENT), parse(DOCUMENT))
    answer = await get(http, f"/submissions/{FIRST}")
    assert answer["status"] == "parsed"
    [shown] = answer["documents"]
    assert (shown["status"], shown["outcome"], shown["counts"], shown["review_url"]) == ("parsed", None, None, None)


async def test_duplicate_shows_the_documents_of_the_first(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED, repeat(DOCUMENT))
    answer = await get(http, f"/submissions/{SECOND}")
    assert (answer["status"], answer["first_submission"], answer["source"]) == ("duplicate", FIRST, "again.txt")
    [shown] = answer["documents"]
    assert (shown["status"], shown["outcome"]) == ("duplicate", "error")
    found = await get(http, shown["review_url"].removeprefix(LINKS))
    assert (found["status"], found["submission"], found["source"]) == ("duplicate", SECOND, "again.txt")
    assert found["findings"] == REVIEW.model_dump(mode="json")["findings"]


async def test_review_is_the_contracts(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED)
    expected = REVIEW.model_copy(update={"submission": FIRST, "revision": 1})
    assert await get(http, f"/documents/{DOCUMENT.id}/review") == expected.model_dump(mode="json")


async def test_failed_document_has_a_review_that_says_why(database: Database, http: httpx.AsyncClient) -> None:
    run(database, receive(DOCUMENT), fail(DOCUMENT.id))
    found = await get(http, f"/documents/{DOCUMENT.id}/review")
    assert (found["status"], found["outcome"], found["findings"]) == ("failed", None, [])
    assert found["failure"] == {
        "code": "malformed",
        "stage": "parse",
        "message": "文件已损坏",
        "message_en": "damaged",
        "retryable": False,
    }
    assert (await get(http, f"/submissions/{FIRST}"))["failure"] == found["failure"]


async def test_duplicate_of_a_failed_document_says_why_too(database: Database, http: httpx.AsyncClient) -> None:
    run(database, receive(DOCUMENT), repeat(DOCUMENT), fail(DOCUMENT.id))
    [shown] = (await get(http, f"/submissions/{SECOND}"))["documents"]
    assert (shown["status"], shown["failure"]["code"]) == ("duplicate", "malformed")


async def test_review_bears_the_name_that_the_file_had_when_it_was_judged_so(
    database: Database, http: httpx.AsyncClient
) -> None:
    newer = review(DOCUMENT, versions=VERSIONS.model_copy(update={"rules": "2"}))
    run(
        database, *STORED, receive(DOCUMENT, SECOND, source="第二次.txt"), parse(DOCUMENT, SECOND), judge(newer, SECOND)
    )
    found = await get(http, f"/documents/{DOCUMENT.id}/review")
    assert (found["submission"], found["source"], found["revision"]) == (SECOND, "第二次.txt", 1)


async def test_failure_after_a_stored_review_does_not_hide_it(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED, receive(DOCUMENT, SECOND), fail(DOCUMENT.id, SECOND))
    assert (await get(http, f"/documents/{DOCUMENT.id}/review"))["status"] == "stored"
    assert (await get(http, f"/documents/{DOCUMENT.id}/review?submission={SECOND}"))["status"] == "failed"
    assert (await get(http, f"/submissions/{SECOND}"))["documents"][0]["outcome"] is None


async def test_document_comes_with_what_was_read(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED)
    answer = await get(http, f"/documents/{DOCUMENT.id}")
    assert answer.pop("document") == DOCUMENT.model_dump(mode="json")
    assert answer == {
        "id": DOCUMENT.id,
        "submission": FIRST,
        "parent": None,
        "source": DOCUMENT.source,
        "media_type": "text/plain",
        "title": DOCUMENT.title,
        "division": "130999",
        "department": {"code": "399", "name": "某县水文站"},
        "fiscal_year": 2024,
        "kind": "disclosure",
        "template": "hebei-disclosure",
        "form": "ocr-markdown",
        "series": "130999/某县水文站/2024/disclosure",
        "revision": 1,
        "outcome": "error",
        "counts": {"error": 1, "warning": 1, "info": 1},
        "received_at": NOW.isoformat(),
        "review_url": f"{LINKS}/documents/{DOCUMENT.id}/review",
    }


async def test_document_that_is_not_read_yet_is_null(database: Database, http: httpx.AsyncClient) -> None:
    run(database, receive(DOCUMENT))
    answer = await get(http, f"/documents/{DOCUMENT.id}")
    assert (answer["document"], answer["outcome"], answer["review_url"]) == (None, None, None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["one", "two", "three"]),
        ("department=399", ["one", "two"]),
        ("department=粮食", ["three"]),
        ("division=1309", ["one", "two", "three"]),
        ("division=1308", []),
        ("year=2025", ["three"]),
        ("outcome=error", ["one"]),
        ("outcome=warning&year=2024", ["two"]),
        ("rule=GJ-D07", ["one"]),
        ("rule=GJ-E03", ["two"]),
        ("project=测站2运行经费", ["one", "two"]),
        ("kind=target-text", []),
        ("series=130999/某县水文站/2024/disclosure", ["one", "two"]),
    ],
)
async def test_documents_are_listed_by_filters(
    database: Database, http: httpx.AsyncClient, query: str, expected: list[str]
) -> None:
    one, two = document("one"), document("two")
    three = document("three", fiscal_year=2025, department=Department(code="401", name="某县粮食局"), projects=[])
    run(database, receive(one), parse(one), judge(review(one)))
    mild = review(two, finding("GJ-E03", Severity.WARNING, {"project": 1}))
    run(database, receive(two, SECOND), parse(two, SECOND), judge(mild, SECOND))
    run(database, receive(three, SECOND), parse(three, SECOND))
    listed = [each["id"] for each in (await get(http, f"/documents?{query}"))["documents"]]
    assert sorted(listed) == sorted(sha(name) for name in expected)


async def test_pages_hold_every_document_once(database: Database, http: httpx.AsyncClient) -> None:
    names = [f"document {number}" for number in range(7)]
    run(
        database,
        *(receive(document(name), received_at=LATER if number % 2 else NOW) for number, name in enumerate(names)),
    )
    path: str | None = "/documents?limit=3"
    pages = []
    while path:
        page = await get(http, path)
        pages.append([each["id"] for each in page["documents"]])
        path = page["next"] and page["next"].removeprefix(LINKS)
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(each for page in pages for each in page) == sorted(sha(name) for name in names)


async def test_submissions_of_a_batch_are_listed(database: Database, http: httpx.AsyncClient) -> None:
    other = document("other")
    run(database, *STORED, repeat(DOCUMENT), receive(other, "01JD3Z7QK0000000000000000C", batch="another"))
    listed = await get(http, f"/submissions?batch={BATCH}")
    assert [(each["submission"], each["status"]) for each in listed["submissions"]] == [
        (FIRST, "stored"),
        (SECOND, "duplicate"),
    ]
    assert listed["submissions"][1] == await get(http, f"/submissions/{SECOND}")
    assert len((await get(http, "/submissions?status=open"))["submissions"]) == 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/submissions/nobody", 404, "not_found"),
        ("/documents/nothing", 404, "not_found"),
        ("/documents/nothing/review", 404, "not_found"),
        (f"/documents/{DOCUMENT.id}/review?submission=nobody", 404, "not_found"),
        ("/nowhere", 404, "not_found"),
        ("/documents?colour=red", 400, "bad_request"),
        ("/documents?year=soon", 400, "bad_request"),
        ("/documents?limit=0", 400, "bad_request"),
        ("/documents?after=x", 400, "bad_request"),
        ("/submissions?status=lost", 400, "bad_request"),
    ],
)
async def test_errors_are_told_in_both_languages(
    database: Database, http: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    run(database, *STORED)
    response = await http.get(path)
    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["message"]
    assert response.json()["message_en"]


async def test_wrong_method_is_told_as_json(http: httpx.AsyncClient) -> None:
    response = await http.delete("/documents")
    assert (response.status_code, response.json()["code"]) == (405, "bad_request")


async def ingest(request: Request) -> Response:
    """An ingest that tells what came to it."""
    body = await request.body()
    return JSONResponse({"type": request.headers["content-type"], "size": len(body)}, 429, headers={"Retry-After": "7"})


async def test_upload_is_passed_on_to_ingest(database: Database) -> None:
    async with serving(Starlette(routes=[Route("/documents", ingest, methods=["POST"])])) as url:
        transport = httpx.ASGITransport(app(database, ingest_url=url))
        async with httpx.AsyncClient(transport=transport, base_url="http://store") as client:
            response = await client.post("/documents", content=b"x" * 300_000, headers={"content-type": "text/odd"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert response.json() == {"type": "text/odd", "size": 300_000}


@pytest.mark.parametrize(
    ("client", "settings", "headers", "status"),
    [
        pytest.param("127.0.0.1", {"ingest_url": None}, {}, 404, id="nowhere-to-pass-it-on"),
        pytest.param("127.0.0.1", {"ingest_url": "http://127.0.0.1:9"}, {}, 503, id="ingest-is-away"),
        pytest.param("10.0.0.7", {"ingest_url": "http://127.0.0.1:9"}, {}, 401, id="stranger"),
        pytest.param("10.0.0.7", {"token": "t"}, {"authorization": "Bearer wrong"}, 401, id="wrong-token"),
        pytest.param("10.0.0.7", {"token": "t", "ingest_url": None}, {"authorization": "Bearer t"}, 404, id="token"),
    ],
)
async def test_upload_is_refused_by_store_itself(
    database: Database, client: str, settings: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    transport = httpx.ASGITransport(app(database, **settings), client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://store") as http:
        response = await http.post("/documents", content=b"", headers=headers)
    assert response.status_code == status, response.text


async def test_reading_does_not_wait_for_the_writer(database: Database, http: httpx.AsyncClient) -> None:
    run(database, *STORED)
    with opened(database) as ledger:
        receive(document("in hand"), SECOND)(ledger)
        ledger.flush()
        async with asyncio.timeout(5):
            assert (await get(http, f"/submissions/{FIRST}"))["status"] == "stored"


@pytest.mark.parametrize(
    ("client", "before", "status"),
    [
        ("127.0.0.1", "2020-01-31", 200),
        ("127.0.0.1", "2020-01-31T00:00:00Z", 200),
        ("127.0.0.1", "long ago", 400),
        ("10.0.0.7", "2020-01-31", 401),
    ],
)
async def test_purge_needs_a_day_and_the_right_caller(
    database: Database, client: str, before: str, status: int
) -> None:
    transport = httpx.ASGITransport(app(database), client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://store") as http:
        response = await http.post("/purge", params={"before": before})
    assert response.status_code == status, response.text
    if status == 200:
        assert response.json() == {"submissions": 2020, "documents": 31}
