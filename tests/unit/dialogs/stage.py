"""Every card the clerk can draw, and the conversations in memory that draw them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from adapters.documents.letter_out import WordLetters
from adapters.documents.packs.press import PdfPress
from desk.cards import parts
from dialogs.cards import decisions as decision_cards
from dialogs.cards import emergency as emergency_cards
from dialogs.cards import later as later_cards
from dialogs.cards import letters as letter_cards
from dialogs.cards import meeting as meeting_cards
from dialogs.cards import referral as referral_cards
from dialogs.cards.asked import alone_card, exception_card
from dialogs.cards.channel import channel_card, decisions_post
from dialogs.cards.dates import cancel_card
from dialogs.dates import late_message
from dialogs.emergency import card_for
from dialogs.router import respond
from dialogs.stamps import Stamps
from dialogs.turn import Tools, Turn
from dialogs.words.help_letters import HELP_LETTERS
from dialogs.words.help_lines import EVERYONE, LINES
from panel import commands as c
from panel.errors import Unknown
from panel.form import Kind
from panel.ports import Incoming, Message, Place, Reply
from panel.referral import Doubt
from tests import letters
from tests.stories import KN
from tests.story import CB, DILYS, FIRST_PANEL, HELEN, MARTIN, PRIYA, TERMS, TOM, Story, profiles
from tests.unit.panel import afterwards, held
from tests.unit.profile_tools.texts import profile

CHAT = Place("a:chat", "https://example.invalid", "tenant")


class Shelf:
    """Documents in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.room = 10**12

    def free(self) -> int:
        return self.room

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.kept[digest] = content
        return digest

    def get(self, digest: str) -> bytes:
        if digest not in self.kept:
            raise Unknown("That file is not there.")
        return self.kept[digest]


@dataclass
class Stage:
    """A story with somebody who can talk to the clerk."""

    story: Story = field(default_factory=Story)
    acts: int = 0

    def __post_init__(self) -> None:
        self.tools = Tools(
            self.story.store,
            self.story.council,
            Shelf(),
            WordLetters(),
            Stamps("s" * 40),
            lambda: "nonce1234567",
            PdfPress(),
        )

    def turn(self, person: str, **given: str) -> Turn:
        who = self.story.council.directory.person(person)
        assert who is not None
        return Turn(self.tools, Incoming(person, CHAT, ""), self.story.now, "", who, given)

    def say(self, person: str, line: str) -> Reply:
        self.acts += 1
        return respond(self.tools, Incoming(person, CHAT, f"act {self.acts}", text=line), self.story.now)

    def said(self, person: str, line: str) -> str:
        return "\n".join(words(message) for message in self.say(person, line).messages)


def words(message: Message) -> str:
    """All that can be read in a message."""
    found = [message.text]
    for part in parts(message.card or {}):
        found += [str(part[key]) for key in ("text", "title", "label", "errorMessage", "placeholder") if part.get(key)]
        found += [f"{fact['title']}: {fact['value']}" for fact in part.get("facts", [])]
        found += [choice["title"] for choice in part.get("choices", [])]
    return "\n".join(line for line in found if line)


def every_line() -> list[str]:
    """All that help says to anybody at any panel, with a reference of this one."""
    everyone = [group for groups in (EVERYONE, *LINES.values(), *HELP_LETTERS.values()) for group in groups]
    return sorted({line.replace("{ref}", "CB-0001") for group in everyone for line in group.lines})


def repeated(piece: str, length: int) -> str:
    """The piece over and over, to exactly this length."""
    return (piece * length)[:length]


def longest(letter: str) -> dict[str, str]:
    """The longest answer each free question takes, all of one letter."""
    free = (Kind.TEXT, Kind.LIST, Kind.LINE)
    return {q.id: repeated(letter, q.max_length) for _, q in profiles()[CB].form.all_questions() if q.kind in free}


def every_card(letter: str = "A") -> Iterator[tuple[str, Message]]:
    """Each card the product can draw, by name, its texts as long as they may be."""
    yield from _referral_cards(letter)
    yield from _emergency_cards(letter)
    yield from _meeting_cards(letter)
    yield from _date_cards(letter)
    yield from _held_cards(letter)
    yield from _later_cards(letter)
    yield from _letter_cards(letter)
    yield from _home_cards()


