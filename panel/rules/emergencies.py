"""The route between meetings: who approves, what must be known, how long an approval holds."""

from panel.durations import WrittenLength
from panel.people import Role
from panel.records import Value
from panel.rules.decisions import Outcome


class Emergency(Value):
    """The route between meetings.

    An approval holds to the end of the day of the next panel, or for `at_most` if that is sooner (CB-5.3, BI-5.2);
    `if_no_panel` applies while no date is known. `supported_by` must support a request before an approver is asked.
    `extend_by` may let an approval run longer, the approvers where it is empty (AM-12). `exit_question` asks what
    happens if the panel says no (AM-17). `admission` lets a child admitted before panel be recorded (RO-5.16).
    """

    sections: list[str]
    must_know: list[str]
    search_needs: list[str] = []
    approvers: list[Role]
    supported_by: Role | None = None
    extend_by: list[Role] = []
    exit_question: str = ""
    admission: bool = False
    escalate_after: WrittenLength
    at_most: WrittenLength | None = None
    if_no_panel: WrittenLength
    outcomes: list[Outcome]
