"""What the panel's decision does to an emergency approval: it stands, changes, ends by a plan, or waits (AM-17)."""

from datetime import date, datetime

from panel import approving
from panel.calendar import end_of_day, wall
from panel.council import Office
from panel.decision import Decision, Task
from panel.emergency import EmergencyApproval, EmergencyEvent, Extension
from panel.errors import InvalidAnswer, Refused
from panel.following import tell_owner
from panel.meeting import PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.records import Record
from panel.referral import LISTED, Referral
from panel.rules.decisions import Effect, Outcome, Term
from panel.telling import concerned, to_people


def check_can_be_drafted(
    office: Office, emergency: EmergencyApproval, outcome: Outcome, terms: dict[str, str], now: datetime
) -> None:
    """A plan has an owner who can be told, and a deferral a panel to go to; raises `InvalidAnswer` (AM-17, EM-16)."""
    referral = office.referral(emergency.id)
    if outcome.effect is Effect.REFUSED and Term.PLAN_OWNER in terms:
        plan_owner(office, referral, terms[Term.PLAN_OWNER])
    if outcome.effect is Effect.DEFERRED:
        _deferred_to(office, emergency, terms.get(Term.RETURN_DATE, ""), now)


def decided(
    office: Office, decision: Decision, outcome: Outcome, referral: Referral, at: datetime
) -> tuple[list[Record], list[Notice]]:
    """The emergency after the panel's confirmed decision, and what follows from it (EM-13 to EM-16, EM-21)."""
    emergency = office.records.get(EmergencyApproval, decision.ref)
    if outcome.effect is Effect.DEFERRED:
        return _deferred(office, emergency, decision, referral, at)
    done = emergency.after(_event(outcome), ratified_at=decision.meeting)
    if outcome.effect is not Effect.REFUSED:
        return [done], []
    tasks = _plan(office, decision, referral, at)
    return [done, *tasks], [tell_owner(task, at) for task in tasks]


def plan_owner(office: Office, referral: Referral, written: str) -> str:
    """The person a plan falls to: by name, or by the title of the practitioner or manager of the case."""
    wanted = " ".join(written.lower().removeprefix("the ").split())
    profile = office.profile(referral.panel)
    if wanted == profile.title(Role.LINE_MANAGER).lower():
        return referral.manager
    if wanted == profile.title(Role.PRACTITIONER).lower():
        return referral.referrer
    named = next((p.id for p in office.council.directory.everyone() if p.name.lower() == wanted), "")
    if not named:
        manager = profile.title(Role.LINE_MANAGER)
        says = f"“{written}” is not on the list of staff. Name one person who owns the plan, or “{manager}”."
        raise InvalidAnswer({Term.PLAN_OWNER: says})
    return named


def plan_ended(office: Office, emergency: EmergencyApproval, now: datetime) -> tuple[list[Record], list[Notice]]:
    """Closed once its end date is here and the owner has done every task of the plan (EM-22)."""
    decision = office.records.look(Decision, f"{emergency.ratified_at}/{emergency.id}")
    tasks = [
        t for t in office.records.find(Task, about=emergency.id) if decision and t.id.startswith(_plan_id(decision))
    ]
    if decision is None or not tasks or any(task.done_at is None for task in tasks):
        return [], []
    today = office.today(now)
    if decision.terms.get(Term.END_DATE, "") > today.isoformat():
        return [], []
    closed = emergency.after(EmergencyEvent.ENDED)
    teams = [p for role in (Role.RESOURCES_TEAM, Role.FINANCE) for p in office.holders(role, closed.panel, today)]
    people = [*concerned(office, closed, today), *teams]
    return [closed], to_people(Topic.PLAN_DONE, people, closed.id, now, mark=closed.ratified_at)


def _event(outcome: Outcome) -> EmergencyEvent:
    if outcome.effect is Effect.REFUSED:
        return EmergencyEvent.REFUSED
    return EmergencyEvent.VARIED if Term.CONDITIONS in outcome.needs else EmergencyEvent.RATIFIED


def _plan(office: Office, decision: Decision, referral: Referral, at: datetime) -> list[Task]:
    """Each line of the plan for a safe end is a task of its owner, due by the end date."""
    owner = plan_owner(office, referral, decision.terms.get(Term.PLAN_OWNER, ""))
    lines = [line.strip() for line in decision.terms.get(Term.END_PLAN, "").splitlines() if line.strip()]
    return [
        Task(
            id=f"{_plan_id(decision)}{number}",
            panel=decision.panel,
            about=decision.ref,
            owner=owner,
            what=what,
            due=decision.terms[Term.END_DATE],
            made_at=at,
        )
        for number, what in enumerate(lines, 1)
    ]


def _plan_id(decision: Decision) -> str:
    return f"{decision.id}/plan."


def _deferred(
    office: Office, emergency: EmergencyApproval, decision: Decision, referral: Referral, at: datetime
) -> tuple[list[Record], list[Notice]]:
    """Put off only with an extension in the same act, by the officer who confirms it (EM-16, EM-20, AM-12)."""
    approving.check_may_extend(office, office.person(decision.confirmed_by), emergency, at)
    meeting = _deferred_to(office, emergency, decision.terms.get(Term.RETURN_DATE, ""), at)
    until = end_of_day(wall(meeting.starts_at).date())
    reason = decision.terms.get(Term.REASONS) or decision.terms.get(Term.MISSING, "")
    by = Extension(by=decision.confirmed_by, at=at, reason=reason, until=until)
    facts = {"meeting": meeting.id, "ends_at": until, "not_after": until, "extensions": (*emergency.extensions, by)}
    waits = emergency.after(EmergencyEvent.DEFERRED).after(EmergencyEvent.EXTENDED, **facts)
    records: list[Record] = [waits]
    if referral.status in LISTED:
        records.append(referral.model_copy(update={"meeting": meeting.id}))
    told = to_people(
        Topic.EMERGENCY_EXTENDED,
        concerned(office, waits, office.today(at)),
        waits.id,
        at,
        mark=f"r{waits.revision + 1}",
    )
    return records, told


def _deferred_to(office: Office, emergency: EmergencyApproval, day: str, now: datetime) -> PanelMeeting:
    """The panel of that day; raises `InvalidAnswer` when there is none ahead, so that nothing is put off to nowhere."""
    wanted = f"{emergency.panel}.{date.fromisoformat(day).isoformat()}" if day else ""
    meeting = next((m for m in office.meetings_ahead(emergency.panel, now) if m.id == wanted), None)
    if meeting is None:
        says = "Please give the date of a later panel. Putting it off lets the approval run until then."
        raise InvalidAnswer({Term.RETURN_DATE: says})
    if emergency.ends_at and end_of_day(wall(meeting.starts_at).date()) <= emergency.ends_at:
        raise Refused("Choose a later date of the same panel. Type “meetings” to see them.")
    return meeting
