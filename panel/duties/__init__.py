"""What is due: worked out from stored dates whenever someone looks, never scheduled.

Each duty has a moment from which it is owed and a mark that makes it one notice however often it is worked out.
"""

from datetime import datetime

from panel.council import Office
from panel.decision import Package, Task
from panel.duties.agenda import for_agenda
from panel.duties.base import Duty
from panel.duties.cases import for_case
from panel.duties.emergencies import for_emergency
from panel.duties.later import for_package, for_task
from panel.duties.meetings import for_meeting
from panel.duties.referrals import for_referral
from panel.emergency import EmergencyApproval
from panel.errors import Unknown
from panel.meeting import PanelMeeting
from panel.records import Record
from panel.referral import Referral


def duties_of(record: Record, office: Office, now: datetime) -> list[Duty]:
    """Everything that falls due on a record, due by now or not; raises `Unknown` for a kind on which nothing does."""
    match record:
        case Referral():
            return [*for_referral(record, office, now), *for_case(record, office, now)]
        case EmergencyApproval():
            return list(for_emergency(record, office, now))
        case PanelMeeting():
            return [*for_meeting(record, office, now), *for_agenda(record, office, now)]
        case Package():
            return list(for_package(record, office, now))
        case Task():
            return list(for_task(record, office, now))
    raise Unknown("Nothing falls due on this kind of record.")
