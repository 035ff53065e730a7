"""What a family letter says: the fields of its template, taken from this case, its decision and the panel's profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from panel import again, challenges
from panel.appeal import Appeal, AppealStatus
from panel.calendar import at_wall
from panel.challenges import Received
from panel.council import Office
from panel.decision import Decision
from panel.errors import MoveNotAllowed, Refused
from panel.family_letter import FamilyLetter, Recipient
from panel.form import Kind
from panel.planner import counting_day
from panel.profile import Profile
from panel.receipts import deemed_receipt
from panel.rules.decisions import Effect, Term
from panel.rules.later import Stage
from panel.rules.letters import Letters, Part
from panel.terms import shown_term

OUTCOME, REASONS = "outcome", "reasons"
LATE = "late"
"""The template for a challenge that came too late and was not accepted."""
NOT_LATE = ("outcome", "agreed", "challenge")
"""Parts that a letter about a late request has not got: nothing was decided anew."""
_EVENING = time(17)
"""A letter is taken to leave at the end of a day: of two days on which it may be received, the later one (AM-04)."""
_AFTER = {
    "receipt": "after you get this letter",
    "panel_date": "after the day of the panel",
    "answer": "after you get this letter",
}
_FREE = (Kind.TEXT, Kind.LINE, Kind.LIST)


class Typed(str):
    """Text a person typed, as opposed to the wording of a template or a profile."""

    __slots__ = ()


@dataclass(frozen=True)
class Content:
    """The fields of a letter, by the names a template knows, and which template it is."""

    template: str
    fields: dict[str, Any]
    last_day: date | None


def rule_of(office: Office, letter: FamilyLetter) -> Letters:
    """How letters of the case's panel work; raises `MoveNotAllowed` where it writes none (AM-36)."""
    profile = office.profile_of(office.referral(letter.about))
    if profile.letters is None:
        raise MoveNotAllowed(f"{profile.panel.name} writes no letters to families. The worker tells the family.")
    return profile.letters


def content(office: Office, letter: FamilyLetter, to: Recipient, on: date) -> Content:
    """The letter as it would stand, dated this day; raises `Refused` naming a part that must be there and is blank."""
    rule, decision = rule_of(office, letter), office.records.get(Decision, letter.decision)
    profile = office.profile_of(office.referral(letter.about))
    effect, late = effect_of(profile, decision), refused_late(office, letter)
    last, challenge = _challenge(office, letter, to, on)
    fields: dict[str, Any] = {
        "council": profile.panel.council,
        "panel": profile.panel.name,
        "reference": letter.about,
        "date": said(on),
        "name": Typed(to.name),
        "address": [Typed(line) for line in to.printed],
        "decided_on": said(counting_day(office, decision, at_wall(on, _EVENING))),
        OUTCOME: "" if late else _worded(letter, OUTCOME) or rule.words_for(decision.outcome),
        "agreed": [] if late else _agreed(profile, letter, decision),
        "missing": _lines(letter, Term.MISSING, decision.terms) if effect is Effect.DEFERRED and not late else [],
        REASONS: _lines(letter, REASONS, {REASONS: late.late_reason} if late else decision.terms),
        "challenge": challenge,
        "complaints": profile.challenge.complaints,
        "talk_to": rule.talk_to,
        "more": rule.more,
    }
    _check_whole([part for part in rule.must_say if not (late and part in NOT_LATE)], fields, effect)
    return Content(LATE if late else "answer" if letter.appeal else str(effect), fields, last)


def refused_late(office: Office, letter: FamilyLetter) -> Appeal | None:
    """The challenge that came too late and was not accepted, where the letter answers one (AP-5, BI-9.2, KN-3.24)."""
    appeal = office.records.look(Appeal, letter.appeal) if letter.appeal else None
    return appeal if appeal and appeal.status is AppealStatus.NOT_ACCEPTED else None


def parts(office: Office, letter: FamilyLetter) -> list[str]:
    """The parts of a letter that a person can put differently: the outcome, the reasons, and what was stated."""
    if refused_late(office, letter):
        return [REASONS]
    profile, decision = office.profile_of(office.referral(letter.about)), office.records.get(Decision, letter.decision)
    shows = profile.letters.shows if profile.letters else []
    missing = [str(Term.MISSING)] if effect_of(profile, decision) is Effect.DEFERRED else []
    return [OUTCOME, REASONS, *missing, *(shown.term for shown in shows if decision.terms.get(shown.term))]


