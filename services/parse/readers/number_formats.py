"""How an .xlsx file prints its numbers: the decimals of the number format of each cell.

calamine gives values only, and 3.5 printed as 3.50 is another precision: what a sum may be off by follows from it.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?\bs="([0-9]+)"')
_FORMAT = re.compile(r"0(?:\.(0+))?(%?)")
# The built-in formats that fix decimals (ECMA-376, 18.8.30): id -> (decimals, percentage).
_BUILT_IN = {1: (0, False), 2: (2, False), 3: (0, False), 4: (2, False), 9: (0, True), 10: (2, True)}
_BUILT_IN |= {37: (0, False), 38: (0, False), 39: (2, False), 40: (2, False)}
_MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Formats:
    """The styles of the cells of one sheet, and what each style says of decimals."""

    styles: dict[bytes, int] = field(default_factory=dict)
    digits_of: dict[int, tuple[int, bool]] = field(default_factory=dict)

    def digits(self, address: str, value: object) -> tuple[int, bool] | None:
        """Decimals and percentage of the number at `address`; None where the format leaves them open."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        style = self.styles.get(address.encode())
        return None if style is None else self.digits_of.get(style)


def formats_of(data: bytes) -> dict[str, Formats]:
    """Sheet name -> its formats; empty where the package cannot be read for them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _MOST_BYTES:
                return {}
            digits_of = _digits_of(_xml(package, "xl/styles.xml"))
            return {
                name: Formats(_styles(package.read(part)), digits_of)
                for name, part in _sheets(package).items()
                if part in package.namelist()
            }
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error, etree.XMLSyntaxError, NotImplementedError):
        return {}


def _xml(package: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    relations = {
        relation.get("Id"): relation.get("Target", "") for relation in _xml(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = {}
    for sheet in _xml(package, "xl/workbook.xml").iter(f"{MAIN}sheet"):
        target = relations.get(sheet.get(f"{RELATIONS}id"), "")
        sheets[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return sheets


def _styles(xml: bytes) -> dict[bytes, int]:
    return {address: int(style) for address, style in _CELL.findall(xml)}


def _digits_of(styles: etree._Element) -> dict[int, tuple[int, bool]]:
    own = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")}
    formats = styles.find(f"{MAIN}cellXfs")
    found = {}
    for style, each in enumerate(formats if formats is not None else ()):
        number = int(each.get("numFmtId", "0"))
        digits = _parsed(own[number]) if number in own else _BUILT_IN.get(number)
        if digits:
            found[style] = digits
    return found


def _parsed(code: str) -> tuple[int, bool] | None:
    """Decimals and percentage of a format code such as `#,##0.00_ ` or `0.0%`; None for dates and General."""
    positive = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", code.split(";", maxsplit=1)[0])
    if re.search(r"[ymdhs]", positive, re.IGNORECASE):
        return None
    match = _FORMAT.search(positive)
    return (len(match.group(1) or ""), "%" in positive) if match else None