def _referral_cards(letter: str) -> Iterator[tuple[str, Message]]:
    stage = Stage()
    story = stage.story
    story.meetings()
    for kind in map(str, range(1, 14)):
        ref = story.begin()
        more = {"cohort": "cla", "staying_put": "yes", "transition": "yes", "foster_kind": "independent"}
        more |= {"moves_in_house": "yes", "contract_route": "spot", "affects_plan": "cla_plan", "iro_triggers": "t1"}
        story.fill(ref, case_type=kind, **longest(letter), **more)
        referral = story.referral(ref)
        for section in profiles()[CB].form.applying(referral.answers):
            card = referral_cards.section_card(stage.turn(PRIYA), referral, section, ("Something: is wrong",) * 5)
            yield f"part {section.id} of kind {kind}", card
    doubts = tuple(Doubt(question=q.id, text=repeated(letter, 500)) for _, q in profiles()[CB].form.all_questions())
    doubted = referral.model_copy(update={"doubts": doubts})
    for section in profiles()[CB].form.applying(referral.answers):
        yield f"doubtful part {section.id}", referral_cards.section_card(stage.turn(PRIYA), doubted, section)
    for number in range(5):
        paper = {"name": repeated(letter, 120), "digest": f"digest {number}", "size": 1}
        story.do(c.AttachPaper, PRIYA, ref=ref, **paper)
    referral = story.referral(ref)
    yield "summary", referral_cards.summary_card(stage.turn(PRIYA), referral)
    yield "missing", referral_cards.missing_card(stage.turn(PRIYA), story.referral(story.begin()))
    yield "paper", referral_cards.paper_card(stage.turn(PRIYA), referral, "digest 1", repeated(letter, 120))
    yield "read only", referral_cards.manager_card(stage.turn(DILYS), referral)
    waits = referral.model_copy(update={"status": "awaiting_authorisation"})
    yield "to sign", referral_cards.manager_card(stage.turn(DILYS), waits)


def _emergency_cards(letter: str) -> Iterator[tuple[str, Message]]:
    stage = Stage()
    story = stage.story
    story.meetings()
    ref = story.begin(emergency=True)
    story.fill(ref, only=["child", "urgent"], **longest(letter))
    yield "urgent summary", referral_cards.summary_card(stage.turn(PRIYA), story.referral(ref))
    story.do(c.AskEmergency, PRIYA, ref=ref)
    for _ in range(8):
        story.do(c.AskRequester, HELEN, ref=ref, question=repeated(letter, 1500))
        yield "question", emergency_cards.answer_card(stage.tools, story.office, story.office.emergency(ref), PRIYA)
        story.do(c.AnswerApprover, PRIYA, ref=ref, answer=repeated(letter, 1500))
    yield "answered", emergency_cards.answer_card(stage.tools, story.office, story.office.emergency(ref), PRIYA)
    emergency = story.office.emergency(ref)
    yield "to decide", card_for(stage.tools, story.office, emergency, HELEN, story.now)
    story.do(c.ApproveEmergency, HELEN, ref=ref, condition=repeated(letter, 1500))
    emergency = story.office.emergency(ref)
    yield "decided", emergency_cards.decided_card(story.office, emergency)
    yield "decided, to the approver", card_for(stage.tools, story.office, emergency, HELEN, story.now)


