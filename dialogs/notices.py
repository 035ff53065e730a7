"""A notice that is owed, as the message that is sent: cards for what can be acted on, a sentence for the rest.

Cards are drawn from the record as it stands when they are sent, so one that was owed before a change shows the change.
"""

from datetime import datetime

from dialogs import asking, drill, emergency, letters
from dialogs.appeals import late_appeal
from dialogs.cards.agenda import draft_card
from dialogs.cards.channel import channel_card, decisions_post, minutes_post
from dialogs.cards.dates import cancel_card
from dialogs.cards.decisions import decision_rows, decisions_card, endorse_card
from dialogs.cards.emergency import answer_card, decided_card
from dialogs.cards.later import appeal_card
from dialogs.cards.meeting import agenda_card
from dialogs.cards.packs import ready_card
from dialogs.cards.parts import card, facts, noted, text
from dialogs.cards.referral import manager_card
from dialogs.cards.telephone import confirm_card
from dialogs.cases import endorsed_decision, visit_message
from dialogs.dates import late_message
from dialogs.later import missed_message
from dialogs.morning import morning_message, watched
from dialogs.turn import Tools, Turn
from dialogs.words import notices as words
from dialogs.words import urgent_notices as urgent
from dialogs.words.mails import decision_named
from panel.council import Office
from panel.decision import Decision
from panel.emergency import Confirmation
from panel.errors import Unknown
from panel.handlers.authorising import CARDS
from panel.notices import Notice, Topic
from panel.ports import Incoming, Message, Place

_NOWHERE = Place("", "", "")


def message_for(tools: Tools, notice: Notice, now: datetime) -> Message:
    """The message of a Teams notice or a channel post; raises `Unknown` when what it is about is gone."""
    office = Office(tools.council, tools.store.read())
    message = _drawn(tools, office, notice, now)
    if notice.repeated:
        return noted(message, words.REPEAT)
    return message


def _drawn(tools: Tools, office: Office, notice: Notice, now: datetime) -> Message:
    match Topic(notice.rule):
        case Topic.AGENDA:
            return channel_card(office, office.meeting(notice.about))
        case Topic.DECISIONS_POSTED:
            return decisions_post(office, office.meeting(notice.about))
        case Topic.MINUTES_POSTED:
            return minutes_post(office.meeting(notice.about))
        case Topic.AUTHORISE:
            return manager_card(_as(tools, notice.to, now), office.referral(notice.about))
        case Topic.EXCEPTION_ASKED | Topic.FILTER_ASKED | Topic.DECISION_ASKED:
            return asking.standing_card(_as(tools, notice.to, now), office.referral(notice.about))
        case Topic.CONFIRM_DECISIONS:
            return decisions_card(_as(tools, notice.to, now), office.meeting(notice.about))
        case Topic.RELEASE_DUE if not notice.facts.get("last"):
            return agenda_card(_as(tools, notice.to, now), office.meeting(notice.about))
        case Topic.ENDORSE:
            return endorse_card(_as(tools, notice.to, now), endorsed_decision(office, notice.about))
        case Topic.VISIT_DUE:
            return visit_message(_as(tools, notice.to, now), notice.about)
        case Topic.PACK_READY:
            return ready_card(_as(tools, notice.to, now), notice)
        case Topic.AGENDA_DRAFTED:
            return draft_card(_as(tools, notice.to, now), office.meeting(notice.about))
        case Topic.CANCEL_ASKED:
            return cancel_card(_as(tools, notice.to, now), office.meeting(notice.about))
        case Topic.LATE_ASKED:
            return late_message(_as(tools, notice.to, now), notice.about)
        case Topic.REDRAW if (first := _first(office, notice)) in _REDRAWN:
            return _drawn(tools, office, notice.model_copy(update={"rule": first}), now)
        case topic if topic in _URGENT:
            return _urgent(tools, office, notice, now)
        case Topic.DECIDED:
            return _decided(office, notice)
        case Topic.REVIEW_MISSED | Topic.PLANNER_MISSED if choice := missed_message(_as(tools, notice.to, now), notice):
            return choice
        case Topic.APPEAL_LATE if appeal := late_appeal(office, notice.about):
            return appeal_card(_as(tools, notice.to, now), appeal)
        case Topic.LETTER_DRAFTED | Topic.LETTER_CHECK:
            return letters.message(_as(tools, notice.to, now), notice.about)
        case Topic.MORNING:
            return morning_message(office, notice, now)
        case Topic.WATCHED:
            return Message(text=watched(office, notice), summary=words.preview(notice.about))
        case topic:
            sentence = words.SENTENCES[topic](notice.about, notice.facts)
            return Message(text=sentence, summary=words.preview(notice.about))


