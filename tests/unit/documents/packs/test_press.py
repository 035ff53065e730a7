"""A bound copy: index, bookmarks and foot lines point at the right pages; the same record gives the same bytes."""

import hashlib
import re
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from adapters.documents.packs import press
from adapters.documents.packs.press import INDEX, PdfPress
from panel.printing import Bound, Enclosure, Front, Part, Printed, Sheet
from tests import papers

FRONT = Front(
    Sheet("Papers: A Panel", "A Council", [Part("", [("Copy for", "Joan Ellis")])]),
    [Sheet("What changed", "", [Part("", lines=["CB-0002 was added."])])],
    "Official-Sensitive",
    "panel.2026-11-11.v1/Joan Ellis",
    "20261109090000",
)


def section(ref: str, *files: tuple[str, bytes]) -> Printed:
    sheet = Sheet(f"{ref}: referral", "A Panel", [Part("The child", [("What is needed?", "Help " * 900)])])
    enclosed = [Enclosure(label, lambda held=held: held, f"Type “papers {ref}”.") for label, held in files]  # type: ignore[misc]
    [made] = PdfPress().sections([(sheet, enclosed)])
    return made


@pytest.fixture(scope="module")
def sections() -> list[Printed]:
    return [
        section("CB-0001", ("Assessment", papers.pdf("One", "Two")), ("Plan", papers.word("A plan"))),
        section("CB-0002", ("Locked", papers.locked_pdf()), ("Photo", papers.picture())),
    ]


def copy(sections: list[Printed]) -> bytes:
    bound = [Bound(f"{n}. CB-000{n}, referral", each.content, each.marks) for n, each in enumerate(sections, 1)]
    return PdfPress().bind(FRONT, bound)


def test_a_paper_that_cannot_be_shown_has_a_page_that_says_so(sections: list[Printed]) -> None:
    """By what it is, with why, and how to have the file; the papers beside it are there."""
    assert sections[1].unshown == ("encrypted", "")
    page = papers.words_on(sections[1].content)[sections[1].marks[1].page]
    assert "Locked" in page
    assert "locked with a password" in page
    assert "Type “papers CB-0002”." in page


def test_a_tap_on_a_line_of_the_index_goes_to_its_page(sections: list[Printed]) -> None:
    """In the order of the lines; no address is left in it, and nothing on any other page leads anywhere."""
    reader = PdfReader(BytesIO(copy(sections)))
    number = {page.indirect_reference: n for n, page in enumerate(reader.pages, 1)}
    led = {
        number[page.indirect_reference]: [number[each.get_object()["/Dest"][0]] for each in page.get("/Annots", ())]
        for page in reader.pages
    }
    marks = papers.bookmarks(copy(sections))
    index = next(page for _, title, page in marks if title == INDEX)
    assert {page for page, targets in led.items() if targets} == {index}
    assert led[index] == [page for _, _, page in marks if page > index]
    assert b"page.invalid" not in copy(sections)


@pytest.mark.rule("CB-9.9", "KN-3.13", "BI-4.1")
def test_index_and_bookmarks_point_at_the_right_pages(sections: list[Printed]) -> None:
    """Every line of the index, and every bookmark, leads to the page on which its part begins."""
    made = copy(sections)
    words, marks = papers.words_on(made), papers.bookmarks(made)
    begins = {
        "Papers: A Panel": "Papers: A Panel",
        "What changed": "What changed",
        INDEX: INDEX,
        "1. CB-0001, referral": "CB-0001: referral",
        "2. CB-0002, referral": "CB-0002: referral",
        "Assessment": "One",
        "Plan": "These pages show the text",
        "Locked": "Locked A paper that is not shown",
        "Photo": "Official-Sensitive",
    }
    assert [title for _, title, _ in marks] == [
        *("Papers: A Panel", "What changed", INDEX),
        *("1. CB-0001, referral", "Summary", "Assessment", "Plan"),
        *("2. CB-0002, referral", "Summary", "Locked", "Photo"),
    ]
    for _, title, page in marks:
        assert words[page - 1].startswith(begins.get(title, "CB-000")), title
    index = words[next(page for _, title, page in marks if title == INDEX) - 1]
    assert [depth for depth, _, _ in marks] == [0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1]
    listed = re.findall(r"(\S+) (\d+)(?= |$)", index.partition("Official")[0])
    assert [int(page) for _, page in listed] == [page for _, _, page in marks[3:]]


