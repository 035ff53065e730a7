"""One notice on its way: finds the place, draws the message or letter, hands it to Teams or the mailbox."""

import asyncio
import mimetypes
from pathlib import Path

from adapters.documents.calendar_file import appointment
from adapters.documents.form_out import blank_form
from adapters.documents.history_out import emergency_history
from adapters.documents.minutes_out import minutes_document
from adapters.documents.sheet_out import decision_sheet
from bot.bundles import WORD, Bundles
from bot.places import Places, Post
from dialogs.history import Line, asked_rows, story
from dialogs.notices import message_for
from dialogs.pack_copies import copies_for
from dialogs.turn import Tools
from dialogs.words import minutes as minutes_words
from dialogs.words.letter import Letter
from dialogs.words.mails import letter_for, marking_of, panel_of, sheet_rows
from panel.commands import CLOCK
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.errors import DeliveryFailed
from panel.notices import Channel, Notice, Topic
from panel.pack import Pack
from panel.ports import Answer, Attachment, Change, Clock, Mailbox, Messenger, OutgoingMail, Place, Records
from panel.records import AuditEntry

PDF = "application/pdf"


class Delivery:
    """Delivers one notice by the channel it names."""

    def __init__(
        self,
        tools: Tools,
        messenger: Messenger,
        mailbox: Mailbox,
        places: Places,
        clock: Clock,
        templates: Path | None = None,
    ) -> None:
        self.tools = tools
        self._bundles = Bundles(tools.draw, templates)
        self._messenger = messenger
        self._mailbox = mailbox
        self._places = places
        self._clock = clock

    async def deliver(self, notice: Notice) -> str:
        """Send it; returns the id under which it can be changed later. Raises `DeliveryFailed` or `DeliveryInDoubt`."""
        if notice.channel is Channel.EMAIL:
            return await self._mail(notice)
        if notice.channel is Channel.POST:
            return await self._post(notice)
        if notice.rule == Topic.REDRAW:
            return await self._redraw(notice)
        message = await asyncio.to_thread(message_for, self.tools, notice, self._clock())
        return await self._messenger.send(await self._chat(notice.to), message)

    async def mail_went(self, notice: Notice) -> bool:
        """Whether the mail of this notice is among those sent."""
        return await self._mailbox.was_sent(message_id(self.tools, notice))

    async def _chat(self, person: str) -> Place:
        place = await asyncio.to_thread(self._places.of, person)
        if place is None:
            place = await self._messenger.open_chat(person)
            await asyncio.to_thread(self._places.remember, person, place)
        return place

    async def _post(self, notice: Notice) -> str:
        """A channel post; the agenda of a meeting is posted once and then edited in place."""
        place = await asyncio.to_thread(self._places.of, notice.to)
        if place is None:
            raise DeliveryFailed("the panel has no channel in Teams yet", permanent=True)
        name = f"{notice.rule}.{notice.about}"
        if notice.rule == Topic.AGENDA and await asyncio.to_thread(self._is_later, notice):
            return ""
        message = await asyncio.to_thread(message_for, self.tools, notice, self._clock())
        posted = await asyncio.to_thread(self.tools.store.read().look, Post, name)
        if posted is not None and notice.rule == Topic.AGENDA:
            await self._messenger.update(place, posted.activity_id, message)
            return posted.activity_id
        sent_as = await self._messenger.send(place, message)
        await asyncio.to_thread(self._keep_post, name, sent_as)
        return sent_as

    def _is_later(self, notice: Notice) -> bool:
        """Whether the meeting is ahead but not the next: its agenda is posted once it is."""
        office = Office(self.tools.council, self.tools.store.read())
        ahead = office.meetings_ahead(notice.to, self._clock())
        return notice.about in [meeting.id for meeting in ahead[1:]]

    def _keep_post(self, name: str, sent_as: str) -> None:
        def work(records: Records) -> Change:
            before = records.look(Post, name)
            post = Post(id=name, revision=before.revision if before else 0, activity_id=sent_as)
            entry = AuditEntry(at=self._clock(), by=CLOCK, act="posted", about=(name,))
            return Change(Answer(code="posted"), entry, (post,))

        self.tools.store.transact(work)

    async def _redraw(self, notice: Notice) -> str:
        """A card sent earlier, drawn again; one that was never sent needs nothing."""
        first = await asyncio.to_thread(self.tools.store.read().look, Notice, notice.facts["of"])
        if first is None or not first.sent_as:
            return ""
        message = await asyncio.to_thread(message_for, self.tools, notice, self._clock())
        await self._messenger.update(await self._chat(notice.to), first.sent_as, message)
        return first.sent_as

    async def _mail(self, notice: Notice) -> str:
        letter, files, marking = await asyncio.to_thread(self._written, notice)
        mail = OutgoingMail(
            to=notice.to,
            subject=letter.subject,
            text=letter.text,
            message_id=message_id(self.tools, notice),
            attachments=files,
            in_reply_to=letter.in_reply_to,
            sender=await asyncio.to_thread(self._sender, notice),
            references=letter.references,
            marking=marking,
        )
        await self._mailbox.send(mail)
        return mail.message_id

    def _sender(self, notice: Notice) -> str:
        office = Office(self.tools.council, self.tools.store.read())
        return self.tools.council.directory.mailbox(panel_of(office, notice))

    def _written(self, notice: Notice) -> tuple[Letter, tuple[Attachment, ...], str]:
        """The letter, its files, and the marking that stands above it."""
        office = Office(self.tools.council, self.tools.store.read())
        letter = letter_for(office, notice)
        marking = marking_of(office, notice) if letter.marked else ""
        return letter, tuple(self._files(office, notice, letter)), marking

    def _files(self, office: Office, notice: Notice, letter: Letter) -> list[Attachment]:
        if letter.slot:
            meeting, item = letter.slot
            venue = office.profile(meeting.panel).meetings.venue
            file = appointment(
                f"{item.ref}@panel-clerk",
                item.starts_at,
                item.ends_at,
                summary=f"{item.ref} at the panel",
                location=venue,
                # Calendars take an update only when its number is higher, also after a case changed meetings.
                sequence=int(self._clock().timestamp() // 60),
                stamped_at=self._clock(),
            )
            return [Attachment(f"{item.ref}.ics", "text/calendar", file)]
        if letter.sheet:
            profile = office.profile(letter.sheet.panel)
            sheet = decision_sheet(profile, f"Decision sheet {notice.about}", sheet_rows(office, letter.sheet))
            return [Attachment(f"{notice.about}.docx", WORD, sheet)]
        if letter.minutes:
            minutes, refs = letter.minutes
            parts = [(part.title, part.lines) for part in minutes_words.parts(office, minutes, refs)]
            rows = minutes_words.about(office, minutes)
            file = minutes_document(office.profile(minutes.panel), minutes_words.title(minutes), rows, parts)
            return [Attachment(f"minutes-{minutes.met_at.date()}.docx", WORD, file)]
        if letter.report:
            return self._bundles.files(office, notice)
        if letter.pack:
            return [self._copy(office, notice, letter.pack)]
        if letter.form:
            profile = office.profile(letter.form)
            return [Attachment(f"{profile.panel.prefix}-referral-form.docx", WORD, blank_form(profile))]
        return self._kept(office, letter)

    def _kept(self, office: Office, letter: Letter) -> list[Attachment]:
        """A paper as it was attached, or the story of an emergency; file names hold the reference only."""
        if letter.paper:
            name, digest = letter.paper
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return [Attachment(name, kind, self.tools.documents.get(digest))]
        if letter.history:
            emergency = office.emergency(letter.history.removesuffix("-history.docx"))
            told = [(line.when, f"{line.what}: {line.who}") for line in self._story(office, emergency)]
            profile = office.profile(emergency.panel)
            file = emergency_history(profile, emergency.id, asked_rows(office, emergency), told)
            return [Attachment(letter.history, WORD, file)]
        return []

    def _copy(self, office: Office, notice: Notice, pack: Pack) -> Attachment:
        """Their own copy of a pack, bound anew: the very bytes their receipt names. Raises `DeliveryFailed`."""
        person, number = office.person(notice.facts["person"]), int(notice.facts["part"])
        copies = copies_for(self.tools, office, pack, person, office.today(notice.owed_at))
        if number >= len(copies) or copies[number][1].digest != notice.facts["digest"]:
            raise DeliveryFailed("what this person may have of the papers changed meanwhile", permanent=True)
        part = f"-part-{number + 1}" if len(copies) > 1 else ""
        return Attachment(f"papers-{pack.id}{part}.pdf", PDF, copies[number][0])

    def _story(self, office: Office, emergency: EmergencyApproval) -> list[Line]:
        return story(office, self.tools.store.trail(emergency.id), emergency)


def message_id(tools: Tools, notice: Notice) -> str:
    """Our own name for the mail of a notice, the same at every try, so that a copy can be found again.

    It is made with the clerk's key, so nobody can guess it: who answers it has seen the letter.
    """
    address = next((tools.council.directory.mailbox(panel) for panel in tools.council.profiles), "")
    return f"<{tools.stamps.name(notice.id)}@{address.partition('@')[2] or 'panel-clerk.invalid'}>"
