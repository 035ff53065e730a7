"""A clerk whose mail comes in and goes out, without a web server: real reading, rules, letters and mail folder."""

from collections.abc import Collection, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from adapters.documents.form_in import FormReader
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading, Unreadable
from adapters.mail.proof import Vouching
from adapters.mail.read import MailReading, read_mail
from bot.mailroom import Mailroom
from panel.intake import ReceivedMail
from panel.ports import RawMail
from panel.profile import Profile
from tests.simulation.quick_store import QuickStore
from tests.story import CB, Story, profiles
from tests.unit.bot.office import PretendOffice
from tests.unit.dialogs.stage import Shelf, words

PRIYAS, DILYSES, SAMS = (f"{name}@council.example" for name in ("priya.nair", "dilys.morgan", "sam.okafor"))
MUM = "mum@family.example"
GATE = "mx.council.example"


class InHere:
    """Reads forms in this process: these tests are not about what a form may do to its reader."""

    def __init__(self, known: Mapping[str, Profile]) -> None:
        self._reader = FormReader({panel: profile.form for panel, profile in known.items()})
        self._read: dict[bytes, FormReading | Unreadable] = {}

    def read_form_safely(self, content: bytes, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        if content not in self._read:
            self._read[content] = self._reader.read(content, addressed)
        return self._read[content]

    def read_body_safely(self, text: str, html: str, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        return self._reader.read_body(text, html, addressed)

    def close(self) -> None:
        """Nothing runs."""


class MailOffice(PretendOffice):
    """The pretend office with a mailroom over the same record."""

    def __init__(self, folder: Path, *, gateway: str = "", local: bool = True) -> None:
        super().__init__(folder, QuickStore())
        self.folder = folder
        self.open_mailroom(Vouching.told(gateway, local=local))
        self.count = 0

    def open_mailroom(self, vouching: Vouching) -> None:
        """As after a restart: nothing is remembered but what is in the record."""
        self.mailroom = Mailroom(
            self.store,
            self.story.council,
            Shelf(),
            InHere(self.story.council.profiles),  # type: ignore[arg-type]
            self.clock,
            vouching,
        )

    async def arrive(self, raw: bytes) -> ReceivedMail:
        """A mail comes in and all it leads to goes out; gives what became of it."""
        self.mailroom.take(RawMail("m", raw))
        await self.outbox.run_once()
        return self.store.read().get(ReceivedMail, read_mail(raw).identity)

    async def write(self, *files: tuple[str, bytes], **heads: str) -> ReceivedMail:
        """A mail of Priya to the panel, unless told otherwise."""
        return await self.arrive(self.written(*files, **heads))

    def written(self, *files: tuple[str, bytes], **heads: str) -> bytes:
        """The same, not sent yet; `body` is its text."""
        self.count += 1
        message = EmailMessage(policy=SMTP)
        body = heads.pop("body", "Hello")
        usual = {
            "From": PRIYAS,
            "To": "arp@council.example",
            "Subject": "A mail",
            "Message-ID": f"<{self.count}@x.example>",
        }
        for name, value in {**usual, **{key.replace("_", "-"): value for key, value in heads.items()}}.items():
            message[name] = value
        message.set_content(body)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return message.as_bytes()

    def letters(self, to: str = "") -> list[MailReading]:
        """What went out, oldest first, to one address when it is named."""
        paths = sorted((self.folder / "sent").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [read for path in paths if to in (read := read_mail(path.read_bytes())).recipients or not to]

    def raw_letters(self) -> list[bytes]:
        """The same, as they went."""
        paths = sorted((self.folder / "sent").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in paths]

    def said(self, person: str) -> str:
        """Everything the clerk said to somebody in Teams."""
        return "\n".join(words(message) for place, _, message in self.messenger.sent if place.endswith(person))


def answers_of(**changes: str) -> dict[str, str]:
    """A complete set of answers, as they are kept."""
    story = Story()
    return story.referral(story.complete(**changes)).answers


@cache
def form(ref: str = "", **changes: str) -> tuple[str, bytes]:
    """A filled in Word form."""
    return "form.docx", blank_form(profiles()[CB], answers_of(**changes), ref)
