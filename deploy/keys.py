#!/usr/bin/env python3
"""Makes what a deployment must keep secret: certificates, a NATS user for each service, passwords and the token.

    python3 deploy/keys.py [--folder deploy/secrets] [--host NAME]… [--reader NAME[=SUBJECT,…]]…

It makes only what is missing; to renew something, remove its file and run this again (docs/operations.md). The folder
is closed to everybody else (0700); the files in it that a container reads are not, since its user is another one.
Needs Python 3.11 and the program openssl, nothing else.
"""

import argparse
import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shared.permissions import PROVISION, Permissions, authorization, of_provision, of_reader, of_service
from shared.topology import SERVICES

NODES = ("nats1", "nats2", "nats3")
CA_DAYS, CERTIFICATE_DAYS = 3650, 825
_SEED_PREFIX, _USER_PREFIX = 18 << 3, 20 << 3
# The DER form of an Ed25519 private key is this, and its 32 bytes.
_ED25519_DER = bytes.fromhex("302e020100300506032b657004220420")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make what is missing in the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent / "secrets")
    parser.add_argument("--host", action="append", default=[], help="another name under which clients reach NATS")
    parser.add_argument("--reader", action="append", default=[], help="an external subscriber, kept for later runs")
    given = parser.parse_args(arguments)
    os.umask(0o077)
    given.folder.mkdir(parents=True, exist_ok=True)
    given.folder.chmod(0o700)
    make_certificates(given.folder, given.host)
    make_users(given.folder, make_readers(given.folder, given.reader))
    make_passwords(given.folder)


def make_certificates(folder: Path, hosts: Sequence[str] = ()) -> None:
    """An authority, and a certificate each for the nodes of NATS and for PostgreSQL."""
    authority, key = folder / "ca.crt", folder / "ca.key"
    if not key.exists():
        _openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", str(CA_DAYS),
            "-subj", "/CN=gouji", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", str(key), "-out", str(authority),
        )  # fmt: skip
        authority.chmod(0o444)
    for name in (*NODES, "postgres"):
        if not (folder / f"{name}.crt").exists():
            _make_certificate(folder, name, [name, "nats", "localhost", *hosts] if name in NODES else [name])


def _make_certificate(folder: Path, name: str, hosts: Sequence[str]) -> None:
    key, request, extensions = folder / f"{name}.key", folder / f"{name}.csr", folder / f"{name}.ext"
    key.unlink(missing_ok=True)  # not written in place: a container keeps the old pair until it is made anew
    _openssl(
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
        "-keyout", str(key), "-out", str(request),
    )  # fmt: skip
    names = ",".join(f"DNS:{host}" for host in dict.fromkeys(hosts))
    extensions.write_text(f"subjectAltName={names},IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n", "ascii")
    _openssl(
        "x509", "-req", "-in", str(request), "-CA", str(folder / "ca.crt"), "-CAkey", str(folder / "ca.key"),
        "-days", str(CERTIFICATE_DAYS), "-extfile", str(extensions), "-out", str(folder / f"{name}.crt"),
    )  # fmt: skip
    for path in (key, folder / f"{name}.crt"):
        path.chmod(0o444)
    request.unlink()
    extensions.unlink()


def make_readers(folder: Path, new: Sequence[str]) -> list[str]:
    """The external subscribers known so far and the `new` ones, as `gouji provision` takes them."""
    path = folder / "gouji_readers"
    known = path.read_text("ascii").split() if path.exists() else []
    kept = {each.split("=")[0]: each for each in [*known, *new]}
    _write(path, " ".join(kept.values()))
    return list(kept.values())


def make_users(folder: Path, readers: Sequence[str]) -> None:
    """A seed for each user, and the block of the servers' configuration that says who may say and hear what."""
    users: dict[str, Permissions] = {
        **{service: of_service(service) for service in SERVICES},
        PROVISION: of_provision(),
        **{name: of_reader(name, name) for name in (each.split("=")[0] for each in readers)},
    }
    public = {name: _public_key(_kept(folder / f"{name}.nk", _new_seed)) for name in users}
    _write(folder / "users.conf", authorization({name: (public[name], users[name]) for name in users}))


def make_passwords(folder: Path) -> None:
    """The database's password with the address that holds it, the token of the HTTP interface, Grafana's password."""
    password = _kept(folder / "postgres_password", _new_password)
    address = f"postgresql://gouji:{password}@postgres/gouji?sslmode=verify-full&sslrootcert=/run/secrets/ca.crt"
    _write(folder / "gouji_database_url", address)
    for name in ("gouji_token", "grafana_password"):
        _kept(folder / name, _new_password)


def _new_password() -> str:
    return secrets.token_urlsafe(32)


def _new_seed() -> str:
    """The seed of a NATS user: see the nkeys of NATS."""
    head = bytes([_SEED_PREFIX | (_USER_PREFIX >> 5), (_USER_PREFIX & 31) << 3])
    return _checked(head + os.urandom(32))


def _public_key(seed: str) -> str:
    """The public nkey of a seed."""
    raw = base64.b32decode(seed + "=" * (-len(seed) % 8))[2:34]
    public = _openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", given=_ED25519_DER + raw)
    return _checked(bytes([_USER_PREFIX]) + public[-32:])


def _checked(raw: bytes) -> str:
    """The text of `raw` with its CRC-16 (XMODEM)."""
    crc = 0
    for byte in raw:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return base64.b32encode(raw + crc.to_bytes(2, "little")).decode().rstrip("=")


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds, made when it is missing."""
    if not path.exists():
        _write(path, make())
    return path.read_text("ascii").strip()


def _write(path: Path, text: str) -> None:
    """Write in place: a container that has the file mounted goes on seeing it."""
    _unlock(path)
    path.write_text(text, "ascii")
    path.chmod(0o444)


def _unlock(path: Path) -> None:
    if path.exists():
        path.chmod(0o600)


def _openssl(*arguments: str, given: bytes | None = None) -> bytes:
    command = ["openssl", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        sys.exit(f"openssl {arguments[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout


if __name__ == "__main__":
    main()
