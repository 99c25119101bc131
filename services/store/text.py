"""Text as both databases take it: PostgreSQL refuses NUL anywhere, and long texts in an index."""

from typing import overload

SHORT = 500  # characters; an index entry of PostgreSQL holds 2,704 bytes


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
