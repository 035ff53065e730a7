"""What strangers attach, as pages: what is drawn stays, whatever acts is left out, nothing of it breaks the pack."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.packs import unshown
from adapters.documents.packs.enclosure import pages_of
from adapters.documents.packs.press import _joined
from adapters.documents.packs.sandbox import PaperSandbox
from adapters.documents.reading import Unreadable
from tests import papers
from tests.story import ROOT

ACTIVE = b"/JavaScript /JS /Launch /OpenAction /AA /URI /SubmitForm /EmbeddedFile /Annots /AcroForm evil".split()


def shown(content: bytes) -> bytes:
    made = pages_of(content)
    assert isinstance(made, bytes), made
    return made


def test_pages_of_a_pdf_stay_as_they_are() -> None:
    """Their number, size and words."""
    made = PdfReader(BytesIO(shown(papers.pdf("First", "Second", size=(842, 595)))))
    assert [page.extract_text().strip() for page in made.pages] == ["First", "Second"]
    assert [float(side) for side in made.pages[0].mediabox[2:]] == [842, 595]


def test_whatever_acts_is_dropped_from_a_pdf() -> None:
    """Scripts, programs, links, attached files and forms are gone; the words are still there."""
    before, made = papers.active_pdf(), shown(papers.active_pdf())
    assert [sign for sign in ACTIVE if sign not in before and sign != b"/AcroForm"] == []
    assert [sign for sign in ACTIVE if sign in made] == []
    assert papers.words_on(made) == ["Still readable"]
    assert set(PdfReader(BytesIO(made)).root_object) == {"/Type", "/Pages"}


def test_a_stream_kept_outside_of_the_file_is_not_followed() -> None:
    """A picture that names another file loses the name."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.beginForm("inner")
    canvas.drawString(10, 10, "Inner")
    canvas.endForm()
    canvas.doForm("inner")
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(BytesIO(out.getvalue()))
    [inner] = writer.pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
    inner.get_object()[NameObject("/Ref")] = DictionaryObject({NameObject("/F"): NameObject("/evilbin")})
    outside = BytesIO()
    writer.write(outside)
    assert b"evilbin" in outside.getvalue()
    assert b"evilbin" not in shown(outside.getvalue())


def test_what_was_filled_in_is_drawn_into_the_page() -> None:
    """A PDF form shows its answers where they stood."""
    made = shown(papers.form_pdf("Ada", drawn=True))
    assert papers.words_on(made) == ["Name: Ada"]
    assert b"/Widget" not in made


def test_word_becomes_text_and_tables() -> None:
    """With a line that says what is left out, and any letters people's names have."""
    made = shown(papers.word("Łucja’s plan", table=(("Need", "How"), ("Sleep <b>", "A routine & rest"))))
    [page] = papers.words_on(made)
    assert "layout, pictures, headers, footers and notes are in the file itself" in page
    assert all(part in page for part in ("Łucja’s plan", "Need How", "Sleep <b>", "A routine & rest"))


def test_a_long_cell_runs_on_over_the_pages() -> None:
    """Nothing is cut off."""
    made = shown(papers.word("A", table=(("one " * 4000 + "last", "x"),)))
    assert len(papers.words_on(made)) > 2
    assert "last" in " ".join(papers.words_on(made))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_a_picture_gets_a_page(kind: str) -> None:
    """Whatever its format."""
    [page] = PdfReader(BytesIO(shown(papers.picture(kind=kind)))).pages
    assert len(page.images) == 1


@pytest.mark.parametrize("reason", sorted(papers.hostile()))
def test_a_hostile_file_is_named_and_not_shown(reason: str) -> None:
    """With the reason for which a page of ours stands in its place."""
    assert pages_of(papers.hostile()[reason]) == Unreadable(reason)
    assert reason in {*unshown._WHY, "not_word"}


def test_every_reason_has_words() -> None:
    """Whatever a file can be turned away for, its page says it."""
    folder = ROOT / "adapters" / "documents"
    files = [*(folder / "packs").glob("*.py"), folder / "container.py"]
    found = {reason for file in files for reason in re.findall(r'(?:CannotOpen|Unreadable)\("(\w+)"', file.read_text())}
    assert found - {*unshown._WHY, "not_word"} == set()


def test_the_child_gives_the_same_and_survives_the_worst() -> None:
    """One child for all of them; a file it dies of costs nobody another."""
    with PaperSandbox() as sandbox:
        good = papers.pdf("Good")
        assert sandbox.pages_safely(good) == pages_of(good)
        assert sandbox.pages_safely(papers.locked_pdf()) == Unreadable("encrypted")
        sandbox.seconds = 0.0
        assert sandbox.pages_safely(papers.word("x " * 50_000)) == Unreadable("too_hard")
        sandbox.seconds = 20.0
        assert sandbox.pages_safely(good) == pages_of(good)


@pytest.mark.parametrize("depth", [50, 300, 2000])
def test_what_nests_too_deep_never_reaches_the_parent(depth: int) -> None:
    """Either its pages can be joined there as well, or they are not shown."""
    with PaperSandbox() as sandbox:
        made = sandbox.pages_safely(papers.nested_pdf(depth))
    if depth == 50:
        assert isinstance(made, bytes)
    if isinstance(made, bytes):
        assert papers.words_on(_joined([made])) == ["Deep"]
    else:
        assert made.reason in ("too_hard", "damaged")
