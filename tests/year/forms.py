"""The form by other doors than cards: question after question in typed words, and as the Word form by mail."""

import re
from collections.abc import Mapping

from adapters.documents.form_out import blank_form
from panel.form import Kind, Question
from tests.story import profiles
from tests.year.doors import CHILD, SECRET, attach, day_words, plain
from tests.year.people import Year, reference

MOST = 90
"""Questions of the longest form, and some more."""


async def refer_by_words(year: Year, who: str, manager: str, given: Mapping[str, str], *papers: str) -> str:
    """A referral without any card: each question answered in words until none is left."""
    ref = reference(await year.types(who, "refer"))
    form = profiles()[year.ledger.panel.id].form
    await year.types(who, f"answer {ref}")
    for _ in range(MOST):
        question = form.question(year.clerk.referral(ref).asking)
        if question is None:
            break
        await year.types(who, in_words(year, question, {**CHILD, **given}))
    await attach(year, who, ref, *papers)
    year.happens("begun", ref, referrer=who, manager=manager, iro=given.get("iro_email", ""))
    await year.judge()
    return ref


def in_words(year: Year, question: Question, given: Mapping[str, str]) -> str:
    """What somebody types as the answer to one question."""
    value = given.get(question.id) or plain(year, question)
    if not value:
        return "skip"
    if question.choices:
        return next(option.label for option in question.choices if option.code == value)
    if question.kind is Kind.DATE:
        return day_words(value)
    return value


async def mail_form(year: Year, who: str, manager: str, given: Mapping[str, str], *papers: str, lacks: str = "") -> str:
    """The Word form filled in and mailed to the panel; `lacks` is what the answer says is missing."""
    form = blank_form(profiles()[year.ledger.panel.id], {**whole(year, given), **CHILD})
    attached = [(f"{paper}.pdf", f"%PDF by mail {paper}".encode()) for paper in papers]
    said_back = await year.sends(who, f"A form {SECRET}", ("form.docx", form), *attached)
    ref = reference(said_back)
    year.happens("begun_by_mail", ref, referrer=who, manager=manager, iro=given.get("iro_email", ""), lacks=lacks)
    await year.judge()
    return ref


async def wrong_form(year: Year, who: str) -> None:
    """A mail that holds no form: answered with the blank one, kept for the administrator, and looked at next day."""
    await year.sends(who, SECRET, body=f"{SECRET} needs a place")
    year.happens("wrong_form", referrer=who)
    await year.judge()


async def set_aside(year: Year, admin: str) -> None:
    """The administrator has dealt with the one mail on the list."""
    listed = await year.types(admin, "set aside")
    found = re.search(r"\b[0-9A-F]{5}\b", listed)
    assert found, listed
    await year.types(admin, f"mail {found[0]} done and told them to use the form")
    year.happens("mail_done")
    await year.judge()


async def answer_with_paper(year: Year, ref: str, *papers: str) -> None:
    """The answer to the clerk's mail brings what was missing, so that the referral goes to its manager."""
    who = year.case(ref)["referrer"]
    files = [(f"{paper}.pdf", f"%PDF {ref} {paper}".encode()) for paper in papers]
    await year.sends(who, f"Re: {ref}", *files, answers=True)
    year.happens("paper_mailed", ref, **year.case(ref))
    year.happens("sent", ref, **year.case(ref))
    await year.judge()


async def give_back(year: Year, ref: str) -> None:
    """Returned by its manager with a comment."""
    await year.types(year.case(ref)["manager"], f"return {ref} {SECRET} is missing")
    year.happens("returned", ref, **year.case(ref))
    await year.judge()


async def take_copy(year: Year, who: str) -> None:
    """Their own copy of the papers that went round, by mail."""
    await year.types(who, "my pack")
    year.happens("own_copy", who=who)
    await year.judge()


def whole(year: Year, given: Mapping[str, str]) -> dict[str, str]:
    """What somebody writes into every line of the form that applies to their case."""
    profile, answers = profiles()[year.ledger.panel.id], dict(given)
    for _ in range(3):
        for section in profile.form.applying(answers):
            for question in profile.form.asked(section, answers):
                if question.id not in answers:
                    answers[question.id] = plain(year, question)
    return answers
