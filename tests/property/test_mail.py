"""Mails and forms that nobody wrote by hand: nothing raises, nothing hangs, nothing is lost between Word and us."""

import random
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.form_in import FormReader
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading, Unreadable
from adapters.mail.file_names import LONGEST_NAME, clean_name
from adapters.mail.read import read_mail
from panel.answers import SEVERAL, read_answer, read_answers
from panel.calendar import LONDON
from panel.form import Kind, Question
from tests.unit.documents.forms import CENTRAL_BEDFORDSHIRE, FIXTURES, KEPT, PROFILE, PROFILES, forms_of
from tests.unit.mail.mails import file_part, mail, multipart

TODAY = datetime(2026, 11, 21, tzinfo=LONDON).date()
QUESTIONS = [question for _, question in CENTRAL_BEDFORDSHIRE.form.all_questions()]
STORY = next(question for _, question in PROFILE.form.all_questions() if question.id == "story")
SLOWEST = 2.0
"""Seconds one mail may take."""

_LETTERS = "abc XYZ 019 .,;:|-_/()[]<>&\"'£%é–“”ŵ中🙂\n\n\t"
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn"), include_characters="\n\t"))


def _answer(question: Question, chance: random.Random) -> str:
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return chance.choice(question.choices).code
        case Kind.CHOICES:
            codes = [option.code for option in question.options if not option.code.startswith("no_")]
            return SEVERAL.join(chance.sample(codes, chance.randint(1, len(codes))))
        case Kind.DATE | Kind.MEETING:
            away = timedelta(days=chance.randint(0, 300 if question.at_most_ahead else 20_000))
            return (TODAY - away if question.must_be == "past" else TODAY + away).isoformat()
        case Kind.MONEY:
            return f"{chance.randrange(1_000_000_000) / 100:.2f}"
        case Kind.EMAIL:
            return "iro@example.org"
        case Kind.LINE if question.max_length <= 20:
            # A record number or initials: “A & B” would be two children, and is asked back.
            return "".join(chance.choices("abcXYZ019-.", k=chance.randint(1, min(20, question.max_length))))
        case _:
            return "".join(chance.choices(_LETTERS, k=chance.randint(0, min(200, question.max_length))))


def _kept(question: Question, given_text: str) -> str:
    """The answer as the rules keep it; spaces before a line end are lost on purpose, as editors put them there."""
    answer = read_answer(question, given_text, TODAY)
    return "\n".join(line.rstrip(" \t") for line in answer.split("\n")).strip()


def test_any_answers_survive_the_word_form():
    """Written into the form of Central Bedfordshire, read back, and taken by the rules: the same answers."""
    for seed in range(12):
        chance = random.Random(seed)
        asked = [question for question in QUESTIONS if chance.random() < 0.8]
        answers = {question.id: _kept(question, _answer(question, chance)) for question in asked}
        answers = {key: text for key, text in answers.items() if text}
        reading = FormReader(forms_of({CENTRAL_BEDFORDSHIRE.id: CENTRAL_BEDFORDSHIRE})).read(
            blank_form(CENTRAL_BEDFORDSHIRE, answers)
        )
        assert isinstance(reading, FormReading), f"form {seed}"
        assert (read_answers(QUESTIONS, reading.answers, TODAY), reading.unclear) == (answers, {}), f"form {seed}"


@settings(max_examples=40, deadline=None)
@given(words)
def test_any_words_survive_the_word_form(text):
    """Whatever a person can type."""
    story = _kept(STORY, text[: STORY.max_length])
    reading = FormReader(forms_of(PROFILES)).read(blank_form(PROFILE, {"story": story}))
    assert isinstance(reading, FormReading)
    assert (reading.answers.get("story", ""), reading.unclear) == (story, {})


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(name):
    """Whatever it was, the shown name is one visible part of bounded length."""
    shown = clean_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set('/\\<>:"|?*\0\r\n\t\u202e\u200b')
    assert clean_name(shown) == shown


SEEDS = [
    mail(),
    mail("<p>One</p>", Content_Type="text/html; charset=iso-8859-1", Content_Transfer_Encoding="quoted-printable"),
    multipart("Content-Type: text/plain\n\nHi", file_part("report.pdf"), file_part("form.docx")),
    multipart("Content-Type: message/rfc822\n\n" + mail().decode(), kind="report; report-type=delivery-status"),
    mail("begin 644 x\n#86)C\n`\nend\n", Content_Transfer_Encoding="x-uuencode"),
    mail(Subject="=?utf-8?b?Q0ItMDAwNw==?= =?x?q?a=?=", From="=?UTF-8?Q?=0AMy_self?= <jane@example.org>"),
    mail("", Content_Type="text/plain; charset*=utf-8'en'x; name*0*=a; name*1=b"),
    *(path.read_bytes() for path in sorted(FIXTURES.glob("*.eml"))),
]
SCRAPS = [
    *(b"\n", b"\r", b"\r\n\r\n", b"\0", b"\xff\xfe", b"--edge", b"--edge--", b"=?", b"?=", b"=?utf-8?b?"),
    *(b"<", b">", b"<>", b'"', b"charset=", b'charset="\0"', b"; name*1*=''%", b" " * 300, b"(" * 300, b"A" * 3000),
    b"Content-Type: multipart/mixed; boundary=edge\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: message/delivery-status\n\n",
    b"Content-Type: message/partial; id=1\n\n",
    b"Content-Type: \n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: uuencode\n",
    b"Content-Disposition: attachment; filename*0*=\n",
    b"Message-ID: <[]>\n",
    b"Date: -1 Foo 0 99:99 +99999\n",
]


def mutated(chance: random.Random) -> bytes:
    """A mail with a few things wrong, as a broken gateway or a hostile hand would leave it."""
    content = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                content[at:at] = chance.choice(SCRAPS)
            case 1:
                del content[at : min(to, at + 40)]
            case 2:
                content[at:at] = content[at : min(to, at + 200)]
            case 3:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                content[at : at + 4] = chance.choice(SCRAPS)
            case _:
                content = content[:at] + bytearray(chance.choice(SEEDS)) + content[at:]
    return bytes(content)


def _survive(count: int, seed: int) -> float:
    """Read that many mutated mails; the slowest in seconds. A failure names the seed of its mail."""
    slowest = 0.0
    for number in range(seed, seed + count):
        raw = mutated(random.Random(number))
        began = time.perf_counter()
        reading = read_mail(raw, {"panel@example.org"})
        slowest = max(slowest, time.perf_counter() - began)
        assert reading.problem != "unreadable", f"mail {number}"
        assert "\n" not in reading.subject + reading.sender + reading.message_id, f"mail {number}"
        assert len(reading.identity) == 64, f"mail {number}"
    return slowest


def test_mutated_mails_are_all_read():
    """None raises, not even inside, and none takes long."""
    assert _survive(2_000, seed=1) < SLOWEST


@pytest.mark.full
def test_a_hundred_thousand_mutated_mails_are_all_read():
    """The same for a night's run."""
    assert _survive(100_000, seed=1_000_000) < SLOWEST


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.full)])
def test_mutated_forms_are_read_or_refused(count):
    """Bytes changed anywhere in the file: never an exception, and never an answer nobody gave."""
    whole = blank_form(PROFILE, KEPT, "CB-0007")
    right = FormReader(forms_of(PROFILES)).read(whole)
    for number in range(count):
        chance = random.Random(number)
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        reading = FormReader(forms_of(PROFILES)).read(bytes(content))
        assert isinstance(reading, Unreadable) or reading == right, f"form {number}"