def effect_of(profile: Profile, decision: Decision) -> Effect:
    """What the decision does; raises `Refused` for an outcome the profile no longer has."""
    outcome = again.outcome_of(profile, decision)
    if outcome is None:
        raise Refused(
            f"The outcome of {decision.ref} is no longer in the panel’s profile. Please write this one by hand."
        )
    return outcome.effect


def said(day: date) -> str:
    """A day as a letter says it, with its weekday: a family should not have to look it up."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def last_day_if_sent(office: Office, letter: FamilyLetter, to: Recipient, on: date) -> date | None:
    """The last day for the challenge that is open, if the letter leaves on this day; None where there is none."""
    stage = _stage(office, letter)
    if stage is None:
        return None
    first = again.first_decision(office, letter.about)
    leaves = at_wall(on, _EVENING)
    received = deemed_receipt(office.council.calendar(letter.panel), leaves, to.way)
    return challenges.window(office, first, stage, Received(received.day, received.how), leaves).last


def _challenge(
    office: Office, letter: FamilyLetter, to: Recipient, on: date
) -> tuple[date | None, dict[str, str] | None]:
    """What is open to the family, with its last day if the letter leaves at the end of its time (KN-3.24, BI-8.5)."""
    stage, rule = _stage(office, letter), rule_of(office, letter)
    if stage is None:
        return None, None
    leaves = office.council.calendar(letter.panel).after(on, rule.sent_within).day
    last = last_day_if_sent(office, letter, to, leaves)
    if stage.window and (last is None or last < leaves):
        return None, None
    within = f"{stage.window.words} {_AFTER[stage.counts_from]}" if stage.window else ""
    return last, {"how": rule.challenge, "last_day": said(last) if last else "", "within": within}


def _stage(office: Office, letter: FamilyLetter) -> Stage | None:
    """The stage a family can still ask for; none after a request for more information, which decides nothing."""
    decision = office.records.get(Decision, letter.decision)
    if refused_late(office, letter):
        return None
    if effect_of(office.profile_of(office.referral(letter.about)), decision) is Effect.DEFERRED:
        return None
    return challenges.stage_left(office, again.first_decision(office, letter.about))


def _agreed(profile: Profile, letter: FamilyLetter, decision: Decision) -> list[dict[str, str]]:
    rows = []
    for shown in profile.letters.shows if profile.letters else []:
        value = decision.terms.get(shown.term, "")
        if not value:
            continue
        term = profile.term(shown.term)
        as_decided = (
            said(date.fromisoformat(value)) if term.kind is Kind.DATE else shown_term(profile, shown.term, value)[1]
        )
        stated = as_decided if term.kind not in _FREE else Typed(as_decided)
        rows.append({"name": shown.label, "said": _worded(letter, shown.term) or stated})
    return rows


def _lines(letter: FamilyLetter, part: str, stated: Mapping[str, str]) -> list[Typed]:
    text = letter.words.get(part) or stated.get(part, "")
    return [Typed(line.strip()) for line in text.splitlines() if line.strip()]


def _worded(letter: FamilyLetter, part: str) -> Typed | None:
    return Typed(letter.words[part]) if letter.words.get(part) else None


def _check_whole(must: list[Part], fields: dict[str, Any], effect: Effect) -> None:
    """A letter that lacks what it must say goes nowhere (BI-8.3 to BI-8.5, KN-3.18)."""
    needless = {"agreed"} if effect is not Effect.AGREED else set()
    needless |= {"challenge"} if not fields["challenge"] else set()
    for part in must:
        if part not in needless and not fields[part]:
            raise Refused(
                f"The letter cannot be written yet: it must say the {_BLANK[part]}, and that is blank. {_MEND[part]}"
            )


_BLANK = {
    "outcome": "outcome",
    "agreed": "services that were agreed",
    "reasons": "reasons",
    "challenge": "way to challenge the decision",
    "complaints": "way to complain",
}
_BY_HAND = "Type “letter words”, the reference, “{}:” and the words."
_BY_PROFILE = "It stands in the panel’s profile, under {}."
_MEND = {
    "outcome": _BY_HAND.format("outcome"),
    "agreed": "Please ask the Chair to have it written down with the decision.",
    "reasons": _BY_HAND.format("reasons"),
    "challenge": _BY_PROFILE.format("letters.challenge"),
    "complaints": _BY_PROFILE.format("challenge.complaints"),
}
