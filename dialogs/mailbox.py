"""Mail that came in, in a chat: the administrator's list of what was set aside, and what is kept with a case."""

from microsoft_teams.cards import CardElement, TextBlock

from dialogs.cards.parts import card, facts, said, shortened, text
from dialogs.turn import Turn, say, show
from dialogs.words import labels, talk
from panel import commands as c
from panel import permissions
from panel.calendar import say_moment, wall
from panel.errors import Refused
from panel.intake import ReceivedMail
from panel.officers import with_a_part
from panel.ports import Reply

MOST_LISTED = 20
_CODE = 5
"""Letters of a mail's id by which it is named."""


def set_aside(turn: Turn) -> Reply:
    """Mail that needs a person, oldest first, each with the reason and what to do; only the administrator sees it."""
    waiting = _waiting(turn)
    if not waiting:
        return say(talk.NO_MAIL)
    rows = [(f"{wall(mail.received_at):%d %b %H:%M} · {_code(mail)}", _line(mail)) for mail in waiting[:MOST_LISTED]]
    more = f" {len(waiting) - MOST_LISTED} more follow." if len(waiting) > MOST_LISTED else ""
    where = text(f"{talk.SET_ASIDE_WHERE}{more}")
    return show(turn, card("Mail set aside", [where, facts(rows)], (), "Mail set aside"))


def waiting_at(turn: Turn) -> int:
    """How many mails wait for the administrator of this panel."""
    panels = turn.panels
    return sum(1 for mail in turn.office.records.find(ReceivedMail, open="yes") if mail.panel in panels)


def one(turn: Turn, code: str) -> Reply:
    """One mail that was set aside: from whom, with what, why, and what to do."""
    mail = _named(turn, code)
    rows = [
        ("From", mail.sender or "nobody named"),
        ("Came", say_moment(mail.received_at)),
        ("Subject", mail.subject),
        ("Case", mail.ref),
        ("Files", ", ".join(file.name for file in mail.files)),
        ("Why it is here", labels.mail_reason(mail.reason)),
        ("What to do", labels.what_to_do(mail.reason)),
    ]
    done = text(f"When it is done, type “mail {_code(mail)} done” and a word on what you did.", quiet=True)
    return show(turn, card(f"Mail {_code(mail)}", [facts(rows), *_words(mail), done], (), "A mail set aside"))


def done(turn: Turn, code: str, note: str) -> Reply:
    """Off the list."""
    turn.do(c.TickMail, mail=_named(turn, code).id, note=note)
    return say(talk.MAIL_DONE)


def about(turn: Turn, ref: str) -> Reply:
    """What came by mail about a case, newest first, for those who may see the case."""
    referral = turn.office.referral(ref)
    part = with_a_part(turn.office, referral, turn.today)
    permissions.check_may_see(turn.person, referral, turn.today, part=part)
    kept = sorted(turn.office.records.find(ReceivedMail, about=ref), key=lambda mail: mail.received_at, reverse=True)
    if not kept:
        return say(f"No mail about {ref} has been kept.")
    body: list[CardElement] = []
    for mail in kept[:5]:
        files = ", ".join(file.name for file in mail.files)
        rows = [
            (say_moment(mail.received_at), f"from {mail.sender}: {labels.mail_reason(mail.reason)}"),
            ("Files", files),
            ("Dealt with", f"{turn.office.name(mail.seen_by)}: {mail.note}" if mail.seen_by else ""),
        ]
        body += [facts(rows), *_words(mail)]
    return show(turn, card(f"{ref} · Mail", body, (), f"{ref}: mail"))


def _words(mail: ReceivedMail) -> list[TextBlock]:
    return [said(shortened(mail.said, 1_000))] if mail.said else []


def _waiting(turn: Turn) -> list[ReceivedMail]:
    permissions.check_may_settle_mail(turn.person, turn.panel(), turn.today)
    own = [mail for mail in turn.office.records.find(ReceivedMail, open="yes") if mail.panel == turn.panel()]
    return sorted(own, key=lambda mail: (mail.received_at, mail.id))


def _named(turn: Turn, code: str) -> ReceivedMail:
    found = [mail for mail in _waiting(turn) if mail.id.startswith(code.lower())]
    if len(found) != 1:
        raise Refused("I find no such mail on the list. Type “set aside” to see it, with the code of each.")
    return found[0]


def _code(mail: ReceivedMail) -> str:
    return mail.id[:_CODE].upper()


def _line(mail: ReceivedMail) -> str:
    case = f" ({mail.ref})" if mail.ref else ""
    why, do = labels.mail_reason(mail.reason), labels.what_to_do(mail.reason)
    return f"from {mail.sender or 'nobody named'}{case}: {why}. To do: {do}"
