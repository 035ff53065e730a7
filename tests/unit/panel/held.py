"""The shipped profile with other ways to the panel: gates, waivers, more signatures, a filter, or no meetings."""

from datetime import datetime

from panel.council import Council
from panel.people import Person, Role, Seat
from panel.profile import Profile
from panel.rules.signing import Authorisation, Step
from tests.story import CB, Story, council, directory
from tests.unit.profile_tools.texts import profile

NORA, OWEN, GWEN = (f"b0000000-0000-4000-8000-00000000000{n}" for n in range(1, 4))
"""A service manager who decides alone, another manager who signs, and another administrator."""
GATES = "[[gates]]                                             # CB-1.2"
BLOCK = """[[gates]]
id = "family_conference"
when = { engagement = "willing" }
then = "block"
say = "A family group conference comes first."
exception_by = "head_of_service"
"""
BLOCK_FIRMLY = """[[gates]]
id = "supervision"
when = { framework = "not_known" }
then = "block"
say = "Reflective supervision comes first."
"""
WARN = """[[gates]]
id = "school"
when = { school_move = "yes" }
then = "warn"
say = "No school has been named."
"""
ELSEWHERE = ('then = "elsewhere"', 'then = "elsewhere"\nconfirm_by = "chair"')
WAIVED = (
    'label = "Assessment of need"\nwaive_by = []',
    'label = "Assessment of need"\nwaive_by = ["line_manager", "chair"]',
)
FILTER = ("[submission]", '[filter]\nwhen = { framework = "yes" }\nby = ["chair", "service_manager"]\n\n[submission]')


class Staff:
    """The invented people of the desk, and a few more."""

    def __init__(self) -> None:
        self.more = [
            _person(NORA, "Nora Quinn", Role.SERVICE_MANAGER),
            _person(OWEN, "Owen Hale", Role.LINE_MANAGER),
            _person(GWEN, "Gwen Price", Role.HEAD_OF_SERVICE),
        ]

    def everyone(self) -> list[Person]:
        return [*directory().everyone(), *self.more]

    def person(self, person_id: str) -> Person | None:
        return next((each for each in self.everyone() if each.id == person_id), None)

    def by_email(self, address: str) -> Person | None:
        return next((each for each in self.everyone() if each.email == address.lower()), None)

    def channel(self, panel: str) -> str:
        return directory().channel(panel)

    def mailbox(self, panel: str) -> str:
        return directory().mailbox(panel)

    def contact(self, panel: str, team: str) -> str:
        return directory().contact(panel, team)

    def on_duty(self, role: Role, panel: str, moment: datetime) -> Person | None:
        return directory().on_duty(role, panel, moment)

    def is_away(self, person_id: str, moment: datetime) -> bool:
        return directory().is_away(person_id, moment)


def _person(key: str, name: str, role: Role) -> Person:
    seat = Seat.model_validate({"panel": CB, "role": role})
    return Person(id=key, name=name, email=f"{name.split()[0].lower()}@council.example", roles=(seat,))


def council_of(changed: Profile) -> Council:
    """A council whose one panel has this profile."""
    return Council({CB: changed}, Staff())


def story_of(changed: Profile) -> Story:
    """An office whose panel has this profile; its dates are on the list where it meets."""
    story = Story(council=council_of(changed))
    if changed.sittings:
        story.meetings()
    return story


def with_gates(*more: str) -> Profile:
    return profile((GATES, "\n".join([*more, GATES])))


def signed_by(of: Profile, *steps: Step) -> Profile:
    """The profile with these signatures."""
    return of.model_copy(update={"authorisation": Authorisation(steps=list(steps))})


def without_meetings() -> Profile:
    """The panel as an allocation system: nobody signs, and the service manager decides."""
    shipped = council().profiles[CB]
    decisions = shipped.decisions.model_copy(update={"confirmed_by": Role.SERVICE_MANAGER})
    changes = {"sittings": None, "closing": None, "papers": None, "route": None, "decisions": decisions}
    return signed_by(shipped.model_copy(update=changes))
