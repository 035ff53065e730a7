"""Word templates a council can change: found in its own folder, and never used when something in one is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from adapters.documents.letter_out import WordLetters
from adapters.documents.plain_english import measure, syllables
from adapters.documents.word_templates import LETTERS, BrokenTemplate, found, lines_of, wrong
from bot.cli.main import main
from panel.letter_content import Typed
from tests.letters import WRITING, address, decided, made, office, prepare
from tests.stories import BI, KN
from tests.story import profiles

FIELDS = {
    "council": "Anytown",
    "panel": "The Panel",
    "reference": "KN-0001",
    "date": "Monday",
    "name": Typed("Ann <Lee> & Son"),
    "address": [],
    "decided_on": "Friday",
    "outcome": "Yes.",
    "agreed": [{"name": "What", "said": Typed("{{ name }} {% if %}")}],
    "missing": [],
    "reasons": [Typed("So \ue000it\x00 is.")],
    "challenge": None,
    "complaints": "Write to us.",
    "talk_to": "Talk to us.",
    "more": [],
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A council’s own copies of the shipped templates."""
    folder = tmp_path / "own"
    assert main(["templates", "copy", str(folder)]) == 0
    return folder


def edited(path: Path, change: Callable[[str], str]) -> int:
    """Change the first paragraph for which the change does something; returns its line."""
    document = Document(str(path))
    for line, paragraph in enumerate(document.paragraphs, 1):
        if change(paragraph.text) != paragraph.text:
            text = change(paragraph.text)
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text
            document.save(str(path))
            return line
    raise AssertionError("nothing to change")


def test_the_shipped_templates_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """For every panel that writes letters; said by the command line."""
    assert wrong(None, profiles()) == []
    assert main(["templates", "check"]) == 0
    assert "are in order, for: Birmingham, Knowsley, Personal budgets" in capsys.readouterr().out


@pytest.mark.parametrize("name", LETTERS.names)
def test_a_shipped_template_looks_like_a_letter(name: str) -> None:
    """A4, with margins, an English language mark and headings that screen readers know."""
    document = Document(str(found(None, KN, name)))
    page = document.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert document.core_properties.language == "en-GB"


