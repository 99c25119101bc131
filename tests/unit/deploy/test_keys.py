"""The keys of a deployment: fit for their purpose, closed to others, and never made twice."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import nkeys  # type: ignore[import-untyped]
import pytest

from deploy.keys import main
from gouji.nats_server import binary

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")


def made(folder: Path, *arguments: str) -> dict[str, bytes]:
    """The files after a run."""
    main(["--folder", str(folder), *arguments])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "secrets"
    made(folder, "--reader", "city=gouji.v1.verdicts.13.03.>")
    return folder


def openssl(*arguments: str) -> str:
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=True).stdout


def test_a_second_run_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert made(folder) == before


def test_what_is_removed_is_made_anew_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    before = made(tmp_path / "copy")
    (tmp_path / "copy" / "parse.nk").unlink()
    after = made(tmp_path / "copy")
    assert {name for name in before if before[name] != after[name]} == {"parse.nk", "users.conf"}


def test_the_folder_is_closed_and_the_authority_s_key_too(folder: Path) -> None:
    def mode(path: Path) -> int:
        return stat.S_IMODE(os.stat(path).st_mode)

    assert mode(folder) == 0o700
    assert mode(folder / "ca.key") == 0o600
    assert {mode(path) for path in folder.iterdir() if path.name != "ca.key"} == {0o444}


@pytest.mark.parametrize("name", ["ingest", "parse", "validate", "store", "provision", "city"])
def test_each_seed_is_an_nkey_whose_public_key_the_servers_know(folder: Path, name: str) -> None:
    seed = (folder / f"{name}.nk").read_bytes().strip()
    assert nkeys.from_seed(seed).public_key.decode() in (folder / "users.conf").read_text()


def test_nats_server_takes_the_users(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "nats.conf").write_text((folder / "users.conf").read_text())
    ended = subprocess.run([binary(), "-t", "-c", tmp_path / "nats.conf"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "host"), [("nats1", "nats1"), ("nats2", "nats"), ("nats3", "localhost"), ("postgres", "postgres")]
)
def test_certificates_are_signed_and_name_their_hosts(folder: Path, name: str, host: str) -> None:
    authority, certificate = str(folder / "ca.crt"), str(folder / f"{name}.crt")
    assert "OK" in openssl("verify", "-CAfile", authority, "-verify_hostname", host, certificate)


def test_other_names_of_the_servers_are_in_their_certificates(tmp_path: Path) -> None:
    made(tmp_path, "--host", "bus.example")
    names = openssl("x509", "-in", str(tmp_path / "nats1.crt"), "-noout", "-ext", "subjectAltName")
    assert "DNS:bus.example" in names


def test_a_reader_is_remembered_and_can_be_changed(tmp_path: Path) -> None:
    made(tmp_path, "--reader", "city=gouji.v1.verdicts.13.03.>", "--reader", "province")
    assert made(tmp_path)["gouji_readers"] == b"city=gouji.v1.verdicts.13.03.> province"
    changed = made(tmp_path, "--reader", "city")
    assert changed["gouji_readers"] == b"city province"
    assert b"$JS.API.CONSUMER.MSG.NEXT.GOUJI_NEWS.city" in changed["users.conf"]


def test_passwords_are_long_and_differ(folder: Path) -> None:
    given = [(folder / name).read_text() for name in ("postgres_password", "gouji_token", "grafana_password")]
    assert len(set(given)) == len(given)
    assert all(len(each) >= 40 for each in given)
    assert given[0] in (folder / "gouji_database_url").read_text()
