"""Breaks files in the ways that disks, networks and people break them; equal seeds give equal bytes."""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]


def flip(data: bytes, rng: Random) -> bytes:
    """Other bytes in some places."""
    broken = bytearray(data)
    for _ in range(rng.choice((1, 4, 16, 64))):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def cut(data: bytes, rng: Random) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(len(data))]


def lose(data: bytes, rng: Random) -> bytes:
    """A piece is missing."""
    at, length = _piece(data, rng)
    return data[:at] + data[at + length :]


def repeat(data: bytes, rng: Random) -> bytes:
    """A piece comes again and again."""
    at, length = _piece(data, rng)
    return data[:at] + data[at : at + length] * rng.choice((2, 3, 50)) + data[at + length :]


def blank(data: bytes, rng: Random) -> bytes:
    """A piece is zeros."""
    at, length = _piece(data, rng)
    return data[:at] + bytes(length) + data[at + length :]


def insert(data: bytes, rng: Random) -> bytes:
    """Noise in the middle."""
    at, _ = _piece(data, rng)
    return data[:at] + rng.randbytes(rng.choice((1, 7, 300))) + data[at:]


def number(data: bytes, rng: Random) -> bytes:
    """Some numbers are other numbers."""
    odd = (b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e308", b"NaN", b"", "９".encode())
    return re.sub(rb"\d+", lambda found: rng.choice(odd) if rng.random() < 0.03 else found[0], data)


def tag(data: bytes, rng: Random) -> bytes:
    """Some tags are missing, doubled or left open."""

    def broken(found: re.Match[bytes]) -> bytes:
        return rng.choice((b"", found[0] * 2, found[0].replace(b"/", b""))) if rng.random() < 0.02 else found[0]

    return re.sub(rb"<[^<>]{1,200}>", broken, data)


def _piece(data: bytes, rng: Random) -> tuple[int, int]:
    at = rng.randrange(len(data))
    return at, rng.choice((1, 16, 256, 4096))


BYTES: tuple[Mutation, ...] = (flip, cut, lose, repeat, blank, insert)
TEXTS: tuple[Mutation, ...] = (number, tag)


def mutated(data: bytes, rng: Random) -> bytes:
    """`data`, broken in one to three ways; the parts of a package often inside, where its reader still gets to them."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        return _inside(data, rng)
    for _ in range(rng.randint(1, 3)):
        data = rng.choice((*BYTES, *TEXTS))(data, rng) or b"\0"
    return data


def _inside(package: bytes, rng: Random) -> bytes:
    """The package with one of its parts broken and packed again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        # Large parts hold what is read; small ones are chosen now and then.
        broken = rng.choices(names, [old.getinfo(name).file_size + 300 for name in names])[0]
        for name in names:
            part = old.read(name)
            if name == broken and part:
                part = rng.choice((*BYTES, *TEXTS, *TEXTS))(part, rng)
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part)
    return packed.getvalue()
