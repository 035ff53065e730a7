"""The child process that reads strangers' forms."""

import os
import signal
import time

import pytest

from adapters.documents import sandbox as module
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading, Unreadable
from adapters.documents.sandbox import Sandbox
from tests.layouts.mails import drawn_pdf, pdf_of, text_field
from tests.unit.documents.forms import KEPT, PROFILE, PROFILES, SAID

FORM = blank_form(PROFILE, KEPT, "CB-0007")
LINES = [question for _, question in PROFILE.form.all_questions() if question.id not in ("needs", "story", "steps")]
GOOD = FormReading("central-bedfordshire", "CB-0007", "2026.1", SAID, {})


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(PROFILES) as made:
        yield made


def test_a_form_reads_the_same_in_the_child(sandbox):
    """The answer crosses the process boundary whole."""
    assert sandbox.read_form_safely(FORM) == GOOD


@pytest.mark.parametrize("made", ["by hand", "drawn"])
def test_a_pdf_reads_the_same_in_the_child(sandbox, made):
    """All that reading one needs was loaded before the doors were shut."""
    said = {question.id: SAID[question.id] for question in LINES}
    content = (
        pdf_of([text_field(key, "", text) for key, text in said.items()]) if made == "by hand" else drawn_pdf(said)
    )
    assert sandbox.read_form_safely(content) == FormReading(PROFILE.id, answers=said)
    assert sandbox.read_form_safely(pdf_of([])) == Unreadable("flat_pdf")


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_mail_reads_the_same_in_the_child(sandbox, coding):
    """Tables, struck words and a declared encoding included."""
    rows = "".join(f"<tr><td>{question.ask}</td><td>{SAID[question.id]}</td></tr>" for question in LINES)
    source = f'<html><head><meta charset="{coding}"></head><body><table>{rows}</table></body></html>'
    assert dict(sandbox.read_body_safely("", source).answers) == {question.id: SAID[question.id] for question in LINES}


def test_a_refusal_comes_back_as_one(sandbox):
    """With its reason."""
    assert sandbox.read_form_safely(b"GIF89a") == Unreadable("not_word")


def test_one_child_serves_many_forms(sandbox):
    """Starting one for each would cost a third of a second a mail."""
    sandbox.read_form_safely(FORM)
    first = sandbox.child_id
    sandbox.read_form_safely(FORM)
    assert sandbox.child_id == first


def test_after_a_child_was_killed_the_next_form_is_read(sandbox):
    """A dead child costs nobody their form."""
    sandbox.warm_up()
    os.kill(sandbox.child_id, signal.SIGKILL)
    assert sandbox.read_form_safely(FORM) in (GOOD, Unreadable("too_hard"))
    assert sandbox.read_form_safely(FORM) == GOOD


def test_a_form_that_takes_too_long_is_given_up():
    """The child is ended, and the next form is read by a new one."""
    with Sandbox(PROFILES) as made:
        made.warm_up()
        os.kill(made.child_id, signal.SIGSTOP)
        made.seconds = 0.05
        began = time.perf_counter()
        given_up = made.read_form_safely(FORM)
        took = time.perf_counter() - began
        made.seconds = 10.0
        assert (given_up, made.read_form_safely(FORM), took < 5.0) == (Unreadable("too_hard"), GOOD, True)


def test_a_child_short_of_memory_gives_up_alone():
    """A form that needs more memory than the child may have is too hard; the parent is untouched."""
    with Sandbox(PROFILES, memory=96 * 1024 * 1024) as made:
        big = blank_form(PROFILE, KEPT) + bytes(19 * 1024 * 1024)
        assert made.read_form_safely(big * 4) == Unreadable("too_hard")


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b'{"kind": "FormReading"}', b'{"kind": "Unreadable"}', b"\x80\x04."]
)
def test_nonsense_from_the_child_is_not_believed(sandbox, monkeypatch, said):
    """A child that was taken over can say what it likes; it is data, and checked."""
    monkeypatch.setattr(module.Sandbox, "_ask", lambda *_: said)
    assert sandbox.read_form_safely(FORM) == Unreadable("too_hard")


def test_the_log_names_nobody(sandbox, monkeypatch, caplog):
    """Only that it happened."""
    monkeypatch.setattr(module.Sandbox, "_ask", lambda *_: b"Jane Canary")
    sandbox.read_form_safely(b"Jane Canary")
    assert ("Canary" in repr([vars(r) for r in caplog.records]), [r.message for r in caplog.records]) == (
        False,
        ["a form was too hard to read"],
    )
