"""What a typed line is about, and which panels have such a thing: a person is shown nothing their panel has not."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from panel.profile import Profile


class About(StrEnum):
    """What a line is about: the headings of help, in their order."""

    DAILY = "Every day"
    REFERRALS = "Referrals"
    EMERGENCIES = "Emergencies"
    MEETINGS = "Meetings"
    DECISIONS = "Decisions"
    MINUTES = "Minutes"
    LETTERS = "Letters to families"
    AFTERWARDS = "After a decision"
    APPEALS = "When a family disagrees"
    REPORTS = "Reports"
    AWAY = "When you are away"


@dataclass(frozen=True)
class Group:
    """Lines about one thing, for panels that have it."""

    about: About
    lines: tuple[str, ...]
    has: Callable[[Profile], bool] = lambda _: True


def meets(profile: Profile) -> bool:
    """It holds meetings."""
    return bool(profile.sittings)


def route(profile: Profile) -> bool:
    """It approves emergencies between meetings."""
    return bool(profile.route)


def supports(profile: Profile) -> bool:
    """A manager supports an emergency before an approver is asked."""
    return bool(profile.route and profile.route.supported_by)


def admits(profile: Profile) -> bool:
    """A child may be admitted before the panel."""
    return bool(profile.route and profile.route.admission)


def visits(profile: Profile) -> bool:
    """The child is visited before the panel."""
    return bool(profile.visit)


def orders(profile: Profile) -> bool:
    """Somebody confirms its agenda."""
    return bool(profile.agenda)


def papers(profile: Profile) -> bool:
    """Its papers go round before it meets."""
    return bool(profile.sittings and profile.papers)


def minutes(profile: Profile) -> bool:
    """It keeps minutes."""
    return bool(profile.minutes)


def signs_minutes(profile: Profile) -> bool:
    """Somebody signs them."""
    return bool(profile.minutes and profile.minutes.signed_by)


def letters(profile: Profile) -> bool:
    """It writes to families."""
    return bool(profile.letters)


def appeals(profile: Profile) -> bool:
    """It hears families who disagree, or passes them on."""
    return bool(profile.challenge.stages)


def outside(profile: Profile) -> bool:
    """A body outside may hear a family."""
    return any(stage.heard_by == "outside" for stage in profile.challenge.stages)


def recurs(profile: Profile) -> bool:
    """It looks at its own work at intervals."""
    return bool(profile.recurring)


def excepts(profile: Profile) -> bool:
    """An officer may let a request through, or agree that it belongs elsewhere."""
    return any(gate.exception_by or gate.confirm_by for gate in profile.gates)


def waives(profile: Profile) -> bool:
    """A paper may be let go."""
    return any(rule.waive_by for rule in profile.form.documents)


def screens(profile: Profile) -> bool:
    """Some requests are decided without its meeting."""
    return bool(profile.filter or profile.sittings is None)


def endorses(profile: Profile) -> bool:
    """Somebody else must agree to some decisions."""
    return bool(profile.decisions.endorsed)
