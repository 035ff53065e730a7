"""Requests that came after the cut-off: asking to be heard all the same, and the officer's answer (CB-9.10, AM-66)."""

from datetime import datetime

from panel import permissions, policies
from panel.calendar import wall
from panel.commands import About, AgreeLate, AskLate, OfferLatePaper, RefuseLate
from panel.council import Office
from panel.errors import MoveNotAllowed, Refused
from panel.handlers.entry import entry
from panel.handlers.scheduling import rebook
from panel.meeting import LateAsk, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.referral import LISTED, OTHER_PAPER, Paper, Referral, ReferralStatus
from panel.telling import redrawn, to_people


def ask_late(command: AskLate, office: Office) -> Change:
    """A card to the Chairs and the relevant Heads of Service; until one answers it stays where it is (RF-15, NT-7)."""
    referral = office.referral(command.ref)
    permissions.check_may_ask_late(office.person(command.by), referral)
    policies.check_meets(office.profile_of(referral))
    reason = policies.remark(command.reason, "why it cannot wait for the next panel")
    if referral.status not in (ReferralStatus.ACCEPTED, *LISTED):
        raise MoveNotAllowed(f"{referral.id} must be signed and received first. Type “status {referral.id}” to see it.")
    meeting = _missed(office, referral, command.at)
    officers = permissions.late_officers(office, referral, office.today(command.at))
    if not officers:
        raise Refused("Nobody is listed who may decide this today. Please telephone the Chair or the Head of Service.")
    ask = LateAsk(ref=referral.id, by=command.by, at=command.at, reason=reason)
    asked = meeting.with_late_ask(ask)
    mark = f"{meeting.id}.r{meeting.revision + 1}"
    cards = to_people(Topic.LATE_ASKED, officers, referral.id, command.at, mark=mark, meeting=meeting.id)
    return Change(
        Answer(code="late_asked", about=meeting.id),
        entry(command, "late_asked", referral.id, meeting.id),
        (asked,),
        tuple(cards),
    )


def offer_late_paper(command: OfferLatePaper, office: Office) -> Change:
    """The same officers are asked whether a paper may still go with a case that is listed (CB-9.10, NT-7)."""
    referral = office.referral(command.ref)
    policies.check_room_for_paper(office.profile_of(referral), referral, command.size)
    reason = policies.remark(command.reason, "why it comes late, and why the panel needs it")
    if any(paper.digest == command.digest for paper in referral.papers):
        raise Refused(f"That file is with {referral.id} already. Type “papers {referral.id}” to see them.")
    document = command.document or OTHER_PAPER
    paper = Paper(name=command.name, document=document, digest=command.digest, size=command.size, added_at=command.at)
    ask = LateAsk(ref=referral.id, by=command.by, at=command.at, reason=reason, papers=(paper,))
    asked, cards = offered(office, office.person(command.by), referral, ask)
    return Change(
        Answer(code="late_paper_asked", about=asked.id),
        entry(command, "late_paper_asked", referral.id, asked.id),
        (asked,),
        tuple(cards),
    )


def offered(office: Office, person: Person, referral: Referral, ask: LateAsk) -> tuple[PanelMeeting, list[Notice]]:
    """The meeting with the wish of this person that papers go with a listed case, and a card to each who may agree.

    Raises `Refused` where it cannot be asked: who may, whether the case is listed and its panel ahead, one at a time.
    """
    permissions.check_may_ask_late(person, referral)
    if referral.status not in LISTED:
        raise MoveNotAllowed(f"{referral.id} is on no agenda, so a paper is not late. Attach it with “papers”.")
    meeting = office.meeting(referral.meeting)
    policies.check_not_begun(meeting, ask.at)
    if meeting.late_ask(referral.id):
        raise MoveNotAllowed(f"An earlier request about {referral.id} waits for its answer. I will tell you.")
    officers = permissions.late_officers(office, referral, office.today(ask.at))
    if not officers:
        raise Refused("Nobody is listed who may decide this today. Please telephone the Chair or the Head of Service.")
    mark = f"{meeting.id}.r{meeting.revision + 1}"
    cards = to_people(Topic.LATE_ASKED, officers, referral.id, ask.at, mark=mark, meeting=meeting.id)
    return meeting.with_late_ask(ask), cards


