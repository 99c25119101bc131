"""Provisioning a real server from the topology."""

import dataclasses

import pytest
from nats.js import JetStreamContext, api
from nats.js.errors import ServiceUnavailableError

from gouji.nats_server import FolderInUse, NatsServer
from shared.mending import mend, missing
from shared.provision import Change, plan, provision, stream_config
from shared.topology import (
    DURABLES,
    PARSE,
    PARSED,
    RECEIVED,
    STORE_EXHAUSTED,
    STORE_NEWS,
    STORE_RECEIVED,
    STREAM_DEAD,
    STREAM_NEWS,
    STREAM_RECEIVED,
    STREAM_VALIDATED,
    STREAMS,
    stream_of,
)


async def test_every_stream_and_durable_stands_as_the_topology_says(js: JetStreamContext) -> None:
    for stream in STREAMS:
        config = (await js.stream_info(stream.name)).config
        assert sorted(config.subjects or []) == sorted(stream.subjects)
        assert (config.max_bytes, config.max_age) == (stream.room, stream.max_age_s)
        assert config.retention == (api.RetentionPolicy.INTEREST if stream.interest else api.RetentionPolicy.LIMITS)
        assert config.discard == (api.DiscardPolicy.NEW if stream.discard_new else api.DiscardPolicy.OLD)
    for durable in DURABLES:
        config = (await js.consumer_info(durable.stream, durable.name)).config
        assert (config.ack_wait, config.max_deliver) == (30.0, 20)
        assert tuple(config.filter_subjects or [config.filter_subject]) == durable.subjects


