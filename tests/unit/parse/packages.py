"""Small Word files, web pages and workbooks for tests: the XML of the body in, the bytes of the file out."""

from specimens.render_docx import NAMESPACE, RELATIONS, TYPES
from tests.archives import zipped

_OPEN = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}" xmlns:mc="urn:mc">'


def docx(body: str, **parts: str) -> bytes:
    """A .docx with the body, and with further parts of word/ by their names: the inside of their root elements."""
    roots = {"numbering": "numbering", "styles": "styles"}
    more: dict[str, str | bytes] = {
        f"word/{name}.xml": f'<w:{roots[name]} xmlns:w="{NAMESPACE}">{inside}</w:{roots[name]}>'
        for name, inside in parts.items()
    }
    document = f"{_OPEN}<w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document, **more})


def p(text: str, properties: str = "") -> str:
    """A paragraph with its properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell with its properties."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows, each the XML of its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
