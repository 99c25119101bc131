"""What every renderer gives: the bytes of one invented document and what a perfect reader must say of them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.document import Document
from specimens.content import Content


@dataclass(frozen=True)
class Specimen:
    """One document. `warnings` are the codes that reading it must give (others may come); `traits` say what was done
    to the text, so that a failing property names its cause."""

    name: str
    content: bytes
    truth: Document
    warnings: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    inferable: Mapping[str, str] = field(default_factory=dict)
    """Fields whose truth is None because nothing prints them: deriving this value, and saying so, is right too."""

    @property
    def text(self) -> str:
        """The content decoded, for people who debug."""
        return self.content.decode("utf-8")


def packed(name: str, data: bytes, truth: Document, content: Content, **notes: Iterable[str]) -> Specimen:
    """A file's bytes with the truth's identity filled in; `notes` are warnings and traits."""
    identity = {"id": hashlib.sha256(data).hexdigest(), "source": name}
    kept = {key: tuple(sorted(values)) for key, values in notes.items()}
    return Specimen(name, data, truth.model_copy(update=identity), **kept, inferable=content.inferable)


def specimen(name: str, text: str, truth: Document, content: Content, **notes: Iterable[str]) -> Specimen:
    """A text in UTF-8, likewise."""
    plain = truth.model_copy(update={"media_type": "text/plain"})
    return packed(name, text.encode("utf-8"), plain, content, **notes)
