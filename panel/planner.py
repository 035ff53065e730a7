"""Works out the days on which an agreed resource is looked at again, from the cycles of the profile (AM-05, AM-06)."""

from collections.abc import Iterable
from datetime import date, datetime

from panel.calendar import BeyondCalendar, Roll, WorkedOut, WorkingCalendar, say_day, shift, wall
from panel.conditions import holds
from panel.council import Office
from panel.decision import Decision
from panel.durations import Length, Unit
from panel.meeting import PanelMeeting
from panel.people import Person, Role
from panel.profile import Profile
from panel.referral import Referral
from panel.review import Review
from panel.rules.decisions import Effect, Outcome, Term
from panel.rules.later import Cycle

_STATED = {Term.REVIEW_DATE: "The review the panel asked for", Term.RETURN_DATE: "It comes back to the panel"}
"""Days that a decision itself can name."""


def planned(office: Office, decision: Decision, referral: Referral, outcome: Outcome, at: datetime) -> list[Review]:
    """The first entry of each cycle that a confirmed decision begins, and the days it names (PK-1, CB-9.17).

    Decided again, a cycle begins anew.
    """
    profile = office.profile_of(referral)
    facts = {**referral.answers, **decision.terms}
    cycles = [
        cycle
        for cycle in profile.reviews.cycles
        if {outcome.effect, outcome.code} & set(cycle.on) and holds(cycle.when, facts)
    ]
    since = counting_day(office, decision, at)
    made = [_first(office, profile, cycle, (referral, facts, since), at) for cycle in cycles]
    made += _stated(profile, decision, referral, outcome, at)
    return [_in_place_of(office, each) for each in made if each]


def counting_day(office: Office, decision: Decision, at: datetime) -> date:
    """The day a decision happened: that of its meeting, or where none was held the day it was confirmed (AM-07)."""
    meeting = office.records.look(PanelMeeting, decision.meeting) if decision.meeting else None
    return wall(meeting.starts_at if meeting else decision.confirmed_at or at).date()


def next_entry(office: Office, done: Review, today: date, at: datetime) -> Review | None:
    """The entry of the cycle after one that is done: the first that is still ahead; None when it has no more (PK-5)."""
    profile = office.profile_of(office.referral(done.about))
    cycle = next((each for each in profile.reviews.cycles if each.id == done.cycle), None)
    number, start = done.number, date.fromisoformat(done.counted_from)
    while cycle:
        number += 1
        worked = worked_out(office.council.calendar(done.panel), start, cycle, number)
        if worked is None:
            return None
        if worked.day > max(today, date.fromisoformat(done.due)):
            fresh = {"id": f"{done.about}/{done.cycle}/{number}", "revision": 0, "number": number, "made_at": at}
            dates = {"due": worked.day.isoformat(), "how": _how(profile, worked, cycle)}
            kept = done.model_dump(exclude={"status", "moves", "answers", "done_by", "done_at"})
            return _in_place_of(office, Review.model_validate({**kept, **fresh, **dates}))
    return None


def recounted(office: Office, review: Review, start: date) -> Review:
    """The entry counted from another start; one whose cycle is gone from the profile stays (AM-30)."""
    profile = office.profile_of(office.referral(review.about))
    cycle = next((each for each in profile.reviews.cycles if each.id == review.cycle), None)
    worked = worked_out(office.council.calendar(review.panel), start, cycle, review.number) if cycle else None
    if cycle is None or worked is None:
        return review
    how = _how(profile, worked, cycle)
    changes = {"due": worked.day.isoformat(), "counted_from": start.isoformat(), "how": how}
    return review.model_copy(update=changes)