def test_a_councils_own_template_goes_before_the_shipped_one(own: Path) -> None:
    """The one for a panel before the one for all, and the shipped one where there is neither."""
    edited(own / "agreed.docx", lambda text: text.replace("Yours sincerely", "With our good wishes"))
    (own / BI).mkdir()
    (own / "refused.docx").rename(own / BI / "refused.docx")
    assert "With our good wishes" in WordLetters(own).write(KN, "agreed", FIELDS).text
    assert found(own, BI, "refused") == own / BI / "refused.docx"
    assert found(own, KN, "refused").parent.name == "letters"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("{{ outcome }}", "{{ outcum }}"), "asks for “outcum” in line"),
        (("{{ challenge.how }}", "{{ challenge.who }}"), "asks for “challenge.who” in line"),
        (("{{ row.said }}", "{{ row.sad }}"), "asks for “row.sad” in line"),
        (("{{ talk_to }}", "{{ talk_to"), "is broken in line"),
        (("{%p if challenge %}", "{%p if %}"), "is broken in line"),
    ],
)
def test_a_broken_template_says_which_field_in_which_line(
    own: Path, change: tuple[str, str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the command line before it is used, and again when it is; no letter is half filled in."""
    line = edited(own / "agreed.docx", lambda text: text.replace(*change))
    assert main(["templates", "check", str(own)]) == 1
    told = capsys.readouterr().err
    assert "“agreed.docx”" in told
    assert f"{says} {line}" in told
    with pytest.raises(BrokenTemplate, match=r"“agreed\.docx”"):
        WordLetters(own).write(KN, "agreed", FIELDS)
    edited(own / "agreed.docx", lambda text: text.replace(*reversed(change)))
    assert WordLetters(own).write(KN, "agreed", FIELDS).text


@pytest.mark.rule("BI-8.3", "BI-8.4", "BI-8.5")
@pytest.mark.parametrize("part", ["outcome", "reasons", "complaints"])
def test_a_template_that_leaves_out_what_letters_must_say_is_found(own: Path, part: str) -> None:
    """By the panel’s own list of what must stand in a letter."""
    document = Document(str(own / "refused.docx"))
    for paragraph in document.paragraphs:
        if f" {part} " in paragraph.text or (part == "reasons" and "{{ line }}" in paragraph.text):
            paragraph.runs[0].text = (
                "" if "{%p" not in paragraph.text else paragraph.text.replace("in reasons", "in more")
            )
    document.save(str(own / "refused.docx"))
    found_wrong = wrong(own, {BI: profiles()[BI]})
    assert [f"lacks the field “{part}”" in problem for problem in found_wrong] == [True]


def test_what_is_no_word_file_is_said_to_be_none(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An old .doc renamed, or half a download."""
    (own / "answer.docx").write_bytes(b"\xd0\xcf\x11\xe0 not a .docx")
    assert main(["templates", "check", str(own)]) == 1
    assert "“answer.docx” is not a Word file" in capsys.readouterr().err
    with pytest.raises(BrokenTemplate, match="not a Word file"):
        WordLetters(own).write(KN, "answer", FIELDS)


def test_a_missing_template_or_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of what was looked for, and where."""
    with pytest.raises(BrokenTemplate, match=r"“farewell\.docx” is missing"):
        found(tmp_path, KN, "farewell")
    assert main(["templates", "check", str(tmp_path / "nowhere")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_a_copy_never_writes_over_a_councils_own(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copied again, a changed template is left as it is."""
    (own / "agreed.docx").write_bytes(b"ours")
    assert main(["templates", "copy", str(own)]) == 0
    assert (own / "agreed.docx").read_bytes() == b"ours"
    assert "Left as it is" in capsys.readouterr().out


def test_what_people_typed_is_text_and_nothing_else() -> None:
    """Neither a field, nor mark-up, nor what a Word file cannot hold; our own marks are gone from the file."""
    written = WordLetters().write(KN, "agreed", FIELDS)
    assert "Dear Ann <Lee> & Son" in written.text
    assert "What: {{ name }} {% if %}" in written.text
    assert "So it is." in written.text
    assert [line for line in lines_of(written.content) if line.strip()] == written.text.splitlines()


def test_a_template_in_hard_words_is_pointed_out(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the check, and to whoever checks the letter; the words of the template are told from what people typed."""
    hard = "Notwithstanding aforementioned considerations, administrative authorisation necessitates documentation."
    edited(own / "agreed.docx", lambda text: text.replace("Yours sincerely", f"{hard} {hard} {hard} {hard}"))
    assert main(["templates", "check", str(own)]) == 0
    assert "The wording of “agreed.docx” is hard to read" in capsys.readouterr().out
    [warning] = WordLetters(own).write(KN, "agreed", {**FIELDS, "reasons": [Typed("So.")]}).warnings
    assert warning.startswith("The wording of the template is hard to read")


@pytest.mark.parametrize(
    ("word", "count"),
    [("about", 2), ("family", 3), ("decided", 3), ("agreed", 2), ("people", 2), ("letter", 2), ("asked", 1), ("I", 1)],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    """Where hyphenation finds too few, groups of vowels make up for it."""
    assert syllables(word) == count


def test_the_reading_age_is_that_of_the_formula() -> None:
    """Ten words of one syllable: 0.39 x 10 + 11.8 - 15.59 is grade 0.11, and five more years."""
    reading = measure("The cat sat on the mat with my old dog.")
    assert (reading.words, reading.sentences, reading.mean) == (10, 1, 10.0)
    assert reading.age == pytest.approx(5.11)
    assert measure("").plain
    assert not measure("Multidisciplinary authorisation necessitates considerable documentation.").plain
    assert not measure(" ".join(["the cat sat"] * 8) + ".").plain


@pytest.mark.parametrize("panel", WRITING)
def test_a_refused_template_stops_the_letter_in_the_chat_too(panel: str, own: Path) -> None:
    """Whoever prepares it reads the sentence, and no file is kept."""
    story = office(panel)
    ref = decided(story)
    address(story, ref)
    said, _ = made(story, ref)
    edited(own / f"{said.template}.docx", lambda text: text.replace("{{ outcome }}", "{{ outcum }}"))
    with pytest.raises(BrokenTemplate, match="outcum"):
        WordLetters(own).write(panel, said.template, said.fields)
    assert prepare(story, ref).file