async def test_provisioning_again_updates_what_differs(js: JetStreamContext) -> None:
    smaller = dataclasses.replace(STREAM_RECEIVED, room=STREAM_RECEIVED.room // 2)
    narrower = dataclasses.replace(PARSE, in_flight=7)
    done = await provision(js, [smaller], [narrower])
    assert [(change.action, change.name) for change in done] == [
        ("update", "GOUJI_RECEIVED"),
        ("update", "GOUJI_RECEIVED/parse"),
    ]
    assert (await js.stream_info(smaller.name)).config.max_bytes == smaller.room
    assert (await js.consumer_info(PARSE.stream, PARSE.name)).config.max_ack_pending == 7
    await provision(js)
    assert (await js.stream_info(smaller.name)).config.max_bytes == STREAM_RECEIVED.room


async def test_the_plan_is_empty_after_provisioning_and_names_each_drift_before(js: JetStreamContext) -> None:
    assert await plan(js) == []
    await js.update_stream(stream_config(dataclasses.replace(STREAM_NEWS, max_age_s=60.0, duplicate_window_s=60.0)))
    await js.delete_consumer(PARSE.stream, PARSE.name)
    assert await plan(js) == [
        Change("update", "stream", "GOUJI_NEWS", {"max_age": (60.0, 7776000.0), "duplicate_window": (60.0, 7200.0)}),
        Change("create", "consumer", "GOUJI_RECEIVED/parse"),
    ]
    await provision(js)
    assert await plan(js) == []


async def test_a_consumer_that_holds_work_back_is_told_and_left(js: JetStreamContext) -> None:
    await js.add_consumer(STREAM_RECEIVED.name, durable_name="forgotten", ack_policy=api.AckPolicy.EXPLICIT)
    await js.add_consumer(STREAM_NEWS.name, durable_name="reader", ack_policy=api.AckPolicy.EXPLICIT)
    assert await plan(js) == [Change("foreign", "consumer", "GOUJI_RECEIVED/forgotten")]
    assert await provision(js) == []


async def test_missing_names_the_durables_that_are_not_there(js: JetStreamContext) -> None:
    assert await missing(js, DURABLES) == []
    await js.delete_consumer(PARSE.stream, PARSE.name)
    assert await missing(js, DURABLES) == ["consumer GOUJI_RECEIVED/parse"]
    await js.delete_stream(PARSE.stream)
    assert await missing(js, [PARSE, STORE_RECEIVED]) == ["stream GOUJI_RECEIVED"]


async def test_durables_are_made_again_and_streams_are_not(js: JetStreamContext) -> None:
    assert await mend(js, DURABLES) == []
    for durable in (PARSE, STORE_NEWS, STORE_EXHAUSTED):
        await js.delete_consumer(durable.stream, durable.name)
    await js.delete_stream(STREAM_VALIDATED.name)
    assert await mend(js, DURABLES) == [
        "consumer GOUJI_RECEIVED/parse",
        "consumer GOUJI_NEWS/store-news",
        "consumer GOUJI_DEAD/store-exhausted",
    ]
    assert {change.name.split("/")[0] for change in await plan(js)} == {"GOUJI_VALIDATED"}


async def test_work_frees_its_space_when_every_durable_has_acknowledged(js: JetStreamContext) -> None:
    await js.publish(RECEIVED, b"{}", stream=STREAM_RECEIVED.name)
    left = []
    for durable in (PARSE, STORE_RECEIVED):
        subscription = await js.pull_subscribe_bind(durable=durable.name, stream=durable.stream)
        [message] = await subscription.fetch(1, timeout=5)
        await message.ack_sync()
        left.append((await js.stream_info(durable.stream)).state.messages)
    assert left == [1, 0]


async def test_a_full_work_stream_refuses_what_is_new(js: JetStreamContext) -> None:
    await provision(js, [dataclasses.replace(STREAM_RECEIVED, room=2000)], [])
    await js.publish(RECEIVED, b"x" * 1500, stream=STREAM_RECEIVED.name)
    with pytest.raises(ServiceUnavailableError):
        await js.publish(RECEIVED, b"x" * 1500, stream=STREAM_RECEIVED.name)


async def test_an_exhausted_delivery_is_kept_among_the_dead(js: JetStreamContext) -> None:
    await provision(js, [], [dataclasses.replace(PARSE, max_deliver=1)])
    await js.publish(RECEIVED, b"{}", stream=STREAM_RECEIVED.name)
    subscription = await js.pull_subscribe_bind(durable=PARSE.name, stream=PARSE.stream)
    [message] = await subscription.fetch(1, timeout=5)
    await message.nak()
    with pytest.raises(TimeoutError):  # the server notices when it is asked for the next
        await subscription.fetch(1, timeout=0.2)
    advisories = await js.pull_subscribe_bind(durable="store-exhausted", stream=STREAM_DEAD.name)
    [advisory] = await advisories.fetch(1, timeout=10)
    assert advisory.subject.endswith(".MAX_DELIVERIES.GOUJI_RECEIVED.parse")


async def test_two_servers_never_share_a_folder(nats_server: NatsServer) -> None:
    with pytest.raises(FolderInUse):
        await NatsServer(nats_server.folder).start()


async def test_the_server_keeps_its_port_over_a_restart(nats_server: NatsServer) -> None:
    before = nats_server.url
    nats_server.kill()
    await nats_server.start()
    assert nats_server.url == before


def test_every_public_subject_has_its_stream() -> None:
    assert stream_of(PARSED) == "GOUJI_PARSED"
    assert stream_of("gouji.v1.verdicts.13.03.06.error") == STREAM_NEWS.name
    assert stream_of("gouji.v1.dead.parse") == STREAM_DEAD.name


def test_later_stages_have_more_room_than_earlier_ones() -> None:
    rooms = [
        stream.room
        for stream in STREAMS
        if stream.name in ("GOUJI_RECEIVED", "GOUJI_PARSED", "GOUJI_VALIDATED", "GOUJI_NEWS")
    ]
    assert rooms == sorted(rooms)
    assert STREAM_VALIDATED.room < STREAM_NEWS.room


def test_every_limit_is_finite() -> None:
    assert all(stream.room > 0 for stream in STREAMS)