def worked_out(calendar: WorkingCalendar, start: date, cycle: Cycle, number: int) -> WorkedOut | None:
    """The day of one entry of a cycle, by its place from 1 on; None when the cycle has no such entry (AM-46).

    It is a duty of the service, so it rolls back from a closed day. Months count from the start, never from the day
    before, so that the end of a short month does not shift all that follow.
    """
    if number <= len(cycle.at):
        return _after(calendar, start, cycle.at[number - 1])
    if cycle.then_every is None:
        return None
    more = Length(cycle.then_every.count * (number - len(cycle.at)), cycle.then_every.unit)
    last = cycle.at[-1] if cycle.at else None
    if last is None:
        return _after(calendar, start, more)
    if last.unit is more.unit:
        return _after(calendar, start, Length(last.count + more.count, more.unit))
    return _after(calendar, shift(start, last, 1), more)


def owners_of(office: Office, review: Review, now: datetime) -> list[Person]:
    """Whose entry it is: the referrer, the manager, or whoever holds the role today."""
    referral = office.referral(review.about)
    if review.owner in ("referrer", "manager"):
        return office.known(referral.referrer if review.owner == "referrer" else referral.manager)
    return office.holders(Role(review.owner), review.panel, office.today(now))


def warned_of(office: Office, review: Review, now: datetime) -> list[Person]:
    """Who is warned besides its owner once the day has passed: the roles of the cycle, and the Chair (PK-6)."""
    roles: Iterable[Role] = (*review.warned, Role.CHAIR)
    return [person for role in roles for person in office.holders(role, review.panel, office.today(now))]


def _first(
    office: Office, profile: Profile, cycle: Cycle, case: tuple[Referral, dict[str, str], date], at: datetime
) -> Review | None:
    referral, facts, since = case
    named = facts.get(cycle.starts, "") if cycle.starts else ""
    start = date.fromisoformat(named) if named else since
    worked = worked_out(office.council.calendar(referral.panel), start, cycle, 1)
    if worked is None:
        return None
    unknown = "; its own start is not known yet" if cycle.starts and not named else ""
    return Review(
        id=f"{referral.id}/{cycle.id}/1",
        panel=referral.panel,
        about=referral.id,
        cycle=cycle.id,
        text=cycle.text,
        due=worked.day.isoformat(),
        starts=cycle.starts,
        counted_from=start.isoformat(),
        how=f"{worked.how}, the day of the panel{unknown}" if not named else _how(profile, worked, cycle),
        owner=cycle.owner,
        warned=tuple(cycle.warned),
        remind=tuple(cycle.remind),
        made_at=at,
    )


def _stated(
    profile: Profile, decision: Decision, referral: Referral, outcome: Outcome, at: datetime
) -> list[Review | None]:
    """Days the decision names itself; a deferral has its own way back (KN-1.14, KN-3.27)."""
    return [
        Review(
            id=f"{referral.id}/{term}/1",
            panel=referral.panel,
            about=referral.id,
            cycle=term,
            text=text,
            due=decision.terms[term],
            counted_from=decision.terms[term],
            how="as the decision says",
            warned=(Role.PANEL_ADMIN,),
            remind=tuple(profile.reviews.remind),
            made_at=at,
            returns=term is Term.RETURN_DATE and profile.sittings is not None,
        )
        for term, text in _STATED.items()
        if decision.terms.get(term) and outcome.effect is not Effect.DEFERRED
    ]


def _in_place_of(office: Office, made: Review) -> Review:
    """Decided again, a cycle begins anew, and each of its entries takes the place of the one of that number."""
    before = office.records.look(Review, made.id)
    return made.model_copy(update={"revision": before.revision if before else 0})


def _after(calendar: WorkingCalendar, start: date, length: Length) -> WorkedOut:
    try:
        return calendar.after(start, length, Roll.BACK)
    except BeyondCalendar:
        if length.unit is Unit.WORKING_DAYS:
            raise
        words = f"{length.words} after {say_day(start)}; the closed days of that year are not known yet"
        return WorkedOut(shift(start, length, 1), words)


def _how(profile: Profile, worked: WorkedOut, cycle: Cycle) -> str:
    """How the day came about, with what its start is called on the form or in the decision."""
    question = profile.form.question(cycle.starts) or profile.decisions.term(cycle.starts) if cycle.starts else None
    return f"{worked.how}, “{question.ask}”" if question else worked.how
