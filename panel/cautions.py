"""What whoever writes or confirms a decision is warned of; a caution never stops a decision."""

import re
from datetime import date

from panel.calendar import Roll, say_day
from panel.council import Office
from panel.decision import Decision
from panel.form import Kind
from panel.planner import counting_day
from panel.profile import Profile
from panel.rules.decisions import Term


def cautions(office: Office, decision: Decision) -> list[str]:
    """Terms nobody may agree for the council, and an end beyond the panel's longest period (CB-11.3, CB-10.7)."""
    profile = office.profile_of(office.referral(decision.ref))
    return [*_forbidden(profile, decision), *_too_long(office, profile, decision)]


def mentioned(profile: Profile, text: str) -> list[str]:
    """The words the profile watches that a text holds, whole words in any case of letters."""
    return [
        each
        for each in profile.decisions.watched
        if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", " ".join(text.split()), re.IGNORECASE)
    ]


def forbidden(profile: Profile, *texts: str) -> list[str]:
    """The panel’s own warning where a decision or a letter mentions what nobody may agree for it (CB-11.3)."""
    found = list(dict.fromkeys(word for text in texts for word in mentioned(profile, text)))
    named = " and ".join(f"“{word}”" for word in found)
    return [f"It mentions {named}. {profile.decisions.warning}".strip()] if found else []


def _forbidden(profile: Profile, decision: Decision) -> list[str]:
    free = [text for name, text in decision.terms.items() if profile.term(name).kind in (Kind.TEXT, Kind.LINE)]
    return forbidden(profile, *free)


def _too_long(office: Office, profile: Profile, decision: Decision) -> list[str]:
    longest, end = profile.decisions.longest, decision.terms.get(Term.END_DATE, "")
    if longest is None or not end:
        return []
    day = counting_day(office, decision, decision.drafted_at)
    last = office.council.calendar(profile.id).after(day, longest, Roll.STAY).day
    over = date.fromisoformat(end) > last
    return (
        [f"It ends after {say_day(last)}, beyond the {longest.words} that this panel agrees at most."] if over else []
    )
