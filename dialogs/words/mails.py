"""A notice that is owed by e-mail, as a letter: the subject holds the reference only; detail stays in Teams."""

from collections.abc import Callable

from dialogs.cards.decisions import decision_rows
from dialogs.words import minutes as minutes_words
from dialogs.words import packs
from dialogs.words import reports as report_words
from dialogs.words.letter import Letter, signed
from dialogs.words.mail_letters import ANSWERS
from dialogs.words.urgent_mails import LETTERS
from dialogs.words.written import day_said, moment_said
from panel import policies
from panel.answers import beside, shown
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.decision import Decision, Package
from panel.errors import Refused
from panel.family_letter import FamilyLetter, LetterStatus
from panel.handlers.lettering import check_can_go
from panel.intake import ReceivedMail
from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.notices import Notice, Topic
from panel.pack import Pack
from panel.people import Role
from panel.referral import Referral
from panel.reported import Reported
from panel.rules.telling import Event


def panel_of(office: Office, notice: Notice) -> str:
    """The panel whose mailbox the letter leaves from: that of the case or the meeting, or of the mail it answers."""
    referral = office.records.look(Referral, notice.about)
    mail = office.records.look(ReceivedMail, notice.facts.get("mail", ""))
    known = referral or mail
    return known.panel if known else office.council.panels_of(notice.about)[0]


def marking_of(office: Office, notice: Notice) -> str:
    """The protective marking of the panel the letter comes from (CB-9.12, RO-14.1)."""
    return office.profile(panel_of(office, notice)).panel.marking


def letter_for(office: Office, notice: Notice) -> Letter:
    """The letter of an e-mail notice."""
    return _LETTERS[Topic(notice.rule)](office, notice)


def _appointment(office: Office, notice: Notice) -> Letter:
    referral = office.referral(notice.about)
    meeting = office.meeting(referral.meeting)
    item = meeting.item(referral.id)
    if item is None:
        return Letter(f"{referral.id}: place at the panel", signed("This place has changed. Type “status” in Teams."))
    profile = office.profile(referral.panel)
    place = f"\n{profile.meetings.venue}" if profile.meetings.venue else ""
    words = (
        f"{referral.id} has a place at the {profile.panel.name}:\n\n"
        f"{say_moment(item.starts_at)}, {item.minutes} minutes{place}\n\n{profile.guidance.get('presenting', '')}\n\n"
        f"{_earlier_place(notice)}\n\n{_warnings(office, referral, meeting)}"
    )
    return Letter(f"{referral.id}: place at the panel", signed(words), slot=(meeting, item))


def _earlier_place(notice: Notice) -> str:
    """Which earlier place this one takes the place of, and why (CB-8.2)."""
    was, because = notice.facts.get("was", ""), notice.facts.get("because", "")
    why = _WHY.get(because, f"that panel was {because}")
    return f"It takes the place of {moment_said(was)}: {why}." if was else ""


_WHY = {
    "taken_off": "it was taken off that agenda",
    "presenter_absent": "nobody was there to present it",
    "sent_back": "it is to be heard again",
}


def _warnings(office: Office, referral: Referral, meeting: PanelMeeting) -> str:
    """Dates that clash are said plainly, and never block (CB-6.5, CB-6.14)."""
    found = policies.date_warnings(office, referral, wall(meeting.starts_at).date())
    return "\n".join(f"Please note: {check.say}" for check in found)


def _iro(office: Office, notice: Notice) -> Letter:
    referral = office.referral(notice.about)
    initials = referral.answers.get("initials", "")
    said = {
        Event.RECEIVED: "A referral to the panel may change this child’s arrangements. You are copied as the IRO.",
        Event.BOOKED: "This referral has a place at the panel.",
        Event.RELEASED: "The panel has decided on this referral.",
        Event.EMERGENCY_APPROVED: "An emergency change for this child was approved until the next panel.",
    }[Event(notice.facts["event"])]
    triggers = _triggers(office, referral)
    moves = referral.answers.get("move_date", "")
    review = "A review must be held before the change happens." if triggers else ""
    planned = f"Planned date of the change: {day_said(moves)}." if moves else ""
    words = "\n\n".join(part for part in (said, f"Child: {initials}", triggers, planned, review) if part)
    decided = notice.facts["event"] == Event.RELEASED
    return Letter(
        f"{referral.id}: for the IRO", signed(words), sheet=decision_named(office, notice) if decided else None
    )


def _triggers(office: Office, referral: Referral) -> str:
    question = office.profile_of(referral).form.question("iro_triggers")
    codes = [code for code in referral.answers.get("iro_triggers", "").split("|") if code and code != "no_trigger"]
    return "\n".join(f"- {question.label_of(code)}" for code in codes) if question else ""


def _change(office: Office, notice: Notice) -> Letter:
    """What was reported, with the day and the reason given, to those who act on it (CB-11.5, NT-47)."""
    said = max(office.records.find(Reported, about=notice.about), key=lambda each: each.at, default=None)
    known = office.profile_of(office.referral(notice.about)).happenings
    what = next((each for each in known if said and each.id == said.happening), None)
    # Two kinds of change may ask under the same name, so only the questions of this one are looked at.
    asks = {ask.id: ask for ask in what.asks} if what else {}
    answers = said.answers.items() if said and said.label == notice.facts.get("text") else ()
    to_finance, kept = notice.facts.get("party") == Role.FINANCE, what.finance_only if what else []
    rows = [
        beside(asks[key].ask, shown(asks[key], value))
        for key, value in answers
        if key in asks and (to_finance or key not in kept)
    ]
    package = office.records.look(Package, notice.about)
    if to_finance and kept and package and package.budget_code:
        rows.append(f"Budget code: {package.budget_code}")
    child = office.referral(notice.about).answers.get("initials", "")
    pays = f"\nPayment has to stop. In Teams, type “payment stopped {notice.about}” once it has."
    last = [pays] if notice.facts.get("pays") else []
    words = "\n".join([f"{notice.facts.get('text', '')}.", f"Child: {child}" if child else "", *rows, *last])
    return Letter(f"{notice.about}: a change was reported", signed(words))


