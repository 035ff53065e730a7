"""Letters of the emergency route. Those to approvers hold a reference and no detail: a mail decides nothing."""

from collections.abc import Callable

from dialogs.words import labels
from dialogs.words.letter import Letter, signed
from dialogs.words.written import day_said
from panel import policies
from panel.answers import pounds
from panel.calendar import say_moment
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.notices import Notice, Topic


def _ask(what: str) -> Callable[[Office, Notice], Letter]:
    def letter(office: Office, notice: Notice) -> Letter:
        emergency = office.records.get(EmergencyApproval, notice.about)
        words = (
            f"{what} It is in your chat with the panel’s clerk in Teams: reference {emergency.id}, code "
            f"{emergency.code}.\n\nPlease open Teams. You can also reply to this mail: I then show you the request in "
            "Teams again. A mail by itself decides nothing."
        )
        return Letter(f"{emergency.id}: please look in Teams now", signed(words))

    return letter


def _search(office: Office, notice: Notice) -> Letter:
    emergency = office.records.get(EmergencyApproval, notice.about)
    referral = office.referral(notice.about)
    missing = policies.search_lacks(office.profile_of(referral), referral)
    until = say_moment(emergency.ends_at) if emergency.ends_at else ""
    go = (
        "You may look for a placement now."
        if not missing
        else "Do not begin the search yet. Still missing: " + "; ".join(missing) + ". The practitioner has been asked."
    )
    words = (
        f"An emergency placement was approved by {approved_by(office, emergency)} until {until}.\n"
        f"Child: {referral.answers.get('initials', '')}\n{terms(emergency)}"
        f"\n{go}\n\nIn Teams, type “case {emergency.code}” to read needs, history and risks, "
        f"“enough {emergency.code}” when you have what you need, and "
        f"“placed {emergency.code} provider; date; cost a week” when a placement is made."
    )
    return Letter(f"{emergency.id}: emergency placement", signed(words))


def _stopped(office: Office, notice: Notice) -> Letter:
    code = office.records.get(EmergencyApproval, notice.about).code
    words = (
        f"Please stop looking for a placement for {notice.about} ({code}). The officer named denies the "
        "approval that was given by telephone.\n\nNothing else was stopped: a child who is placed stays. The Chair and "
        "the administrator have been told, and you will hear when an approver has decided anew."
    )
    return Letter(f"{notice.about}: stop the search", signed(words))


def _approved(office: Office, notice: Notice) -> Letter:
    emergency = office.records.get(EmergencyApproval, notice.about)
    until = say_moment(emergency.ends_at) if emergency.ends_at else ""
    cost = office.referral(notice.about).answers.get("urgent_cost", "")
    words = (
        f"An emergency approval was given by {approved_by(office, emergency)}. It holds until {until} and goes to "
        f"that panel for ratification.\n\nCost a week, as expected now: {pounds(cost) if cost else 'not known'}\n"
        f"{terms(emergency)}"
    )
    return Letter(f"{emergency.id}: emergency approval", signed(words))


def _placed(office: Office, notice: Notice) -> Letter:
    emergency = office.records.get(EmergencyApproval, notice.about)
    initials = office.referral(notice.about).answers.get("initials", "")
    words = (
        f"A placement was made under an emergency approval.\n\nChild: {initials}\nProvider: {emergency.provider}\n"
        f"From: {day_said(emergency.placed_on)}\nCost a week: {pounds(emergency.weekly_cost)}\n\n"
        "It goes to the next panel for ratification."
    )
    return Letter(f"{emergency.id}: placement made", signed(words))


def _paper(office: Office, notice: Notice) -> Letter:
    marking = office.profile(office.referral(notice.about).panel).panel.marking.lower()
    words = f"A paper of {notice.about} is attached, as you asked in Teams. It is {marking} and for you only."
    file = (notice.facts["file"], notice.facts["digest"])
    return Letter(f"{notice.about}: a paper you asked for", signed(words), paper=file)


def _history(office: Office, notice: Notice) -> Letter:
    marking = office.profile(office.referral(notice.about).panel).panel.marking.lower()
    words = f"The history of the emergency {notice.about} is attached, as you asked in Teams. It is {marking}."
    return Letter(f"{notice.about}: history", signed(words), history=notice.facts["file"])


def approved_by(office: Office, emergency: EmergencyApproval) -> str:
    """Who approved, and whether that is confirmed."""
    unsure = labels.unsure(emergency)
    return f"{office.name(emergency.decided_by)}{f' ({unsure})' if unsure else ''}"


def terms(emergency: EmergencyApproval) -> str:
    """What an approval was tied to, a line each."""
    lines = [
        f"Condition: {emergency.condition}" if emergency.condition else "",
        f"Up to {pounds(emergency.cost_limit)} a week" if emergency.cost_limit else "",
        f"If the panel says no: {emergency.exit_plan}" if emergency.exit_plan else "",
    ]
    return "".join(f"{line}\n" for line in lines if line)


LETTERS: dict[Topic, Callable[[Office, Notice], Letter]] = {
    Topic.EMERGENCY_ASKED: _ask("An emergency request waits for your decision."),
    Topic.EMERGENCY_SUPPORT: _ask("An emergency request waits for your support."),
    Topic.EMERGENCY_CONFIRM: _ask("You are said to have approved an emergency by telephone. Please confirm it."),
    Topic.EMERGENCY_APPROVED: _approved,
    Topic.SEARCH_PERMISSION: _search,
    Topic.SEARCH_STOPPED: _stopped,
    Topic.PLACEMENT_MADE: _placed,
    Topic.PAPER_COPY: _paper,
    Topic.HISTORY_COPY: _history,
}
