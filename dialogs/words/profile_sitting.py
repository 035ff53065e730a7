"""How a panel's agenda, papers, seats and quorum work, in plain English."""

from dialogs.words.conditions import listed
from dialogs.words.profile_more import minutes_lines
from panel.people import Role
from panel.profile import Profile
from panel.rules.quorum import Needed


def sitting_lines(profile: Profile) -> list[str]:
    """What the profile says of agenda, papers, visits, seats, quorum and minutes; nothing where it says nothing."""
    said = [
        *_agenda(profile),
        *_rolling(profile),
        *_visit(profile),
        *_seats(profile),
        *_quorum(profile),
        *minutes_lines(profile),
    ]
    return [line for each in said for line in ("", each)]


def _agenda(profile: Profile) -> list[str]:
    if profile.agenda is None:
        return []
    before = profile.agenda.before_start
    due = f", at the latest {before.words} before the start" if before else ""
    by = profile.title(profile.agenda.confirmed_by)
    return [
        f"The agenda is drafted when requests close. The {by}, or who may chair, puts it in order, takes a case off "
        f"with a reason, and confirms it{due}. Papers go out only after that. Whoever presents is then told the time."
    ]


def _rolling(profile: Profile) -> list[str]:
    rolls = profile.papers is not None and profile.papers.rolling
    return ["Members are told of each case as soon as it is listed, by its reference."] if rolls else []


def _visit(profile: Profile) -> list[str]:
    visit = profile.visit
    if visit is None:
        return []
    return [
        f"Before the panel: “{visit.ask}”. A visit counts within {visit.within.words} before the panel, on any day. "
        "The people of the case are reminded, and the Chair is told one working day before if none is written down."
    ]


def _seats(profile: Profile) -> list[str]:
    said = []
    for seat in profile.seats:
        more = [seat.service, "core member" if seat.core else "", "" if seat.counts else "does not count"]
        notes = ", ".join(each for each in more if each)
        said.append(f"{seat.title} ({notes})" if notes else seat.title)
    return [f"Its seats: {'; '.join(said)}. A seat counts once, whoever fills it."] if said else []


def _quorum(profile: Profile) -> list[str]:
    quorum = profile.quorum
    if quorum is None:
        return []
    needed = [f"{quorum.members} seats"] if quorum.members else []
    needed += [f"{quorum.share:.0%} of the seats"] if quorum.share else []
    needed += [_need(profile, need) for need in quorum.needs]
    then = {
        "block": "Without it, or without anyone who may chair, nothing is decided.",
        "warn": "A decision without it is marked as not quorate.",
        "off": "It is only recorded.",
    }[quorum.enforce]
    told = (
        ""
        if quorum.enforce == "off"
        else f" Two working days before, the Chair and the {profile.title(Role.PANEL_ADMIN)} are told if it is at risk."
    )
    return [
        f"It is quorate with {listed(needed) or 'anyone'}. People of the case, whoever presents it, and whoever has a "
        f"conflict do not count for that case. {then}{told}"
    ]


def _need(profile: Profile, need: Needed) -> str:
    if need.seat:
        return next((f"the {seat.title}" for seat in profile.seats if seat.code == need.seat), need.seat)
    return f"{need.at_least} from {need.service}"
