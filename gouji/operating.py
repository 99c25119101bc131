"""An operator's connection to the bus, as the NATS user `provision`: for provisioning and for dead letters."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError

from gouji.settings import OperatorSettings
from shared.errors import GoujiError
from shared.patience import AWAY
from shared.permissions import PROVISION

_ATTEMPTS = 2  # for each server of the address
REFUSED: tuple[type[Exception], ...] = (*AWAY, APIError)  # what a request may end in that NATS did not do


class BusAway(GoujiError):
    """NATS does not answer: check GOUJI_NATS_URL, the key and the CA certificate."""

    zh = "无法连接 NATS：请检查 GOUJI_NATS_URL、密钥与 CA 证书。"


@asynccontextmanager
async def operating(settings: OperatorSettings) -> AsyncIterator[JetStreamContext]:
    """JetStream for the length of a block. Raises BusAway when no server takes us."""
    told: list[str] = []

    async def note(error: Exception) -> None:
        told.append(f"{type(error).__name__}: {error}")

    trusted = ssl.create_default_context(cafile=str(settings.nats_ca)) if settings.nats_ca else None
    servers = settings.nats_url.split(",")
    try:
        # A refused certificate is tried again for ever, so the whole has an end of its own.
        async with asyncio.timeout(_ATTEMPTS * len(servers) * settings.nats_timeout_s):
            connection = await nats.connect(
                servers,
                name="gouji-operator",
                inbox_prefix=f"_INBOX_{PROVISION}",
                nkeys_seed=str(settings.nats_nkey) if settings.nats_nkey else None,
                user_credentials=str(settings.nats_credentials) if settings.nats_credentials else None,
                tls=trusted,
                connect_timeout=settings.nats_timeout_s,
                max_reconnect_attempts=_ATTEMPTS,
                reconnect_time_wait=0.2,
                error_cb=note,
            )
    except (NatsError, OSError, ssl.SSLError) as error:
        reasons = "; ".join(dict.fromkeys([*told, f"{type(error).__name__}: {error}"]))
        raise BusAway(f"{BusAway.zh}（{reasons}）", f"{BusAway.__doc__} ({reasons})") from error
    try:
        yield connection.jetstream(timeout=settings.nats_timeout_s)
    finally:
        await connection.close()
