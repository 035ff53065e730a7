"""What falls due on a panel itself, whatever is on its agendas: too few dates ahead (KN-1.3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from panel.council import Office
from panel.duties.base import Duty, latest_morning
from panel.notices import Topic
from panel.people import Role
from panel.profile import Profile


def for_panel(profile: Profile, office: Office, now: datetime) -> Iterator[Duty]:
    """The administrator, each working morning while fewer dates are on the list than the profile asks for (KN-1.3)."""
    if profile.sittings is None or not profile.sittings.dates_ahead:
        return
    ahead, wanted = len(office.meetings_ahead(profile.id, now)), profile.sittings.dates_ahead
    morning = latest_morning(office, profile.id, now - timedelta(days=1), now)
    if ahead < wanted and morning:
        admins = tuple(office.holders(Role.PANEL_ADMIN, profile.id, office.today(now)))
        facts = (("ahead", str(ahead)), ("wanted", str(wanted)))
        yield Duty(Topic.DATES_WANTED, morning, admins, f"dates.{morning.date()}", facts)