def _meeting_cards(letter: str) -> Iterator[tuple[str, Message]]:
    stage = Stage()
    story = stage.story
    story.meetings()
    refs = [story.signed() for _ in range(12)]
    urgent = story.approved()
    for who in (TOM, MARTIN):
        yield "agenda ahead", meeting_cards.agenda_card(stage.turn(who), story.office.meeting(FIRST_PANEL))
    story.now = story.office.meeting(FIRST_PANEL).starts_at
    yield "agenda to open", meeting_cards.agenda_card(stage.turn(TOM), story.office.meeting(FIRST_PANEL))
    story.open(chair=MARTIN)
    meeting = story.office.meeting(FIRST_PANEL)
    yield "agenda open", meeting_cards.agenda_card(stage.turn(TOM), meeting)
    long = {name: value if value[:1].isdigit() else repeated(letter, 1500) for name, value in TERMS.items()}
    for ref in refs:
        story.decide(ref, "agreed_varied", **long)
    story.decide(urgent, "ratified_varied", **long)
    meeting = story.office.meeting(FIRST_PANEL)
    for item in (meeting.item(refs[0]), meeting.item(urgent)):
        assert item is not None
        yield "decision", decision_cards.decision_card(stage.turn(TOM, **long), meeting, item, ("A gap",) * 5)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    yield "to confirm", decision_cards.decisions_card(stage.turn(MARTIN), story.office.meeting(FIRST_PANEL))
    yield "agenda held", meeting_cards.agenda_card(stage.turn(TOM), story.office.meeting(FIRST_PANEL))
    story.do(c.ConfirmDecisions, MARTIN, meeting=FIRST_PANEL)
    yield "agenda confirmed", meeting_cards.agenda_card(stage.turn(TOM), story.office.meeting(FIRST_PANEL))
    yield "channel agenda", channel_card(story.office, story.office.meeting(FIRST_PANEL))
    yield "channel decisions", decisions_post(story.office, story.office.meeting(FIRST_PANEL))
    for line in ("status", "my referrals", "status CB-0001", "agenda"):
        for who in (TOM, MARTIN, PRIYA, DILYS, HELEN):
            yield from ((f"{line} after a meeting", m) for m in stage.say(who, line).messages if m.card)


def _date_cards(letter: str) -> Iterator[tuple[str, Message]]:
    stage, long = Stage(), repeated(letter, 1500)
    story = stage.story
    story.meetings()
    for _ in range(12):
        story.approved()
    ref = story.complete()
    story.later(days=7)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.do(c.AskLate, PRIYA, ref=ref, reason=long)
    yield "late", late_message(stage.turn(HELEN), ref)
    story.do(c.RefuseLate, HELEN, ref=ref, reason=long)
    yield "late answered", late_message(stage.turn(HELEN), ref)
    story.do(c.AskCancel, TOM, meeting=FIRST_PANEL, reason=long)
    yield "cancel", cancel_card(stage.turn(HELEN), story.meeting())
    for who in (TOM, HELEN):
        yield from (("status while asked", message) for message in stage.say(who, "status").messages if message.card)
    story.do(c.AgreeCancel, HELEN, meeting=FIRST_PANEL)
    yield "cancelled", cancel_card(stage.turn(HELEN), story.meeting())
    yield "channel cancelled", channel_card(story.office, story.meeting())


def _held_cards(letter: str) -> Iterator[tuple[str, Message]]:
    long, terms = (
        repeated(letter, 1500),
        {n: v if v[:1].isdigit() else repeated(letter, 1500) for n, v in TERMS.items()},
    )
    stage = Stage(held.story_of(held.with_gates(held.BLOCK, held.WARN)))
    story = stage.story
    ref = story.complete(engagement="willing", school_move="yes", **longest(letter))
    yield "missing a step", referral_cards.missing_card(stage.turn(PRIYA), story.referral(ref))
    story.do(c.AskException, PRIYA, ref=ref, reason=long)
    for who in (HELEN, PRIYA):
        yield "exception", exception_card(stage.turn(who), story.referral(ref))
    story.do(c.AgreeException, HELEN, ref=ref, reason=long)
    yield "let through", referral_cards.summary_card(stage.turn(PRIYA), story.referral(ref))
    stage = Stage(held.story_of(profile(held.ELSEWHERE, held.WAIVED)))
    ref = stage.story.begin()
    yield "to waive", referral_cards.missing_card(stage.turn(DILYS), stage.story.referral(ref))
    stage.story.do(c.AnswerQuestion, PRIYA, ref=ref, question="cohort", given="None of these")
    yield "elsewhere", exception_card(stage.turn(MARTIN), stage.story.referral(ref))
    for panel, who in ((profile(held.FILTER), MARTIN), (held.without_meetings(), held.NORA)):
        stage = Stage(held.story_of(panel))
        ref = stage.story.complete(framework="yes", **longest(letter))
        yield "to send", referral_cards.summary_card(stage.turn(PRIYA), stage.story.referral(ref))
        stage.story.do(c.SendToManager, PRIYA, ref=ref)
        if panel.authorisation.steps:
            stage.story.sign(ref)
        yield "alone", alone_card(stage.turn(who, **terms), stage.story.referral(ref), ("A gap",) * 5)
        stage.story.do(c.DecideAlone, who, ref=ref, outcome="agreed_varied", terms=terms)
        yield "decided alone", alone_card(stage.turn(who), stage.story.referral(ref))


