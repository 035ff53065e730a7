"""Reports on their way to one person's own council address, and to nobody else's."""

from panel import permissions
from panel.commands import SendReport
from panel.council import Office
from panel.errors import Refused
from panel.handlers.entry import entry
from panel.notices import Channel, Topic
from panel.period import read_period
from panel.ports import Answer, Change
from panel.telling import notice


def send_report(command: SendReport, office: Office) -> Change:
    """The files of a report, the pack for the public, the register, or the planner as they may see it (RO-12.1)."""
    person, today = office.person(command.by), office.today(command.at)
    profile = office.profile(command.panel)
    if command.kind != "planner":
        permissions.check_may_see_reports(person, profile, today)
    if not person.email:
        raise Refused("The list of staff has no e-mail address for you. Please ask the panel administrator.")
    period = read_period(command.period, today)
    mail = notice(
        Topic.REPORT_COPY,
        person.email,
        profile.id,
        command.at,
        via=Channel.EMAIL,
        mark=f"{command.kind}.{command.at.isoformat()}",
        kind=command.kind,
        period=period.name,
        person=person.id,
    )
    answer = Answer(code="report_sent", about=profile.id, facts={"to": person.email})
    return Change(answer, entry(command, "report_sent", profile.id, kind=command.kind), (), (mail,))
