"""What every renderer gives: the bytes of one invented document and what a perfect reader must say of them."""

import hashlib
from dataclasses import dataclass

from shared.document import Document

MEDIA_TYPES = {"ocr-markdown": "text/plain", "pdf-text": "text/plain", "word-text": "text/plain"}


@dataclass(frozen=True)
class Specimen:
    """One document. `warnings` are the codes that reading it must give (others may come); `traits` say what was done
    to the text, so that a failing property names its cause."""

    name: str
    content: bytes
    truth: Document
    warnings: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The content decoded, for people who debug."""
        return self.content.decode("utf-8")


def specimen(
    name: str, text: str, truth: Document, warnings: tuple[str, ...] = (), traits: tuple[str, ...] = ()
) -> Specimen:
    """`text` in UTF-8 with the truth's identity filled in."""
    content = text.encode("utf-8")
    identity = {"id": hashlib.sha256(content).hexdigest(), "source": name, "media_type": MEDIA_TYPES[truth.form]}
    return Specimen(name, content, truth.model_copy(update=identity), warnings, traits)
