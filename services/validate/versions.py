"""What made a review: the version of Gouji, and digests of the rules' code, their data and the profile."""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from services.validate.profile import Profile
from shared.findings import Versions
from shared.version import VERSION

# The modules of shared/ that can change a verdict (a test follows the imports), beside everything in services/validate
# but the shell around it.
SHARED = frozenset(
    ["amounts", "divisions", "document", "findings", "folding", "lexicon", "places", "project_code", "series", "values"]
)
SHELL = ("app.py", "handlers.py", "settings.py")
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
    """(name, content) of every file that the digest covers."""
    own = [(n, c) for n, c in _contents(resources.files("services.validate")) if n not in SHELL]
    shared = [(n, c) for n, c in _contents(resources.files("shared")) if n.split("/")[-1].split(".")[0] in SHARED]
    return [(f"validate/{n}", c) for n, c in own] + [(f"shared/{n}", c) for n, c in shared]


def _contents(folder: Traversable, path: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and not item.name.startswith(("_", ".")):
            found += _contents(item, f"{path}{item.name}/")
        elif item.name.endswith(SUFFIXES):
            found.append((f"{path}{item.name}", item.read_bytes()))
    return found
