"""Whatever happens around a meeting, nobody is given a case of its papers that is not theirs to see."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from panel import commands as c
from panel.errors import Refused
from panel.meeting import PanelMeeting
from panel.pack import Pack
from panel.people import Role
from panel.permissions import SEES_EVERY_CASE
from tests.packing import Packing, with_cases
from tests.stories import CB
from tests.story import directory

EVERYONE = st.sampled_from(sorted(person.id for person in directory().everyone()))
NUMBERS = st.integers(0, 4)
WHOLE = (Role.MEMBER, Role.CHAIR, Role.DEPUTY, Role.PANEL_ADMIN, Role.HEAD_OF_SERVICE)


class Papers(RuleBasedStateMachine):
    """One panel with cases; people declare conflicts, stand in, are invited, and take what they can get."""

    packing: Packing

    @initialize()
    def a_meeting_with_cases(self) -> None:
        self.packing = with_cases(CB)
        self.story = self.packing.story
        self.day = self.packing.meeting.id
        self.given: dict[str, set[str]] = {}
        self.packing.round()

    def ask(self, command: type[c.Command], by: str, **fields: Any) -> None:
        with suppress(Refused):
            self.story.do(command, by, meeting=self.day, **fields)

    def case(self, number: int) -> str:
        items = self.story.office.meeting(self.day).items
        return items[number % len(items)].ref if items else "CB-0001"

    @rule(who=EVERYONE, number=NUMBERS)
    def keeps_out(self, who: str, number: int) -> None:
        self.ask(c.DeclareConflict, who, person=who, ref=self.case(number), reason="A relative")

    @rule(who=EVERYONE, number=NUMBERS)
    def is_invited(self, who: str, number: int) -> None:
        self.ask(c.InviteGuest, self.packing.admin, person=who, ref=self.case(number))

    @rule(who=EVERYONE, by=EVERYONE)
    def is_stood_in_for(self, who: str, by: str) -> None:
        self.ask(c.NameSubstitute, self.packing.admin, person=who, substitute=by, reason="Leave")

    @rule(number=NUMBERS)
    def is_taken_off(self, number: int) -> None:
        self.ask(c.TakeOff, self.story.who(Role.CHAIR), ref=self.case(number), reason="Not ready")

    @rule()
    def goes_round_again(self) -> None:
        self.packing.type(self.packing.admin, "build pack")
        self.packing.type(self.packing.admin, "send pack")

    @rule(who=EVERYONE)
    def is_taken(self, who: str) -> None:
        self.packing.type(who, "my pack")

    @rule(who=EVERYONE, number=NUMBERS)
    def files_are_asked_for(self, who: str, number: int) -> None:
        ref = self.case(number)
        before = len(self.story.notices("paper_copy"))
        try:
            self.story.do(c.SendPapers, who, ref=ref)
        except Refused:
            return
        today, person = self.story.office.today(self.story.now), directory().person(who)
        sees_every_case = any(person.is_a(role, CB, today) for role in SEES_EVERY_CASE)
        if len(self.story.notices("paper_copy")) > before and not sees_every_case:
            assert self.may_have(who, ref), "a file of a case that is not theirs"

    def may_have(self, who: str, ref: str) -> bool:
        """Worked out anew, from the records and the list of staff alone."""
        office, person = self.story.office, directory().person(who)
        referral, today = office.referral(ref), office.today(self.story.now)
        meetings = office.records.find(PanelMeeting, panel=CB)
        apart = any((each.person, each.ref) == (who, ref) for meeting in meetings for each in meeting.conflicts)
        own = {referral.referrer, referral.manager}
        if who in own:
            return True
        meeting = office.meeting(self.day)
        sits = any(person.is_a(role, CB, today) for role in WHOLE) or any(a.substitute == who for a in meeting.away)
        return not apart and (sits or any((g.person, g.ref) == (who, ref) for g in meeting.guests))

    @invariant()
    def nobody_can_take_a_case_that_is_not_theirs(self) -> None:
        """Neither by its section, nor by a word of it, nor by its reference in the index."""
        office = self.story.office
        meetings = office.records.find(PanelMeeting, panel=CB)
        conflicts = {(each.person, each.ref) for meeting in meetings for each in meeting.conflicts}
        pack = next((p for p in reversed(office.records.find(Pack, panel=CB)) if p.sent_at), None)
        for person in directory().everyone() if pack else ():
            copy = self.packing.pages(pack, person.id)
            text = " ".join(copy[1:])  # the cover names what was left out to members
            for ref in {section.ref for section in pack.items}:
                if ref in text:
                    assert self.may_have(person.id, ref), (person.name, ref)
                    assert (person.id, ref) not in conflicts

    @invariant()
    def every_receipt_is_of_what_was_theirs(self) -> None:
        """It names sections of its version, and there is a mail to that person for it."""
        for pack in self.story.office.records.find(Pack, panel=CB):
            known = {section.ref for section in pack.sections}
            for receipt in pack.receipts:
                mailed = [mail.facts["digest"] for mail in self.packing.mails(receipt.person)]
                for part in receipt.parts:
                    assert set(part.refs) <= known
                    assert part.digest in mailed


QUICK = settings(
    max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@pytest.mark.rule("KN-4.12", "KN-4.8", "BI-2.2", "CB-9.12")
def test_nobody_is_given_a_case_that_is_not_theirs() -> None:
    """Some random afternoons around one meeting."""
    run_state_machine_as_test(Papers, settings=QUICK)


@pytest.mark.full
def test_nobody_is_given_a_case_that_is_not_theirs_at_length() -> None:
    """Many more of them."""
    run_state_machine_as_test(Papers, settings=settings(QUICK, max_examples=25, stateful_step_count=20))
