"""What falls due at a panel itself: mail nobody has looked at, no dates, bank holidays that run out, open hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from panel.calendar import at_wall
from panel.council import Office
from panel.duties.base import MORNING, Duty, latest_morning
from panel.duties.rota import for_rota
from panel.intake import ReceivedMail
from panel.notices import Topic
from panel.people import Role


def for_panel(office: Office, panel: str, now: datetime) -> Iterator[Duty]:
    """What its administrators hear: at most once a week for what lasts, once for each morning on which mail is new."""
    today, profile = office.today(now), office.profile(panel)
    admins = tuple(office.holders(Role.PANEL_ADMIN, panel, today))
    monday = today - timedelta(days=today.weekday())
    week = monday.isoformat()
    calendar = office.council.calendar(panel)
    if calendar.runs_out_soon(today):
        facts = (("end", calendar.last_day.isoformat()),)
        yield Duty(Topic.CALENDAR_ENDS, at_wall(monday, MORNING), admins, week, facts)
    ahead, wanted = len(office.meetings_ahead(panel, now)), profile.sittings.dates_ahead if profile.sittings else 0
    if ahead < wanted:
        counts = (("count", str(ahead)), ("wanted", str(wanted)))
        yield Duty(Topic.DATES_MISSING, at_wall(monday, MORNING), admins, week, counts)
    mails = [mail for mail in office.records.find(ReceivedMail, open="yes") if mail.panel == panel]
    newest = max((mail.received_at for mail in mails), default=None)
    if newest and (morning := latest_morning(office, panel, newest, now)):
        day = office.today(newest).isoformat()
        yield Duty(Topic.MAIL_WAITS, morning, admins, day, (("count", str(len(mails))),))
    yield from for_rota(office, panel, now)
