"""Files people attach, good and hostile, and how a test reads a PDF."""

import random
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import docx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages: str, size: tuple[float, float] = (595.0, 842.0)) -> bytes:
    """A PDF with these words, a page for each."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for words in pages:
        canvas.drawString(72, size[1] - 100, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file with these paragraphs, and a table below."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def picture(size: tuple[int, int] = (300, 200), kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def noise() -> bytes:
    """A picture that no packing makes small."""
    out = BytesIO()
    dots = random.Random(1).randbytes(700 * 700 * 3)  # the same each time
    Image.frombytes("RGB", (700, 700), dots).save(out, "PNG")
    return out.getvalue()


def active_pdf(words: str = "Still readable") -> bytes:
    """A PDF that runs a script, starts a program, calls a page, carries a file and submits a form."""
    writer = PdfWriter(BytesIO(pdf(words)))
    writer.add_attachment("evil.exe", b"MZ evil")
    root, page = writer.root_object, writer.pages[0]
    launch = _action("/Launch", F=TextStringObject("cmd.exe"))
    root[NameObject("/OpenAction")] = launch
    script = _action("/JavaScript", JS=TextStringObject("app.alert(1)"))
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), script])})
    root["/Names"].get_object()[NameObject("/JavaScript")] = scripts  # type: ignore[index]
    root[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): _action("/JavaScript", JS=TextStringObject("x"))})
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): launch})
    link = _note("/Link", A=_action("/URI", URI=TextStringObject("https://evil.example")))
    button = _note("/Widget", A=_action("/SubmitForm", F=TextStringObject("https://evil.example")))
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note) for note in (link, button)])
    return _written(writer)


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(BytesIO(pdf("Secret")))
    writer.encrypt("a password", algorithm="RC4-128")
    return _written(writer)


def form_pdf(answer: str, *, drawn: bool) -> bytes:
    """A filled-in PDF form; the answer is drawn, or left to the program that made it."""
    writer = PdfWriter(BytesIO(pdf("Name:")))
    field = _note("/Widget", FT=NameObject("/Tx"), T=TextStringObject("name"), V=TextStringObject(answer))
    if drawn:
        look = DecodedStreamObject()
        look.set_data(f"BT /Helv 12 Tf 2 4 Td ({answer}) Tj ET".encode())
        helvetica = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/Helv"): helvetica})
        look.update(
            {
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): _numbers(0, 0, 200, 20),
                NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
            }
        )
        field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    return _written(writer)


def layered_pdf() -> bytes:
    """A PDF with a layer that is switched off."""
    writer = PdfWriter(BytesIO(pdf("On top")))
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    shown = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/D"): shown})
    return _written(writer)


def turned_pdf(words: str, degrees: int) -> bytes:
    """A page that is turned for reading."""
    writer = PdfWriter(BytesIO(pdf(words)))
    writer.pages[0].rotate(degrees)
    return _written(writer)


def nested_pdf(depth: int) -> bytes:
    """A page whose resources hold a list in a list in a list, and so on."""
    writer = PdfWriter(BytesIO(pdf("Deep")))
    inner = ArrayObject()
    for _ in range(depth):
        inner = ArrayObject([writer._add_object(inner)])
    resources = writer.pages[0]["/Resources"].get_object()
    resources[NameObject("/Deep")] = inner  # type: ignore[index]
    return _written(writer)


def bomb_docx() -> bytes:
    """A small Word file that unpacks to far more than anybody has written."""
    out = BytesIO(word("Hello"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/media/huge.bin", bytes(30 * 1024 * 1024))
    return out.getvalue()


@cache
def hostile() -> dict[str, bytes]:
    """Files that must not break a pack, by what is wrong with them."""
    return {
        "encrypted": locked_pdf(),
        "damaged": pdf("Cut short")[:300],
        "unsafe": bomb_docx(),
        "not_word": b"just some bytes",
        "old_word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old file",
        "form": form_pdf("Unseen", drawn=False),
        "layers": layered_pdf(),
        "too_long": pdf(*[""] * 301),
        "missing": b"",
    }


def words_on(content: bytes) -> list[str]:
    """The words of each page, as one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Depth, title and page of each bookmark; pages count from 1."""
    reader = PdfReader(BytesIO(content))

    def walk(items: object, depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:  # type: ignore[attr-defined]
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, str(item.title), (reader.get_destination_page_number(item) or 0) + 1

    return list(walk(reader.outline, 0))


def _action(kind: str, **more: object) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), **{NameObject(f"/{k}"): v for k, v in more.items()}})


def _note(kind: str, **more: object) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): _numbers(72, 600, 272, 620),
            **{NameObject(f"/{key}"): value for key, value in more.items()},
        }
    )


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
