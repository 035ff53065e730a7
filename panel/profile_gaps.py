"""What a council must still fill in, or settle, before its profile is live: nothing here stops a draft or a pilot."""

from collections.abc import Iterator

from panel.people import Role
from panel.profile import Event, Profile
from panel.profile_lines import Path
from panel.profile_mistakes import Mistake

_TEXTS: tuple[tuple[Path, str], ...] = (
    (("panel", "source"), "say which text, of which date, these rules come from"),
    (("panel", "marking"), "say how papers are marked, or leave it out if they are not"),
    (("meetings", "venue"), "say where the panel meets"),
    (("scope", "advice"), "say what to do instead, to someone whose request is outside the remit"),
)


def gaps(profile: Profile) -> list[Mistake]:
    """Every open point, in the order of the file."""
    return [*_texts(profile), *_facts(profile), *_titles(profile), *_unmet(profile), *_untold(profile)]


def _texts(profile: Profile) -> Iterator[Mistake]:
    for path, says in _TEXTS:
        table, key = path
        if not getattr(getattr(profile, str(table)), str(key)).strip():
            yield _gap(path, says)


def _facts(profile: Profile) -> Iterator[Mistake]:
    if profile.panel.effective_from is None:
        yield _gap(("panel", "effective_from"), "give the day from which these rules are in force, such as 2027-04-01")
    if not profile.working_days.closure_days:
        yield _gap(("working_days", "closure_days"), "list the days the council closes beside bank holidays, if any")
    if not profile.authorisation.checks:
        yield _gap(("authorisation", "checks"), "say what the manager confirms by signing")
    if not profile.emergency.approvers:
        yield _gap(("emergency", "approvers"), "say who may approve an emergency")
    if not profile.decisions.outcomes:
        yield _gap(("decisions", "outcomes"), "say what the panel can decide")


def _titles(profile: Profile) -> Iterator[Mistake]:
    used = {
        Role.PANEL_ADMIN,
        profile.authorisation.by,
        profile.decisions.confirmed_by,
        *profile.emergency.approvers,
        *(Role(tell.to) for tell in profile.tell if tell.to in list(Role) and tell.to != Role.IRO),
    }
    for role in sorted(used - profile.titles.keys()):
        yield _gap(("titles", role), f"say what the council calls its {role.replace('_', ' ')}")


def _unmet(profile: Profile) -> Iterator[Mistake]:
    """What a profile may say and the clerk does not do: a chair must not sign for it unawares."""
    for path, said in (
        (("authorisation", "by"), profile.authorisation.by),
        (("meetings", "presenter"), profile.meetings.presenter),
    ):
        if said is not Role.LINE_MANAGER:
            yield _gap(path, f"the clerk always takes the line_manager for this, and not {said}")
    for at, rule in enumerate(profile.form.documents):
        if rule.waive_by:
            yield _gap(("form", "documents", at, "waive_by"), "the clerk lets nobody waive a paper yet")


def _untold(profile: Profile) -> Iterator[Mistake]:
    told = {(tell.on, tell.to) for tell in profile.tell}
    for event in (Event.BOOKED, Event.DECIDED, Event.EMERGENCY_APPROVED, Event.EMERGENCY_REFUSED):
        if (event, "referrer") not in told:
            yield _gap(("tell",), f"whoever made the referral is not told of '{event}'")


def _gap(path: Path, says: str) -> Mistake:
    return Mistake(path, f"{'.'.join(map(str, path))}: {says}")
