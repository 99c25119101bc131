"""Who may call over HTTP, and what an error looks like: loopback needs no token, everybody else the bearer token."""

import hmac
import ipaddress
from collections.abc import Mapping

from shared.errors import GoujiError

Problem = dict[str, str]


class Unauthorized(GoujiError):
    """A bearer token is needed: send GOUJI_TOKEN in the header Authorization."""

    code = "unauthorized"
    zh = "需要访问令牌：请在 Authorization 请求头中提供 GOUJI_TOKEN。"
    retryable = False


class NotFound(GoujiError):
    """There is no such thing here: check the id."""

    code = "not_found"
    zh = "没有找到：请核对编号。"
    retryable = False


class BadRequest(GoujiError):
    """The request is not understood."""

    code = "bad_request"
    zh = "请求有误。"
    retryable = False


def allowed(client: str | None, authorization: str | None, token: str | None) -> bool:
    """Whether a caller from the address `client` may call; without a `token` only loopback may."""
    if is_loopback(client) or not token:
        return is_loopback(client)
    scheme, _, given = (authorization or "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def is_loopback(client: str | None) -> bool:
    """Whether the address is of this machine; an unknown one is not."""
    try:
        address = ipaddress.ip_address(client or "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def problem(error: GoujiError) -> Problem:
    """The JSON body of an error."""
    return {"code": error.code, "message": error.message, "message_en": error.message_en}


def client_of(scope: Mapping[str, object]) -> str | None:
    """The caller's address in an ASGI scope."""
    client = scope.get("client")
    return client[0] if isinstance(client, tuple | list) and client else None
