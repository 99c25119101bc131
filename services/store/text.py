"""Text as both databases take it: PostgreSQL refuses NUL anywhere, and long texts in an index."""

import re
from typing import Any, TypeVar, overload

from pydantic import BaseModel
from pydantic_core import from_json, to_json

J = TypeVar("J", bound=dict[str, Any])
M = TypeVar("M", bound=BaseModel)
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")  # escaped once, not a backslash followed by u0000
SHORT = 500  # characters; an index entry of PostgreSQL holds 2,704 bytes


def without_nul(model: M, body: bytes) -> M:
    """`model`, whose JSON is `body`, without NUL characters in any text.

    Looked for once in a whole document, since that is cheaper than in each of its hundred rows.
    """
    return type(model).model_validate_json(_NUL.sub(rb"\1", body)) if b"\\u0000" in body else model


def plain(value: J) -> J:
    """JSON without NUL characters in any text."""
    body = to_json(value)
    return from_json(_NUL.sub(rb"\1", body)) if b"\\u0000" in body else value


@overload
def clean(text: str) -> str: ...
@overload
def clean(text: None) -> None: ...
@overload
def clean(text: str | None) -> str | None: ...
def clean(text: str | None) -> str | None:
    """`text` without NUL characters; the reading's body keeps them."""
    return text.replace("\x00", "") if text else text


@overload
def short(text: str) -> str: ...
@overload
def short(text: None) -> None: ...
@overload
def short(text: str | None) -> str | None: ...
def short(text: str | None) -> str | None:
    """`text` cleaned, and cut where it is too long for an index."""
    return text.replace("\x00", "")[:SHORT] if text else text
