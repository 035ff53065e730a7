"""Opening a .docx from a stranger: limits before anything is unpacked, and XML that can reach nothing."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from adapters.documents.reading import CannotOpen

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of the .docx."""
LARGEST_PART = 8 * 1024 * 1024
"""Bytes of one unpacked XML part; a referral of 60 long answers has under half a million."""
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 1000
HIGHEST_RATIO = 250
"""Unpacked bytes for each packed one; deflate reaches about 1000, Word's own files under 50."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""How an encrypted Office file names its content (MS-OFFCRYPTO 1.3.2)."""
_MAIN = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml")
_MACROS = re.compile(r"macroenabled|vba", re.IGNORECASE)
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)
"""All that `zipfile` raises for a file that is not what it says."""


@dataclass(frozen=True)
class Opened:
    """The parts of a Word file that a form is read from."""

    body: etree._Element
    properties: etree._Element | None


def open_docx(content: bytes) -> Opened:
    """The file's main part and its own properties; raises `CannotOpen`."""
    _check_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_entries(archive, len(content))
            types = _xml(archive, "[Content_Types].xml")
            body = _xml(archive, _main_part(types))
            has_properties = "docProps/custom.xml" in archive.namelist()
            properties = _xml(archive, "docProps/custom.xml") if has_properties else None
    except _DAMAGE as error:
        raise CannotOpen("damaged") from error
    return Opened(body, properties)


def _check_kind(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise CannotOpen("too_big")
    if content.startswith(_OLE):
        raise CannotOpen("encrypted" if _ENCRYPTED_STREAM in content else "old_word")
    if not content.startswith(b"PK\x03\x04"):
        raise CannotOpen("not_word")


def _check_entries(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise CannotOpen("unsafe")
    if unpacked > LARGEST_PART and unpacked > packed * HIGHEST_RATIO:
        raise CannotOpen("unsafe")
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotOpen("encrypted")
    if any("vbaproject" in name.lower() for name in names):
        raise CannotOpen("macros")
    if len(set(names)) != len(names):
        # Two parts of one name: Word and we might each read another.
        raise CannotOpen("damaged")
    if "[Content_Types].xml" not in names:
        raise CannotOpen("not_word")


def _main_part(types: etree._Element) -> str:
    """The name of the main part; Word on the web calls it document2.xml."""
    found = [(one.get("ContentType", ""), one.get("PartName", "")) for one in types if isinstance(one.tag, str)]
    if any(_MACROS.search(kind) for kind, _ in found):
        raise CannotOpen("macros")
    for kind, name in found:
        if _MAIN.fullmatch(kind):
            return name.lstrip("/")
    raise CannotOpen("not_word")


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise CannotOpen("unsafe")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        # libxml2 stops by itself at entity loops and at 256 levels; a DTD has no business in Word's XML at all.
        raise CannotOpen("unsafe" if b"<!" in content else "damaged") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotOpen("unsafe")
    return root
