"""What notices of the emergency route say in Teams: a reference, what happened, what to do now; never a name."""

from collections.abc import Callable

from dialogs.words.written import day_said, moment_said
from panel.notices import Topic

Facts = dict[str, str]


def _unanswered(ref: str, facts: Facts) -> str:
    if facts.get("away"):
        return (
            f"ALARM: the emergency request {ref} waits, and all who could answer it are out of office. I have asked "
            "all the same. Please telephone an approver now."
        )
    return (
        f"Nobody has answered the emergency request {ref} in time. The next person has been asked if there is one. "
        "Please telephone an approver now. I go on reminding you until somebody answers."
    )


def _admitted(ref: str, facts: Facts) -> str:
    when = moment_said(facts.get("admitted", ""))
    told = f"{ref}: a child was admitted before the panel, {when}. The next panel hears it."
    if facts.get("unauthorised"):
        return f"ALARM: {told} Nobody who may authorise it was named. Please look at it now: “history {ref}”."
    return f"{told} Type “history {ref}” to read why."


def _gap(_: str, facts: Facts) -> str:
    more = f" There are {facts['more']} more such times." if facts.get("more", "0") != "0" else ""
    first, last = moment_said(facts.get("first", "")), moment_said(facts.get("last", ""))
    return (
        f"From {first} to {last} nobody can be asked to approve an emergency, "
        f"or the rota names somebody who is away.{more} Type “who is on duty” and have the rota put right."
    )


def _placed(ref: str, facts: Facts) -> str:
    if ended := facts.get("ended"):
        return f"The placement of {ref} ended on {day_said(ended)}. The panel still hears the case."
    return f"A placement has been made for {ref}. It is listed for ratification."


SENTENCES: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.EMERGENCY_UNANSWERED: _unanswered,
    Topic.EMERGENCY_NOT_SUPPORTED: lambda ref, facts: (
        f"The emergency request {ref} was not supported: {facts.get('reason', '')}. No approver was asked. "
        f"It goes on as an ordinary referral: type “missing {ref}”."
    ),
    Topic.EMERGENCY_EXTENDED: lambda ref, _: f"The emergency approval {ref} was extended. Type “status {ref}”.",
    Topic.EMERGENCY_DENIED: lambda ref, _: (
        f"ALARM: {ref} was noted as approved by telephone, and the officer named denies it. Any search must stop. "
        f"Nothing else was stopped. An approver must decide it now: “approve {ref}”."
    ),
    Topic.SEARCH_STOPPED: lambda ref, _: f"Please stop the search for {ref}: its approval is denied.",
    Topic.SEARCH_BLOCKED: lambda ref, _: (
        f"{ref} is approved, but nobody can look for a placement until the child’s needs, history and risks are "
        f"filled in. Type “part 2 {ref}” now."
    ),
    Topic.PLACEMENT_MADE: _placed,
    Topic.ADMITTED: _admitted,
    Topic.ROTA_GAP: _gap,
    Topic.PLAN_DONE: lambda ref, _: (
        f"{ref} was not ratified, and its plan for a safe end is done. The emergency is closed. Type “history {ref}”."
    ),
    Topic.FULL_FORM_DUE: lambda ref, _: (
        f"{ref} was approved in an emergency, and its full form is still due before the panel. Type “missing {ref}”."
    ),
    Topic.EMERGENCY_NEAR_END: lambda ref, _: (
        f"The emergency approval {ref} ends soon and is not ratified yet. The panel must decide it, or an approver "
        f"must extend it: “extend {ref}”, a panel date and the reason."
    ),
    Topic.EMERGENCY_LAPSED: lambda ref, _: (
        f"ALARM: the emergency approval {ref} has passed its end without a panel’s decision. Nothing has been stopped. "
        f"An approver must act now: “extend {ref}”, a panel date and the reason, or have the panel decide it."
    ),
}

BY_MAIL = (
    "Your mail about this has come. A mail by itself decides nothing, so here is the request: please decide it with a "
    "button, or by typing its code."
)
NOT_PROVEN = (
    "A mail came that claims to be yours and answers this request. I could not prove that you wrote it, so nothing was "
    "done. If it was you: please decide here."
)