def agree_late(command: AgreeLate, office: Office) -> Change:
    """Heard at that panel past its cut-off, marked with who agreed; its other slot is free again (RF-16, NT-8)."""
    referral, meeting, ask = _to_answer(command, office)
    reason = policies.remark(command.reason, "the reason", required=False) or ask.reason
    answered = ask.model_copy(update={"answered_by": command.by, "answered_at": command.at, "agreed": True})
    if ask.papers:
        told = _tell_result(office, referral, meeting, command, agreed="yes", papers=str(len(ask.papers)))
        return Change(
            Answer(code="late_agreed", about=meeting.id),
            entry(command, "late_agreed", referral.id, meeting.id),
            (_with_papers(referral, ask.papers), meeting.with_late_ask(answered)),
            tuple(told),
        )
    target = meeting.with_late_ask(answered)
    records, notices = rebook(office, referral, target, command.at, late=(command.by, reason))
    told = _tell_result(office, referral, meeting, command, agreed="yes")
    return Change(
        Answer(code="late_agreed", about=meeting.id),
        entry(command, "late_agreed", referral.id, meeting.id),
        tuple(records),
        (*notices, *told),
    )


def refuse_late(command: RefuseLate, office: Office) -> Change:
    """It stays where it is booked; its people and the administrator learn why (RF-16, NT-8)."""
    referral, meeting, ask = _to_answer(command, office)
    reason = policies.remark(command.reason, "the reason")
    answer = {"answered_by": command.by, "answered_at": command.at, "answer": reason}
    papers = {"papers": str(len(ask.papers))} if ask.papers else {}
    told = _tell_result(office, referral, meeting, command, reason=reason, **papers)
    return Change(
        Answer(code="late_refused", about=meeting.id),
        entry(command, "late_refused", referral.id, meeting.id),
        (meeting.with_late_ask(ask.model_copy(update=answer)),),
        tuple(told),
    )


def unanswered(office: Office, meeting: PanelMeeting, at: datetime) -> list[Notice]:
    """What is owed as the panel opens: those whose wish nobody answered learn that nobody will (RF-16, NT-8)."""
    told: list[Notice] = []
    for ask in (each for each in meeting.late_asks if each.answered_at is None):
        papers = {"papers": str(len(ask.papers))} if ask.papers else {}
        facts = {"starts": meeting.starts_at.isoformat(), "unanswered": "yes", **papers}
        mark = f"{meeting.id}.unanswered"
        told += to_people(Topic.LATE_ANSWERED, office.known(ask.by), ask.ref, at, mark=mark, **facts)
        told += redrawn(office, (Topic.LATE_ASKED,), meeting, at, about=ask.ref)
    return told


def _with_papers(referral: Referral, late: tuple[Paper, ...]) -> Referral:
    """With each paper in place of the one of its kind, or behind the others."""
    papers = list(referral.papers)
    for one in late:
        same = referral.papers_like(one)
        papers = [one if paper in same[:1] else paper for paper in papers if paper not in same[1:]]
        papers += [] if one in papers else [one]
    return referral.model_copy(update={"papers": tuple(papers)})


def _missed(office: Office, referral: Referral, now: datetime) -> PanelMeeting:
    """The meeting it asked for, or else the very next, whose cut-off it missed; raises `Refused` when it is on time."""
    ahead = office.meetings_ahead(referral.panel, now)
    wanted = referral.answers.get("panel_date", "")
    named = [meeting for meeting in ahead if wall(meeting.starts_at).date().isoformat() == wanted]
    meeting = next(iter(named or ahead), None)
    received = referral.received_at or now
    if meeting is None or meeting.id == referral.meeting or policies.in_time(office, meeting, received):
        raise Refused(
            f"{referral.id} has not missed a cut-off of a panel still ahead, so no exception is needed. "
            f"Type “status {referral.id}” to see its place, or ask the administrator for another date."
        )
    if meeting.late_ask(referral.id):
        raise MoveNotAllowed(f"You have already asked for {referral.id} to be heard late. I will tell you the answer.")
    return meeting


def _to_answer(command: About, office: Office) -> tuple[Referral, PanelMeeting, LateAsk]:
    referral = office.referral(command.ref)
    permissions.check_may_answer_late(office, office.person(command.by), referral, office.today(command.at))
    ahead = office.meetings_ahead(referral.panel, command.at)
    return referral, *policies.late_ask(ahead, referral.id)


def _tell_result(
    office: Office, referral: Referral, meeting: PanelMeeting, command: About, **facts: str
) -> list[Notice]:
    """The practitioner, the manager and the administrator, once each; the officers' cards are drawn again."""
    admins = office.holders(Role.PANEL_ADMIN, referral.panel, office.today(command.at))
    people = [*office.known(referral.referrer, referral.manager), *admins]
    mark = f"{meeting.id}.r{meeting.revision + 1}"
    facts |= {"starts": meeting.starts_at.isoformat(), "by": command.by}
    told = to_people(Topic.LATE_ANSWERED, people, referral.id, command.at, mark=mark, **facts)
    return [*told, *redrawn(office, (Topic.LATE_ASKED,), meeting, command.at, about=referral.id)]
