"""Panels with gates, more signatures, a filter or no meetings: their cards, their typed words, their notices."""

import pytest

from desk.cards import actions
from dialogs.cards import referral as referral_cards
from dialogs.notices import message_for
from dialogs.router import respond
from dialogs.stamps import TOKEN
from panel import commands as c
from panel.notices import Channel, Notice, Topic
from panel.people import Role
from panel.ports import Incoming, Message
from panel.referral import ReferralStatus
from panel.rules.signing import Step
from tests.story import CB, DILYS, HELEN, MARTIN, PRIYA, RUTH, TOM, profiles
from tests.unit.dialogs.stage import CHAT, Stage, words
from tests.unit.panel.held import (
    BLOCK,
    ELSEWHERE,
    FILTER,
    NORA,
    OWEN,
    WAIVED,
    WARN,
    signed_by,
    story_of,
    with_gates,
    without_meetings,
)
from tests.unit.profile_tools.texts import profile

AGREED = "agreed; reasons: clear; end: 1 March 2027; review: 1 February 2027; reapply: 2 February 2027; budget: K1"


def tap(stage: Stage, person: str, card: Message, title: str, **given: str) -> str:
    """Tap a button of a card; gives all that is said and shown."""
    [token] = [a["data"][TOKEN] for a in actions(card.card or {}) if a["title"] == title and TOKEN in a["data"]][:1]
    stage.acts += 1
    reply = respond(
        stage.tools, Incoming(person, CHAT, f"tap {stage.acts}", value={TOKEN: token, **given}), stage.story.now
    )
    return "\n".join(words(m) for m in [*reply.messages, *([reply.replace] if reply.replace else [])])


def card_of(stage: Stage, topic: Topic, to: str) -> Message:
    """The newest card on a topic sent to somebody, as it stands now."""
    owed = [n for n in stage.story.notices(topic) if n.to == to]
    return message_for(stage.tools, owed[-1], stage.story.now)


def readable(stage: Stage, *topics: Topic) -> None:
    """Every Teams notice owed can be written, and these are among them."""
    owed = [n for n in stage.story.store.read().find(Notice) if n.channel is Channel.TEAMS]
    assert {Topic(n.rule) for n in owed} >= set(topics)
    for each in owed:
        message = message_for(stage.tools, each, stage.story.now)
        assert len(words(message)) > 20, each.id
        assert "AB" not in message.summary.split(), each.id


@pytest.mark.rule("BI-3.2.10", "BI-3.2.11")
def test_an_exception_by_card_and_by_typing() -> None:
    """Asked from the missing card, let through on the officer's; the manager reads who let it through, and why."""
    stage = Stage(story_of(with_gates(BLOCK, WARN)))
    story = stage.story
    ref = story.complete(engagement="willing", school_move="yes")
    missing = referral_cards.missing_card(stage.turn(PRIYA), story.referral(ref))
    assert "A family group conference comes first." in words(missing)
    assert "waits for the Head of Service" in tap(stage, PRIYA, missing, "Ask for an exception", remark="Clear at once")
    asked = card_of(stage, Topic.EXCEPTION_ASKED, HELEN)
    assert "Clear at once" in words(asked)
    assert f"{ref}" in stage.said(HELEN, "status")
    assert "You have let CB-0001 through" in tap(stage, HELEN, asked, "Let it through")
    stage.said(PRIYA, f"send {ref}")
    card = words(card_of(stage, Topic.AUTHORISE, DILYS))
    assert "Let through by Helen Ward" in card
    assert "No school has been named." in card
    readable(stage, Topic.EXCEPTION_ASKED, Topic.EXCEPTION_ANSWERED, Topic.REDRAW)


def test_an_exception_refused_by_typing() -> None:
    """The practitioner sees the reason and the step that must come."""
    stage = Stage(story_of(with_gates(BLOCK)))
    ref = stage.story.complete(engagement="willing")
    assert "I have asked" in stage.said(PRIYA, f"exception {ref} because it is clear")
    assert "is a draft again" in stage.said(HELEN, f"refuse exception {ref} hold it first")
    assert "hold it first" in stage.said(PRIYA, f"summary {ref}")
    assert (
        "no action"
        in words(card_of(stage, Topic.EXCEPTION_ASKED, HELEN)) + card_of(stage, Topic.EXCEPTION_ASKED, HELEN).summary
    )


def test_warnings_and_gates_are_said_as_soon_as_they_hold() -> None:
    """After the answer that brings them up, and not again."""
    stage = Stage(story_of(with_gates(BLOCK, WARN)))
    ref = stage.story.begin()
    stage.story.do(c.AskInWords, PRIYA, ref=ref, question="school_move")
    assert "Please note: No school has been named." in stage.said(PRIYA, "yes")
    stage.story.do(c.AskInWords, PRIYA, ref=ref, question="engagement")
    assert "It can’t be sent yet: A family group conference comes first." in stage.said(PRIYA, "Willing to")


@pytest.mark.rule("RO-7.1")
def test_elsewhere_once_the_chair_agrees() -> None:
    """The practitioner hears for whom it waits, and then where it belongs."""
    stage = Stage(story_of(profile(ELSEWHERE)))
    ref = stage.story.begin()
    stage.story.do(c.AskInWords, PRIYA, ref=ref, question="cohort")
    assert "waits for the Chair to answer about whether it belongs elsewhere" in stage.said(PRIYA, "None of these")
    assert "goes elsewhere" in tap(stage, RUTH, card_of(stage, Topic.EXCEPTION_ASKED, RUTH), "It belongs elsewhere")
    readable(stage, Topic.SENT_ELSEWHERE)


