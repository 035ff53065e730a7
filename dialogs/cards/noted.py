"""What whoever signs or decides must know beside the answers: warnings, exceptions, papers let go, changes of hands."""

from datetime import datetime

from microsoft_teams import cards as c

from dialogs.cards.parts import facts, heading, plain, text
from dialogs.words.asking import PLEASE_NOTE
from panel import completeness
from panel.calendar import say_day, wall
from panel.council import Office
from panel.referral import Referral


def noted(office: Office, referral: Referral) -> list[c.CardElement]:
    """Warnings, and everything that was let through, with who, when and why (RF-6, AM-38, KN-3.12)."""
    warnings = completeness.warned(office.profile_of(referral), referral)
    body: list[c.CardElement] = [text(f"⚠ {plain(gate.say)}", bold=True) for gate in warnings]
    rows = let_through(office, referral)
    return [heading(PLEASE_NOTE), *body, *([facts(rows)] if rows else [])] if body or rows else []


def let_through(office: Office, referral: Referral) -> list[tuple[str, str]]:
    """Gates lifted, papers let go, managers changed, and what the look before the panel came to: one row each."""
    profile = office.profile_of(referral)
    says = {gate.id: gate.say for gate in profile.gates}
    papers = {rule.id: rule.label for rule in profile.form.documents}
    rows = [
        (f"Let through by {office.name(lift.by)}", f"{says.get(lift.gate, lift.gate)} {_why(lift.at, lift.reason)}")
        for lift in referral.lifts
    ]
    rows += [
        (
            f"Without “{papers.get(each.document, each.document)}”",
            f"{office.name(each.by)}: {_why(each.at, each.reason)}",
        )
        for each in referral.waivers
    ]
    rows += [
        (f"Taken over from {office.name(each.was)}", f"{office.name(each.by)}: {_why(each.at, each.reason)}")
        for each in referral.reassigned
    ]
    rows += [
        ("Sent to the panel", f"{office.name(each.by)}: {_why(each.at, each.reason)}")
        for each in referral.screened
        if each.result == "to_panel"
    ]
    return rows


def noted_briefly(office: Office, referral: Referral) -> str:
    """The same for one line of an agenda: warnings in words, the rest by what they are."""
    profile = office.profile_of(referral)
    papers = {rule.id: rule.label for rule in profile.form.documents}
    parts = [gate.say.rstrip(".") for gate in completeness.warned(profile, referral)]
    parts += [f"let through by {office.name(by)}" for by in dict.fromkeys(lift.by for lift in referral.lifts)]
    parts += [f"without “{papers.get(each.document, each.document)}”" for each in referral.waivers]
    return "".join(f"; {part}" for part in parts)


def _why(at: datetime, reason: str) -> str:
    return f"{reason} ({say_day(wall(at).date())})"
