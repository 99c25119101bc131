"""What made a review: the version of Gouji, and digests of the rules' code, their data and the profile."""

import hashlib
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from services.validate.profile import Profile
from shared.findings import Versions
from shared.version import VERSION

SHELL = ("app.py", "handlers.py", "settings.py")  # of services/validate: moves messages, changes no verdict
IMPORT = re.compile(r"^\s*from shared\.(\w+) import", re.M)
SUFFIXES = (".py", ".json")


def versions(profile: Profile, parser: str = "") -> Versions:
    """The versions of a review under `profile`; the parser's is the reader's to say."""
    return Versions(gouji=VERSION, parser=parser, rules=rules_version(), profile=profile.stamp)


@cache
def rules_version() -> str:
    """`<version>+<digest>` of the rules of this build: code, data lists and profiles."""
    digest = hashlib.sha256()
    for name, content in sources():
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(content).digest())
    return f"{VERSION}+{digest.hexdigest()[:12]}"


def sources() -> list[tuple[str, bytes]]:
    """(name, content) of every file that the digest covers: all of services/validate but its shell, and what it uses
    of shared/ (modules and the data beside them)."""
    own = [(name, content) for name, content in _contents(resources.files("services.validate")) if name not in SHELL]
    shared = dict(_contents(resources.files("shared")))
    used = _used({name: _imports(content) for name, content in shared.items()}, start=[c for _, c in own])
    found = [(name, shared[name]) for name in sorted(shared) if _module(name) in used]
    return [(f"validate/{name}", c) for name, c in own] + [(f"shared/{name}", c) for name, c in found]


def _used(imports: dict[str, set[str]], start: list[bytes]) -> set[str]:
    """The modules of shared/ that `start` imports, and those that they import in turn."""
    used: set[str] = set()
    wanted = set().union(*map(_imports, start))
    while wanted:
        used |= wanted
        wanted = set().union(*(imports.get(f"{module}.py", set()) for module in wanted)) - used
    return used


def _imports(content: bytes) -> set[str]:
    return set(IMPORT.findall(content.decode("utf-8")))


def _module(name: str) -> str:
    return name.partition("/")[0].partition(".")[0]


def _contents(folder: Traversable, path: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and not item.name.startswith(("_", ".")):
            found += _contents(item, f"{path}{item.name}/")
        elif item.name.endswith(SUFFIXES):
            found.append((f"{path}{item.name}", item.read_bytes()))
    return found
