"""What a typed line means: a table from its words to the conversation they belong to, tried from the top."""

import re
from collections.abc import Callable

from dialogs import (
    agenda,
    alone,
    asking,
    cases,
    dates,
    duty,
    emergency,
    home,
    mailbox,
    meetings,
    papers,
    placement,
    referral,
    signing,
    sitting,
)
from dialogs.patterns import CODE as _CODE
from dialogs.patterns import REFERENCE
from dialogs.patterns import REST as _REST
from dialogs.turn import Turn
from dialogs.typed_later import TYPED_LATER
from dialogs.typed_letters import TYPED_LETTERS
from dialogs.typed_mail import TYPED_MAIL
from dialogs.typed_packs import TYPED_PACKS
from dialogs.typed_urgent import URGENT
from dialogs.words.asking import HOW_TO_CHANGE
from panel.errors import Refused
from panel.ports import Reply

Typed = Callable[[Turn, re.Match[str]], Reply]
_WHICH = rf"(?:\s+{REFERENCE})?"
_BECAUSE = r"[\s:,]+(because\s+)?(?P<rest>.+)"
_EXCEPTION = rf"(exception|elsewhere)\s+{REFERENCE}"

TYPED: tuple[tuple[str, Typed], ...] = (
    (r"(hi|hello|hey|good (morning|afternoon|evening))\b.{0,40}", lambda t, m: home.welcome(t)),
    (r"(help|\?|what can you do.*)", lambda t, m: home.helped(t)),
    (r"(refer|new referral|begin|start)( a)?( referral)?", lambda t, m: referral.begin(t)),
    (r"(emergency|urgent)( approval)?", lambda t, m: referral.begin(t, emergency=True)),
    (rf"ask (for )?(emergency )?approval{_WHICH}", lambda t, m: emergency.ask(t, referral.named(t, _ref(m)).id)),
    (r"(my )?(referrals|cases)", lambda t, m: home.mine(t)),
    (r"status|my work|what waits( for me)?\??", lambda t, m: home.status(t)),
    (rf"(status|where is)\s+{REFERENCE}\??", lambda t, m: home.status_of(t, _ref(m))),
    (r"(cancel|stop|back|never mind)", lambda t, m: duty.stop(t, m[0])),
    (rf"(answer|continue|next|go on){_WHICH}", lambda t, m: referral.ask(t, _ref(m))),
    (r"skip", lambda t, m: referral.skip(t)),
    (rf"summary{_WHICH}", lambda t, m: referral.summary(t, _ref(m))),
    (rf"(what is )?missing\??{_WHICH}", lambda t, m: referral.missing(t, _ref(m))),
    (rf"part\s+(?P<rest>\w+){_WHICH}", lambda t, m: referral.open_part(t, _ref(m), m["rest"])),
    (rf"send{_WHICH}( to my manager)?", lambda t, m: referral.send(t, _ref(m))),
    (rf"papers{_WHICH}", lambda t, m: papers.listed(t, _ref(m))),
    (r"remove paper\s+(?P<rest>\d+)", lambda t, m: papers.remove(t, m["rest"])),
    (r"paper\s+(?P<number>\d+)\s+is\s+(?P<rest>.+)", lambda t, m: papers.typed_name(t, m["number"], m["rest"])),
    (rf"withdraw\s+{REFERENCE}({_REST})?", lambda t, m: referral.withdraw(t, _ref(m), _rest(m))),
    (rf"(case|open|read)\s+{_CODE}", lambda t, m: signing.read_case(t, _ref(m))),
    (rf"sign\s+{REFERENCE}(?P<rest>.*)", lambda t, m: signing.typed_sign(t, _ref(m), _rest(m))),
    (rf"return\s+{REFERENCE}({_REST})?", lambda t, m: signing.give_back(t, _ref(m), _rest(m))),
    (rf"approve\s+{_CODE}({_REST})?", lambda t, m: emergency.typed_approve(t, _ref(m), _rest(m))),
    (rf"(refuse|decline)\s+(?!late\b){_CODE}({_REST})?", lambda t, m: emergency.decline(t, _ref(m), _rest(m), "typed")),
    (rf"ask\s+{_CODE}({_REST})?", lambda t, m: emergency.question(t, _ref(m), _rest(m))),
    (rf"reply\s+{_CODE}({_REST})?", lambda t, m: emergency.reply(t, _ref(m), _rest(m))),
    (rf"extend\s+{_CODE}({_REST})?", lambda t, m: emergency.extend(t, _ref(m), _rest(m))),
    (rf"enough\s+{_CODE}", lambda t, m: placement.enough(t, _ref(m))),
    (rf"placed\s+{_CODE}({_REST})?", lambda t, m: placement.placed(t, _ref(m), _rest(m))),
    (r"(meetings|dates|panels|when is the next panel\??|next panel)", lambda t, m: meetings.dates(t)),
    (r"time left\??|agenda(\s+(?P<rest>.+))?", lambda t, m: meetings.agenda(t, _rest(m))),
    (r"add meeting\s+(?P<rest>.+)", lambda t, m: meetings.add(t, m["rest"])),
    (rf"move\s+{REFERENCE}\s+to\s+(?P<rest>.+?)(\s+because\s+(?P<why>.+))?", lambda t, m: _move(t, m)),
    (r"start meeting\s+(?P<rest>.+)", lambda t, m: meetings.typed_start(t, m["rest"])),
    (rf"decide\s+{REFERENCE}\s+(?P<rest>.+)", lambda t, m: alone.typed_decide(t, _ref(m), m["rest"])),
    (r"decisions(\s+(?P<rest>.+))?", lambda t, m: meetings.typed_decisions(t, _rest(m))),
    (r"(end|close) meeting", lambda t, m: meetings.end(t)),
    (r"confirm decisions", lambda t, m: meetings.confirm(t)),
    (r"send decisions", lambda t, m: meetings.release(t)),
    (r"set aside", lambda t, m: mailbox.set_aside(t)),
    (r"tasks", lambda t, m: home.tasks(t)),
    (r"done\s+(?P<rest>\S+)", lambda t, m: home.done(t, m["rest"])),
    (r"plan meetings(\s+(?P<rest>\d{1,3}))?", lambda t, m: dates.plan(t, _rest(m))),
    (r"move meeting\s+(?P<rest>.+)", lambda t, m: dates.move(t, m["rest"])),
    (r"cancel meeting(\s+(?P<rest>.+))?", lambda t, m: dates.ask_cancel(t, _rest(m))),
    (r"agree cancel\s+(?P<rest>.+)", lambda t, m: dates.typed_cancel(t, m["rest"], agreed=True)),
    (r"refuse cancel\s+(?P<rest>.+)", lambda t, m: dates.typed_cancel(t, m["rest"], agreed=False)),
    (rf"late\s+{REFERENCE}({_REST})?", lambda t, m: dates.ask_late(t, _ref(m), _rest(m))),
    (rf"agree late\s+{REFERENCE}({_REST})?", lambda t, m: dates.agree_late(t, _ref(m), _rest(m))),
    (rf"refuse late\s+{REFERENCE}({_REST})?", lambda t, m: dates.refuse_late(t, _ref(m), _rest(m))),
    (r"papers (sent|out)(\s+(?P<rest>.+))?", lambda t, m: dates.papers_sent(t, _rest(m))),
    (r"refer for\s+(?P<rest>.+)", lambda t, m: referral.begin(t, owner=asking.person_called(t, m["rest"]))),
    (rf"waive\s+{REFERENCE}({_REST})?", lambda t, m: asking.typed_waive(t, _ref(m), _rest(m))),
    (
        rf"(ask (for )?(an )?)?exception\s+{REFERENCE}({_BECAUSE})?",
        lambda t, m: asking.ask_exception(t, _ref(m), _rest(m)),
    ),
    (rf"agree {_EXCEPTION}({_BECAUSE})?", lambda t, m: asking.agree_exception(t, _ref(m), _rest(m))),
    (rf"refuse {_EXCEPTION}({_BECAUSE})?", lambda t, m: asking.refuse_exception(t, _ref(m), _rest(m))),
    (rf"(change )?manager( of)?\s+{REFERENCE}({_REST})?", lambda t, m: _manager(t, m)),
    (rf"to panel\s+{REFERENCE}({_BECAUSE})?", lambda t, m: alone.to_panel(t, _ref(m), _rest(m))),
    (r"confirm agenda", lambda t, m: agenda.confirm(t)),
    (
        rf"move item\s+{REFERENCE}\s+to\s+(place\s+)?(?P<rest>\d{{1,3}})",
        lambda t, m: agenda.move_item(t, _ref(m), m["rest"]),
    ),
    (rf"take off\s+{REFERENCE}(\s+(because\s+)?(?P<rest>.+))?", lambda t, m: agenda.take_off(t, _ref(m), _rest(m))),
    (r"arrived\s+(?P<rest>.+)", lambda t, m: sitting.arrived(t, m["rest"])),
    (r"left\s+(?P<rest>.+)", lambda t, m: sitting.left(t, m["rest"])),
    (r"chair\s+(?P<rest>.+)", lambda t, m: sitting.chair(t, m["rest"])),
    (r"conflict\s+(?P<rest>.+)", lambda t, m: sitting.conflict(t, m["rest"])),
    (r"sorry\s+(?P<rest>\d.*)", lambda t, m: sitting.sorry(t, m["rest"])),
    (
        r"substitute\s+(?P<who>.+?)\s+by\s+(?P<by>.+?)\s+for\s+(?P<rest>.+)",
        lambda t, m: sitting.substitute(t, m["who"], m["by"], m["rest"]),
    ),
    (
        rf"presenter absent\s+{REFERENCE}\s+(?P<choice>hear|move)(\s+(because\s+)?(?P<rest>.+))?",
        lambda t, m: sitting.presenter_absent(t, _ref(m), m["choice"], _rest(m)),
    ),
    (rf"visited\s+{REFERENCE}\s+(on\s+)?(?P<rest>.+)", lambda t, m: cases.visited(t, _ref(m), m["rest"])),
    (rf"endorse\s+{REFERENCE}", lambda t, m: cases.endorse(t, _ref(m))),
    (rf"refuse endorsement\s+{REFERENCE}({_REST})?", lambda t, m: cases.refuse_endorsement(t, _ref(m), _rest(m))),
    (rf"send back\s+{REFERENCE}({_REST})?", lambda t, m: cases.send_back(t, _ref(m), _rest(m))),
    (r"help (all|more|everything)", lambda t, m: home.helped_all(t)),
)
_ALL = (*TYPED, *URGENT, *TYPED_LATER, *TYPED_LETTERS, *TYPED_PACKS, *TYPED_MAIL)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), act) for pattern, act in _ALL)


def said(turn: Turn, line: str) -> Reply | None:
    """The answer to a line the table knows; None for any other."""
    for pattern, act in _PATTERNS:
        if match := pattern.fullmatch(line):
            return act(turn, match)
    return None


def _manager(turn: Turn, match: re.Match[str]) -> Reply:
    found = re.fullmatch(r"(?:is|to)\s+(.+?)\s+because\s+(.+)", _rest(match), re.IGNORECASE | re.DOTALL)
    if found is None:
        raise Refused(HOW_TO_CHANGE.format(ref=_ref(match)))
    return asking.change_manager(turn, _ref(match), found[1], found[2].strip())


def _move(turn: Turn, match: re.Match[str]) -> Reply:
    return meetings.move(turn, _ref(match), match["rest"], (match["why"] or "").strip())


def _ref(match: re.Match[str]) -> str:
    return (match["ref"] or "").upper()


def _rest(match: re.Match[str]) -> str:
    return (match["rest"] or "").strip()
