"""The papers of a meeting, in a chat: built and sent round by the administrator, taken by those entitled to them."""

import hashlib

from dialogs.cards.packs import pack_card, taken_card
from dialogs.meetings import by_name, meeting_and_rest, next_meeting
from dialogs.pack_copies import copies_for, office_copy
from dialogs.pack_pages import printed
from dialogs.turn import Turn, at, say, show
from dialogs.words import packs as words
from panel import commands as c
from panel import meeting_permissions
from panel.errors import Refused
from panel.handlers.packing import check_can_build
from panel.meeting import PanelMeeting
from panel.pack import Pack, in_circulation, next_version
from panel.pack_readers import check_open, open_to
from panel.people import Role
from panel.ports import Reply


def build(turn: Turn, typed: str = "", meeting_id: str = "") -> Reply:
    """“build pack”, “build pack 9 December”: print the next version, which only the administrator sees (CB-9.9)."""
    meeting, office = _named(turn, typed, meeting_id), turn.office
    check_can_build(office, turn.person, meeting, turn.now)
    sections = printed(turn.tools, office, meeting)
    draft = next_version(office, meeting, sections, turn.person.id, turn.now)
    digest = hashlib.sha256(office_copy(turn.tools, office, draft)).hexdigest()
    answer = turn.do(c.BuildPack, meeting=meeting.id, sections=sections, digest=digest)
    said = words.built(answer.facts["version"], sum(section.pages for section in sections))
    return show(turn, pack_card(turn, turn.office.meeting(meeting.id)), said)


def send(turn: Turn, typed: str = "", meeting_id: str = "") -> Reply:
    """“send pack”: the draft goes round to those entitled to it."""
    meeting = _named(turn, typed, meeting_id)
    answer = turn.do(c.CirculatePack, meeting=meeting.id)
    return show(turn, pack_card(turn, turn.office.meeting(meeting.id)), words.sent(answer.facts))


def asked(turn: Turn, typed: str = "") -> Reply:
    """“pack”: how it stands, for the administrator of the panel; their own copy, for everyone else."""
    keeps = [panel for panel in turn.panels if turn.person.is_a(Role.PANEL_ADMIN, panel, turn.today)]
    if not keeps or (turn.chosen and turn.chosen not in keeps):
        return take(turn)
    return shown(turn, _named(turn, typed).id)


def shown(turn: Turn, meeting_id: str) -> Reply:
    """How the pack of a meeting stands and who has it, for the administrator."""
    meeting = turn.office.meeting(meeting_id)
    meeting_permissions.check_may_send_papers(turn.person, meeting.panel, turn.today)
    return show(turn, pack_card(turn, meeting))


def take(turn: Turn, meeting_id: str = "", version: str = "") -> Reply:
    """“my pack”: the copy of the version that went round last, or of the one on the administrator's card."""
    office = turn.office
    pack = office.records.get(Pack, f"{meeting_id}.v{version}") if version else _to_take(turn, meeting_id)
    copies = copies_for(turn.tools, office, pack, turn.person, turn.today)
    check_open(open_to(office, pack, turn.person, turn.today))
    parts = tuple(part for _, part in copies)
    answer = turn.do(c.TakePack, meeting=pack.meeting, version=pack.version, parts=parts)
    if not turn.tapped or version:
        return say(words.taken(answer.facts))
    return show(turn, taken_card(turn, turn.office.records.get(Pack, pack.id)), words.taken(answer.facts))


def invite(turn: Turn, name: str, ref: str) -> Reply:
    """“invite Nina Shah to CB-0001”: they come for that item, and see that item only (KN-4.8)."""
    referral, person = turn.office.referral(ref), by_name(turn, name)
    if not referral.meeting:
        raise Refused(f"{referral.id} has no place at a panel. Type “status {referral.id}” to see where it is.")
    turn.do(c.InviteGuest, meeting=referral.meeting, ref=referral.id, person=person)
    return say(words.invited(turn.office.name(person), referral.id))


def _to_take(turn: Turn, meeting_id: str) -> Pack:
    """The papers in circulation of the meeting named, or of the soonest that has any for this person."""
    if meeting_id:
        pack = in_circulation(turn.office, meeting_id)
        if pack is None:
            raise Refused(words.NONE_SENT)
        return pack
    for meeting in _live(turn):
        pack = in_circulation(turn.office, meeting.id)
        if pack and open_to(turn.office, pack, turn.person, turn.today):
            return pack
    raise Refused(words.NONE_SENT)


def _live(turn: Turn) -> list[PanelMeeting]:
    """Meetings with something still to do, those ahead or sitting before those that have been held."""
    panels = [turn.chosen] if turn.chosen else [*turn.tools.council.profiles]
    found = [each for panel in panels for each in turn.office.records.find(PanelMeeting, panel=panel, live="yes")]
    return sorted(found, key=lambda each: (not each.is_ahead and each.status != "in_session", each.starts_at))


def _named(turn: Turn, typed: str, meeting_id: str = "") -> PanelMeeting:
    """The meeting of the button, of the day typed, or the next; a panel of the administrator's own."""
    if meeting_id:
        return turn.office.meeting(meeting_id)
    own = [panel for panel in turn.panels if turn.person.is_a(Role.PANEL_ADMIN, panel, turn.today)]
    there = at(turn, own[0]) if len(own) == 1 and not turn.chosen else turn
    return meeting_and_rest(there, typed, words.WHICH_DAY)[0] if typed else next_meeting(there)
