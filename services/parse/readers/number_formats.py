"""The number formats of the cells of an .xlsx file: calamine gives values only, and not how they are printed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from services.parse.readers.printed_numbers import BUILT_IN
from shared.errors import Bomb, Malformed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": RELATIONS[1:-3].encode(),
}
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_ADDRESS = re.compile(rb"(?:^|\s)r=[\"']([A-Z]+[0-9]+)[\"']")
_STYLE = re.compile(rb"(?:^|\s)s=[\"']([0-9]+)[\"']")
_STRINGS = re.compile(rb"\suniqueCount=[\"']([0-9]{1,20})")
_HEAD = 4096
_ROOT = re.compile(rb"<worksheet\b")
# A number as nearly every program writes one, and a cell that is written otherwise (no address, single quotes, another
# order of the attributes) or lies far from the first one (a column behind ZZ, a row from 10,000 on).
_NUMBER = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?: t="n")?(?: [^t>][^>]*)?>')
_UNUSUAL = re.compile(rb'<c\s(?!r="[A-Z]{1,2}[0-9]{1,4}"(?: s="[0-9]+")?(?: t="\w+")?[ />])')
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_BYTES = 400_000_000
_MOST_COLUMNS = 16_384  # what Excel has; no form has a hundred
_MOST_CELLS = 5_000_000  # of the rectangle that a sheet's values span: a value may stand in the last cell of all


@dataclass(frozen=True, slots=True)
class Formats:
    """The styles of the cells of one sheet by address, and the code of each style's format."""

    styles: dict[bytes, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)

    def code(self, address: str) -> str | None:
        """The format of the cell at `address`; None where there is none but General."""
        style = self.styles.get(address.encode())
        return None if style is None else self.codes.get(style)


def formats_of(data: bytes) -> dict[str, Formats]:
    """Sheet name -> its formats; empty where the package cannot be read for them. Raises Bomb for a package, or a
    sheet, that is too large to be read, and Malformed for one that lies of its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _MOST_BYTES:
                raise Bomb
            _check_strings(package)
            parts = {name: part for name, part in _sheets(package).items() if part in package.namelist()}
            codes = _codes(_xml(package, "xl/styles.xml")) if "xl/styles.xml" in package.namelist() else {}
            return {name: Formats(_styles(package.read(part)), codes) for name, part in parts.items()}
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error, etree.XMLSyntaxError, NotImplementedError):
        return {}


def _check_strings(package: zipfile.ZipFile) -> None:
    """Room is made for as many strings as the part says it has, and a lie would take all memory at once."""
    for info in package.infolist():
        if info.filename.lower() == "xl/sharedstrings.xml":
            with package.open(info) as part:
                found = _STRINGS.search(part.read(_HEAD))
            if found and int(found[1]) > info.file_size:
                raise Malformed


def _xml(package: zipfile.ZipFile, name: str) -> etree._Element:
    xml = package.read(name)
    for strict, usual in STRICT.items():
        xml = xml.replace(strict, usual)
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    relations = {
        relation.get("Id"): relation.get("Target", "") for relation in _xml(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = {}
    for sheet in _xml(package, "xl/workbook.xml").iter(f"{{{MAIN}}}sheet"):
        target = relations.get(sheet.get(RELATIONS), "")
        sheets[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return sheets


def _styles(xml: bytes) -> dict[bytes, int]:
    """The styles of the cells with numbers; those of texts print nothing otherwise."""
    if _UNUSUAL.search(xml) or not _ROOT.search(xml):
        return _all_styles(xml)
    return {address: int(style) for address, style in _NUMBER.findall(xml)}


def _all_styles(xml: bytes) -> dict[bytes, int]:
    """The same for a sheet that is written in an unusual way, or whose cells lie far from its first one."""
    cells = _CELL.findall(xml)
    addresses, styles = map(_ADDRESS.search, cells), map(_STYLE.search, cells)
    found = [(address[1], style) for address, style in zip(addresses, styles, strict=True) if address]
    _check_extent([address for address, _ in found])
    return {address: int(style[1]) for address, style in found if style}


def _check_extent(addresses: list[bytes]) -> None:
    columns = {address.rstrip(b"0123456789") for address in addresses}
    widest = max((_index(letters) for letters in columns), default=0)
    lowest = max((int(address.lstrip(_LETTERS)) for address in addresses), default=0)
    if widest > _MOST_COLUMNS or widest * lowest > _MOST_CELLS:
        zh = "工作表的范围过大（末尾的行或列中有零散内容）：请删除表格以外的行和列，另存后再提交。"
        raise Bomb(zh, "A sheet spans too many rows and columns: delete what stands outside of its tables.")


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _codes(styles: etree._Element) -> dict[int, str]:
    """Style -> code of its number format, General left out."""
    own = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in styles.iter(f"{{{MAIN}}}numFmt")}
    formats = styles.find(f"{{{MAIN}}}cellXfs")
    numbers = (int(each.get("numFmtId", "0")) for each in (formats if formats is not None else ()))
    return codes_by_style(numbers, own)


def codes_by_style(numbers: Iterable[int], own: dict[int, str]) -> dict[int, str]:
    """Position of a style -> code of its format, from the formats' numbers and a file's own formats."""
    codes = {style: own.get(number) or BUILT_IN.get(number, "") for style, number in enumerate(numbers)}
    return {style: code for style, code in codes.items() if code and code.lower() != "general"}