@pytest.mark.rule("BI-3.3.4")
def test_a_paper_is_let_go_by_card_and_by_typing() -> None:
    """The manager has the choice on the missing card, the practitioner has not; the summary says who and why."""
    stage = Stage(story_of(profile(WAIVED)))
    ref, other = stage.story.begin(), stage.story.begin()
    assert "Which paper need not come?" not in stage.said(PRIYA, f"missing {ref}")
    card = referral_cards.missing_card(stage.turn(DILYS), stage.story.referral(ref))
    assert "can go without" in tap(stage, DILYS, card, "Let the paper go", document="assessment", why="She declined")
    assert "Without “Assessment of need”: Dilys Morgan: She declined" in stage.said(PRIYA, f"summary {ref}")
    assert "can go without" in stage.said(DILYS, f"waive {other} assessment because she declined")
    assert "Please type: waive" in stage.said(DILYS, f"waive {other} assessment")
    readable(stage, Topic.PAPER_WAIVED)


def test_signatures_one_after_the_other() -> None:
    """Each sees only their own checks, and everyone reads for whom it waits."""
    steps = [*profiles()[CB].authorisation.steps, Step(by=Role.HEAD_OF_SERVICE)]
    stage = Stage(story_of(signed_by(profiles()[CB], *steps)))
    ref = stage.story.complete()
    assert "is with Dilys Morgan to sign" in stage.said(PRIYA, f"send {ref}")
    assert "It waits for the Head of Service to sign it." in stage.said(DILYS, f"sign {ref} confirm all")
    assert "waits for the Head of Service to sign it" in stage.said(PRIYA, "status")
    card = card_of(stage, Topic.AUTHORISE, HELEN)
    assert "I confirm" not in words(card)
    assert "It is booked for" in tap(stage, HELEN, card, "Sign")


@pytest.mark.rule("KN-3.12")
def test_another_manager_and_a_referral_entered_for_somebody() -> None:
    """By typing; a name that could be two people's, or no reason, is asked back."""
    stage = Stage(story_of(profiles()[CB]))
    assert "I’ve begun CB-0001 for Priya Nair" in stage.said(TOM, "refer for Priya Nair")
    assert "full name" in stage.said(TOM, "refer for P x")
    assert "Please type: manager" in stage.said(PRIYA, "manager CB-0001 is Owen Hale")
    assert "CB-0001 is now with Owen Hale" in stage.said(PRIYA, "manager CB-0001 is Owen Hale because he knows them")
    assert stage.story.referral("CB-0001").manager == OWEN
    assert "Only the" in stage.said(RUTH, "refer for Priya Nair")
    readable(stage, Topic.ENTERED_FOR_YOU, Topic.MANAGER_CHANGED)


@pytest.mark.rule("RO-5.9")
def test_a_request_looked_at_before_the_panel() -> None:
    """On the card and by typing: decided, sent on, returned; each with its reason."""
    stage = Stage(story_of(profile(FILTER)))
    decided, passed, back = (stage.story.signed(framework="yes") for _ in range(3))
    assert f"{decided}" in stage.said(NORA, "status")
    card = card_of(stage, Topic.FILTER_ASKED, RUTH)
    assert "Before the panel" in words(card)
    assert "is recorded and binding" in stage.said(NORA, f"decide {decided} {AGREED}")
    assert "goes to the panel" in stage.said(RUTH, f"to panel {passed} because two services are needed")
    assert "has gone back to Priya Nair" in tap(
        stage, RUTH, card, "Return it, with reason", remark="Say what was tried"
    )
    assert stage.story.referral(back).status is ReferralStatus.DRAFT
    assert "two services are needed" in stage.said(PRIYA, f"summary {passed}")
    readable(stage, Topic.FILTER_ASKED, Topic.FILTER_PASSED, Topic.DECIDED, Topic.RETURNED)


def test_a_panel_that_never_meets() -> None:
    """Received when sent, decided on a card; its dates and agenda are a plain sentence."""
    stage = Stage(story_of(without_meetings()))
    ref = stage.story.complete()
    assert "has been received. It waits for the service manager to decide it." in stage.said(PRIYA, f"send {ref}")
    for line in ("meetings", "agenda", "add meeting 9 December 2026"):
        assert "decides without meetings" in stage.said(TOM, line)
    card = card_of(stage, Topic.DECISION_ASKED, NORA)
    assert "A clear care plan" in words(card)
    assert "Please give the reasons" in tap(stage, NORA, card, "Decide it", outcome="not_agreed")
    assert "recorded and binding" in tap(stage, NORA, card, "Decide it", outcome="not_agreed", reasons="Met otherwise")
    assert "Decided" not in stage.said(MARTIN, "status")
    readable(stage, Topic.DECISION_ASKED, Topic.DECIDED)


def test_status_and_home_cope_with_a_panel_that_never_meets() -> None:
    """Whoever asks what waits for them gets an answer."""
    stage = Stage(story_of(without_meetings()))
    ref = stage.story.complete()
    stage.story.do(c.SendToManager, PRIYA, ref=ref)
    for person in (PRIYA, DILYS, HELEN, MARTIN, TOM, NORA):
        assert stage.said(person, "status")
        assert stage.said(person, "hello")
    assert "Read the case" in words(stage.say(NORA, f"case {ref}").messages[-1]) or ref in stage.said(
        NORA, f"case {ref}"
    )