def _sheet(office: Office, notice: Notice) -> Letter:
    decision = decision_named(office, notice)
    profile = office.profile(decision.panel)
    words = (
        f"The decision of the {profile.panel.name} on {decision.ref} is attached. "
        f"It is {profile.panel.marking.lower()}.\n\n"
        f"{profile.decisions.warning}"
    )
    return Letter(f"{decision.ref}: decision of the panel", signed(words), sheet=decision)


def _minutes(office: Office, notice: Notice) -> Letter:
    """The minutes attached; whoever presented gets the items they presented (CB-9.12, CB-9.13, RO-11.8)."""
    minutes = office.records.get(Minutes, notice.about)
    profile, only = office.profile(minutes.panel), notice.facts.get("only", "")
    refs = tuple(only.split(",")) if only else tuple(item.ref for item in minutes.items)
    title = minutes_words.title(minutes)
    part = " They hold the cases you presented." if only else ""
    marked = f" They are marked “{profile.panel.marking}”." if profile.panel.marking else ""
    words = f"The minutes of the {profile.panel.name} of {say_moment(minutes.met_at)} are attached.{part}{marked}"
    return Letter(title, signed(f"{words} Please do not pass them on."), minutes=(minutes, refs))


def _report(office: Office, notice: Notice) -> Letter:
    """The files somebody asked for, to that person alone."""
    profile, (what, words) = office.profile(notice.about), report_words.LETTERS[notice.facts["kind"]]
    marked = f" It is {profile.panel.marking.lower()}." if notice.facts["kind"] == "report" else ""
    return Letter(f"{profile.panel.name}: {what}", signed(f"{words}{marked}"), report=True)


def _pack(office: Office, notice: Notice) -> Letter:
    """Somebody's own copy of the papers; the subject names the panel's day and nothing of a case."""
    pack = office.records.get(Pack, notice.about)
    said = packs.letter(office, pack, packs.marking(office.profile(pack.panel)))
    day = say_day(wall(pack.meets_at).date())
    return Letter(f"Papers for the panel of {day}, version {pack.version}", signed(said), pack=pack)


def _family_letter(office: Office, notice: Notice) -> Letter:
    """The letter as a second person released it, to the one address it was released for; raises `Refused` (AM-52).

    The mail itself says nothing of what stands in it: a phone shows its first lines to anybody.
    """
    letter = office.records.get(FamilyLetter, notice.facts["letter"])
    if letter.status is not LetterStatus.RELEASED or letter.mail != notice.id or letter.released_at is None:
        raise Refused("This letter is no longer released as it was.")
    to = check_can_go(office, letter, letter.released_at)
    if to.email != notice.to:
        raise Refused("This letter was released for another address.")
    panel = office.profile(letter.panel).panel
    words = (
        f"A letter for you is attached, from the {panel.name}.\n\n"
        "If you cannot open it, or it is not for you, please tell us by answering this mail.\n\n"
        f"{panel.council}"
    )
    return Letter(f"{letter.about}: a letter for you", words, paper=(f"{letter.about}-letter.docx", letter.file))


def _letter_copy(_: Office, notice: Notice) -> Letter:
    words = (
        f"The letter to the family about {notice.about} is attached, to be read before it is released. Please look at "
        f"the name, the address and every word. Then type “letter release {notice.about}” in Teams, or “letter back "
        f"{notice.about}” and the reason. Please do not pass it on."
    )
    file = (notice.facts["file"], notice.facts["digest"])
    return Letter(f"{notice.about}: a letter to check", signed(words), paper=file)


def _sat(office: Office, decision: Decision) -> str:
    return say_moment(office.meeting(decision.meeting).starts_at) if decision.meeting else "Decided without a meeting"


def sheet_rows(office: Office, decision: Decision) -> list[tuple[str, str]]:
    """The rows of a decision sheet: the decision, who took part, and who confirmed it (CB-9.12, CB-10.20)."""
    confirmed = say_moment(decision.confirmed_at) if decision.confirmed_at else "not yet"
    took_part = [
        f"{office.name(who)}{' (presented)' if who in decision.presenters else ''}" for who in decision.participants
    ]
    return [
        ("Reference", decision.ref),
        ("Meeting", _sat(office, decision)),
        *decision_rows(office, decision),
        ("Took part", ", ".join(took_part)),
        ("Confirmed", f"{office.name(decision.confirmed_by)}, {confirmed}"),
    ]


def decision_named(office: Office, notice: Notice) -> Decision:
    """The decision a notice is about: of a meeting, or named itself where there was none."""
    return office.records.get(Decision, notice.facts.get("decision") or f"{notice.facts['meeting']}/{notice.about}")


_LETTERS: dict[Topic, Callable[[Office, Notice], Letter]] = {
    **ANSWERS,
    Topic.APPOINTMENT: _appointment,
    Topic.IRO_COPY: _iro,
    Topic.DECISION_SHEET: _sheet,
    **LETTERS,
    Topic.MINUTES: _minutes,
    Topic.REPORT_COPY: _report,
    Topic.PACK_COPY: _pack,
    Topic.FAMILY_LETTER: _family_letter,
    Topic.LETTER_COPY: _letter_copy,
    Topic.CHANGE_REPORTED: _change,
}
