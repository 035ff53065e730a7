"""What comes back after a decision, in a chat: the planner, reviews, changes, unmet needs, contracts, what recurs."""

import re
from datetime import date

from dialogs.cards.later import change_card, change_form, missed_card, planner_card, review_card
from dialogs.cards.parts import card, text
from dialogs.turn import Turn, say, show
from dialogs.words import later as words
from dialogs.words.written import day_said
from panel import commands as c
from panel import forward_plan, permissions, planner
from panel.answers import read_date
from panel.calendar import say_day
from panel.decision import Package, PackageStatus
from panel.errors import InvalidAnswer, Refused
from panel.handlers.changing import happenings_for
from panel.notices import Notice
from panel.people import Role
from panel.ports import Message, Reply
from panel.review import Review, ReviewStatus

_BECAUSE = re.compile(r"\s+because\s+", re.IGNORECASE)
REAPPLY = "reapply_by"


def plan(turn: Turn, ref: str = "") -> Reply:
    """The dates ahead: all of the panel for those who run it, their own for everybody else (CB-9.17)."""
    if ref:
        permissions.check_may_see(turn.person, turn.office.referral(ref), turn.today)
    ahead = forward_plan.ahead(turn.office, turn.person, turn.panels, turn.today)
    rows = [(say_day(entry.due), words.planner_line(entry)) for entry in ahead if ref in ("", entry.ref)]
    return show(turn, planner_card(turn, rows, "Planner"))


def review(turn: Turn, ref: str) -> Reply:
    """The form of the review that is due next on a case."""
    entry = _next_review(turn, ref)
    asks = turn.office.profile(entry.panel).reviews.asks
    return show(turn, review_card(turn, entry, asks))


def review_done(turn: Turn, ref: str, entry: str) -> Reply:
    """Record a review from its card."""
    try:
        turn.do(c.CompleteReview, ref=ref, entry=entry, given=dict(turn.given))
    except InvalidAnswer as wrong:
        found = next((each for each in _reviews(turn, ref) if each.cycle == entry), None)
        if found is None:
            raise
        asks = turn.office.profile(found.panel).reviews.asks
        return show(turn, review_card(turn, found, asks, tuple(wrong.problems.values())))
    following = sorted(each.due for each in _reviews(turn, ref) if each.cycle == entry)
    said = words.review_done(ref, day_said(following[0]) if following else "")
    return show(turn, card(ref, [text(said)], (), ref), said)


def typed_review(turn: Turn, ref: str, rest: str) -> Reply:
    """“review CB-0001; delivered: yes; …”, for people who type."""
    entry = _next_review(turn, ref)
    turn.do(c.CompleteReview, ref=ref, entry=entry.cycle, given=_named(rest))
    following = sorted(each.due for each in _reviews(turn, ref) if each.cycle == entry.cycle)
    return say(words.review_done(ref, day_said(following[0]) if following else ""))


def move_date(turn: Turn, ref: str, rest: str) -> Reply:
    """“move date CB-0001 yearly to 8 June 2027 because …”; the name may be left out where there is only one."""
    entry, _, when = rest.partition("to ") if not rest.lower().startswith("to ") else ("", "", rest[3:])
    day, reason = _day_because(when, words.HOW_TO_MOVE.format(ref=ref))
    answer = turn.do(c.MovePlannerDate, ref=ref, entry=entry.strip().lower(), due=day.isoformat(), reason=reason)
    return say(words.moved(ref, day_said(answer.facts["due"])))


def move_start(turn: Turn, ref: str, rest: str) -> Reply:
    """“starts CB-0001 5 January 2027 because …” (AM-30)."""
    day, reason = _day_because(rest, words.HOW_TO_START.format(ref=ref))
    turn.do(c.MoveStart, ref=ref, day=day.isoformat(), reason=reason)
    return say(words.start_moved(ref, say_day(day)))


def missed(turn: Turn, ref: str, rest: str = "") -> Reply:
    """The card for a date that passed, or “missed CB-0001 extend 8 June 2027 because …” typed."""
    permissions.check_may_decide_missed(turn.person, turn.office.referral(ref).panel, turn.today)
    if rest:
        return _typed_missed(turn, ref, rest)
    passed = [(name, what) for name, what, gone in _passed(turn, ref) if gone]
    if not passed:
        raise Refused(f"No date of {ref} has passed. Type “planner {ref}” to see its dates.")
    return show(turn, missed_card(turn, ref, *passed[0]))


def missed_message(turn: Turn, notice: Notice) -> Message | None:
    """The Chair's choice for the date a notice says has passed; nothing for others, or once it has been made."""
    ref, source = notice.about, notice.reminder
    review = turn.office.records.look(Review, source.record) if source else None
    entry = review.cycle if review else REAPPLY
    passed = [what for name, what, gone in _passed(turn, ref) if gone and name == entry]
    is_chair = turn.person.is_a(Role.CHAIR, turn.office.referral(ref).panel, turn.today)
    return missed_card(turn, ref, entry, passed[0]) if passed and is_chair else None


def missed_decided(turn: Turn, ref: str, entry: str) -> Reply:
    """The Chair's choice from the card."""
    wanted = {name: turn.given.get(name, "") for name in ("choice", "reason", "day", "plan")}
    try:
        if wanted["choice"] not in ("rebook", "extend", "end"):
            raise InvalidAnswer({"choice": "Please choose what follows."})
        turn.do(c.DecideMissed, ref=ref, entry=entry, **wanted)
    except InvalidAnswer as wrong:
        what = next((what for name, what, _ in _passed(turn, ref) if name == entry), "A date has passed")
        return show(turn, missed_card(turn, ref, entry, what, tuple(wrong.problems.values())))
    said = words.missed_decided(ref, wanted["choice"])
    return show(turn, card(ref, [text(said)], (), ref), said)


