"""Buttons about what comes back after a decision; a part of the table in `tapped`."""

from collections.abc import Callable

from dialogs import appeals, later, minutes, packs, reports
from dialogs.stamps import Tap
from dialogs.turn import Turn
from panel.ports import Reply

TAPPED_LATER: dict[str, Callable[[Turn, Tap], Reply]] = {
    "review_done": lambda t, b: later.review_done(t, b.ref, b.details.get("entry", "")),
    "missed": lambda t, b: later.missed_decided(t, b.ref, b.details.get("entry", "")),
    "report_form": lambda t, b: later.report_form(t, b.ref),
    "report": lambda t, b: later.reported(t, b.ref, b.details.get("happening", "")),
    "log_appeal": lambda t, b: appeals.log(t, b.ref),
    "supply_appeal": lambda t, b: appeals.supply(t, b.ref),
    "accept_appeal": lambda t, b: appeals.late(t, b.ref, t.given.get("remark", ""), accepted=True),
    "refuse_appeal": lambda t, b: appeals.late(t, b.ref, t.given.get("remark", ""), accepted=False),
    "send_report": lambda t, b: reports.send(t, "report", b.details.get("period", ""), b.details.get("panel", "")),
    "send_planner": lambda t, b: reports.send_planner(t),
    "minutes": lambda t, b: minutes.of_meeting(t, b.details["meeting"]),
    "sign_minutes": lambda t, b: minutes.sign(t, b.details["meeting"]),
    "pack": lambda t, b: packs.shown(t, b.details["meeting"]),
    "build_pack": lambda t, b: packs.build(t, meeting_id=b.details["meeting"]),
    "send_pack": lambda t, b: packs.send(t, meeting_id=b.details["meeting"]),
    "take_pack": lambda t, b: packs.take(t, b.details["meeting"], b.details.get("version", "")),
}
