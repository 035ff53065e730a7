"""Whole runs against a Graph that fails at random: each mail becomes one record, each form one case."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from random import Random

import pytest

from adapters.documents.form_out import blank_form
from adapters.documents.sandbox import Sandbox
from adapters.mail.proof import Vouching
from bot.mailroom import Mailroom
from panel.errors import DeliveryFailed
from panel.intake import Fate, ReceivedMail
from panel.referral import Referral
from tests.fakes_store import MemoryStore
from tests.story import CB, Story, council, profiles
from tests.unit.dialogs.stage import Shelf
from tests.unit.mail.graph.conftest import Desk

MAILS = 500
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
ONE_FORM_IN = 50
MOST_QUIET_ROUNDS = 30
"""Rounds in which all must be cleared up once nothing goes wrong any more: fifty mails each, with room to spare."""
PRIYAS = "priya.nair@council.example"
TROUBLES = (
    ("move", 500),
    ("move", 503),
    ("move", "cut_after"),
    ("move", "cut_before"),
    ("value", 500),
    ("value", "cut_body"),
    ("delta", 500),
    ("delta", "cut_before"),
    ("mailFolders", 429),
)


@cache
def forms() -> list[bytes]:
    """Forms that differ, each a case of its own."""
    story = Story()
    answers = story.referral(story.complete()).answers
    return [blank_form(profiles()[CB], {**answers, "mosaic_ref": f"M{n}"}) for n in range(MAILS // ONE_FORM_IN)]


def written(number: int, copy: int) -> bytes:
    """One of the mails; a copy has come by another way."""
    mail = EmailMessage()
    mail["Received"] = f"from relay{copy}.example.org by mail.example.org"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail["From"], mail["To"] = PRIYAS if number % ONE_FORM_IN == 0 else f"p{number}@example.org", "arp@council.example"
    mail["Subject"] = f"Mail {number}"
    mail.set_content(f"Text {number}")
    if number % ONE_FORM_IN == 0:
        content = forms()[number // ONE_FORM_IN]
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="form.docx")
        mail.set_boundary(f"part-{number}")
    return mail.as_bytes()


class Run:
    """One clerk over one store, whose mailbox comes and goes."""

    def __init__(self, desk: Desk, random: Random) -> None:
        self.desk = desk
        self.random = random
        self.store = MemoryStore()
        self.sandbox = Sandbox(council().profiles)
        self.now = AT
        self.mailroom = Mailroom(self.store, council(), Shelf(), self.sandbox, self.clock, Vouching(believing=True))

    def clock(self) -> datetime:
        """An hour on from round to round: how many mails are taken in an hour is not what this is about."""
        return self.now

    async def round(self) -> None:
        """The clerk looks once, under whatever trouble there is, and may crash after it."""
        self.now += timedelta(hours=1)
        with suppress(DeliveryFailed):
            await self.mailroom.run_once(self.desk.mailbox)
        if self.random.random() < 0.3:
            await self.desk.restart()

    def trouble(self) -> None:
        """Something goes wrong soon, for a while; now and then Graph forgets its links."""
        fits, how = self.random.choice(TROUBLES)
        self.desk.goes_wrong(fits, how, times=self.random.randint(1, 12), skip=self.random.randint(0, 40))
        if self.random.random() < 0.2:
            self.desk.exchange.forget_links()

    async def all_of(self, mails: list[bytes]) -> None:
        """Let the mails arrive a few at a time until none is left, and then until all is quiet."""
        while mails:
            for _ in range(min(len(mails), self.random.randint(1, 80))):
                self.desk.exchange.arrive(mails.pop())
            self.trouble()
            await self.round()
        self.desk.graph.faults.clear()
        for _ in range(MOST_QUIET_ROUNDS):
            self.desk.time.now += 60
            await self.round()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 41))])
async def test_every_mail_becomes_one_record_however_often_it_is_fetched(desk: Desk, seed: int) -> None:
    """Failed moves, lost answers, crashes and copies: none is lost, none counts twice, each lies where it belongs."""
    random = Random(seed)
    copies = [(n, copy) for n in range(MAILS) for copy in range(random.choice((1, 1, 1, 1, 1, 1, 2, 10)))]
    random.shuffle(copies)
    run = Run(desk, random)
    try:
        await run.all_of([written(*each) for each in copies])
    finally:
        run.sandbox.close()
    assert desk.exchange.in_folder("inbox") == []
    records = run.store.read().find(ReceivedMail)
    assert sorted(int(mail.subject.split()[1]) for mail in records) == list(range(MAILS))
    assert run.store.read().count(Referral) == MAILS // ONE_FORM_IN
    placed = {
        folder: {item.raw.split(b"Subject: Mail ")[1].split()[0] for item in desk.exchange.in_folder(folder)}
        for folder in ("Processed", "Needs attention")
    }
    cases = {mail.subject.split()[1].encode() for mail in records if mail.fate is Fate.CASE}
    assert placed["Processed"] == cases
    assert len(placed["Needs attention"]) == MAILS - len(cases)
