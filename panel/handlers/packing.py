"""The pack of a meeting: kept as printed, sent round to those entitled, taken by each, printed again on a change."""

from datetime import datetime

from panel import meeting_permissions, policies
from panel.attendance import Guest
from panel.commands import BuildPack, CirculatePack, InviteGuest, TakePack
from panel.council import Office
from panel.errors import MoveNotAllowed, Refused, Unknown
from panel.handlers.entry import entry
from panel.handlers.minuting import are_out, gone_round
from panel.handlers.planning import papers_out
from panel.meeting import MeetingStatus, PanelMeeting
from panel.minutes import due_with
from panel.notices import Channel, Notice, Topic
from panel.pack import MINUTES, Pack, Receipt, before, is_current, next_version, versions
from panel.pack_readers import check_open, open_to, to_be_told
from panel.people import Person
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral
from panel.sitting_policies import listed
from panel.telling import agenda_post, notice

CHANGED = "Something has changed since the pack was built. Type “build pack”, look it over, and send that."


def build_pack(command: BuildPack, office: Office) -> Change:
    """The next version, a draft: one that nobody was told of yet is built again in its place."""
    meeting = office.meeting(command.meeting)
    check_can_build(office, office.person(command.by), meeting, command.at)
    if not is_current(office, meeting, command.sections):
        raise MoveNotAllowed("The agenda changed while the pack was printed. Please type “build pack” again.")
    draft = next_version(office, meeting, command.sections, command.by, command.at)
    built = draft.model_copy(update={"digest": command.digest})
    version = str(built.version)
    answer = Answer(code="pack_built", about=built.id, facts={"version": version})
    return Change(answer, entry(command, "pack_built", meeting.id, version=version, sha256=built.digest), (built,))


def check_can_build(office: Office, person: Person, meeting: PanelMeeting, now: datetime) -> None:
    """The administrator, for a meeting ahead that has something on its agenda (CB-9.8, CB-9.9)."""
    meeting_permissions.check_may_send_papers(person, meeting.panel, office.today(now))
    policies.check_not_begun(meeting, now)
    if not meeting.items:
        raise Refused("Nothing is listed for that panel yet, so there are no papers. Type “agenda” to see it.")


def circulate_pack(command: CirculatePack, office: Office) -> Change:
    """One notice to each who gets it or a part of it, references in the channel (MT-7, NT-16, NT-59, CB-9.9, RO-11.8).

    Where papers go out as they come, it may go before requests close; the meeting is then marked by a later version.
    """
    meeting = office.meeting(command.meeting)
    check_can_build(office, office.person(command.by), meeting, command.at)
    pack = _to_send(office, meeting)
    out, cases = _marked(office, meeting, command)
    sent = pack.model_copy(update={"sent_at": command.at, "sent_by": command.by})
    went = {section.ref for section in pack.sections if section.kind == MINUTES}
    minutes = [gone_round(each, out, command.at) for each in due_with(office, meeting) if each.id in went]
    meetings = [out] if out is not meeting else []
    records: tuple[Record, ...] = (sent, *cases, *meetings, *minutes)
    told = _told(office, sent, command)
    due = policies.papers_due(office, meeting)
    late = {"late": "yes"} if due and office.today(command.at) > due.day else {}
    return Change(
        Answer(code="pack_sent", about=sent.id, facts={"people": str(len(told)), **late}),
        entry(command, "pack_sent", meeting.id, version=str(sent.version), sha256=sent.digest),
        records,
        (*told, *(are_out(office.meeting(each.id), command.at) for each in minutes), agenda_post(out, command.at)),
    )


