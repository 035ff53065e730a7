"""A year in an office: people type, tap, attach and write mails, day by day, and all that comes of it is judged."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from email import message_from_bytes, policy

from bot.sweep import sweep
from desk.cards import actions, parts
from desk.mailbox import Letter, as_mail
from panel.calendar import at_wall
from tests.scenario.conftest import Clerk, words_of
from tests.year.delivered import Delivered, Watch
from tests.year.ledger import Ledger
from tests.year.table import MORNING, ONE, Panel, Way

REFERENCE = re.compile(r"\b(?:CB|KN|RO|RA|BI)-\d{4}\b")


Script = Callable[["Year"], Awaitable[object]]
"""Who does what on which day, through which door."""


class Year:
    """One panel's year: the running clerk, the account of what happened, and the moment it is in London."""

    def __init__(self, clerk: Clerk, panel: Panel, watch: Watch) -> None:
        names = {person.slug: person.name for person in clerk.office.directory.people}
        addresses = {person.email: person.slug for person in clerk.office.directory.people}
        self.clerk = clerk
        self.ledger = Ledger(panel, names)
        self.everything: list[Delivered] = []
        self.now = datetime.fromisoformat("2026-11-02T10:00")
        self._watch = watch
        self._addresses = addresses
        self._moments: set[datetime] = set()
        self._actors: set[str] = set()

    async def to(self, day: str, hour: str = "10:00") -> None:
        """Live on until this moment, with a stop at each working morning and at each moment awaited."""
        target = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour))
        stops = {moment for moment in self._moments if self.now < moment < target}
        one = self.now.date()
        while one <= target.date():
            morning = datetime.combine(one, MORNING)
            if self.ledger.works(one) and self.now < morning < target:
                stops.add(morning)
            one += ONE
        for moment in [*sorted(stops), target]:
            await self.clerk.office.move_to(at_wall(moment.date(), moment.time()))
            self.now = moment
            await self.judge()

    def awaits(self, moment: datetime) -> None:
        """Stop there on the way: something falls due that is no morning's."""
        self._moments.add(moment)

    def happens(self, kind: str, about: str = "", **facts: str) -> None:
        """Write down what was just done."""
        self.ledger.happens(kind, self.now, about, **facts)

    def case(self, ref: str) -> dict[str, str]:
        """Whose case it is, as it was begun: referrer, manager, and the IRO where there is one."""
        begun = next(each for each in self.ledger.happened if each.about == ref and each.kind.startswith("begun"))
        return {name: begun.facts.get(name, "") for name in ("referrer", "manager", "iro")}

    async def types(self, who: str, *lines: str) -> str:
        """Type lines; gives what the clerk answered to the last. Every line is answered."""
        said = ""
        for line in lines:
            said = await self._answered(who, self.clerk.office.say(who, line))
        return said

    async def attaches(self, who: str, name: str, content: bytes) -> str:
        """Give the clerk a file in the chat; gives what it answered."""
        return await self._answered(who, self.clerk.office.attach(who, name, content))

    async def _answered(self, who: str, act: Awaitable[object]) -> str:
        office = self.clerk.office
        self._actors.add(who)
        before = len(office.replies(who))
        await act
        await office.until(lambda: len(office.replies(who)) > before, within=20)
        await office.settle(quiet=0.02)
        return "\n".join(words_of(message) for message in office.replies(who)[before:])

    async def taps(self, who: str, button: str, given: Mapping[str, str] | None = None, says: str = "") -> str:
        """Press a button of the newest card that has it, and says this; gives what the card says then."""
        office = self.clerk.office
        self._actors.add(who)
        for message in reversed(office.cards(who)):
            card = message.card_for(self.clerk.person(who)) or {}
            shown = [action.get("title") for action in actions(card)]
            if button in shown and says in words_of(message):
                known = {part["id"] for part in parts(card) if part["type"].startswith("Input.")}
                tapped = await office.tap(
                    who, button, {k: v for k, v in (given or {}).items() if k in known}, card=message
                )
                await office.settle(quiet=0.02)
                assert not tapped.failed, (button, tapped.text)
                return words_of(office.chats.get(message.id)) if not tapped.card else str(tapped.card)  # type: ignore[arg-type]
        raise AssertionError(f"{who} has no card with “{button}” that says “{says}”")

    async def sends(
        self, who: str, subject: str, *attached: tuple[str, bytes], body: str = "Hello", answers: bool = False
    ) -> str:
        """A mail to the panel from somebody's own address, or their answer to the last they got; gives the reply."""
        office, box = self.clerk.office, self.clerk.office.mailbox
        person, before = office.directory.person(who), box.names("sent")[:1]
        address = next(each.mailbox for each in office.directory.panels if each.id == self.ledger.panel.id)
        now = office.desk.teams.clock()
        mail = as_mail(Letter(person.email, address, subject, body, attached), now)
        if answers:
            last = next(name for name in box.names("sent") if box.read("sent", name).to == person.email)  # type: ignore[union-attr]
            mail["In-Reply-To"] = str(message_from_bytes(box.raw("sent", last) or b"")["Message-ID"])
        name = box.drop(mail.as_bytes(policy=policy.SMTP), now)
        await office.until(lambda: name not in box.names("inbox"), within=60)
        await office.until(lambda: box.names("sent")[:1] != before, within=20)
        answer = office.mails("sent")[0]
        return f"{answer.subject}\n{answer.text}"

    async def settle(self) -> None:
        """Let the clerk look once more at what is due, and wait until all that is owed has gone."""
        service = self.clerk.service
        await asyncio.to_thread(sweep, service.store, service.tools.council, service.clock)
        if not self.clerk._nothing_owed():
            service.turns.something_owed.set()
            await self.clerk.office.until(self.clerk._nothing_owed, within=20)
            await self.clerk.office.settle(quiet=0.02)

    async def judge(self) -> None:
        """Wait until all that is owed has gone, and compare it with the table; replies go only to those who acted."""
        await self.settle()
        new = [self._with_slug(each) for each in self._watch.look()]
        self.everything += new
        unasked = [each for each in new if each.is_reply and each.to not in self._actors]
        self._actors.clear()
        self.ledger.faults += [f"{self.now} SPOKE UNASKED: {each}" for each in unasked]
        self.ledger.judge(self.now, [each for each in new if not each.is_reply])

    def _with_slug(self, each: Delivered) -> Delivered:
        if each.way is not Way.MAIL:
            return each
        return Delivered(self._addresses.get(each.to, each.to), each.way, each.text, each.shown)


def reference(said: str) -> str:
    """The first reference in what was said; raises `AssertionError`."""
    found = REFERENCE.search(said)
    assert found, said
    return found[0]
