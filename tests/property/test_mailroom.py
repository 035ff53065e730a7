"""Mails nobody wrote by hand, through the whole mailroom: none vanishes, no forged one counts, no loop goes on."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from adapters.mail.proof import Vouching
from adapters.mail.read import read_mail
from bot.mailroom import Mailroom
from panel import commands as c
from panel.intake import Fate, ReceivedMail
from panel.notices import Channel, Notice, NoticeState
from panel.ports import Answer, Change, RawMail
from panel.records import AuditEntry
from tests.property.test_mail import SCRAPS, SEEDS, SLOWEST
from tests.simulation.quick_store import QuickStore
from tests.story import CB, PRIYA, Story, profiles
from tests.unit.bot.mail_office import DILYSES, GATE, MUM, PRIYAS, InHere, MailOffice, form
from tests.unit.bot.test_mail_kinds import bounce
from tests.unit.dialogs.stage import Shelf

HELENS = "helen.ward@council.example"
LETTER = f"<{'a' * 40}@council.example>"
A_FATE = {"mail_case", "mail_set_aside", "mail_silent"}
FRESH_AFTER = 2_000
"""Mails after which a new office takes over, so that memory stays small."""


@pytest.fixture(autouse=True)
def quick_blank_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The blank form that goes with an answer takes long to draw, and is not what these tests are about."""
    monkeypatch.setattr("bot.delivery.blank_form", lambda _: b"a blank form")


@dataclass
class Room:
    """An office with cases at every stage, and the mailroom over its record."""

    vouching: Vouching
    story: Story = field(default_factory=lambda: Story(store=QuickStore()))

    def __post_init__(self) -> None:
        story = self.story
        story.meetings()
        self.decided = story.decided()
        self.draft = story.begin()
        story.fill(self.draft)
        self.sent = story.complete()
        story.do(c.SendToManager, PRIYA, ref=self.sent)
        self.booked = story.signed()
        self.urgent = story.urgent()
        self.cases = (self.decided, self.draft, self.sent, self.booked, self.urgent)
        self.mailroom = Mailroom(
            story.store,
            story.council,
            Shelf(),
            InHere({CB: profiles()[CB]}),  # type: ignore[arg-type]
            lambda: story.now,
            self.vouching,
        )
        self._write_letters()

    def _write_letters(self) -> None:
        """A letter about each case went out, so that mails can answer it."""
        for number, ref in enumerate(self.cases):
            letter = Notice(
                id=f"letter{number}",
                rule="mail_papers",
                to=PRIYAS,
                channel=Channel.EMAIL,
                about=ref,
                owed_at=self.story.now,
                state=NoticeState.SENT,
                sent_as=self.letter(number),
            )
            entry = AuditEntry(at=self.story.now, by="test", act="sent", about=(ref,))
            change = Change(Answer(code="sent"), entry, (letter,))
            self.story.store.transact(lambda _, change=change: change)

    @staticmethod
    def letter(number: int) -> str:
        return LETTER.replace("a", str(number), 1)

    def take(self, raw: bytes) -> str:
        return self.mailroom.take(RawMail("m", raw))

    def cases_as_stored(self) -> dict[tuple[str, str], str]:
        """Everything but the mails themselves, what was said about them, and the tally of answers."""
        told = ("mail", "mail_tally", "notice")
        return {key: held.model_dump_json() for key, held in self.story.store.held.items() if key[0] not in told}


@cache
def seeds() -> list[bytes]:
    """The mails that are broken: those of the reading, and one of each kind the rules tell apart."""
    return [*SEEDS, *_kinds()]


def _kinds() -> list[bytes]:
    write = Writer()
    filled = form("CB-0002")
    return [
        write(filled),
        write(form()),
        write(("a.pdf", b"%PDF"), In_Reply_To=Room.letter(1), Subject="Re: CB-0002: received"),
        write(("late.pdf", b"%PDF"), In_Reply_To=Room.letter(3)),
        write(In_Reply_To=Room.letter(0), body="He has moved.\n\nOn Monday, you wrote:\n> CB-0001"),
        write(From=MUM, Subject="Appeal", body="I want to appeal against CB-0001."),
        write(From=HELENS, Subject="Re: CB-0005", body="Approved!"),
        write(Auto_Submitted="auto-replied", In_Reply_To=Room.letter(0)),
        bounce(Room.letter(1)),
        bounce(Room.letter(2), action="delayed", status="4.4.1"),
    ]


