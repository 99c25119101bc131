"""The house: who may import whom, and what the repository must never name."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("ingest", "parse", "validate", "store")
# Only the command line, which runs everything on one machine, may know all of them.
SHELL = {"services/ingest/app.py", "services/parse/app.py", "services/validate/app.py", "services/store/app.py"}
BROKERS = ("faststream", "nats")
PURE = ("services/parse", "services/validate")


def tracked(*patterns: str) -> list[Path]:
    """The files that git tracks; all of the folder where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return [path for pattern in patterns for path in ROOT.rglob(pattern) if ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def imports(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_shared_and_never_another_service(service: str) -> None:
    others = tuple(f"services.{other}" for other in SERVICES if other != service)
    above = (*others, "gouji", "specimens", "tests")
    wrong = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "services" / service).rglob("*.py")
        for module in imports(path)
        if module.startswith(above)
    }
    assert wrong == set()


def test_shared_imports_no_service() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "shared").rglob("*.py")
        for module in imports(path)
        if module.startswith(("services", "gouji", "specimens", "tests"))
    }
    assert wrong == set()


def test_reading_and_judging_know_no_broker_and_no_database() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {module}"
        for folder in PURE
        for path in (ROOT / folder).rglob("*.py")
        if str(path.relative_to(ROOT)) not in SHELL
        for module in imports(path)
        if module.split(".")[0] in (*BROKERS, "sqlalchemy", "starlette", "httpx")
    }
    assert wrong == set()


MACHINE_PATH = re.compile(r"/(?:home|work|Users)/[a-z]")


def test_the_repository_names_no_path_of_a_machine() -> None:
    named = []
    for path in tracked("*"):
        if not path.is_file() or path == Path(__file__) or path.suffix in (".pdf", ".docx", ".xlsx", ".png"):
            continue
        found = MACHINE_PATH.finditer(path.read_text("utf-8", "replace"))
        named += [f"{path.relative_to(ROOT)}: {each.group()}" for each in found]
    assert named == []


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_hashes_every_file(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--(?:\w+-)?(?:index|find-links)", text, re.MULTILINE)
    pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
    assert pinned
    assert len(re.findall(r"^[\w.\[\]-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)
