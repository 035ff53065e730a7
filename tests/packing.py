"""A panel whose papers are built, sent round and taken, in memory, by people who type."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from adapters.documents.letter_out import WordLetters
from dialogs.pack_copies import copies_for
from dialogs.router import respond
from dialogs.stamps import Stamps
from dialogs.turn import Tools
from panel import commands as c
from panel.meeting import PanelMeeting
from panel.notices import Notice
from panel.pack import Pack, versions
from panel.people import Role
from panel.ports import Answer, Change, Incoming
from panel.printing import Bound, Enclosure, Front, Mark, Press, Printed, Sheet
from panel.records import AuditEntry, Record
from tests import papers
from tests.stories import CB, PanelStory, at
from tests.story import directory, profiles
from tests.unit.dialogs.stage import CHAT, Shelf, words


class TextPress:
    """Prints plain text, a page for each sheet: quick, and every word of a copy can be looked for."""

    def sections(self, wanted: Iterable[tuple[Sheet, Sequence[Enclosure]]]) -> Iterator[Printed]:
        for sheet, enclosed in wanted:
            pages = [_text(sheet), *(f"{each.label} {each.fetch()!r}" for each in enclosed)]
            marks = [Mark("Summary", 0), *(Mark(each.label, n) for n, each in enumerate(enclosed, 1))]
            yield Printed("\f".join(pages).encode(), len(pages), marks, ["" for _ in enclosed])

    def bind(self, front: Front, sections: Sequence[Bound]) -> bytes:
        pages = [_text(front.cover), *map(_text, front.notes)]
        index = " ".join(["Index", *(each.title for each in sections)])
        return "\f".join([*pages, index, *(each.content.decode() for each in sections)]).encode()


def _text(sheet: Sheet) -> str:
    said = [sheet.title, sheet.subtitle]
    for part in sheet.parts:
        said += [part.title, *(f"{name} {value}" for name, value in part.rows), *part.lines]
    return " ".join(" ".join(said).split())


@dataclass
class Packing:
    """One panel's office. Lines are typed at its panel, also by people who work with several."""

    story: PanelStory
    press: Press = field(default_factory=TextPress)
    acts: int = 0
    tools: Tools = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        story, stamps = self.story, Stamps("s" * 40)
        self.tools = self.tools or Tools(
            story.store, story.council, Shelf(), WordLetters(), stamps, lambda: "nonce1234567", self.press
        )

    @property
    def admin(self) -> str:
        return self.story.who(Role.PANEL_ADMIN)

    @property
    def meeting(self) -> PanelMeeting:
        """The first meeting with anything on its agenda."""
        found = self.story.office.records.find(PanelMeeting, panel=self.story.panel)
        return next(meeting for meeting in found if meeting.items)

    @property
    def refs(self) -> list[str]:
        return [item.ref for item in self.meeting.items]

    def type(self, who: str, line: str) -> str:
        self.acts += 1
        said = Incoming(who, CHAT, f"act-{self.acts}", f"at {self.story.panel}: {line}")
        reply = respond(self.tools, said, self.story.now)
        return "\n".join(words(message) for message in reply.messages)

    def past_cutoff(self, meeting: str) -> None:
        """A few minutes after its cut-off, with its agenda confirmed where the panel does that."""
        story = self.story
        story.now = max(story.now, story.office.meeting(meeting).cutoff_at + timedelta(minutes=5))
        story.sweep()
        if story.office.profile(story.panel).agenda and not story.office.meeting(meeting).agenda_at:
            story.do(c.ConfirmAgenda, story.who(Role.CHAIR), meeting=meeting)

    def round(self) -> Pack:
        """Built and sent round; the version in circulation."""
        assert "is built" in self.type(self.admin, "build pack")
        assert "have been told" in self.type(self.admin, "send pack")
        return self.last()

    def last(self) -> Pack:
        return versions(self.story.office, self._latest())[-1]

    def _latest(self) -> str:
        return max(self.story.office.records.find(Pack, panel=self.story.panel), key=lambda pack: pack.built_at).meeting

    def copies(self, pack: Pack, who: str) -> list[bytes]:
        """The files of their copy as it would be mailed now; none for somebody who gets nothing."""
        office = self.story.office
        found = copies_for(self.tools, office, pack, office.person(who), office.today(self.story.now))
        return [content for content, _ in found]

    def copy(self, pack: Pack, who: str) -> bytes:
        """A copy that is one file; empty for none."""
        return b"".join(self.copies(pack, who))

    def pages(self, pack: Pack, who: str) -> list[str]:
        """The words on each page of their copy."""
        copy = self.copy(pack, who)
        return papers.words_on(copy) if copy.startswith(b"%PDF") else copy.decode().split("\f")

    def put(self, record: Record) -> None:
        """Keep a record as it never came about by the rules."""
        entry = AuditEntry(at=datetime(2026, 11, 9, tzinfo=UTC), by="test", act="changed", about=(record.id,))
        self.story.store.transact(lambda _: Change(Answer(code="changed"), entry, (record,)))

    def mails(self, who: str) -> list[Notice]:
        """The copies mailed to somebody."""
        address = self.story.office.person(who).email
        return [notice for notice in self.story.notices("pack_copy") if notice.to == address]


def with_cases(panel: str, press: Press | None = None) -> Packing:
    """A panel past the cut-off of a meeting with two cases, and at Central Bedfordshire an emergency to ratify."""
    packing = Packing(at(panel), press or TextPress())
    story = packing.story
    [meeting, *_] = story.add_meetings()
    for word in ("Alpha", "Bravo"):
        story.signed(**{_free_text(panel): f"{word} only"})
    if panel == CB:
        story.do(c.ApproveEmergency, story.who(Role.HEAD_OF_SERVICE), ref=story.urgent())
    packing.past_cutoff(meeting)
    return packing


def holding(panel: str, *roles: Role) -> set[str]:
    """Everyone with one of these roles at the panel."""
    return {p.id for p in directory().everyone() if any(p.is_a(role, panel, date(2026, 11, 9)) for role in roles)}


def _free_text(panel: str) -> str:
    questions = [question for _, question in profiles()[panel].form.all_questions()]
    return next(each.id for each in questions if each.kind in ("text", "list") and not each.when)