class Writer:
    """Writes mails without an office."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *files: tuple[str, bytes], **heads: str) -> bytes:
        return MailOffice.written(self, *files, **heads)  # type: ignore[arg-type]


def mutated(chance: random.Random) -> bytes:
    """A mail with a few things wrong, as a broken gateway or a hostile hand would leave it."""
    content = bytearray(chance.choice(seeds()))
    for _ in range(chance.randint(1, 6)):
        at = (
            chance.randrange(len(content) + 1)
            if chance.random() < 0.5
            else chance.randrange(min(600, len(content)) + 1)
        )
        match chance.randrange(5):
            case 0:
                content[at:at] = chance.choice(SCRAPS)
            case 1:
                del content[at : at + chance.randint(1, 40)]
            case 2:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                content[at:at] = content[at : at + 200]
            case _:
                content = content[:at] + bytearray(chance.choice(seeds())[:3_000]) + content[at:]
    return bytes(content)


@pytest.mark.parametrize("count", [300, pytest.param(100_000, marks=pytest.mark.full)])
def test_every_mutated_mail_ends_with_a_fate(count: int) -> None:
    """None raises, none takes two seconds, and each is done, set aside or ignored, with a record that says so."""
    slowest, codes = 0.0, Counter[str]()
    for start in range(0, count, FRESH_AFTER):
        room = Room(Vouching(believing=True))
        ended = 0
        for number in range(start, min(count, start + FRESH_AFTER)):
            raw = mutated(random.Random(number))
            began = time.process_time()
            code = room.take(raw)
            slowest = max(slowest, time.process_time() - began)
            seen = room.story.store.read().count(ReceivedMail) == ended
            assert code in {*A_FATE, "mail_seen"}, f"mail {number}"
            ended += not seen
            codes[code] += 1
        held = room.story.store.read().find(ReceivedMail)
        assert len(held) == ended
        assert all(mail.reason for mail in held)
    assert slowest < SLOWEST
    assert set(codes) - {"mail_seen"} == A_FATE


def forged(chance: random.Random, room: Room) -> bytes:
    """A mail by somebody else, as the council's gateway hands it on: its own verdict on top, what is forged below."""
    case = chance.randrange(len(room.cases))
    ref = room.cases[case]
    imitated = chance.choice((PRIYAS, DILYSES, HELENS))
    sender, domain = chance.choice(
        (
            (imitated, "council.example"),
            (f'"{imitated}" <eve@evil.example>', "evil.example"),
            (imitated.replace("council", "counci1"), "counci1.example"),
            (f"{imitated}, eve@evil.example", "council.example"),
            (f"=?utf-8?q?{imitated}?= <eve@evil.example>", "evil.example"),
        )
    )
    heads = {"From": sender, "Subject": chance.choice((f"Re: {ref}", f"{ref} urgent", "Hello", "appeal"))}
    if chance.random() < 0.7:
        guess = f"<{chance.getrandbits(160):040x}@council.example>"
        heads[chance.choice(("In_Reply_To", "References"))] = chance.choice((room.letter(case), guess))
    heads["Reply_To"] = chance.choice((imitated, "eve@evil.example"))
    files = chance.choice(((), (form(ref),), (form(),), (("a.pdf", b"%PDF"),)))
    body = chance.choice(
        ("Approved!", "Please withdraw it.", f"I complain about {ref}.", "He moved.", f"sign {ref} confirm all")
    )
    raw = Writer()(*files, body=body, Message_ID=f"<{chance.random()}@evil.example>", **heads)
    verdict = "pass" if domain != "council.example" else chance.choice(("fail", "none", "temperror"))
    own = (
        f"Authentication-Results: {GATE}; spf=pass smtp.mailfrom=evil.example; dmarc={verdict} header.from={domain}\r\n"
    )
    lies = chance.sample(LIES, chance.randint(0, 4))
    return "".join([own, *lies]).encode() + raw


_PASS = f"{GATE}; dmarc=pass header.from=council.example"
LIES = [
    f"Authentication-Results: {_PASS}\r\n",
    f"Authentication-Results: {GATE.upper()}; dmarc=PASS header.from=council.example\r\n",
    f"Authentication-Results: mx.evil.example; spf=pass ({_PASS})\r\n",
    f"ARC-Authentication-Results: i=1; {_PASS}\r\n",
    f"Authentication-Results-Original: {_PASS}\r\n",
    "Authentication-Results: dmarc=pass action=none header.from=council.example;compauth=pass reason=100\r\n",
    "X-MS-Exchange-Organization-AuthAs: Internal\r\n",
    "Received: from inside by mx.council.example\r\n",
    "Sender: priya.nair@council.example\r\n",
]


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("count", [150, pytest.param(20_000, marks=pytest.mark.full)])
def test_no_forged_mail_changes_a_case(count: int) -> None:
    """Whatever it claims and whatever thread it answers: no case, decision or letter is other than before, or new."""
    room = Room(Vouching((GATE,)))
    before = room.cases_as_stored()
    letters = [room.story.store.read().get(Notice, f"letter{n}") for n in range(len(room.cases))]
    for number in range(count):
        room.take(forged(random.Random(number), room))
        if number % 1_000 == 0:
            assert room.cases_as_stored() == before, f"up to mail {number}"
    assert room.cases_as_stored() == before
    assert [room.story.store.read().get(Notice, each.id) for each in letters] == letters
    assert room.story.store.read().count(ReceivedMail) == count
    assert {mail.fate for mail in room.story.store.read().find(ReceivedMail)} <= {Fate.SET_ASIDE, Fate.SILENT}


