"""What every service answers about itself."""

import pytest
from prometheus_client import CollectorRegistry

from shared.health import Health


def health(alive: bool = True, reasons: list[str] | None = None) -> Health:
    async def unready() -> list[str]:
        return reasons or []

    return Health(lambda: alive, unready, CollectorRegistry())


@pytest.mark.parametrize(
    ("alive", "reasons", "path", "status", "body"),
    [
        (True, [], "/livez", 200, "ok\n"),
        (False, [], "/livez", 503, "a consume loop is dead\n"),
        (True, [], "/readyz", 200, "ok\n"),
        (True, ["bus: NATS is away", "database: away"], "/readyz", 503, "bus: NATS is away\ndatabase: away\n"),
        (True, [], "/elsewhere", 404, "not found\n"),
    ],
)
async def test_it_tells_whether_it_lives_and_what_is_in_the_way(
    alive: bool, reasons: list[str], path: str, status: int, body: str
) -> None:
    answered = await health(alive, reasons).answer(path)
    assert (answered[0], answered[2].decode()) == (status, body)


@pytest.mark.parametrize(("reasons", "value"), [([], "1.0"), (["database: away"], "0.0")])
async def test_a_scrape_tells_whether_the_service_is_ready(reasons: list[str], value: str) -> None:
    status, _, body = await health(reasons=reasons).answer("/metrics")
    assert status == 200
    assert f"gouji_ready {value}\n" in body.decode()