def _later_cards(letter: str) -> Iterator[tuple[str, Message]]:
    stage, long = Stage(afterwards.office()), repeated(letter, 1500)
    story = stage.story
    agreed, refused = story.signed(), story.signed()
    story.open()
    story.decide(agreed)
    story.decide(refused, "not_agreed", reasons=long)
    story.close()
    asks, problems = story.office.profile(CB).reviews.asks, ("A gap",) * 5
    turn = stage.turn(PRIYA, action=long, why=long, reason=long, plan=long)
    yield "review", later_cards.review_card(turn, afterwards.review(story, agreed, "yearly"), asks, problems)
    for happening in story.office.profile(CB).happenings:
        yield happening.id, later_cards.change_form(turn, agreed, happening, problems)
    yield "changes", later_cards.change_card(turn, agreed, story.office.profile(CB).happenings)
    yield "missed", later_cards.missed_card(turn, agreed, "yearly", "It was due", problems)
    for line in (f"planner {agreed}", "planner", f"appeal {refused}"):
        yield from ((line, message) for message in stage.say(PRIYA, line).messages if message.card)
    for number in range(20):
        more = {"need": long, "service": f"{number}{long}"[:1500], "reason": long}
        story.do(c.NoteUnmetNeed, TOM, ref=agreed, **more)
    yield from (("report", message) for message in stage.say(TOM, "report 2026 Q4").messages)
    asked = {"asked_by": "parent", "received": "11 November 2026", "authority": long}
    story.do(c.LogAppeal, PRIYA, ref=refused, **asked)
    yield "appeal", later_cards.appeal_card(turn, afterwards.appeal(story, refused), problems)
    late = afterwards.appeal(story, refused).model_copy(update={"status": "late"})
    yield "late appeal", later_cards.appeal_card(turn, late)
    story.do(c.SupplyAppeal, PRIYA, ref=refused, given={"written": "yes"})
    meeting = story.office.meeting(afterwards.appeal(story, refused).meeting)
    item = meeting.item(refused)
    assert item is not None
    yield "appeal decided", decision_cards.decision_card(stage.turn(TOM, reasons=long), meeting, item)


def _letter_cards(letter: str) -> Iterator[tuple[str, Message]]:
    long = repeated(letter, 1500)
    story = letters.office(KN)
    stage, ref = Stage(story), letters.decided(story, **dict.fromkeys(("reasons", "conditions"), long))
    letters.address(story, ref, address=", ".join([repeated(letter, 80)] * 7))
    for who in (story.referrer, letters.preparer(story)):
        yield "letter to be written", letter_cards.letter_card(stage.turn(who), letters.letter_of(story, ref))
    yield (
        "letter to",
        letter_cards.recipient_card(stage.turn(story.referrer), letters.letter_of(story, ref), (long,) * 3),
    )
    ready = letters.prepare(story, ref).model_copy(update={"warnings": (long,) * 4, "back_because": long})
    yield "letter to be read", letter_cards.letter_card(stage.turn(story.manager), ready, (long,) * 2)
    letters.release(story, ref)
    yield "letter to go", letter_cards.letter_card(stage.turn(letters.preparer(story)), letters.letter_of(story, ref))
    for who in (letters.preparer(story), story.referrer):
        yield from (("letters", message) for message in stage.say(who, "letters").messages if message.card)


def _home_cards() -> Iterator[tuple[str, Message]]:
    stage = Stage()
    for _ in range(30):
        stage.story.urgent()
    for who in {person.id for person in stage.story.council.directory.everyone()}:
        for line in ("hello", "status", "my referrals"):
            yield from ((line, message) for message in stage.say(who, line).messages if message.card)


def inputs(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part["type"].startswith("Input.")]
