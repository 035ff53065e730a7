"""The channel shows references and times, and nothing anywhere leaks who a child is."""

import logging
from datetime import date, time

import pytest

from desk.chats import Message
from desk.connector import Fault
from panel.form import Kind
from tests.scenario.conftest import CHANNEL, Clerk, words_of
from tests.story import CB, FIRST_PANEL, MARTIN, TERMS, profiles

CANARY = "KANARIE"


def canaries() -> dict[str, str]:
    """A telltale word in every answer that is written freely, initials among them."""
    written = (Kind.TEXT, Kind.LINE, Kind.LIST)
    questions = [question for _, question in profiles()[CB].form.all_questions() if question.kind in written]
    return {q.id: f"{CANARY}{n}"[: q.max_length] for n, q in enumerate(questions)} | {"initials": "KNR"}


def leaks(text: str) -> list[str]:
    """The telltale words found in a text."""
    return [word for word in (CANARY, "KNR", "2014-05-06", "6 May 2014") if word in text]


async def whole_life(clerk: Clerk) -> str:
    """One referral with telltale answers, from its first word to the decision sheets, and an emergency besides.

    On the way Teams fails in several ways, so that there is something to log.
    """
    clerk.add_meetings()
    ref = await clerk.refer("priya", **canaries())
    await clerk.office.attach("priya", f"{CANARY}.pdf", b"%PDF an assessment")
    await clerk.type("priya", f"send {ref}")
    await clerk.settle()
    clerk.office.fail(Fault(500), Fault(403), Fault(403), Fault(0))
    await clerk.type("dilys", f"return {ref} {CANARY} comment")
    await clerk.mail((f"{CANARY}.docx", b"PK broken"), subject=f"{CANARY} {ref}")
    await clerk.type("priya", f"send {ref}")
    await clerk.type("dilys", f"sign {ref} confirm all")
    urgent = clerk.story.begin(emergency=True)
    clerk.story.fill(urgent, only=["child", "urgent"], **canaries())
    await clerk.type("priya", f"ask approval {urgent}")
    await clerk.settle()
    code = clerk.emergency(urgent).code
    await clerk.type("helen", f"ask {code} {CANARY} question")
    await clerk.type("priya", f"reply {code} {CANARY} answer")
    await clerk.type("helen", f"approve {code} if {CANARY} condition")
    await clerk.settle()
    await clerk.move_to(date(2026, 11, 11), time(9, 35))
    await clerk.type("tom", "start meeting chair Martin Cole; present Joan Ellis")
    clerk.story.decide(
        ref, **{name: f"{CANARY} {value}" if name == "reasons" else value for name, value in TERMS.items()}
    )
    await clerk.type("tom", "end meeting")
    await clerk.type("martin", "confirm decisions")
    await clerk.type("tom", "send decisions")
    await clerk.settle()
    assert (clerk.meeting(FIRST_PANEL).status, clerk.emergency(urgent).condition) == (
        "decisions_issued",
        f"{CANARY} condition",
    )
    return ref


def everything(clerk: Clerk) -> list[Message]:
    chats = clerk.office.chats
    return [message for chat in chats.chats() for message in chats.of(chat)]


@pytest.mark.rule("CB-9.8", "CB-9.12")
async def test_nothing_that_identifies_a_child_is_seen_where_others_look(
    clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    """Telltale words in every answer are in no channel post, preview, log line, file name, figure or subject."""
    caplog.set_level(logging.DEBUG, logger="panel_clerk")
    ref = await whole_life(clerk)
    posts = clerk.posts()
    previews = " ".join(message.summary for message in everything(clerk))
    logged = repr([vars(record) for record in caplog.records if record.name.startswith("panel_clerk")])
    names = " ".join(str(path.relative_to(clerk.folder)) for path in (clerk.folder / "clerk").rglob("*"))
    subjects = " ".join(mail.subject for mail in clerk.sent())
    enclosed = " ".join(file.name for mail in clerk.sent() for file in mail.enclosures)
    figures = await figures_of(clerk)
    assert ref in posts
    assert "panel_clerk" in logged
    assert len(clerk.sent()) > 10
    assert [leaks(each) for each in (posts, previews, logged, names, subjects, enclosed, figures)] == [[]] * 7


async def figures_of(clerk: Clerk) -> str:
    """What the health and metrics pages say."""
    address = clerk.office.desk.clerk_clock.address
    session = clerk.office.desk.teams.courier._session
    pages = []
    for page in ("health", "metrics"):
        async with session.get(f"{address}/{page}") as response:
            pages.append(await response.text())
    return "\n".join(pages)


async def test_the_audit_trail_holds_references_and_codes_alone(clerk: Clerk) -> None:
    """What people wrote is in the record, not in the trail."""
    await whole_life(clerk)
    assert leaks(repr(list(clerk.service.store.trail()))) == []


@pytest.mark.rule("CB-9.8")
async def test_the_agenda_is_one_post_that_is_edited(clerk: Clerk) -> None:
    """A second booking changes the post of the meeting; it does not fill the channel."""
    clerk.add_meetings()
    await clerk.settle()
    await clerk.advance(minutes=1)
    first = clerk.story.signed()
    await clerk.settle()
    second = clerk.story.signed()
    await clerk.settle()
    agendas = [words_of(m) for m in clerk.office.channel(CHANNEL) if "Agenda:" in words_of(m)]
    assert len(agendas) == 1
    assert "Access to Resources Panel, Wed 11 Nov 2026, 09:30" in agendas[0]
    assert f"{first}: listed" in agendas[0]
    assert f"{second}: listed" in agendas[0]


async def test_the_agenda_of_the_next_meeting_follows_once_this_one_is_over(clerk: Clerk) -> None:
    """When a meeting has begun the one after it becomes the next, and its agenda is posted."""
    clerk.add_meetings(2)
    await clerk.settle()
    await clerk.advance(minutes=1)
    await clerk.move_to(date(2026, 11, 11), time(9, 35))
    await clerk.office.until(lambda: "18 Nov 2026, 09:30" in clerk.posts())
    assert clerk.posts().count("Agenda: Access to Resources Panel, Wed 18 Nov 2026, 09:30") >= 1
    assert clerk.meeting(FIRST_PANEL).chair == ""


async def test_decisions_are_posted_as_references(clerk: Clerk) -> None:
    """The channel hears that a decision is recorded, never which."""
    clerk.add_meetings()
    ref = clerk.story.signed()
    story = clerk.story
    story.open(chair=MARTIN)
    story.decide(ref)
    await clerk.move_to(date(2026, 11, 11), time(12))
    await clerk.type("tom", "end meeting")
    await clerk.type("martin", "confirm decisions")
    await clerk.type("tom", "send decisions")
    await clerk.settle()
    assert f"Decision recorded: {ref}" in clerk.posts()
    assert "Agreed" not in clerk.posts()
