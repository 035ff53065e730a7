"""Takes mails from the mailbox: keeps each whole, reads it, settles it, and only then moves it out of the inbox."""

import asyncio
import logging
from collections.abc import Collection, Iterable

from adapters.documents.sandbox import Sandbox
from adapters.mail.proof import Vouching
from adapters.mail.read import MailReading, read_mail, unread
from bot.form_finder import FoundForm, find_form
from bot.mail_gate import MailGate
from bot.mail_pace import Writer
from panel.acts import perform
from panel.commands import MAILBOX, TakeMail, TakeReply
from panel.council import Council
from panel.emergency import EmergencyApproval
from panel.errors import DeliveryFailed, PanelError
from panel.intake import FormSubmission, MailFile, ReceivedMail
from panel.notices import Notice
from panel.ports import Answer, Attachment, Clock, Documents, Mailbox, RawMail, Store

log = logging.getLogger("panel_clerk.mailroom")

_LATER = "later"
LONGEST_SAID = 2_000
"""Characters kept of what a writer says about a case."""


class Mailroom:
    """The way in for mail. `own` are addresses of the mailbox itself beside those of the panels."""

    def __init__(
        self,
        store: Store,
        council: Council,
        documents: Documents,
        sandbox: Sandbox,
        clock: Clock,
        vouching: Vouching,
        own: Collection[str] = (),
    ) -> None:
        self._store = store
        self._council = council
        self._documents = documents
        self._sandbox = sandbox
        self._clock = clock
        self._vouching = vouching
        boxes = {council.directory.mailbox(panel).lower(): panel for panel in council.profiles}
        self._boxes = {box: panel for box, panel in boxes.items() if box}
        self._own = frozenset((*self._boxes, *(address.lower() for address in own if address)))
        self._gate = MailGate(store, council, documents, clock)

    @property
    def waits_for(self) -> str:
        """Why mail is left in the mailbox: `disk` for want of room, `many` in a flood, or empty when none is."""
        return self._gate.waits_for

    async def run_once(self, mailbox: Mailbox) -> int:
        """Settle the mails that wait; returns how many were moved out of the inbox, or left there for later.

        One that fails stays there and is tried again. A mail that is settled and cannot be moved may be given again; it
        is known then, and nothing is done twice. What the gate does not let in stays as well.
        """
        done = 0
        for raw in await mailbox.waiting(besides=self._gate.open()):
            fate = await asyncio.to_thread(self._fate_of, raw)
            if fate == _LATER:
                done += 1
            elif fate:
                done += await self._filed(mailbox, raw.handle, attention=fate == "mail_set_aside")
            if self._gate.shut:
                break
        return done

    def take(self, raw: RawMail) -> str:
        """Keep, read and settle one mail; returns the code of its fate."""
        return self._settle(raw, read_mail(raw.content, own=self._own))

    def close(self) -> None:
        """Stop the child process that reads forms."""
        self._sandbox.close()

    def _fate_of(self, raw: RawMail) -> str:
        """The code of its fate, `later` when it is not its writer's turn, empty when it could not be settled now.

        A mail over which our own code stumbles is set aside unread, so that it does not stop those behind it.
        """
        try:
            return self._in_turn(raw, read_mail(raw.content, own=self._own))
        except PanelError as error:
            log.error("a mail could not be settled", extra={"why": type(error).__name__})
            return ""
        except Exception:
            log.exception("a mail could not be understood")
        try:
            return self._settle(raw, unread(raw.content))
        except Exception:
            log.exception("a mail could not be set aside")
            return ""

    def _in_turn(self, raw: RawMail, reading: MailReading) -> str:
        """Its fate, if the gate lets it in; a copy of a mail that was taken already takes nobody's turn."""
        if self._store.read().look(ReceivedMail, reading.identity):
            return self._settle(raw, reading)
        staff = self._council.directory.by_email(reading.sender) if reading.sender else None
        writer = Writer(reading.sender, staff is not None and self._vouching.believes(reading.seen, reading.sender))
        if not self._gate.has_room_for(raw):
            return ""
        if not self._gate.lets_in(raw, writer):
            return "" if self._gate.shut else _LATER
        fate = self._settle(raw, reading)
        self._gate.took(writer)
        return fate

    async def _filed(self, mailbox: Mailbox, handle: str, *, attention: bool) -> int:
        try:
            await mailbox.file(handle, attention=attention)
        except DeliveryFailed as failed:
            log.warning("a mail could not be moved", extra={"why": str(failed)})
            return 0
        return 1

    def _settle(self, raw: RawMail, reading: MailReading) -> str:
        digest = self._documents.put(raw.content)
        addressed = [self._boxes[box] for box in reading.recipients if box in self._boxes]
        found = find_form(reading, self._sandbox, self._served_by(reading.recipients))
        form = self._submission(found, reading)
        mail = ReceivedMail(
            id=reading.identity,
            panel=form.panel if form else next(iter([*addressed, *self._council.profiles])),
            message_id=reading.message_id,
            sender=reading.sender,
            subject=reading.subject[:200],
            received_at=self._clock(),
            raw=digest,
            files=tuple(self._kept(file) for file in found.rest),
            form_digest=form.digest if form else None,
            reason=reading.automatic or found.reason,
            answerable=bool(reading.sender) and not reading.automatic,
            references=tuple(reversed(reading.answers[:10])),
        )
        if form is None and not reading.automatic and (answered := self._answers(reading)):
            return self._reply(reading, mail, *answered).code
        answer = perform(self._store, self._council, self._command(reading, mail, form))
        if answer.code == "mail_seen" and self._store.read().get(ReceivedMail, answer.about).open:
            return "mail_set_aside"  # it belongs where its first copy went
        return answer.code

    def _command(self, reading: MailReading, mail: ReceivedMail, form: FormSubmission | None) -> TakeMail:
        return TakeMail(
            by=MAILBOX,
            at=self._clock(),
            through="mail",
            mail=mail,
            form=form,
            automatic=reading.automatic,
            proven=self._vouching.believes(reading.seen, reading.sender),
            answers=reading.answers,
            refs=reading.refs,
            mentioned=reading.mentioned,
            said=reading.said[:LONGEST_SAID],
            bounce=reading.bounce,
            spam=reading.spam,
            shown_as=reading.shown_as,
        )

    def _answers(self, reading: MailReading) -> tuple[str, str] | None:
        """The emergency a mail from one of its approvers is about, and that person; None for any other.

        It is named in the subject, or by the letter that is answered.
        """
        person = self._council.directory.by_email(reading.sender)
        records = self._store.read()
        letters = (letter for each in reading.answers for letter in records.find(Notice, letter=each))
        for ref in (*reading.refs, *(letter.about for letter in letters)) if person else ():
            emergency = records.look(EmergencyApproval, ref)
            if person and emergency and person.id in (*emergency.asked, emergency.decided_by):
                return ref, person.id
        return None

    def _reply(self, reading: MailReading, mail: ReceivedMail, ref: str, person: str) -> Answer:
        proven = self._vouching.proves(reading.seen, reading.sender)
        command = TakeReply(
            by=MAILBOX, at=self._clock(), through="mail", ref=ref, person=person, mail=mail, proven=proven
        )
        return perform(self._store, self._council, command)

    def _submission(self, found: FoundForm, mail: MailReading) -> FormSubmission | None:
        read = found.read
        if read is None:
            return None
        return FormSubmission(
            panel=read.panel,
            ref=read.ref or next(iter(mail.refs), ""),
            answers=dict(read.answers),
            unclear=dict(read.unclear),
            digest=self._documents.put(found.source),
        )

    def _served_by(self, addresses: Iterable[str]) -> list[str]:
        """The panels with one of these addresses; several may share one."""
        boxes = set(addresses)
        return [panel for panel in self._council.profiles if self._council.directory.mailbox(panel).lower() in boxes]

    def _kept(self, file: Attachment) -> MailFile:
        return MailFile(name=file.name, digest=self._documents.put(file.content), size=len(file.content))
