"""Hostile and broken files: each is refused with its reason, quickly, without unpacking what it threatens with."""

import io
import zipfile

import pytest

from adapters.documents import container
from adapters.documents.form_out import blank_form
from adapters.documents.reading import Unreadable
from tests.unit.documents.forms import KEPT, PROFILE, SAID, read, taken, unzipped, zipped

FORM = blank_form(PROFILE, KEPT, "CB-0007")
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><l>&d;</l>"""


def with_part(name, content):
    return zipped(unzipped(FORM) | {name: content})


def body(text):
    return with_part("word/document.xml", text)


def types(change):
    parts = unzipped(FORM)
    return zipped(parts | {"[Content_Types].xml": parts["[Content_Types].xml"].replace(*change)})


def twice_the_main_part():
    out = io.BytesIO(FORM)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def locked_with_a_password():
    content = bytearray(FORM)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    return bytes(content)


def flipped(at):
    content = bytearray(FORM)
    content[at] ^= 0xFF
    return bytes(content)


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
HOSTILE = {
    "nothing": (lambda: b"", "not_word"),
    "a PDF cut short": (lambda: b"%PDF-1.7\n", "damaged"),
    "a PDF in front of a form": (lambda: b"%PDF-1.7\n" + FORM, "damaged"),
    "a spreadsheet": (lambda: types((b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")), "not_word"),
    "a plain zip": (lambda: zipped({"a.txt": b"a"}), "not_word"),
    "a page of HTML called .docx": (lambda: b"<html>", "not_word"),
    "old Word": (lambda: OLE, "old_word"),
    "encrypted Word": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a zip with a password": (locked_with_a_password, "encrypted"),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), "macros"),
    "a file typed as macro-enabled": (
        lambda: types((MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")),
        "macros",
    ),
    "macros under another name": (
        lambda: types(
            (b"</Types>", b'<Default Extension="x" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
        ),
        "macros",
    ),
    "cut in half": (lambda: FORM[: len(FORM) // 2], "damaged"),
    "only the first bytes": (lambda: FORM[:4], "damaged"),
    "no main part": (lambda: zipped({k: v for k, v in unzipped(FORM).items() if k != "word/document.xml"}), "damaged"),
    "main part not XML": (lambda: body(b"\x00\x01"), "damaged"),
    "main part empty": (lambda: body(b""), "damaged"),
    "main part twice": (twice_the_main_part, "damaged"),
    "an entity that reads a file": (
        lambda: body(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'),
        "unsafe",
    ),
    "an entity that calls out": (
        lambda: body(b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'),
        "unsafe",
    ),
    "an entity in the content types": (lambda: with_part("[Content_Types].xml", LAUGHS), "unsafe"),
    "a billion laughs": (lambda: body(LAUGHS), "unsafe"),
    "the same in UTF-16": (
        lambda: body(LAUGHS.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")),
        "unsafe",
    ),
    "a bomb in the main part": (lambda: body(b"<x>" + b" " * (9 * 1024 * 1024) + b"</x>"), "unsafe"),
    "a bomb in a picture": (lambda: with_part("word/media/a.png", bytes(60 * 1024 * 1024)), "unsafe"),
    "ten thousand entries": (
        lambda: zipped(unzipped(FORM) | {f"word/media/{n}": b"" for n in range(10_000)}),
        "unsafe",
    ),
    "thousandfold nesting": (lambda: body(b"<a>" * 5000 + b"</a>" * 5000), "damaged"),
    "too big": (lambda: b"PK\x03\x04" + bytes(container.LARGEST_FILE), "too_big"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name):
    """Nothing is raised, and the reason is the right one."""
    make, reason = HOSTILE[name]
    assert read(make()) == Unreadable(reason)


def test_a_template_is_read_like_a_document():
    """People save forms as .dotx by mistake."""
    content = types((b"wordprocessingml.document.main", b"wordprocessingml.template.main"))
    assert taken(content).answers == SAID


def test_a_main_part_of_another_name_is_found():
    """Word on the web calls it document2.xml."""
    parts = unzipped(FORM)
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"/word/document.xml", b"/word/document2.xml")
    assert taken(zipped(parts)).answers == SAID


@pytest.mark.parametrize("at", range(0, len(FORM), max(1, len(FORM) // 300)))
def test_a_flipped_byte_is_never_an_exception(at):
    """Damage in transit: read whole, or refused."""
    reading = read(flipped(at))
    assert isinstance(reading, Unreadable) or reading.answers == SAID
