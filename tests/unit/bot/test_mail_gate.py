"""Floods of mail and a disk that fills up: what is not taken waits in the mailbox, and others are not held up."""

from collections.abc import Collection
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import mail_gate
from bot.mail_gate import KEPT_FREE
from bot.mail_pace import ALL_OTHERS_AN_HOUR, OTHERS_AN_HOUR, STAFF_AN_HOUR, MailPace, Writer
from panel.intake import ReceivedMail
from panel.notices import Topic
from panel.ports import RawMail
from tests.story import MONDAY, PRIYA, TOM
from tests.unit.bot.mail_office import GATE, PRIYAS, MailOffice

PROOF = f"{GATE}; dmarc=pass header.from=council.example"


class Inbox:
    """A mailbox whose mails are counted."""

    def __init__(self) -> None:
        self.mails: dict[str, bytes] = {}
        self.most = 50
        self.given: list[str] = []

    def arrive(self, raw: bytes) -> None:
        self.mails[f"m{len(self.mails) + len(self.given)}.{len(raw)}.{id(raw)}"] = raw

    async def waiting(self, besides: Collection[str] = ()) -> list[RawMail]:
        listed = [RawMail(handle, raw) for handle, raw in self.mails.items() if handle not in besides]
        return listed[: self.most]

    async def file(self, handle: str, *, attention: bool) -> None:
        del attention
        self.given.append(handle)
        del self.mails[handle]


@pytest.fixture
def office(tmp_path: Path) -> MailOffice:
    made = MailOffice(tmp_path / "mailbox", gateway=GATE, local=False)
    made.story.meetings()
    return made


def flood(office: MailOffice, inbox: Inbox, count: int, sender: str = "machine@elsewhere.example") -> None:
    for number in range(count):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender.format(number), "Offer"
        mail["Message-ID"] = f"<{len(inbox.mails)}.{number}.{sender}@x>".replace("{}", "n")
        mail.set_content("Hello")
        inbox.arrive(mail.as_bytes())


async def rounds(office: MailOffice, inbox: Inbox) -> None:
    """As the service looks: again at once as long as a round gets on."""
    while await office.mailroom.run_once(inbox) >= 10:  # type: ignore[arg-type]
        pass


def senders(office: MailOffice) -> list[str]:
    return [mail.sender for mail in office.store.read().find(ReceivedMail)]


async def test_a_flood_from_one_address_waits_and_the_mail_behind_it_is_taken(office: MailOffice) -> None:
    """Sixty an hour are taken; the colleague behind three hundred is not held up, and nothing leaves the mailbox."""
    inbox = Inbox()
    flood(office, inbox, 300)
    inbox.arrive(office.written(Authentication_Results=PROOF))
    await rounds(office, inbox)
    taken = senders(office)
    assert (taken.count("machine@elsewhere.example"), taken.count(PRIYAS)) == (OTHERS_AN_HOUR, 1)
    assert (len(inbox.mails), office.mailroom.waits_for) == (300 - OTHERS_AN_HOUR, "many")


async def test_what_waits_is_taken_in_its_order_when_its_turn_comes(office: MailOffice) -> None:
    """An hour later the next sixty, until none is left."""
    inbox = Inbox()
    flood(office, inbox, 150)
    order = list(inbox.mails)
    for _ in range(3):
        await rounds(office, inbox)
        office.story.now += timedelta(hours=1)
    assert (inbox.given, office.mailroom.waits_for) == (order, "")


async def test_a_flood_from_ever_new_addresses_is_bounded_too(office: MailOffice) -> None:
    """From can differ each time; staff whom nobody vouches for are among them."""
    inbox = Inbox()
    flood(office, inbox, 200, "m{}@elsewhere.example")
    flood(office, inbox, 200, "n{}@council.example")
    inbox.arrive(office.written(Authentication_Results=PROOF))
    await rounds(office, inbox)
    assert (len(senders(office)), senders(office).count(PRIYAS)) == (ALL_OTHERS_AN_HOUR + 1, 1)


async def test_a_forged_flood_uses_up_nobodys_turn(office: MailOffice) -> None:
    """A hundred in Priya's name, and then her own, which is vouched for."""
    inbox = Inbox()
    flood(office, inbox, 100, PRIYAS)
    inbox.arrive(office.written(Authentication_Results=PROOF))
    own = list(inbox.mails)[-1]
    await rounds(office, inbox)
    assert own in inbox.given