def take_pack(command: TakePack, office: Office) -> Change:
    """Their copy goes to their own address, and the receipt says what they took (KN-3.13, BI-4.1, RO-8.1)."""
    person, pack = office.person(command.by), office.records.look(Pack, f"{command.meeting}.v{command.version}")
    if pack is None:
        raise Unknown("There are no such papers. Type “my pack” to have those that went round last.")
    sections = open_to(office, pack, person, office.today(command.at))
    check_open(sections)
    if not pack.sent_at:
        meeting_permissions.check_may_send_papers(person, pack.panel, office.today(command.at))
    if [ref for part in command.parts for ref in part.refs] != [section.ref for section in sections]:
        raise MoveNotAllowed("What you may have of these papers has just changed. Please type “pack” again.")
    if not person.email:
        raise Refused("The list of staff has no e-mail address for you. Please ask the panel administrator.")
    receipt = Receipt(person=person.id, at=command.at, parts=command.parts)
    return Change(
        Answer(code="pack_taken", about=pack.id, facts={"to": person.email, "version": str(pack.version)}),
        entry(
            command,
            "pack_taken",
            pack.meeting,
            version=str(pack.version),
            sha256=" ".join(part.digest for part in command.parts),
        ),
        (pack.model_copy(update={"receipts": (*pack.receipts, receipt)}),),
        tuple(_mail(pack, person, command, number) for number in range(len(command.parts))),
    )


def invite_guest(command: InviteGuest, office: Office) -> Change:
    """They come for this item and get its papers only, with the next pack that goes round (KN-4.8, NT-59)."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_may_send_papers(office.person(command.by), meeting.panel, office.today(command.at))
    policies.check_not_begun(meeting, command.at)
    item, person = listed(meeting, command.ref), office.person(command.person)
    if any((guest.person, guest.ref) == (person.id, item.ref) for guest in meeting.guests):
        return Change(Answer(code="already_invited", about=meeting.id))
    guest = Guest(person=person.id, ref=item.ref, said_by=command.by, at=command.at)
    told = notice(
        Topic.GUEST_INVITED,
        person.id,
        item.ref,
        command.at,
        mark=meeting.id,
        starts=item.starts_at.isoformat(),
        initials=office.referral(item.ref).answers.get("initials", ""),
    )
    return Change(
        Answer(code="guest_invited", about=meeting.id),
        entry(command, "guest_invited", item.ref, meeting.id),
        (meeting.model_copy(update={"guests": (*meeting.guests, guest)}),),
        (told,),
    )


def _mail(pack: Pack, person: Person, command: TakePack, number: int) -> Notice:
    return notice(
        Topic.PACK_COPY,
        person.email,
        pack.id,
        command.at,
        via=Channel.EMAIL,
        mark=f"{command.at.isoformat()}.{number}",
        person=person.id,
        part=number,
        of=len(command.parts),
        digest=command.parts[number].digest,
    )


def _to_send(office: Office, meeting: PanelMeeting) -> Pack:
    """The draft as it stands; raises `MoveNotAllowed` when there is none, or it is no longer true."""
    last = next(reversed(versions(office, meeting.id)), None)
    if last is None or last.sent_at:
        done = "It has gone round already, and nothing newer is built" if last else "No pack is built yet"
        raise MoveNotAllowed(f"{done}. Type “build pack”, look it over, then “send pack”.")
    if not is_current(office, meeting, last.sections):
        raise MoveNotAllowed(CHANGED)
    return last


def _marked(office: Office, meeting: PanelMeeting, command: CirculatePack) -> tuple[PanelMeeting, list[Referral]]:
    papers = office.profile(meeting.panel).papers
    rolls = papers is not None and papers.rolling and command.at <= meeting.cutoff_at
    if rolls or meeting.status is MeetingStatus.PAPERS_OUT:
        return meeting, []
    return papers_out(office, meeting, command.at)


def _told(office: Office, pack: Pack, command: CirculatePack) -> list[Notice]:
    """Everyone once, whatever they are there for; whoever gets only items of their own is told which (NT-16, NT-59)."""
    today = office.today(command.at)
    again = {"again": "yes"} if before(office, pack) else {}
    told = []
    for person, sections in to_be_told(office, pack, today):
        refs = ", ".join(section.ref for section in sections if section.is_item)
        told.append(
            notice(Topic.PACK_READY, person.id, pack.meeting, command.at, mark=f"v{pack.version}", refs=refs, **again)
        )
    return told
