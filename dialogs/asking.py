"""Officers in a chat: an exception asked for and answered, a paper let go, another manager, what waits for whom."""

from dialogs.cards.asked import alone_card, exception_card
from dialogs.cards.referral import manager_card, missing_card, summary_card
from dialogs.referral import named
from dialogs.turn import Turn, say, show
from dialogs.words import asking as words
from dialogs.words.standing import standing
from panel import commands as c
from panel import completeness
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.officers import waiting_on
from panel.ports import Message, Reply
from panel.referral import Referral, ReferralStatus

WAITING = (
    ReferralStatus.AWAITING_EXCEPTION,
    ReferralStatus.AWAITING_AUTHORISATION,
    ReferralStatus.IN_FILTER,
    ReferralStatus.PRESENTED,
)
_DO = {
    ReferralStatus.AWAITING_EXCEPTION: "waits for your answer",
    ReferralStatus.AWAITING_AUTHORISATION: "waits for your signature",
    ReferralStatus.IN_FILTER: "waits for you to look at it before the panel",
    ReferralStatus.PRESENTED: "waits for your decision",
}


def ask_exception(turn: Turn, ref: str, reason: str) -> Reply:
    """Ask that a referral goes to the panel although a step is missing."""
    referral = named(turn, ref)
    try:
        turn.do(c.AskException, ref=referral.id, reason=reason)
    except InvalidAnswer as wrong:
        return show(turn, missing_card(turn, referral), str(wrong))
    asked = turn.office.referral(referral.id)
    said = words.exception_asked(asked.id, standing(turn.office, asked))
    return show(turn, summary_card(turn, asked), said) if turn.tapped else say(said)


def agree_exception(turn: Turn, ref: str, reason: str) -> Reply:
    """Let it through, or agree that it belongs elsewhere."""
    try:
        answer = turn.do(c.AgreeException, ref=ref, reason=reason)
    except MoveNotAllowed as refused:
        return _exception_card(turn, ref, str(refused))
    after = turn.office.referral(ref)
    if answer.code == "redirected":
        return _exception_card(turn, ref, words.elsewhere_agreed(after.id))
    waits = standing(turn.office, after) if after.ask else ""
    return _exception_card(turn, ref, words.exception_agreed(after.id, waits))


def refuse_exception(turn: Turn, ref: str, reason: str) -> Reply:
    """Not without the step, with the reason; or it goes on here."""
    asked = turn.office.referral(ref).ask
    try:
        turn.do(c.RefuseException, ref=ref, reason=reason)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        return _exception_card(turn, ref, str(refused))
    stays = asked is not None and asked.about == "elsewhere"
    return _exception_card(turn, ref, words.exception_refused(ref, stays))


def waive(turn: Turn, ref: str, document: str, reason: str) -> Reply:
    """Let the chosen paper go."""
    referral = named(turn, ref)
    try:
        turn.do(c.WaivePaper, ref=referral.id, document=document, reason=reason)
    except InvalidAnswer as wrong:
        return show(turn, missing_card(turn, referral), str(wrong))
    labels = {rule.id: rule.label for rule in turn.office.profile_of(referral).form.documents}
    waived = turn.office.referral(referral.id)
    return show(turn, missing_card(turn, waived), words.waived(waived.id, labels[document]))


def typed_waive(turn: Turn, ref: str, rest: str) -> Reply:
    """“waive BI-0001 carers assessment because she declined one”, by the beginning of the paper's name."""
    referral = named(turn, ref)
    paper, because, reason = rest.partition(" because ")
    rules = turn.office.profile_of(referral).form.documents
    wanted = _bare(paper)
    found = [rule for rule in rules if wanted and (wanted == rule.id or _bare(rule.label).startswith(wanted))]
    missing = {rule.id for rule in completeness.papers_missing(turn.office.profile_of(referral), referral)}
    found = [rule for rule in found if rule.id in missing] or found
    if not because or len(found) != 1:
        raise Refused(
            f"{words.HOW_TO_WAIVE.format(ref=referral.id)} Papers: {'; '.join(rule.label for rule in rules)}."
        )
    return waive(turn, referral.id, found[0].id, reason)


def change_manager(turn: Turn, ref: str, name: str, reason: str) -> Reply:
    """“manager BI-0001 is Dilys Morgan because …”."""
    answer = turn.do(c.ChangeManager, ref=ref, to=person_called(turn, name), reason=reason)
    return say(words.manager_changed(answer.about, turn.office.name(answer.facts["to"])))


def person_called(turn: Turn, name: str) -> str:
    """The object id behind a name, as on the list of staff; raises `Refused` when it is none or several."""
    wanted = name.strip().lower()
    everyone = turn.tools.council.directory.everyone()
    found = [person for person in everyone if wanted and person.name.lower().startswith(wanted)]
    if len(found) != 1:
        raise Refused(words.HOW_TO_ENTER.format(name=name.strip()[:40]))
    return found[0].id


def waiting_for(turn: Turn) -> list[tuple[str, str]]:
    """Referrals that wait for something this person does, and what that is."""
    office = turn.office
    found = [
        referral
        for panel in turn.panels
        for referral in office.records.find(Referral, panel=panel, live="yes")
        if referral.status in WAITING
    ]
    mine = [r for r in found if turn.person.id in {person.id for person in waiting_on(office, r, turn.today)}]
    return [(referral.id, _DO[referral.status]) for referral in mine]


def card_for(turn: Turn, referral: Referral) -> Message | None:
    """The card on which this person acts now, if the referral waits for them."""
    if turn.person.id not in {person.id for person in waiting_on(turn.office, referral, turn.today)}:
        return None
    return standing_card(turn, referral)


def standing_card(turn: Turn, referral: Referral) -> Message:
    """The card of what the referral waits for."""
    match referral.status:
        case ReferralStatus.AWAITING_AUTHORISATION:
            return manager_card(turn, referral)
        case ReferralStatus.AWAITING_EXCEPTION:
            return exception_card(turn, referral)
    return alone_card(turn, referral)


def _exception_card(turn: Turn, ref: str, said: str) -> Reply:
    return show(turn, exception_card(turn, turn.office.referral(ref)), said)


def _bare(words_of: str) -> str:
    """Small letters and single spaces only, so that “carers assessment” is “Carer's assessment”."""
    return " ".join("".join(letter for letter in words_of.lower() if letter.isalnum() or letter == " ").split())
