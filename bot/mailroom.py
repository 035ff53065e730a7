"""Takes mails from the mailbox: keeps each whole, reads it, settles it, and only then moves it out of the inbox."""

import asyncio
import logging
from collections.abc import Iterable

from adapters.documents.sandbox import Sandbox
from adapters.mail.proof import is_proven
from adapters.mail.read import MailReading, read_mail
from bot.form_finder import FoundForm, find_form
from panel.acts import perform
from panel.commands import MAILBOX, TakeMail, TakeReply
from panel.council import Council
from panel.emergency import EmergencyApproval
from panel.errors import DeliveryFailed, PanelError
from panel.intake import FormSubmission, MailFile, ReceivedMail
from panel.ports import Attachment, Clock, Documents, Mailbox, RawMail, Store

log = logging.getLogger("panel_clerk.mailroom")


class Mailroom:
    """The way in for mail."""

    def __init__(
        self,
        store: Store,
        council: Council,
        documents: Documents,
        sandbox: Sandbox,
        clock: Clock,
        gateway: str = "",
    ) -> None:
        self._store = store
        self._council = council
        self._documents = documents
        self._sandbox = sandbox
        self._clock = clock
        self._gateway = gateway

    async def run_once(self, mailbox: Mailbox) -> int:
        """Settle the mails that wait; returns how many. One that fails stays in the inbox and is tried again.

        A mail that is settled and cannot be moved may be given again; it is known then, and nothing is done twice.
        """
        waiting = await mailbox.waiting()
        for raw in waiting:
            try:
                fate = await asyncio.to_thread(self.take, raw)
            except PanelError as error:
                log.error("a mail could not be settled", extra={"why": type(error).__name__})
                continue
            try:
                await mailbox.file(raw.handle, attention=fate == "mail_set_aside")
            except DeliveryFailed as failed:
                log.warning("a mail could not be moved", extra={"why": str(failed)})
        return len(waiting)

    def take(self, raw: RawMail) -> str:
        """Keep, read and settle one mail; returns the code of its fate."""
        digest = self._documents.put(raw.content)
        boxes = {self._council.directory.mailbox(panel).lower(): panel for panel in self._council.profiles}
        reading = read_mail(raw.content, own=[box for box in boxes if box])
        addressed = [boxes[box] for box in reading.recipients if box in boxes]
        panel = next(iter([*addressed, *self._council.profiles]))
        found = find_form(reading, self._sandbox, self._served_by(reading.recipients))
        form = self._submission(found, reading)
        mail = ReceivedMail(
            id=reading.identity,
            panel=form.panel if form else panel,
            message_id=reading.message_id,
            sender=reading.sender,
            subject=reading.subject[:200],
            received_at=self._clock(),
            raw=digest,
            files=tuple(self._kept(file) for file in found.rest),
            form_digest=form.digest if form else None,
            reason=reading.automatic or found.reason,
            answerable=bool(reading.sender) and not reading.automatic,
        )
        if form is None and not reading.automatic and (answered := self._answers(reading)):
            return self._reply(reading, mail, *answered)
        command = TakeMail(by=MAILBOX, at=self._clock(), key="", through="mail", mail=mail, form=form)
        answer = perform(self._store, self._council, command)
        if answer.code == "mail_seen" and self._store.read().get(ReceivedMail, answer.about).open:
            return "mail_set_aside"  # it belongs where its first copy went
        return answer.code

    def close(self) -> None:
        """Stop the child process that reads forms."""
        self._sandbox.close()

    def _answers(self, reading: MailReading) -> tuple[str, str] | None:
        """The emergency a mail from one of its approvers names in its subject, and that person; None for any other."""
        person = self._council.directory.by_email(reading.sender)
        for ref in reading.refs if person else ():
            emergency = self._store.read().look(EmergencyApproval, ref)
            if person and emergency and person.id in (*emergency.asked, emergency.decided_by):
                return ref, person.id
        return None

    def _reply(self, reading: MailReading, mail: ReceivedMail, ref: str, person: str) -> str:
        proven = is_proven(reading.authentication, self._gateway, reading.sender)
        command = TakeReply(
            by=MAILBOX, at=self._clock(), through="mail", ref=ref, person=person, mail=mail, proven=proven
        )
        return perform(self._store, self._council, command).code

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
