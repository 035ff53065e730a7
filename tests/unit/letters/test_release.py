"""From a prepared letter to one that went: a second person, the one way it goes, and the day it counts as received."""

from datetime import UTC, date, datetime, timedelta

import pytest

from panel import challenges
from panel import commands as c
from panel.appeal import AppealStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused, Stale
from panel.family_letter import FamilyLetter, LetterStatus
from panel.notices import Delivery, Notice, NoticeState
from panel.people import Role
from tests.letters import (
    WRITING,
    address,
    appeal_of,
    decided,
    decision_of,
    keep,
    letter_of,
    office,
    posted,
    prepare,
    preparer,
    release,
    settle,
    through,
)
from tests.stories import BI, KN, RA, PanelStory


def ready(panel: str = KN, **given: str) -> tuple[PanelStory, str]:
    """A letter that waits for a second person."""
    story = office(panel)
    ref = decided(story)
    address(story, ref, **given)
    prepare(story, ref)
    return story, ref


@pytest.mark.rule("BI-8.2", "KN-3.18")
@pytest.mark.parametrize("panel", WRITING)
def test_nobody_releases_a_letter_they_wrote(panel: str) -> None:
    """Whoever prepared it is refused, whatever their role; a second person who read it lets it go."""
    story, ref = ready(panel)
    author = preparer(story)
    with pytest.raises(NotPermitted, match="a second person must read and release it"):
        story.do(c.ReleaseLetter, author, ref=ref)
    assert letter_of(story, ref).status is LetterStatus.READY
    assert release(story, ref).released_by == story.manager != author


def test_whoever_put_a_part_differently_does_not_release_it_either() -> None:
    """The manager changed the reasons, so another person has to read it."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    story.do(c.ChangeLetter, story.manager, ref=ref, part="reasons", words="You need a rest.")
    prepare(story, ref)
    with pytest.raises(NotPermitted, match="a second person"):
        release(story, ref)
    assert release(story, ref, story.who(Role.CHAIR)).status is LetterStatus.RELEASED


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FINANCE, Role.HEAD_OF_SERVICE])
def test_nobody_else_reads_or_releases_a_letter(role: Role) -> None:
    """Neither members of the panel nor finance; nothing changes."""
    story, ref = ready()
    before = story.snapshot()
    for command in (c.CopyLetter, c.ReleaseLetter):
        with pytest.raises(NotPermitted):
            story.do(command, story.who(role), ref=ref)
    assert story.snapshot() == before


def test_it_is_read_as_a_word_file_before_it_is_released() -> None:
    """The file goes to the reader’s own address, named by the reference only; without it there is no release."""
    story, ref = ready()
    with pytest.raises(MoveNotAllowed, match="Please read it first"):
        story.do(c.ReleaseLetter, story.manager, ref=ref)
    story.do(c.CopyLetter, story.manager, ref=ref)
    [copy] = story.notices("letter_copy")
    assert copy.to == story.office.person(story.manager).email
    assert copy.facts == {"digest": letter_of(story, ref).file, "file": f"{ref}-letter.docx"}


def test_a_letter_written_anew_is_read_anew() -> None:
    """What was read before counts for nothing, and an old card is answered with the letter as it stands."""
    story, ref = ready()
    story.do(c.CopyLetter, story.manager, ref=ref)
    shown = letter_of(story, ref).file
    story.do(c.ChangeLetter, preparer(story), ref=ref, part="reasons", words="You need a rest.")
    with pytest.raises(MoveNotAllowed, match="is a draft"):
        story.do(c.ReleaseLetter, story.manager, ref=ref)
    prepare(story, ref)
    with pytest.raises(Stale, match="written anew"):
        story.do(c.ReleaseLetter, story.manager, ref=ref, file=shown)
    with pytest.raises(MoveNotAllowed, match="read it first"):
        story.do(c.ReleaseLetter, story.manager, ref=ref)


def test_a_letter_changed_while_it_was_written_is_not_taken() -> None:
    """The file stands for the letter as it was read from the record, or for nothing."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    with pytest.raises(Stale, match="changed while it was being written"):
        story.do(
            c.PrepareLetter, preparer(story), ref=ref, file="f", text="x", revision=letter_of(story, ref).revision - 1
        )