async def test_the_administrators_are_told_of_a_flood_once_a_day(office: MailOffice) -> None:
    """In a sentence that says what happens and what to do, and names no address."""
    inbox = Inbox()
    flood(office, inbox, 200)
    for _ in range(4):
        await rounds(office, inbox)
        office.open_mailroom(office.mailroom._vouching)
    assert [notice.to for notice in office.story.notices(Topic.MAIL_HELD)] == [TOM]
    await office.outbox.run_once()
    assert "More mail comes than people write" in office.said(TOM)
    assert "elsewhere.example" not in office.said(TOM)
    office.story.now += timedelta(days=1)
    flood(office, inbox, 200, "another@elsewhere.example")
    await rounds(office, inbox)
    assert len(office.story.notices(Topic.MAIL_HELD)) == 2


async def test_no_mail_is_taken_while_the_disk_is_nearly_full(office: MailOffice) -> None:
    """All stay in the mailbox, one alarm says so, what people do goes on; with room again each is taken."""
    inbox, shelf = Inbox(), office.mailroom._documents
    inbox.arrive(office.written(Authentication_Results=PROOF))
    inbox.arrive(office.written(Authentication_Results=PROOF))
    shelf.room = KEPT_FREE - 1  # type: ignore[attr-defined]
    for _ in range(3):
        assert await office.mailroom.run_once(inbox) == 0  # type: ignore[arg-type]
    assert (len(inbox.mails), senders(office), office.mailroom.waits_for) == (2, [], "disk")
    assert [(notice.to, notice.facts["why"]) for notice in office.story.notices(Topic.MAIL_HELD)] == [(TOM, "disk")]
    await office.outbox.run_once()
    assert "The disk on which I keep my records is nearly full" in office.said(TOM)
    assert office.story.begin(PRIYA)
    shelf.room = 10**12  # type: ignore[attr-defined]
    await rounds(office, inbox)
    assert (len(inbox.given), office.mailroom.waits_for) == (2, "")


async def test_a_mail_too_big_for_what_is_left_waits_with_those_behind_it(office: MailOffice) -> None:
    """In their order: a smaller one is not taken before it."""
    inbox = Inbox()
    inbox.arrive(office.written(("a.pdf", b"x" * 100_000), Authentication_Results=PROOF))
    inbox.arrive(office.written(Authentication_Results=PROOF))
    office.mailroom._documents.room = KEPT_FREE + 50_000  # type: ignore[attr-defined]
    await office.mailroom.run_once(inbox)  # type: ignore[arg-type]
    assert inbox.given == []


async def test_a_mail_that_came_back_takes_nobodys_turn(office: MailOffice) -> None:
    """Taken and not moved, it is given again and known, however full the hour is."""
    inbox = Inbox()
    flood(office, inbox, OTHERS_AN_HOUR)
    copies = dict(inbox.mails)
    await rounds(office, inbox)
    inbox.mails = copies
    await rounds(office, inbox)
    assert (inbox.mails, office.mailroom.waits_for) == ({}, "")


async def test_what_is_remembered_of_a_flood_is_bounded(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound none behind is looked at, until those outside have had their turn."""
    monkeypatch.setattr(mail_gate, "MOST_OUTSIDE", 20)
    inbox = Inbox()
    flood(office, inbox, OTHERS_AN_HOUR + 30)
    inbox.arrive(office.written(Authentication_Results=PROOF))
    await rounds(office, inbox)
    assert (len(inbox.mails), len(office.mailroom._gate._outside)) == (31, 20)
    office.story.now += timedelta(hours=1)
    await rounds(office, inbox)
    assert inbox.mails == {}


def test_a_member_of_staff_may_write_more_than_anybody_does() -> None:
    """A thousand an hour, each by themselves."""
    pace = MailPace(lambda: MONDAY)
    priya, tom = Writer(PRIYAS, known=True), Writer("tom@council.example", known=True)
    for _ in range(STAFF_AN_HOUR):
        pace.took(priya)
    assert (pace.has_room(priya), pace.has_room(tom)) == (False, True)
