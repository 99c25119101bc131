"""The parts of a Word package (.docx) as XML trees, read without trust: no entity, nothing fetched, sizes limited."""

import io
import posixpath
import zipfile
import zlib
from types import TracebackType
from typing import TypeAlias

from lxml import etree

from shared.errors import Bomb, Encrypted, Malformed

Element: TypeAlias = etree._Element

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_WORD}}}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MOST_BYTES = 200_000_000  # of one part; a department's text has about five million
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An open .docx. Its methods raise Malformed, Encrypted or Bomb; as a context manager it closes the file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise Malformed from error

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    @property
    def document(self) -> str:
        """The name of the main part: word/document.xml, or what the package calls it."""
        relations = self.part("_rels/.rels")
        for relation in relations.iter(_RELATION) if relations is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
        return "word/document.xml"

    def part(self, name: str) -> Element | None:
        """The tree of a part, None when there is none of the name."""
        if name not in self._zip.NameToInfo:
            return None
        xml = self._bytes(name).replace(_STRICT, _WORD.encode())
        try:
            return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise Malformed from error

    def _bytes(self, name: str) -> bytes:
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise Encrypted
            if info.file_size > _MOST_BYTES:
                raise Bomb
            with self._zip.open(info) as part:
                xml = part.read(_MOST_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
            raise Malformed from error
        if len(xml) > _MOST_BYTES:
            raise Bomb
        return xml


def value_of(element: Element | None) -> str:
    """The w:val of an element, "" where there is none."""
    return element.get(f"{W}val", "") if element is not None else ""
