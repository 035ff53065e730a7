"""What is printed in a pack: a page of facts for each item with its papers, the last minutes, and standing reports."""

from collections.abc import Iterator
from functools import partial

from dialogs.answered import answered, paper_label
from dialogs.cards.decisions import decision_rows
from dialogs.cards.noted import let_through
from dialogs.history import asked_rows
from dialogs.turn import Tools
from dialogs.words import appeal_words
from dialogs.words import minutes as minutes_words
from dialogs.words import packs as words
from dialogs.words.asking import PLEASE_NOTE
from panel import again, completeness, contracts, policies
from panel.appeal import Appeal
from panel.calendar import say_moment, wall
from panel.council import Office
from panel.decision import Decision
from panel.emergency import EmergencyApproval
from panel.errors import PanelError
from panel.meeting import AgendaItem, ItemKind, PanelMeeting
from panel.minutes import Minutes, due_with
from panel.pack import MINUTES, REPORTS, PackedPaper, PackMark, Section, source
from panel.printing import Enclosure, Part, Row, Sheet
from panel.referral import Referral
from panel.seating import presenters

Planned = tuple[Section, Sheet, list[Enclosure]]


def printed(tools: Tools, office: Office, meeting: PanelMeeting) -> tuple[Section, ...]:
    """Every section of the pack, printed and its pages kept; the same record gives the same bytes each time."""
    planned = [_item(tools, office, meeting, item) for item in meeting.items]
    planned += [*_minutes(office, meeting), *_reports(office, meeting)]
    made = tools.press.sections((sheet, enclosures) for _, sheet, enclosures in planned)
    sections = []
    for (section, _, _), pages in zip(planned, made, strict=True):
        found = zip(section.papers, pages.unshown, strict=True)
        kept = {
            "file": tools.documents.put(pages.content),
            "pages": pages.pages,
            "marks": tuple(PackMark(title=mark.title, page=mark.page) for mark in pages.marks),
            "papers": tuple(paper.model_copy(update={"unshown": why}) for paper, why in found),
        }
        sections.append(section.model_copy(update=kept))
    return tuple(sections)


def _item(tools: Tools, office: Office, meeting: PanelMeeting, item: AgendaItem) -> Planned:
    """One item: what it is, what is put to the panel, what was answered, and its papers (KN-3.13, BI-4.1)."""
    referral = office.referral(item.ref)
    profile = office.profile_of(referral)
    papers = tuple(
        PackedPaper(label=paper_label(profile, paper.document), digest=paper.digest) for paper in referral.papers
    )
    section = Section(
        ref=item.ref,
        kind=item.kind,
        about=(item.ref,),
        source=source(office, item),
        starts_at=item.starts_at,
        late_by=item.late_by,
        papers=papers,
    )
    parts = [
        Part("", _about(office, meeting, item, referral)),
        Part(words.PAPERS_TITLE, lines=[paper.label for paper in papers] or [words.NO_PAPERS]),
        *_put_to_panel(office, item),
        *_noted(office, meeting, referral),
        *(Part(title, rows) for title, rows in answered(profile, referral)),
    ]
    sheet = Sheet(f"{item.ref}: {words.KINDS[item.kind]}", profile.panel.name, [p for p in parts if p.rows or p.lines])
    how = words.how_to_get(item.ref)
    return section, sheet, [Enclosure(paper.label, partial(_bytes, tools, paper.digest), how) for paper in papers]


def _bytes(tools: Tools, digest: str) -> bytes:
    try:
        return tools.documents.get(digest)
    except PanelError:
        return b""  # its page says that the file is not there


def _about(office: Office, meeting: PanelMeeting, item: AgendaItem, referral: Referral) -> list[Row]:
    names = ", ".join(office.name(who) for who in presenters(office, referral))
    guests = ", ".join(office.name(guest.person) for guest in meeting.guests if guest.ref == item.ref)
    rows = [
        ("Time", f"{say_moment(item.starts_at)}, {item.minutes} minutes"),
        ("Referred by", office.name(referral.referrer)),
        ("Manager", office.name(referral.manager) if referral.manager else ""),
        ("Presented by", names),
        ("Asked to come for this item", guests),
        ("Visited", referral.visited),
        ("Late", words.late(office, item.late_by, item.late_reason)),
    ]
    return [row for row in rows if row[1]]


def _put_to_panel(office: Office, item: AgendaItem) -> list[Part]:
    """What an item is about beside its form: an emergency approval, a challenge, an earlier decision."""
    found: list[Part] = []
    if item.kind is ItemKind.RATIFICATION:
        emergency = office.records.get(EmergencyApproval, item.ref)
        found.append(Part(words.EMERGENCY_TITLE, [row for row in asked_rows(office, emergency) if row[1]]))
    second = again.record_of(office, item.ref, item.kind) if item.kind in again.AGAIN else None
    if isinstance(second, Appeal):
        found.append(Part(words.APPEAL_TITLE, appeal_words.rows(office, second)))
    elif second:
        found.append(Part(words.RETURN_TITLE, words.review_rows(second)))
    decided = [each for each in office.records.find(Decision, ref=item.ref) if each.confirmed_at]
    last = max(decided, key=lambda each: str(each.confirmed_at), default=None)
    return [*found, *([Part(words.DECIDED_TITLE, decision_rows(office, last))] if last else [])]


def _noted(office: Office, meeting: PanelMeeting, referral: Referral) -> list[Part]:
    """Warnings, dates that clash, exceptions and papers let go, with their reasons (AM-38, CB-6.14)."""
    says = [gate.say for gate in completeness.warned(office.profile_of(referral), referral)]
    says += [check.say for check in policies.date_warnings(office, referral, wall(meeting.starts_at).date())]
    if policies.is_late(office, meeting, referral.id):
        says.append(words.AFTER_CUT_OFF)
    asked = [(words.TO_PUT_RIGHT, referral.comment)] if referral.comment else []
    rows = [*let_through(office, referral), *asked]
    return [Part(PLEASE_NOTE, rows, says)] if rows or says else []


def _minutes(office: Office, meeting: PanelMeeting) -> Iterator[Planned]:
    """The minutes that go round with these papers, and those that went with an earlier version (RO-11.8)."""
    went = [each for each in office.records.find(Minutes, panel=meeting.panel) if each.sent_with == meeting.id]
    for each in [*went, *due_with(office, meeting)]:
        about = tuple(item.ref for item in each.items)
        parts = [Part("", minutes_words.about(office, each))]
        parts += [Part(part.title, lines=part.lines) for part in minutes_words.parts(office, each, about)]
        profile = office.profile(meeting.panel)
        yield (
            Section(ref=each.id, kind=MINUTES, about=about),
            Sheet(minutes_words.title(each), profile.panel.name, parts),
            [],
        )


def _reports(office: Office, meeting: PanelMeeting) -> Iterator[Planned]:
    """What stands on each agenda: agreements that end soon, reviews that are due (CB-10.33, KN-3.28)."""
    ending = [(package.id, package.end_date) for package in contracts.ending_by(office, meeting)]
    due = [(review.about, f"{review.text}, {review.due}") for review in contracts.reviews_by(office, meeting)]
    parts = [Part(title, rows) for title, rows in ((words.ENDING_TITLE, ending), (words.DUE_TITLE, due)) if rows]
    if parts:
        about = tuple(dict.fromkeys(ref for ref, _ in [*ending, *due]))
        name = office.profile(meeting.panel).panel.name
        yield Section(ref=REPORTS, kind=REPORTS, about=about), Sheet(words.REPORTS_TITLE, name, parts), []