def report(turn: Turn, ref: str, rest: str = "") -> Reply:
    """What can be reported about a case; or “report CB-0001 placement_end; ended_on: 1 May 2027; why: …” typed."""
    offered = happenings_for(turn.office, turn.person.id, ref, turn.today)
    if not offered:
        return say(words.NO_CHANGES)
    if not rest:
        return show(turn, change_card(turn, ref, offered))
    kind, _, more = rest.partition(";")
    named = kind.strip().lower().replace(" ", "_")
    turn.do(c.ReportChange, ref=ref, happening=named, given=_named(more))
    return say(_reported(turn, ref, named))


def report_form(turn: Turn, ref: str) -> Reply:
    """The questions of the change that was chosen."""
    offered = happenings_for(turn.office, turn.person.id, ref, turn.today)
    chosen = next((each for each in offered if each.id == turn.given.get("happening")), None)
    return show(turn, change_form(turn, ref, chosen) if chosen else change_card(turn, ref, offered))


def reported(turn: Turn, ref: str, happening: str) -> Reply:
    """Report it from its card."""
    try:
        turn.do(c.ReportChange, ref=ref, happening=happening, given=dict(turn.given))
    except InvalidAnswer as wrong:
        offered = happenings_for(turn.office, turn.person.id, ref, turn.today)
        chosen = next((each for each in offered if each.id == happening), None)
        if chosen is None:
            raise
        return show(turn, change_form(turn, ref, chosen, tuple(wrong.problems.values())))
    said = _reported(turn, ref, happening)
    return show(turn, card(ref, [text(said)], (), ref), said)


def payment_stopped(turn: Turn, ref: str) -> Reply:
    """Finance has stopped paying (CB-11.7)."""
    turn.do(c.ConfirmStopped, ref=ref)
    return say(words.payment_stopped(ref))


def apply_again(turn: Turn, ref: str) -> Reply:
    """A new application from the old one."""
    answer = turn.do(c.ApplyAgain, ref=ref)
    return say(words.applied(answer.about, ref))


def waiting_for(turn: Turn) -> list[tuple[str, str]]:
    """Reviews that are due and dates that passed, for whoever has to act on them."""
    live = [each for panel in turn.panels for each in turn.office.records.find(Review, panel=panel, live="yes")]
    due = [each for each in live if each.status in (ReviewStatus.DUE, ReviewStatus.MISSED)]
    own = [each for each in due if turn.person in planner.owners_of(turn.office, each, turn.now)]
    rows = [(each.about, f"{each.text}, due {day_said(each.due)}: type “review {each.about}”") for each in own]
    if turn.is_a(Role.CHAIR):
        rows += [(each.about, f"type “missed {each.about}”") for each in due if each.status is ReviewStatus.MISSED]
    return rows


def _reviews(turn: Turn, ref: str) -> list[Review]:
    return turn.office.records.find(Review, about=ref, live="yes")


def _next_review(turn: Turn, ref: str) -> Review:
    found = sorted((each.due, each.id, each) for each in _reviews(turn, ref) if not each.returns)
    if not found:
        raise Refused(f"No review of {ref} is in the planner. Type “planner” to see the dates.")
    entry = found[0][2]
    own = [person.id for person in planner.owners_of(turn.office, entry, turn.now)]
    permissions.check_may_review(turn.person, turn.office.referral(ref), own, turn.today)
    return entry


def _passed(turn: Turn, ref: str) -> list[tuple[str, str, bool]]:
    rows = [
        (
            each.cycle,
            f"“{each.text}” was due on {day_said(each.due)}",
            each.status is ReviewStatus.MISSED,
        )
        for each in _reviews(turn, ref)
    ]
    package = turn.office.records.look(Package, ref)
    if package and package.reapply_by:
        gone = package.status is PackageStatus.REVIEW_MISSED
        rows.append((REAPPLY, f"A new application was due on {day_said(package.reapply_by)}", gone))
    return rows


def _typed_missed(turn: Turn, ref: str, rest: str) -> Reply:
    """“extend 8 June 2027 because …”, “rebook because …”, “end 8 June 2027 because …; plan: …”."""
    choice, _, more = rest.strip().partition(" ")
    before, _, plan_ = more.partition("; plan:")
    if choice.lower() not in ("rebook", "extend", "end"):
        raise Refused(words.HOW_TO_END.format(ref=ref))
    day, reason = ("", before.removeprefix("because ").strip())
    if choice.lower() != "rebook":
        found, reason = _day_because(before, words.HOW_TO_END.format(ref=ref))
        day = found.isoformat()
    turn.do(c.DecideMissed, ref=ref, choice=choice.lower(), day=day, reason=reason, plan=plan_.strip())
    return say(words.missed_decided(ref, choice.lower()))


def _reported(turn: Turn, ref: str, happening: str) -> str:
    known = turn.office.profile_of(turn.office.referral(ref)).happenings
    return words.reported(ref, next((each.then for each in known if each.id == happening), ""))


def _named(rest: str) -> dict[str, str]:
    """“ended_on: 1 May 2027; why: …” as answers by their ids."""
    pairs = [part.partition(":") for part in rest.split(";") if part.strip()]
    return {name.strip().lower().replace(" ", "_"): value.strip() for name, _, value in pairs}


def _day_because(typed: str, how: str) -> tuple[date, str]:
    day, *reason = _BECAUSE.split(typed, maxsplit=1)
    try:
        return read_date(day.strip()), reason[0].strip() if reason else ""
    except ValueError as problem:
        raise Refused(how) from problem
