"""Who may do what: every check against every role, the own team and another, and the people of the case."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from panel import approving
from panel import permissions as p
from panel.commands import AskEmergency
from panel.council import Council, Office
from panel.errors import NotPermitted
from panel.form import DocumentRule
from panel.people import Person, Role, Seat
from panel.profile import Profile
from panel.referral import Referral
from tests.fakes_store import MemoryStore
from tests.story import CB, MONDAY, Story, profiles
from tests.unit.panel import held
from tests.unit.profile_tools.texts import profile

TODAY = date(2026, 11, 2)


def person(name: str, role: Role | None = None, **more: object) -> Person:
    seats = (Seat.model_validate({"panel": CB, "role": role, "from": date(2026, 1, 1)}),) if role else ()
    fields = {"id": name, "name": name.title(), "email": f"{name}@council.example", "roles": seats, **more}
    return Person.model_validate(fields)


PEOPLE = [
    person("referrer", Role.PRACTITIONER, team="North", manager="manager"),
    person("manager", Role.LINE_MANAGER, team="North"),
    *(person(role, role, team="North") for role in Role if role is not Role.HEAD_OF_SERVICE),
    person("head_of_service", Role.HEAD_OF_SERVICE, covers=("North",)),
    person("head_of_all", Role.HEAD_OF_SERVICE),
    person("head_elsewhere", Role.HEAD_OF_SERVICE, covers=("South",)),
    person("past_chair", roles=(Seat.model_validate({"panel": CB, "role": "chair", "until": date(2026, 11, 1)}),)),
    person("coming_chair", roles=(Seat.model_validate({"panel": CB, "role": "chair", "from": date(2026, 11, 3)}),)),
    person("chair_elsewhere", roles=(Seat.model_validate({"panel": "another", "role": "chair"}),)),
    person("stranger"),
]


class People:
    """A directory of these people."""

    def person(self, person_id: str) -> Person | None:
        return next((each for each in PEOPLE if each.id == person_id), None)

    def everyone(self) -> list[Person]:
        return PEOPLE

    def by_email(self, address: str) -> Person | None:
        return next((each for each in PEOPLE if each.email == address), None)

    def channel(self, panel: str) -> str:
        return ""

    def mailbox(self, panel: str) -> str:
        return ""

    def contact(self, panel: str, team: str) -> str:
        return ""

    def on_duty(self, role: Role, panel: str, moment: datetime) -> Person | None:
        return None

    def is_away(self, person_id: str, moment: datetime) -> bool:
        return False


REFERRAL = Referral(
    id="CB-0001",
    panel=CB,
    profile_version="1",
    referrer="referrer",
    manager="manager",
    opened_at=MONDAY,
    touched_at=MONDAY,
)
HEADS = {"head_of_service", "head_of_all"}
RUN_THE_PANEL = {"panel_admin", "chair"}


ENTERED = REFERRAL.model_copy(update={"entered_by": "panel_admin"})
WAIVABLE = DocumentRule(id="assessment", label="Assessment of need", waive_by=["line_manager", "chair"])
GATED = held.with_gates(held.BLOCK)


def office(of: Profile | None = None) -> Office:
    store = MemoryStore()
    store.held["referral", "CB-0001"] = REFERRAL
    return Office(Council({CB: of} if of else profiles(), People()), store.read())


def emergency_decision(who: Person) -> None:
    story = Story(council=Council(profiles(), People()))
    story.store.held["referral", "CB-0001"] = REFERRAL.model_copy(update={"answers": ANSWERS})
    emergency = story.office
    story.do(AskEmergency, "referrer", ref="CB-0001")
    approving.check_may_decide(story.office, who, emergency.emergency("CB-0001"), MONDAY)


ANSWERS = {"initials": "AB", "why_now": "No bed", "urgent_ask": "A bed"}

CHECKS: dict[str, tuple[Callable[[Person], None], set[str]]] = {
    "refer": (
        lambda who: p.check_may_refer(who, CB, TODAY),
        {"referrer", "manager", "practitioner", "line_manager", "panel_admin"},
    ),
    "edit": (lambda who: p.check_may_edit(who, REFERRAL), {"referrer", "manager"}),
    "send": (lambda who: p.check_may_send(who, REFERRAL), {"referrer"}),
    "see": (
        lambda who: p.check_may_see(who, REFERRAL, TODAY),
        {"referrer", "manager", "panel_admin", "chair", "head_elsewhere", *HEADS},
    ),
    "see after approval": (
        lambda who: p.check_may_see(who, REFERRAL, TODAY, resources=True),
        {"referrer", "manager", "panel_admin", "chair", "head_elsewhere", "resources_team", *HEADS},
    ),
    "sign": (lambda who: p.check_may_sign(office(), who, REFERRAL, TODAY), {"manager"}),
    "enter for somebody": (lambda who: p.check_may_enter_for(who, CB, TODAY), {"panel_admin"}),
    "edit what was entered": (lambda who: p.check_may_edit(who, ENTERED), {"referrer", "manager", "panel_admin"}),
    "change the manager": (
        lambda who: p.check_may_change_manager(who, REFERRAL, TODAY),
        {"referrer", "manager", "panel_admin"},
    ),
    "become the manager": (lambda who: p.check_can_be_manager(who, REFERRAL, TODAY), {"manager", "line_manager"}),
    "ask for an exception": (lambda who: p.check_may_ask_exception(who, REFERRAL), {"referrer", "manager"}),
    "answer an exception": (
        lambda who: p.check_may_answer_exception(office(GATED), who, REFERRAL, TODAY),
        HEADS,
    ),
    "let a paper go": (
        lambda who: p.check_may_waive(who, REFERRAL, WAIVABLE, profiles()[CB], TODAY),
        {"manager", "chair"},
    ),
    "look at it before the panel": (
        lambda who: p.check_may_screen(office(profile(held.FILTER)), who, REFERRAL, TODAY),
        {"chair", "service_manager"},
    ),
    "decide without a meeting": (
        lambda who: p.check_may_decide_alone(office(held.without_meetings()), who, REFERRAL, TODAY),
        {"service_manager"},
    ),
    "decide beside the panel": (lambda who: p.check_may_decide_alone(office(), who, REFERRAL, TODAY), set()),
    "see with a part in it": (
        lambda who: p.check_may_see(who, REFERRAL, TODAY, part=[each for each in PEOPLE if each.id == "member"]),
        {"referrer", "manager", "panel_admin", "chair", "head_elsewhere", "member", *HEADS},
    ),
    "withdraw": (lambda who: p.check_may_withdraw(who, REFERRAL, TODAY), {"referrer", "manager", "panel_admin"}),
    "book": (lambda who: p.check_may_book(who, CB, TODAY), RUN_THE_PANEL),
    "table late": (lambda who: p.check_may_table_late(who, CB, TODAY), {"chair", "head_elsewhere", *HEADS}),
    "run meeting": (lambda who: p.check_may_run_meeting(who, CB, TODAY), RUN_THE_PANEL),
    "confirm": (lambda who: p.check_may_confirm(who, Role.CHAIR, CB, TODAY), {"chair"}),
    "release": (lambda who: p.check_may_release(who, CB, TODAY), {"panel_admin"}),
    "ask emergency": (lambda who: p.check_may_ask_emergency(who, REFERRAL), {"referrer", "manager"}),
    "answer approver": (lambda who: p.check_may_answer_approver(who, REFERRAL), {"referrer", "manager"}),
    "decide emergency": (emergency_decision, {"chair", *HEADS}),
    "resources": (lambda who: p.check_is_resources(who, CB, TODAY), {"resources_team"}),
}


@pytest.mark.rule("CB-5.2", "CB-8.4", "CB-9.1", "CB-9.6", "CB-10.2", "CB-10.8", "CB-13.1", "CB-13.2", "CB-5.8")
@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
@pytest.mark.parametrize("act", CHECKS)
def test_every_act_is_open_to_these_people_only(act: str, who: Person) -> None:
    """The written table: everyone in it may, everyone else is refused; seats count at their panel and in their time."""
    check, allowed = CHECKS[act]
    if who.id in allowed:
        check(who)
        return
    with pytest.raises(NotPermitted):
        check(who)


@pytest.mark.rule("CB-9.6")
def test_a_manager_does_not_sign_a_referral_of_their_own() -> None:
    """Someone else must, whatever role they hold."""
    own = REFERRAL.model_copy(update={"referrer": "manager"})
    with pytest.raises(NotPermitted, match="You made this referral, so another manager must sign it"):
        p.check_may_sign(office(), next(each for each in PEOPLE if each.id == "manager"), own, TODAY)


@pytest.mark.rule("CB-5.2")
def test_approvers_are_asked_in_the_order_of_the_profile() -> None:
    """Heads of Service for the team or for all teams, then the Chairs in office today."""
    assert [each.id for each in approving.approvers(office(), REFERRAL, MONDAY)] == [
        "head_of_service",
        "head_of_all",
        "chair",
    ]


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("part", ["referrer", "manager"])
def test_nobody_of_the_case_is_among_its_approvers(part: str) -> None:
    """A Chair who refers or manages the case is left out."""
    own = REFERRAL.model_copy(update={part: "chair"})
    assert "chair" not in {each.id for each in approving.approvers(office(), own, MONDAY)}


@pytest.mark.rule("CB-5.2")
def test_a_chair_who_asked_is_told_why_somebody_else_must_decide() -> None:
    """The refusal says that they are part of the case."""
    story = Story(council=Council(profiles(), People()))
    story.store.held["referral", "CB-0001"] = REFERRAL.model_copy(update={"answers": ANSWERS, "manager": "chair"})
    story.do(AskEmergency, "chair", ref="CB-0001")
    with pytest.raises(NotPermitted, match="You are part of this case, so someone else must decide it"):
        approving.check_may_decide(
            story.office, next(each for each in PEOPLE if each.id == "chair"), story.emergency("CB-0001"), MONDAY
        )


def test_when_the_referrer_has_left_the_chairs_still_decide() -> None:
    """The manager's team stands in; with both gone, the Head of Service for all and the Chairs are asked."""
    gone = REFERRAL.model_copy(update={"referrer": "left the council"})
    both = gone.model_copy(update={"manager": "left too"})
    assert [each.id for each in approving.approvers(office(), gone, MONDAY)] == [
        "head_of_service",
        "head_of_all",
        "chair",
    ]
    assert [each.id for each in approving.approvers(office(), both, MONDAY)] == ["head_of_all", "chair"]


@pytest.mark.parametrize(("day", "holds"), [(1, False), (2, True), (5, True), (6, False)])
def test_a_seat_is_held_from_its_first_to_its_last_day(day: int, holds: bool) -> None:
    """Both days count."""
    seat = Seat.model_validate({"panel": CB, "role": "chair", "from": date(2026, 11, 2), "until": date(2026, 11, 5)})
    assert seat.holds_on(date(2026, 11, day)) is holds
    assert person("x", roles=(seat, seat)).panels(date(2026, 11, day)) == ((CB,) if holds else ())
