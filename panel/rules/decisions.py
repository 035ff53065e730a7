"""What a panel can decide, what a decision must state, what follows from it, and who else has to agree."""

from enum import StrEnum

from pydantic import Field

from panel.conditions import Condition
from panel.durations import WrittenLength
from panel.form import Kind, Question
from panel.people import Role
from panel.records import Value
from panel.rules.signing import Check


class Effect(StrEnum):
    """What an outcome does to the referral; `emergency` is an approval between meetings."""

    AGREED = "agreed"
    REFUSED = "refused"
    DEFERRED = "deferred"
    EMERGENCY = "emergency"


class Term(StrEnum):
    """What the clerk itself knows of a decision; a profile adds its own under `decisions.terms`."""

    REASONS = "reasons"
    START_DATE = "start_date"
    END_DATE = "end_date"
    REVIEW_DATE = "review_date"
    REAPPLY_BY = "reapply_by"
    RETURN_DATE = "return_date"
    BUDGET_CODE = "budget_code"
    CONDITIONS = "conditions"
    MISSING = "missing"
    END_PLAN = "end_plan"
    PLAN_OWNER = "plan_owner"


def _term(term: Term, ask: str, kind: Kind = Kind.TEXT) -> Question:
    return Question(id=term, ask=ask, kind=kind)


BUILT_IN: dict[str, Question] = {
    question.id: question
    for question in (
        _term(Term.REASONS, "the reasons"),
        _term(Term.START_DATE, "the date it starts", Kind.DATE),
        _term(Term.END_DATE, "the date the agreement ends", Kind.DATE),
        _term(Term.REVIEW_DATE, "the review date", Kind.DATE),
        _term(Term.REAPPLY_BY, "the date a new application is needed by", Kind.DATE),
        _term(Term.RETURN_DATE, "the date it comes back", Kind.DATE),
        _term(Term.BUDGET_CODE, "the budget code", Kind.LINE),
        _term(Term.CONDITIONS, "the conditions or changes"),
        _term(Term.MISSING, "what is missing"),
        _term(Term.END_PLAN, "the plan for a safe end or alternative"),
        _term(Term.PLAN_OWNER, "who owns that plan"),
    )
}
"""The terms every profile may use without defining them."""


class Outcome(Value):
    """One result the panel can record, what must be stated with it, and what may be.

    `at_hearing` keeps it for the first or the second time the panel hears the case. `first` puts its record and
    notices before the others (RO-11.11). `unmet_need` asks for an entry in that record (BI-7.2).
    """

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    effect: Effect
    needs: list[str]
    may: list[str] = []
    at_hearing: int = Field(default=0, ge=0, le=9)
    first: bool = False
    unmet_need: bool = False


UNMET_NEED = "unmet_need"
"""An unmet need noted by hand, among the changes that end a task."""


class Following(Value):
    """A task that follows from a confirmed decision: whose, from which outcomes, for which answers, by when.

    `on` names effects, or outcomes by a code that no effect has. `owner` is the referrer, the manager, or a role, each
    of whose holders has the task. It is done when its owner says so, or once a change named in `ended_by` is reported;
    `unmet_need` there stands for one noted by hand (BI-4.16, BI-7.2).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    owner: str
    on: list[str]
    when: Condition = []
    within: WrittenLength
    ended_by: list[str] = []


class Endorsement(Value):
    """Somebody who must agree before a decision of the panel is final; until then it is in principle.

    `when` looks at the answers and at what the decision states, so that only some of them need it.
    """

    by: Role
    when: Condition = []
    on: list[str] = []


class Decisions(Value):
    """What the panel can decide, what it considers, what every approval must say, and what follows from it.

    `terms` are what a decision of this panel states beyond the built-in ones. `warning` stands in every approval, and
    is given at once to whoever writes one of the words in `watched` (CB-11.3). A decision that runs for more than
    `longest` is pointed out (CB-10.7).
    """

    confirmed_by: Role
    sheets_within: WrittenLength
    outcomes: list[Outcome]
    considers: list[Check] = []
    terms: list[Question] = []
    tasks: list[Following] = []
    endorsed: Endorsement | None = None
    warning: str = ""
    watched: list[str] = []
    longest: WrittenLength | None = None

    def term(self, name: str) -> Question | None:
        """A term by its id, the profile's own before the built-in ones."""
        return next((term for term in self.terms if term.id == name), None) or BUILT_IN.get(name)
