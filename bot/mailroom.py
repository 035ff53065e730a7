"""Takes mails from the mailbox: keeps each whole, reads it, settles it, and only then moves it out of the inbox."""

import asyncio
import logging
from collections.abc import Collection, Iterable

from adapters.documents.reading import FormReading
from adapters.documents.sandbox import Sandbox
from adapters.mail.proof import Vouching
from adapters.mail.read import MailReading, read_mail, unread
from panel.acts import perform
from panel.commands import MAILBOX, TakeMail, TakeReply
from panel.council import Council
from panel.emergency import EmergencyApproval
from panel.errors import DeliveryFailed, PanelError
from panel.intake import FormSubmission, MailFile, ReceivedMail
from panel.notices import Notice
from panel.ports import Answer, Attachment, Clock, Documents, Mailbox, RawMail, Store

log = logging.getLogger("panel_clerk.mailroom")

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

    async def run_once(self, mailbox: Mailbox) -> int:
        """Settle the mails that wait; returns how many were moved out of the inbox.

        One that fails stays there and is tried again. A mail that is settled and cannot be moved may be given again; it
        is known then, and nothing is done twice.
        """
        moved = 0
        for raw in await mailbox.waiting():
            fate = await asyncio.to_thread(self._fate_of, raw)
            if not fate:
                continue
            try:
                await mailbox.file(raw.handle, attention=fate == "mail_set_aside")
                moved += 1
            except DeliveryFailed as failed:
                log.warning("a mail could not be moved", extra={"why": str(failed)})
        return moved

    def take(self, raw: RawMail) -> str:
        """Keep, read and settle one mail; returns the code of its fate."""
        return self._settle(raw, read_mail(raw.content, own=self._own))

    def close(self) -> None:
        """Stop the child process that reads forms."""
        self._sandbox.close()

    def _fate_of(self, raw: RawMail) -> str:
        """The code of its fate, empty when it could not be settled now.

        A mail over which our own code stumbles is set aside unread, so that it does not stop those behind it.
        """
        try:
            return self.take(raw)
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

    def _settle(self, raw: RawMail, reading: MailReading) -> str:
        digest = self._documents.put(raw.content)
        addressed = [self._boxes[box] for box in reading.recipients if box in self._boxes]
        form, rest, reason = self._form_in(reading)
        mail = ReceivedMail(
            id=reading.identity,
            panel=form.panel if form else next(iter([*addressed, *self._council.profiles])),
            message_id=reading.message_id,
            sender=reading.sender,
            subject=reading.subject[:200],
            received_at=self._clock(),
            raw=digest,
            files=tuple(self._kept(file) for file in rest),
            form_digest=form.digest if form else None,
            reason=reading.automatic or reason,
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

    def _form_in(self, reading: MailReading) -> tuple[FormSubmission | None, list[Attachment], str]:
        """The first form among the attachments, the other files, and why there is no form when there is none."""
        reason = reading.problem or "no_form"
        files = list(reading.attachments)
        for file in files:
            if not file.name.lower().endswith((".docx", ".docm", ".doc")):
                continue
            read = self._sandbox.read_form_safely(file.content)
            if isinstance(read, FormReading):
                rest = [other for other in files if other is not file]
                return self._submission(read, file, reading.refs), rest, ""
            reason = read.reason
        return None, files, reason

    def _submission(self, read: FormReading, file: Attachment, refs: Iterable[str]) -> FormSubmission:
        return FormSubmission(
            panel=read.panel,
            ref=read.ref or next(iter(refs), ""),
            answers=dict(read.answers),
            unclear=dict(read.unclear),
            digest=self._documents.put(file.content),
        )

    def _kept(self, file: Attachment) -> MailFile:
        return MailFile(name=file.name, digest=self._documents.put(file.content), size=len(file.content))
