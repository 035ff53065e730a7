"""Finds what a typed line or a tapped button means and hands it on. Both meet in the same conversations."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dialogs import dates, emergency, home, meetings, papers, referral, signing
from dialogs.stamps import TOKEN, Tap, act_key
from dialogs.turn import Tools, Turn, say
from dialogs.words import talk
from panel.errors import Refused
from panel.ports import Incoming, Reply

Typed = Callable[[Turn, re.Match[str]], Reply]
Tapped = Callable[[Turn, Tap], Reply]
_REF = r"(?P<ref>[A-Za-z]{2,4}-\d{1,6})"
_CODE = r"(?P<ref>[A-Za-z]{2,4}-\d{1,6}|[A-Za-z0-9]{4})"
_WHICH = rf"(?:\s+{_REF})?"
_REST = r"[\s:,]+(?P<rest>.+)"

TYPED: tuple[tuple[str, Typed], ...] = (
    (r"(hi|hello|hey|good (morning|afternoon|evening))\b.{0,40}", lambda t, m: home.welcome(t)),
    (r"(help|\?|what can you do.*)", lambda t, m: home.helped(t)),
    (r"(refer|new referral|begin|start)( a)?( referral)?", lambda t, m: referral.begin(t)),
    (r"(emergency|urgent)( approval)?", lambda t, m: referral.begin(t, emergency=True)),
    (rf"ask (for )?(emergency )?approval{_WHICH}", lambda t, m: emergency.ask(t, referral.named(t, _ref(m)).id)),
    (r"(my )?(referrals|cases)", lambda t, m: home.mine(t)),
    (r"status|my work|what waits( for me)?\??", lambda t, m: home.status(t)),
    (rf"(status|where is)\s+{_REF}\??", lambda t, m: home.status_of(t, _ref(m))),
    (r"(cancel|stop|back|never mind)", lambda t, m: referral.stop(t)),
    (rf"(answer|continue|next|go on){_WHICH}", lambda t, m: referral.ask(t, _ref(m))),
    (r"skip", lambda t, m: referral.skip(t)),
    (rf"summary{_WHICH}", lambda t, m: referral.summary(t, _ref(m))),
    (rf"(what is )?missing\??{_WHICH}", lambda t, m: referral.missing(t, _ref(m))),
    (rf"part\s+(?P<rest>\w+){_WHICH}", lambda t, m: referral.open_part(t, _ref(m), m["rest"])),
    (rf"send{_WHICH}( to my manager)?", lambda t, m: referral.send(t, _ref(m))),
    (rf"papers{_WHICH}", lambda t, m: papers.listed(t, _ref(m))),
    (r"remove paper\s+(?P<rest>\d+)", lambda t, m: papers.remove(t, m["rest"])),
    (r"paper\s+(?P<number>\d+)\s+is\s+(?P<rest>.+)", lambda t, m: papers.typed_name(t, m["number"], m["rest"])),
    (rf"withdraw\s+{_REF}({_REST})?", lambda t, m: referral.withdraw(t, _ref(m), _rest(m))),
    (rf"(case|open|read)\s+{_CODE}", lambda t, m: signing.read_case(t, _ref(m))),
    (rf"sign\s+{_REF}(?P<rest>.*)", lambda t, m: signing.typed_sign(t, _ref(m), _rest(m))),
    (rf"return\s+{_REF}({_REST})?", lambda t, m: signing.give_back(t, _ref(m), _rest(m))),
    (rf"approve\s+{_CODE}(\s+(if|on condition( that)?)?\s*(?P<rest>.+))?", lambda t, m: _approve(t, m)),
    (rf"(refuse|decline)\s+(?!late\b){_CODE}({_REST})?", lambda t, m: emergency.decline(t, _ref(m), _rest(m), "typed")),
    (rf"ask\s+{_CODE}({_REST})?", lambda t, m: emergency.question(t, _ref(m), _rest(m))),
    (rf"reply\s+{_CODE}({_REST})?", lambda t, m: emergency.reply(t, _ref(m), _rest(m))),
    (rf"extend\s+{_CODE}({_REST})?", lambda t, m: emergency.extend(t, _ref(m), _rest(m))),
    (rf"enough\s+{_CODE}", lambda t, m: emergency.enough(t, _ref(m))),
    (rf"placed\s+{_CODE}({_REST})?", lambda t, m: emergency.placed(t, _ref(m), _rest(m))),
    (r"(meetings|dates|panels|when is the next panel\??|next panel)", lambda t, m: meetings.dates(t)),
    (r"agenda(\s+(?P<rest>.+))?", lambda t, m: meetings.agenda(t, _rest(m))),
    (r"add meeting\s+(?P<rest>.+)", lambda t, m: meetings.add(t, m["rest"])),
    (rf"move\s+{_REF}\s+to\s+(?P<rest>.+?)(\s+because\s+(?P<why>.+))?", lambda t, m: _move(t, m)),
    (r"start meeting\s+(?P<rest>.+)", lambda t, m: meetings.typed_start(t, m["rest"])),
    (rf"decide\s+{_REF}\s+(?P<rest>.+)", lambda t, m: meetings.typed_decide(t, _ref(m), m["rest"])),
    (r"decisions(\s+(?P<rest>.+))?", lambda t, m: meetings.typed_decisions(t, _rest(m))),
    (r"(end|close) meeting", lambda t, m: meetings.end(t)),
    (r"confirm decisions", lambda t, m: meetings.confirm(t)),
    (r"send decisions", lambda t, m: meetings.release(t)),
    (r"set aside", lambda t, m: home.set_aside(t)),
    (r"tasks", lambda t, m: home.tasks(t)),
    (r"done\s+(?P<rest>\S+)", lambda t, m: home.done(t, m["rest"])),
    (r"plan meetings(\s+(?P<rest>\d{1,3}))?", lambda t, m: dates.plan(t, _rest(m))),
    (r"move meeting\s+(?P<rest>.+)", lambda t, m: dates.move(t, m["rest"])),
    (r"cancel meeting(\s+(?P<rest>.+))?", lambda t, m: dates.ask_cancel(t, _rest(m))),
    (r"agree cancel\s+(?P<rest>.+)", lambda t, m: dates.typed_cancel(t, m["rest"], agreed=True)),
    (r"refuse cancel\s+(?P<rest>.+)", lambda t, m: dates.typed_cancel(t, m["rest"], agreed=False)),
    (rf"late\s+{_REF}({_REST})?", lambda t, m: dates.ask_late(t, _ref(m), _rest(m))),
    (rf"agree late\s+{_REF}({_REST})?", lambda t, m: dates.agree_late(t, _ref(m), _rest(m))),
    (rf"refuse late\s+{_REF}({_REST})?", lambda t, m: dates.refuse_late(t, _ref(m), _rest(m))),
    (r"papers (sent|out)(\s+(?P<rest>.+))?", lambda t, m: dates.papers_sent(t, _rest(m))),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), act) for pattern, act in TYPED)

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
    "approve": lambda t, b: emergency.approve(t, b.ref, t.given.get("remark", "")),
    "decline": lambda t, b: emergency.decline(t, b.ref, t.given.get("remark", "")),
    "question": lambda t, b: emergency.question(t, b.ref, t.given.get("remark", "")),
    "reply": lambda t, b: emergency.reply(t, b.ref, t.given.get("remark", "")),
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
AT_PANEL = re.compile(r"at\s+(?P<panel>[^:,]{2,60})[:,]\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
"""“at Knowsley: agenda”, for people who work with several panels."""
LONGEST_LINE = 4000
"""Characters of a typed line that are looked at."""


def respond(tools: Tools, incoming: Incoming, now: datetime) -> Reply:
    """The answer to one thing a person did; a refusal is its sentence, and never an error."""
    if not incoming.place.personal:
        return say(talk.NOT_FOR_CHANNEL) if incoming.text or incoming.value else Reply()
    person = tools.council.directory.person(incoming.person)
    if person is None:
        return say(talk.STRANGER)
    turn = Turn(tools, incoming, now, incoming.key, person)
    try:
        return _tap(turn) if TOKEN in incoming.value else _line(turn)
    except Refused as refused:
        return say(str(refused))


def _line(turn: Turn) -> Reply:
    line = " ".join(turn.incoming.text[:LONGEST_LINE].split(" ")).strip()
    if turn.incoming.files:
        named = re.search(_REF, line)
        return papers.attach(turn, turn.incoming.files, named["ref"] if named else "")
    if not line:
        return home.welcome(turn)
    named_panel = AT_PANEL.fullmatch(line)
    if named_panel and (panel := _panel_called(turn, named_panel["panel"])):
        turn, line = at(turn, panel), named_panel["rest"].strip()
    for pattern, act in _PATTERNS:
        if match := pattern.fullmatch(line):
            return act(turn, match)
    draft = referral.awaits_answer(turn)
    if draft is not None:
        return referral.typed_answer(turn, draft, line)
    hint = f"{talk.UNKNOWN} {talk.NOT_ANSWERING}" if referral.current(turn) else talk.UNKNOWN
    return home.helped(turn, hint)


def at(turn: Turn, panel: str) -> Turn:
    """The turn as said about one panel; unchanged when none is named."""
    return replace(turn, chosen=panel) if panel else turn


def _panel_called(turn: Turn, name: str) -> str:
    """The panel with this council, name, id or prefix; empty when it is none, so that the line is read as it stands."""
    wanted = name.strip().lower()
    for panel in turn.tools.council.profiles.values():
        identity = panel.panel
        if wanted in (identity.id, identity.council.lower(), identity.name.lower(), identity.prefix.lower()):
            return panel.id
    return ""


def _tap(turn: Turn) -> Reply:
    token = turn.incoming.value[TOKEN]
    tap = turn.tools.stamps.open(token, turn.person.id)
    given = {key: value for key, value in turn.incoming.value.items() if key not in (TOKEN, "verb")}
    key = act_key(turn.person.id, token, given)
    tapped = Turn(turn.tools, turn.incoming, turn.now, key, turn.person, given, tapped=True)
    return TAPPED[tap.act](tapped, tap)


def _approve(turn: Turn, match: re.Match[str]) -> Reply:
    return emergency.approve(turn, _ref(match), _rest(match), "typed")


def _move(turn: Turn, match: re.Match[str]) -> Reply:
    return meetings.move(turn, _ref(match), match["rest"], (match["why"] or "").strip())


def _ref(match: re.Match[str]) -> str:
    return (match["ref"] or "").upper()


def _rest(match: re.Match[str]) -> str:
    return (match["rest"] or "").strip()


def _several(turn: Turn, name: str) -> tuple[str, ...]:
    return tuple(part for part in turn.given.get(name, "").split(",") if part)