def _urgent(tools: Tools, office: Office, notice: Notice, now: datetime) -> Message:
    """The card of an emergency, or of a drill, as it stands for this person."""
    if notice.rule == Topic.DRILL or (notice.rule == Topic.REDRAW and _first(office, notice) == Topic.DRILL):
        return drill.drill_card(tools, office, notice.about, notice.to)
    about = office.emergency(notice.about)
    match Topic(notice.rule):
        case Topic.EMERGENCY_CONFIRM:
            return _to_confirm(tools, office, notice)
        case Topic.EMERGENCY_REPLY:
            asks = about.confirmation is Confirmation.AWAITED and about.decided_by == notice.to
            shown = (
                confirm_card(tools, office, about, notice.to)
                if asks
                else emergency.card_for(tools, office, about, notice.to, now)
            )
            return noted(shown, urgent.BY_MAIL if notice.facts.get("proven") else urgent.NOT_PROVEN)
        case Topic.EMERGENCY_QUESTION:
            return answer_card(tools, office, about, notice.to)
        case Topic.EMERGENCY_APPROVED | Topic.EMERGENCY_REFUSED:
            return decided_card(office, about)
    return emergency.card_for(tools, office, about, notice.to, now)


def _to_confirm(tools: Tools, office: Office, notice: Notice) -> Message:
    """What was said by telephone, to confirm; how it stands once that is done."""
    said = office.emergency(notice.about)
    if said.confirmation is Confirmation.AWAITED:
        return confirm_card(tools, office, said, notice.to)
    return decided_card(office, said)


_REDRAWN = (Topic.CANCEL_ASKED, Topic.LATE_ASKED, Topic.AGENDA_DRAFTED, Topic.ENDORSE, *CARDS)
"""Cards that are drawn again from their own topic; those of an emergency are all drawn alike."""
_URGENT = frozenset(
    {
        Topic.DRILL,
        Topic.EMERGENCY_SUPPORT,
        Topic.EMERGENCY_ASKED,
        Topic.EMERGENCY_QUESTION,
        Topic.EMERGENCY_ANSWER,
        Topic.EMERGENCY_CONFIRM,
        Topic.EMERGENCY_REPLY,
        Topic.EMERGENCY_APPROVED,
        Topic.EMERGENCY_REFUSED,
        Topic.REDRAW,
    }
)


def _first(office: Office, notice: Notice) -> str:
    """What the card to be drawn again was about when it was first sent."""
    first = office.records.look(Notice, notice.facts["of"])
    return first.rule if first else ""


def _decided(office: Office, notice: Notice) -> Message:
    """The first notice of a decision, with what must not be agreed beyond it (CB-9.18, CB-11.3)."""
    decision = decision_named(office, notice)
    profile = office.profile(decision.panel)
    body = [facts(decision_rows(office, decision)), text(profile.decisions.warning, bold=True)]
    body += [text(profile.reviews.consequence)] if decision.terms.get("reapply_by") else []
    return card(f"{notice.about} · {_by_whom(decision)}", body, (), words.preview(notice.about))


def _by_whom(decision: Decision) -> str:
    return "Decision of the panel" if decision.meeting else "Decision, taken without a meeting"


def _as(tools: Tools, person_id: str, now: datetime) -> Turn:
    """A turn in which a card is drawn for somebody who has not just spoken."""
    person = tools.council.directory.person(person_id)
    if person is None:
        raise Unknown("That person is no longer on the list of staff.")
    return Turn(tools, Incoming(person_id, _NOWHERE, ""), now, "", person)