def test_with_nobody_left_to_release_it_the_letter_is_not_prepared() -> None:
    """Everyone who could has written in it: that is said before it waits for nobody."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    everyone = {story.manager, *(p.id for p in story.office.holders(Role.CHAIR, KN, story.now.date()))}
    keep(story, letter_of(story, ref).model_copy(update={"writers": tuple(everyone)}))
    with pytest.raises(Refused, match="Nobody is left who could release"):
        prepare(story, ref)


@pytest.mark.rule("BI-9.1", "BI-8.2")
def test_by_email_it_is_one_mail_that_is_never_repeated() -> None:
    """Owed once to the one address, in the class that is held for a person when in doubt."""
    story, ref = ready(BI, way="email")
    release(story, ref)
    [mail] = story.notices("family_letter")
    assert (mail.to, mail.delivery) == ("maria@home.example", Delivery.MUST_NOT_REPEAT)
    assert mail.facts == {"letter": letter_of(story, ref).id}
    assert story.notices("letter_to_go") == []
    with pytest.raises(MoveNotAllowed, match="is released"):
        story.do(c.ReleaseLetter, story.who(Role.CHAIR), ref=ref)


@pytest.mark.rule("BI-8.2")
@pytest.mark.parametrize("way", ["post", "handed_over"])
def test_on_paper_the_day_it_went_is_written_down(way: str) -> None:
    """Whoever prepared it is told to send it, and notes the day; not one ahead, nor one before its date."""
    story, ref = ready(BI, way=way)
    release(story, ref)
    assert preparer(story) in story.told("letter_to_go")
    assert story.notices("family_letter") == []
    today = story.now.date()
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(InvalidAnswer, match="That day cannot be right"):
            story.do(c.NoteLetterSent, preparer(story), ref=ref, day=day)
    with pytest.raises(NotPermitted):
        story.do(c.NoteLetterSent, story.who(Role.CHAIR), ref=ref, day=today)
    posted(story, ref)
    sent = letter_of(story, ref)
    assert (sent.status, sent.sent_at and sent.sent_at.date(), sent.live) == (LetterStatus.SENT, today, None)


def went(story: PanelStory, moment: datetime) -> Notice:
    """The outbox notes that the mail has left."""
    [mail] = story.notices("family_letter")
    keep(story, mail.model_copy(update={"state": NoticeState.SENT, "sent_at": moment}))
    return mail


def window(story: PanelStory, ref: str) -> tuple[date | None, str]:
    decision = decision_of(story, ref)
    received = challenges.received_outcome(story.office, decision, "", "")
    stage = story.profile.challenge.stages[0]
    found = challenges.window(story.office, decision, stage, received, story.now)
    return found.last, found.how


@pytest.mark.rule("KN-3.24")
def test_an_email_starts_the_clock_of_an_appeal_when_it_left() -> None:
    """Before it went there is no last day; sent on a Friday evening it counts from Monday."""
    story, ref = ready(way="email")
    assert window(story, ref) == (None, "the time has not begun: the outcome has not been sent out yet")
    release(story, ref)
    assert window(story, ref)[0] is None
    went(story, datetime(2026, 11, 20, 17, 5, tzinfo=UTC))
    story.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    story.sweep()
    assert letter_of(story, ref).sent_at == datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
    assert story.referrer in story.told("letter_sent")
    received = challenges.received_outcome(story.office, decision_of(story, ref), "", "")
    assert received.day == date(2026, 11, 23)


@pytest.mark.rule("KN-3.24")
def test_a_family_is_held_to_no_earlier_day_than_its_letter_names() -> None:
    """Posted on its date, ten days end on Mon 30 Nov; the letter says 7 December, and that counts."""
    story, ref = ready()
    release(story, ref)
    posted(story, ref)
    assert window(story, ref) == (date(2026, 12, 7), "the last day that stands in the letter")
    story.now = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
    asked = {"asked_by": "parent", "received": "7 December 2026", "given": {"appeal_grounds": "Too little"}}
    story.do(c.LogAppeal, story.referrer, ref=ref, **asked)
    assert appeal_of(story, ref).status is not AppealStatus.LATE


@pytest.mark.rule("KN-3.24")
def test_a_letter_whose_last_day_would_be_too_early_is_not_released() -> None:
    """It lay too long: it is prepared again, with a later day."""
    story, ref = ready()
    story.later(days=9)
    with pytest.raises(Refused, match="would be too early now"):
        release(story, ref)
    prepare_again(story, ref)
    assert release(story, ref).status is LetterStatus.RELEASED


def prepare_again(story: PanelStory, ref: str) -> None:
    story.do(c.TakeBackLetter, story.manager, ref=ref, reason="The day is too early")
    assert letter_of(story, ref).back_because == "The day is too early"
    prepare(story, ref)


@pytest.mark.parametrize("state", [NoticeState.SENDING, NoticeState.SENT, NoticeState.IN_DOUBT])
def test_a_mail_that_has_gone_or_may_have_is_not_taken_back(state: NoticeState) -> None:
    """Only one that is still owed is stopped."""
    story, ref = ready(way="email")
    release(story, ref)
    [mail] = story.notices("family_letter")
    keep(story, mail.model_copy(update={"state": state}))
    with pytest.raises(MoveNotAllowed, match="has gone, or may have"):
        story.do(c.TakeBackLetter, story.manager, ref=ref, reason="Wrong")


def test_a_mail_still_owed_is_stopped_with_its_letter() -> None:
    """The draft is whole again, and the outbox has nothing to send."""
    story, ref = ready(way="email")
    release(story, ref)
    story.do(c.TakeBackLetter, story.manager, ref=ref, reason="Wrong")
    [mail] = story.notices("family_letter")
    assert (mail.state, letter_of(story, ref).status) == (NoticeState.OVERTAKEN, LetterStatus.DRAFT)
    assert letter_of(story, ref).mail == ""


def test_a_mail_in_doubt_is_settled_by_a_person() -> None:
    """They looked among the mails sent and give its day; it counts as sent at the end of it, in doubt the later."""
    story, ref = ready(way="email")
    release(story, ref)
    with pytest.raises(MoveNotAllowed, match="I note by myself"):
        posted(story, ref)
    [mail] = story.notices("family_letter")
    keep(story, mail.model_copy(update={"state": NoticeState.IN_DOUBT}))
    posted(story, ref)
    received = challenges.received_outcome(story.office, decision_of(story, ref), "", "")
    assert received.day == date(2026, 11, 19)


def test_whoever_reads_a_letter_that_is_late_is_not_reminded_beside_its_card() -> None:
    """Prepared after its day: the card at once, the reminder on the next working morning."""
    story = office(KN)
    ref = decided(story)
    story.now = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    address(story, ref)
    prepare(story, ref)
    late = []
    for day in (3, 4):
        story.now = datetime(2026, 12, day, 11, 0, tzinfo=UTC)
        story.sweep()
        late.append(story.manager in {n.to for n in story.notices("letter_waits")})
    assert late == [False, True]


def test_whoever_prepares_a_letter_hears_of_each_change_of_its_recipient() -> None:
    """Another address of the same person makes it a draft again, so it has to be prepared anew."""
    story, ref = ready(way="post")
    before = len(story.notices("letter_addressed"))
    story.later(minutes=1)
    address(story, ref, address="14 Elm Road, Anytown, AB1 2CD")
    assert len(story.notices("letter_addressed")) == before + 1


@pytest.mark.rule("KN-3.17")
def test_whoever_a_letter_waits_for_is_reminded_and_the_chair_after_its_day() -> None:
    """The worker, then whoever prepares, then whoever releases; ten working days after the Forum the Chair as well."""
    story = office(KN)
    ref = decided(story)
    assert letter_of(story, ref).due == "2026-12-02"
    stands = []
    for day, act in ((25, None), (30, lambda: (address(story, ref), prepare(story, ref)))):
        if act:
            act()
        story.now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
        story.sweep()
        found = story.notices("letter_waits")[-1]
        stands.append(found.facts["stands"])
    assert stands == ["recipient", "check"]
    chair = story.who(Role.CHAIR)
    release(story, ref, chair)
    story.now = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    story.sweep()
    last = [notice for notice in story.notices("letter_waits") if notice.facts.get("over")]
    assert {notice.to for notice in last} >= {chair, preparer(story)}
    assert {notice.facts["stands"] for notice in last} == {"post"}


def test_a_letter_that_is_not_to_go_is_closed_with_a_reason() -> None:
    """By a second person, not by whoever wrote it; nobody is reminded of it any more, and the worker knows."""
    story, ref = ready()
    with pytest.raises(NotPermitted):
        story.do(c.DropLetter, preparer(story), ref=ref, reason="So")
    story.do(c.DropLetter, story.manager, ref=ref, reason="The family has moved away")
    dropped = letter_of(story, ref)
    assert (dropped.status, dropped.live, dropped.back_because) == (
        LetterStatus.DROPPED,
        None,
        "The family has moved away",
    )
    assert story.referrer in story.told("letter_dropped")
    story.now = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    story.sweep()
    assert story.notices("letter_waits") == []


def test_a_letter_nobody_sent_is_overtaken_by_the_next_decision() -> None:
    """Asked for more information, then decided: only the decision’s own letter is left to send."""
    story = office(KN)
    ref = decided(story, "deferred", return_date="2026-12-02")
    first = letter_of(story, ref)
    story.sweep()
    settle(story, ref, "agreed", f"{KN}.2026-12-02")
    assert story.office.records.get(FamilyLetter, first.id).status is LetterStatus.OVERTAKEN
    assert [each.live for each in story.office.records.find(FamilyLetter, about=ref, live="yes")] == ["yes"]
    assert letter_of(story, ref).decision != first.decision


def test_a_second_person_of_the_family_has_a_letter_of_their_own() -> None:
    """With another address; both letters are about the one decision, and each is released by itself."""
    story = office(KN)
    ref = through(story)
    story.later(minutes=1)
    story.do(c.AddLetter, story.referrer, ref=ref)
    address(story, ref, name="Rui Santos", address="9 Birch Way, Othertown, CD5 6EF", email="rui@other.example")
    prepare(story, ref)
    release(story, ref)
    both = story.office.records.find(FamilyLetter, about=ref)
    assert [letter.status for letter in both] == [LetterStatus.RELEASED] * 2
    assert "Birch Way" not in both[0].says
    assert "Elm Road" not in both[1].says


def test_the_worker_of_an_allocation_system_prepares_their_own_letter() -> None:
    """And their manager, or the administrator, lets it go."""
    story, ref = ready(RA)
    assert letter_of(story, ref).writers == (story.referrer,)
    assert release(story, ref).released_by == story.manager
