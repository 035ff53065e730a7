"""The cards of a pack: for the administrator, how it stands and who has it; for everyone else, how to take a copy."""

from microsoft_teams import cards as c

from dialogs.cards.channel import day_of
from dialogs.cards.parts import button, card, facts, heading, text
from dialogs.turn import Turn
from dialogs.words import packs as words
from panel import policies
from panel.calendar import say_day, say_moment
from panel.council import Office
from panel.meeting import PanelMeeting
from panel.notices import Notice
from panel.pack import Pack, is_current, versions
from panel.pack_readers import to_be_told
from panel.people import Role
from panel.ports import Message


def pack_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """The last version: what is in it, whether it went round, who has it and who has not, and what can be done next."""
    office, title = turn.office, f"Papers for the panel of {day_of(meeting)}"
    known = versions(office, meeting.id)
    build = button("Build the pack" if not known else "Build it again", turn.button("build_pack", meeting=meeting.id))
    if not known:
        return card(title, [text(words.NONE_BUILT), *_due(office, meeting)], [build], title)
    pack = known[-1]
    body: list[c.CardElement] = [facts(_rows(office, pack)), *_due(office, meeting)]
    steps = [button("Mail me my copy", turn.button("take_pack", meeting=meeting.id, version=str(pack.version)))]
    if not pack.sent_at:
        body.append(text(words.DRAFT, bold=True))
        steps.append(button("Send it round", turn.button("send_pack", meeting=meeting.id), main=True))
    if meeting.is_ahead:
        body += _guests(turn, meeting)
    if meeting.is_ahead and not is_current(office, meeting, pack.sections):
        body.append(text(words.BEHIND, bold=True))
    body += _who_has_it(turn, pack)
    return card(title, body, [*steps, build] if meeting.is_ahead else steps, title)


def ready_card(turn: Turn, notice: Notice) -> Message:
    """That papers are there, with the button that mails this person their own copy (NT-16, NT-59)."""
    return _to_take(turn, turn.office.meeting(notice.about), words.ready(notice.facts))


def taken_card(turn: Turn, pack: Pack) -> Message:
    """The same card once the copy is on its way; it can be had again."""
    receipt = pack.taken(turn.person.id)
    said = words.taken_at(pack, receipt.at) if receipt else ""
    return _to_take(turn, turn.office.meeting(pack.meeting), said)


def _to_take(turn: Turn, meeting: PanelMeeting, said: str) -> Message:
    title = f"Papers for the panel of {day_of(meeting)}"
    take = button("Mail me my copy", turn.button("take_pack", meeting=meeting.id), main=True)
    return card(title, [text(said)], [take], title)


def _rows(office: Office, pack: Pack) -> list[tuple[str, str]]:
    unshown = [f"{s.ref}: {paper.label}" for s in pack.sections for paper in s.papers if paper.unshown]
    return [
        ("Version", str(pack.version)),
        ("Built", f"{say_moment(pack.built_at)} by {office.name(pack.built_by)}"),
        ("Sent round", say_moment(pack.sent_at) if pack.sent_at else "not yet"),
        ("Items", ", ".join(section.ref for section in pack.items)),
        ("Not shown, only named", "; ".join(unshown)),
        ("SHA-256", pack.digest),
    ]


def _due(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    due = policies.papers_due(office, meeting)
    return [text(f"Due with the members on {say_day(due.day)}: {due.how}.", quiet=True)] if due else []


def _guests(turn: Turn, meeting: PanelMeeting) -> list[c.CardElement]:
    """Who comes for some items only, and what for; who has been asked, for which (KN-4.8 to KN-4.11)."""
    office = turn.office
    rows = []
    for seat in office.profile(meeting.panel).seats:
        if seat.for_items:
            people = office.holders(Role.MEMBER, meeting.panel, turn.today)
            names = [each.name for each in people if each.seat_at(meeting.panel, turn.today) == seat.code]
            rows.append((seat.title, f"{', '.join(names) or 'nobody listed'}: {seat.for_items}"))
    rows += [(f"Asked to come for {guest.ref}", office.name(guest.person)) for guest in meeting.guests]
    return [heading(words.GUESTS_TITLE), facts(rows), text(words.HOW_TO_INVITE, quiet=True)] if rows else []


def _who_has_it(turn: Turn, pack: Pack) -> list[c.CardElement]:
    """Everyone who gets it, with the version they have taken (KN-3.13, BI-4.1, RO-8.1)."""
    office = turn.office
    if not pack.sent_at:
        return []
    earlier = [each for each in versions(office, pack.meeting) if each.sent_at and each.version < pack.version]
    has, has_not = [], []
    for person, _ in to_be_told(office, pack, turn.today):
        receipt = pack.taken(person.id)
        older = next((each.version for each in reversed(earlier) if each.taken(person.id)), 0)
        if receipt:
            has.append((person.name, say_moment(receipt.at)))
        else:
            has_not.append((person.name, f"only version {older}" if older else "not yet"))
    parts = [("Who has it", has), ("Who has not", has_not)]
    return [one for name, rows in parts if rows for one in (heading(f"{name}: {len(rows)}"), facts(rows))]
