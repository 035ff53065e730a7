"""What a council must still fill in, or settle, before its profile is live: nothing here stops a draft or a pilot."""

from collections.abc import Iterator

from panel.people import Role
from panel.profile import Profile
from panel.profile_lines import Path
from panel.profile_mistakes import Mistake
from panel.rules.telling import Event

_TEXTS: tuple[tuple[Path, str], ...] = (
    (("panel", "source"), "say which text, of which date, these rules come from"),
    (("panel", "marking"), "say how papers are marked, or leave it out if they are not"),
    (("meetings", "venue"), "say where the panel meets"),
)


def gaps(profile: Profile) -> list[Mistake]:
    """Every open point, in the order of the file."""
    return [*_texts(profile), *_facts(profile), *_titles(profile), *_untold(profile)]


def _texts(profile: Profile) -> Iterator[Mistake]:
    for path, says in _TEXTS:
        table, key = path
        part = getattr(profile, str(table)) if table != "meetings" else profile.sittings
        if part is not None and not getattr(part, str(key)).strip():
            yield _gap(path, says)


def _facts(profile: Profile) -> Iterator[Mistake]:
    if profile.panel.effective_from is None:
        yield _gap(("panel", "effective_from"), "give the day from which these rules are in force, such as 2027-04-01")
    if not profile.working_days.closure_days:
        yield _gap(("working_days", "closure_days"), "list the days the council closes beside bank holidays, if any")
    if not profile.authorisation.steps:
        yield _gap(("authorisation", "steps"), "say who signs a referral, or leave it empty if nobody does")
    if profile.route and not profile.route.approvers:
        yield _gap(("emergency", "approvers"), "say who may approve an emergency")
    if not profile.decisions.outcomes:
        yield _gap(("decisions", "outcomes"), "say what the panel can decide")


def _titles(profile: Profile) -> Iterator[Mistake]:
    used = {
        Role.PANEL_ADMIN,
        *(step.by for step in profile.authorisation.steps),
        profile.decisions.confirmed_by,
        *(profile.route.approvers if profile.route else ()),
        *(Role(tell.to) for tell in profile.tell if tell.to in list(Role) and tell.to != Role.IRO),
    }
    for role in sorted(used - profile.titles.keys()):
        yield _gap(("titles", role), f"say what the council calls its {role.replace('_', ' ')}")


def _untold(profile: Profile) -> Iterator[Mistake]:
    told = {(tell.on, tell.to) for tell in profile.tell}
    booked = [Event.BOOKED] if profile.sittings else []
    urgent = [Event.EMERGENCY_APPROVED, Event.EMERGENCY_REFUSED] if profile.route else []
    for event in (*booked, Event.DECIDED, *urgent):
        if (event, "referrer") not in told:
            yield _gap(("tell",), f"whoever made the referral is not told of '{event}'")


def _gap(path: Path, says: str) -> Mistake:
    return Mistake(path, f"{'.'.join(map(str, path))}: {says}")