def test_each_page_says_its_number_its_section_and_the_marking(sections: list[Printed]) -> None:
    """At its foot, also on pages of papers."""
    words = papers.words_on(copy(sections))
    count = len(words)
    for number, page in enumerate(words, 1):
        assert f"page {number} of {count}" in page
        assert "Official-Sensitive" in page
    assert "Official-Sensitive · 2. CB-0002, referral · page" in words[-1]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_foot_line_of_a_turned_page_is_at_its_foot(degrees: int) -> None:
    """As it is turned for reading: within the page, and near the edge that is below then."""
    made = PdfPress().bind(FRONT, [Bound("1. CB-0001", papers.turned_pdf("Scan", degrees), ())])
    page = PdfReader(BytesIO(made)).pages[-1]
    places: list[tuple[float, float]] = []

    def look(text: str, user: list[float], matrix: list[float], *_: object) -> None:
        if "page" in text:
            at = (matrix[4], matrix[5])
            places.append((at[0] * user[0] + at[1] * user[2] + user[4], at[0] * user[1] + at[1] * user[3] + user[5]))

    page.extract_text(visitor_text=look)
    [(x, y)] = places
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    assert 0 < x < wide
    assert 0 < y < high
    assert {0: y, 90: wide - x, 180: high - y, 270: x}[degrees] == pytest.approx(18)


def test_a_copy_can_be_read_by_everyone(sections: list[Printed]) -> None:
    """Title and language are set, the bookmarks open with it, and nothing in it acts."""
    made = copy(sections)
    reader = PdfReader(BytesIO(made))
    root = reader.root_object
    assert reader.metadata is not None
    assert (reader.metadata.title, root["/Lang"], root["/PageMode"]) == ("Papers: A Panel", "en-GB", "/UseOutlines")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True  # type: ignore[index]
    assert reader.metadata.creation_date_raw == "D:20261109090000+00'00'"
    assert "/OpenAction" not in root


def test_the_same_gives_the_same_bytes_in_another_process_too() -> None:
    """Dates and ids come from the record, and no hash of Python's own has a say."""
    program = (
        "import hashlib\n"
        "from tests.unit.documents.packs.test_press import copy, section\n"
        "from tests import papers\n"
        "if __name__ == '__main__':\n"
        "    made = copy([section('CB-0001')])\n"
        "    print(hashlib.sha256(made).hexdigest())\n"
    )
    seeded = {"PYTHONHASHSEED": "7", "PATH": ""}
    said = subprocess.run([sys.executable, "-c", program], env=seeded, capture_output=True, text=True).stdout
    assert said.strip() == hashlib.sha256(copy([section("CB-0001")])).hexdigest()


def test_printed_twice_each_section_is_the_same(sections: list[Printed]) -> None:
    """Word, PDF and picture alike."""
    again = section("CB-0001", ("Assessment", papers.pdf("One", "Two")), ("Plan", papers.word("A plan")))
    assert again.content == sections[0].content
    assert copy(sections) == copy(sections)


def test_a_section_never_outgrows_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers beyond that are named on a page instead; what came before them is there."""
    monkeypatch.setattr(press, "LARGEST_SECTION", len(section("CB-0001").content) + 150_000)
    made = section("CB-0001", ("First", papers.pdf("One")), ("Photo", papers.noise()), ("Last", papers.pdf("Three")))
    assert made.unshown == ("", "too_big", "")
    assert "too large to be shown" in papers.words_on(made.content)[made.marks[2].page]
