"""Events as CloudEvents: ids, subjects, bodies, what cannot be read."""

import json
from datetime import UTC, datetime

import pytest

from shared.document import Document
from shared.envelope import (
    Identity,
    Undecodable,
    decode,
    encode,
    event_id,
    identity,
    model_for,
    subject_of,
    type_of,
    verdict_id,
)
from shared.events import Data, Duplicate, Failed, Parsed, Verdict
from shared.findings import Counts, Versions
from shared.topology import DUPLICATE, FAILED

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAILURE = Failed(
    submission="S", document_id="d", stage="parse", code="malformed", message="坏", message_en="bad", retryable=False,
    attempts=1,
)  # fmt: skip


def parsed(**fields: object) -> Parsed:
    values = {"submission": "S", "document_id": "d", "template": "unknown", "kind": "other", "division": "000000"}
    return Parsed.model_validate({**values, "counts": {}, "parser_version": "p1", **fields})


def verdict(division: str, outcome: str) -> Verdict:
    return Verdict.model_validate({
        "submission": "S", "document_id": "d", "series": "s", "revision": 2, "previous_outcome": None,
        "division": division, "department": None, "fiscal_year": None, "kind": "other", "title": None,
        "source": "a.txt", "outcome": outcome, "counts": Counts(), "counts_by_rule": {},
        "versions": Versions(gouji="1", parser="p", rules="r", profile="f"), "review_url": "http://localhost/",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("ingest", "S", "d"), "ingest/S/d"),
        (("parse", "S", "d", "p1"), "parse/S/d/p1"),
        (("validate", "S", "d", "p1", "r1"), "validate/S/d/p1/r1"),
        (("validate", "S", "d", "p1", "r1", "run7"), "validate/S/d/p1/r1/run7"),
        (("ingest", "S", None), "ingest/S/-"),
    ],
)
def test_an_id_holds_what_the_stage_knows(parts: tuple[str, ...], expected: str) -> None:
    assert event_id(*parts) == expected


@pytest.mark.parametrize(
    ("data", "subject", "type_"),
    [
        (FAILURE, "gouji.v1.documents.failed", "cn.gouji.documents.failed.v1"),
        (parsed(), "gouji.v1.documents.parsed", "cn.gouji.documents.parsed.v1"),
        (verdict("130306", "error"), "gouji.v1.verdicts.13.03.06.error", "cn.gouji.verdicts.v1"),
        (verdict("000000", "clean"), "gouji.v1.verdicts.00.00.00.clean", "cn.gouji.verdicts.v1"),
    ],
)
def test_subject_and_type_follow_from_the_data(data: Data, subject: str, type_: str) -> None:
    assert (subject_of(data), type_of(data)) == (subject, type_)


def test_a_verdict_is_named_by_document_and_revision() -> None:
    assert verdict_id("d", 3) == "verdict/d/3"


def test_an_event_reads_back_as_it_was() -> None:
    payload = encode(FAILURE, service="parse", id="parse/S/d/p1", time=NOON)
    event = decode(payload, Failed)
    assert event.data == FAILURE
    assert (event.id, event.source, event.subject, event.time) == ("parse/S/d/p1", "/services/parse", "d", NOON)
    assert json.loads(payload)["time"] == "2026-03-01T12:00:00Z"


def test_a_body_is_spliced_in_as_it_is() -> None:
    document = Document(id="d", source="a.txt", media_type="text/plain", form="word-text", title="预算")
    body = document.model_dump_json().encode()
    payload = encode(parsed(), service="parse", id="i", time=NOON, body=body)
    assert body in payload
    assert decode(payload, Parsed).data.document == document


def test_an_unused_body_is_not_there_at_all() -> None:
    assert not {"document", "dataref"} & json.loads(encode(parsed(), service="parse", id="i", time=NOON))["data"].keys()


@pytest.mark.parametrize("payload", [b"", b"\xff\x00", b"[]", b"{}", b'{"specversion":"1.0"}', b"null", b'"text"'])
def test_what_is_no_event_is_undecodable(payload: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(payload, Failed)


def test_what_is_undecodable_is_told_without_its_text() -> None:
    broken = encode(FAILURE, service="parse", id="i", time=NOON).replace(b'"attempts":1', '"attempts":"机密"'.encode())
    with pytest.raises(Undecodable) as caught:
        decode(broken, Failed)
    assert "attempts" in caught.value.message_en
    assert "机密" not in caught.value.message_en


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b'{"data":{"submission":"S","document_id":"d"}}', Identity("S", "d")),
        (b'{"data":{"submission":"S","parser_version":"1","run":"R"}}', Identity("S", None, "1", "R")),
        (b'{"data":{"submission":7}}', Identity()),
        (b'{"data":[]}', Identity()),
        (b"[1]", Identity()),
        (b"rubbish", Identity()),
    ],
)
def test_a_broken_message_still_tells_whose_it_is(payload: bytes, expected: Identity) -> None:
    assert identity(payload) == expected


def test_one_durable_may_carry_several_events() -> None:
    models: dict[str, type[Data]] = {FAILED: Failed, DUPLICATE: Duplicate}
    assert model_for(DUPLICATE, models) is Duplicate
    with pytest.raises(Undecodable):
        model_for("gouji.v1.documents.stored", models)