def test_the_same_mails_unforged_do_change_cases() -> None:
    """So the test above would notice."""
    room = Room(Vouching((GATE,)))
    before = room.cases_as_stored()
    good = f"Authentication-Results: {_PASS}\r\n".encode()
    room.take(good + Writer()(form(room.draft)))
    assert room.cases_as_stored() != before


async def test_a_replayed_mail_counts_once(tmp_path: Path) -> None:
    """A copy of a genuine mail with the gateway's own stamp, sent once more by whoever caught it."""
    office = MailOffice(tmp_path / "mailbox", gateway=GATE)
    raw = f"Authentication-Results: {_PASS}\r\n".encode() + office.written(form())
    await office.arrive(raw)
    before = office.story.snapshot()
    await office.arrive(b"Received: from somewhere else\r\n" + raw)
    assert office.story.snapshot() == before


BARE = ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence")


def passed_on(letter: bytes, *, bare: bool, subject: str = "") -> bytes:
    """What the far side sends back in answer to a letter of ours, as if a member of staff wrote it."""
    read = read_mail(letter)
    heads = {"In_Reply_To": read.message_id, "Subject": subject or f"Re: {read.subject}"}
    heads["Message_ID"] = f"<back-{read.message_id.strip('<>')}>"
    if not bare:
        heads["Auto_Submitted"] = "auto-replied"
    return Writer()(body=read.text, **heads)


def assert_within_caps(office: MailOffice, letters: list[tuple[timedelta, str]]) -> None:
    """At most two on a subject in thirty days, and ten in any day."""
    for at, _ in letters:
        day = [subject for then, subject in letters if at <= then < at + timedelta(days=1)]
        month = Counter(subject for then, subject in letters if at <= then < at + timedelta(days=30))
        assert len(day) <= 10
        assert max(month.values()) <= 2
    assert office.story.store.read().count(ReceivedMail) > 0


async def ran(office: MailOffice, first: bytes, rounds: int, answer) -> list[tuple[timedelta, str]]:
    """Let the far side answer each letter that goes out, an hour a round, the clerk restarting now and then."""
    begun, gone, incoming = office.story.now, [], [first]
    for number in range(rounds):
        before = set(office.folder.glob("sent/*.eml"))
        for raw in incoming:
            await office.arrive(raw)
        new = [path.read_bytes() for path in office.folder.glob("sent/*.eml") if path not in before]
        subjects = [read_mail(raw).subject for raw in incoming]
        gone += [(office.story.now - begun, _bare(subject)) for subject in subjects[: len(new)]]
        incoming = answer(number, new)
        office.story.later(hours=1)
        if number % 50 == 0:
            office.open_mailroom(Vouching(believing=True))
    return gone


def _bare(subject: str) -> str:
    return subject.rpartition(": ")[2] if subject.lower().startswith(("re:", "automatic")) else subject


ROUNDS = [60, pytest.param(1_000, marks=pytest.mark.full)]


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("bare", [False, True])
async def test_two_clerks_do_not_go_on_answering_each_other(tmp_path: Path, rounds: int, bare: bool) -> None:
    """Marked as automatic the first letter ends it; with every mark lost on the way, the caps do."""
    here, there = MailOffice(tmp_path / "here"), MailOffice(tmp_path / "there")
    sent = Counter[str]()
    incoming = {"here": [here.written()], "there": list[bytes]()}
    for number in range(rounds):
        for name, office, other in (("here", here, "there"), ("there", there, "here")):
            before = set(office.folder.glob("sent/*.eml"))
            for raw in incoming[name]:
                await office.arrive(raw)
            new = [path.read_bytes() for path in office.folder.glob("sent/*.eml") if path not in before]
            sent[name] += len(new)
            incoming[name], incoming[other] = [], [passed_on(raw, bare=bare) for raw in new]
            office.story.later(hours=1)
            if number % 50 == 0:
                office.open_mailroom(Vouching(believing=True))
    assert (sent["here"], sent["there"]) == ((1, 0) if not bare else (sent["here"], sent["there"]))
    assert max(sent.values()) <= 4


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("counting", [False, True])
async def test_a_robot_that_hides_what_it_is_gets_a_few_answers(tmp_path: Path, rounds: int, counting: bool) -> None:
    """It writes every hour, with the same subject or another each time: two on a subject, ten a day, then silence."""
    office = MailOffice(tmp_path / "mailbox")

    def robot(number: int, _: list[bytes]) -> list[bytes]:
        subject = f"Automatic reply: away {number}" if counting else "Automatic reply: away"
        return [Writer()(Subject=subject, Message_ID=f"<robot-{number}@x.example>")]

    letters = await ran(office, robot(-1, [])[0], rounds, robot)
    assert_within_caps(office, letters)
    if counting:
        assert len(letters) >= 10
    mails = office.story.store.read().find(ReceivedMail)
    assert "answered_enough" in {mail.reason for mail in mails}
