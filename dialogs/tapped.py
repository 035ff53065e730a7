"""What a tapped button does: a table from its act to the conversation it belongs to."""

from collections.abc import Callable

from dialogs import dates, drill, emergency, history, home, meetings, papers, placement, referral, signing, telephone
from dialogs.stamps import Tap
from dialogs.turn import Turn, at
from panel.ports import Reply

Tapped = Callable[[Turn, Tap], Reply]

TAPPED: dict[str, Tapped] = {
    "refer": lambda t, b: referral.begin(at(t, b.details.get("panel", ""))),
    "emergency": lambda t, b: referral.begin(at(t, b.details.get("panel", "")), emergency=True),
    "mine": lambda t, b: home.mine(t),
    "status": lambda t, b: home.status(t),
    "case": lambda t, b: signing.read_case(t, b.ref),
    "save": lambda t, b: referral.save(t, b.ref, b.details["section"], b.revision, b.details.get("then", "")),
    "part": lambda t, b: referral.open_part(t, b.ref, b.details["number"]),
    "open": lambda t, b: referral.open_part(t, b.ref, b.details.get("section") or t.given.get("section", "")),
    "summary": lambda t, b: referral.summary(t, b.ref),
    "missing": lambda t, b: referral.missing(t, b.ref),
    "name_paper": lambda t, b: papers.name(t, b.ref, b.details["digest"], t.given.get("document", "")),
    "send": lambda t, b: referral.send(t, b.ref),
    "sign": lambda t, b: signing.sign(t, b.ref, _several(t, "checks")),
    "return": lambda t, b: signing.give_back(t, b.ref, t.given.get("comment", "")),
    "ask_emergency": lambda t, b: emergency.ask(t, b.ref),
    "support": lambda t, b: emergency.support(t, b.ref),
    "refuse_support": lambda t, b: emergency.refuse_support(t, b.ref, t.given.get("remark", "")),
    "approve": lambda t, b: emergency.approve(t, b.ref, **_terms(t)),
    "decline": lambda t, b: emergency.decline(t, b.ref, t.given.get("remark", "")),
    "question": lambda t, b: emergency.question(t, b.ref, t.given.get("remark", "")),
    "reply": lambda t, b: emergency.reply(t, b.ref, t.given.get("remark", "")),
    "confirm_phoned": lambda t, b: telephone.confirm(t, b.ref),
    "deny_phoned": lambda t, b: telephone.deny(t, b.ref, t.given.get("remark", "")),
    "acknowledge": lambda t, b: drill.tapped(t, b.ref),
    "send_papers": lambda t, b: placement.send_papers(t, b.ref),
    "send_history": lambda t, b: history.send(t, b.ref),
    "decide_card": lambda t, b: emergency.decide_card(t, b.ref),
    "agenda": lambda t, b: meetings.agenda_of(t, b.details.get("meeting", "")),
    "start": lambda t, b: meetings.start(t, b.details["meeting"], t.given.get("chair", ""), _several(t, "present")),
    "item": lambda t, b: meetings.item(t, b.details["meeting"], t.given.get("item", "")),
    "decide": lambda t, b: meetings.decide(t, b.details["meeting"], b.ref, t.given.get("outcome", ""), dict(t.given)),
    "end": lambda t, b: meetings.end(t, b.details["meeting"]),
    "decisions": lambda t, b: meetings.decisions(t, b.details["meeting"]),
    "confirm": lambda t, b: meetings.confirm(t, b.details["meeting"]),
    "agree_cancel": lambda t, b: dates.agree_cancel(t, b.details["meeting"]),
    "refuse_cancel": lambda t, b: dates.refuse_cancel(t, b.details["meeting"], t.given.get("remark", "")),
    "agree_late": lambda t, b: dates.agree_late(t, b.ref, t.given.get("remark", "")),
    "refuse_late": lambda t, b: dates.refuse_late(t, b.ref, t.given.get("remark", "")),
    "release": lambda t, b: meetings.release(t, b.details["meeting"]),
}


def _several(turn: Turn, name: str) -> tuple[str, ...]:
    return tuple(part for part in turn.given.get(name, "").split(",") if part)


def _terms(turn: Turn) -> dict[str, str]:
    """The condition, the sooner day and the most, as far as they were filled in."""
    fields = {"condition": "remark", "until": "until", "cost_limit": "cost_limit"}
    return {name: turn.given.get(field, "") for name, field in fields.items()}
