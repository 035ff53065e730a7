"""What a tapped button does: a table from its act to the conversation it belongs to."""

from collections.abc import Callable

from dialogs import (
    agenda,
    alone,
    asking,
    cases,
    dates,
    drill,
    emergency,
    history,
    home,
    meetings,
    papers,
    placement,
    referral,
    signing,
    sitting,
    telephone,
)
from dialogs.cards.running import PRESENT
from dialogs.stamps import Tap
from dialogs.tapped_later import TAPPED_LATER
from dialogs.tapped_letters import TAPPED_LETTERS
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
    "ask_exception": lambda t, b: asking.ask_exception(t, b.ref, t.given.get("remark", "")),
    "agree_exception": lambda t, b: asking.agree_exception(t, b.ref, t.given.get("remark", "")),
    "refuse_exception": lambda t, b: asking.refuse_exception(t, b.ref, t.given.get("remark", "")),
    "waive": lambda t, b: asking.waive(t, b.ref, t.given.get("document", ""), t.given.get("why", "")),
    "decide_alone": lambda t, b: alone.decide(t, b.ref, t.given.get("outcome", ""), dict(t.given)),
    "to_panel": lambda t, b: alone.to_panel(t, b.ref, t.given.get("remark", "")),
    "screen_back": lambda t, b: signing.give_back(t, b.ref, t.given.get("remark", "")),
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
    "confirm_agenda": lambda t, b: agenda.confirm(t, b.details["meeting"]),
    "move_item": lambda t, b: agenda.move_item(t, _item(t), t.given.get("place", ""), b.details["meeting"]),
    "take_off": lambda t, b: agenda.take_off(t, _item(t), t.given.get("remark", ""), b.details["meeting"]),
    "start": lambda t, b: meetings.start(t, b.details["meeting"], t.given.get("chair", ""), _several(t, "present")),
    "item": lambda t, b: meetings.item(t, b.details["meeting"], t.given.get("item", "")),
    "decide": lambda t, b: meetings.decide(t, b.details["meeting"], b.ref, t.given.get("outcome", ""), dict(t.given)),
    "here": lambda t, b: sitting.here(t, b.details["meeting"], _split(b.details.get("was", "")), _several(t, PRESENT)),
    "no_part": lambda t, b: sitting.no_part(t, b.details["meeting"], t.given.get("person", ""), _item(t)),
    "end": lambda t, b: meetings.end(t, b.details["meeting"]),
    "decisions": lambda t, b: meetings.decisions(t, b.details["meeting"]),
    "confirm": lambda t, b: meetings.confirm(t, b.details["meeting"]),
    "agree_cancel": lambda t, b: dates.agree_cancel(t, b.details["meeting"]),
    "refuse_cancel": lambda t, b: dates.refuse_cancel(t, b.details["meeting"], t.given.get("remark", "")),
    "agree_late": lambda t, b: dates.agree_late(t, b.ref, t.given.get("remark", "")),
    "refuse_late": lambda t, b: dates.refuse_late(t, b.ref, t.given.get("remark", "")),
    "visited": lambda t, b: cases.visited(t, b.ref, t.given.get("day", "")),
    "endorse": lambda t, b: cases.endorse(t, b.ref),
    "refuse_endorsement": lambda t, b: cases.refuse_endorsement(t, b.ref, t.given.get("remark", "")),
    "send_back": lambda t, b: cases.send_back(t, b.ref, t.given.get("remark", "")),
    "release": lambda t, b: meetings.release(t, b.details["meeting"]),
    **TAPPED_LATER,
    **TAPPED_LETTERS,
}


def _item(turn: Turn) -> str:
    return turn.given.get("item", "")


def _several(turn: Turn, name: str) -> tuple[str, ...]:
    return _split(turn.given.get(name, ""))


def _split(listed: str) -> tuple[str, ...]:
    return tuple(part for part in listed.split(",") if part)


def _terms(turn: Turn) -> dict[str, str]:
    """The condition, the sooner day and the most, as far as they were filled in."""
    fields = {"condition": "remark", "until": "until", "cost_limit": "cost_limit"}
    return {name: turn.given.get(field, "") for name, field in fields.items()}
