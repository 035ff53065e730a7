"""What each person can type, in the words they type."""

from dialogs.words.later import help_later
from panel.people import Role

HELP_COMMON = (
    "status: what waits for you",
    "meetings: dates and cut-offs",
    "tasks: what you have to do",
    "away until 5 December 2026, away from … until …, I am back: others are asked meanwhile",
)
HELP = {
    Role.PRACTITIONER: (
        "refer: begin a referral",
        "emergency: ask for an approval that cannot wait",
        "my referrals: yours, and where they are",
        "answer: I ask the questions one by one",
        "summary, missing, send: look it over, see gaps, give it to your manager",
        "part 2: open one part of the form",
        "papers, paper 1 is assessment of need, remove paper 1: the files you attached",
        "ask approval: put an emergency to the approver",
        "reply 4F7K and your answer: answer an approver’s question",
        "admitted CB-0001 5 January 2026 10:30 circumstances; authorised by a name: a child admitted before panel",
        "history 4F7K: the whole story of an emergency; send history 4F7K: the same as a Word file",
        "late CB-0001 and the reason: ask for it to be heard although it came late",
        "exception CB-0001 because …: ask that it goes to the panel although a step is missing",
        "manager CB-0001 is Dilys Morgan because …: name another manager to sign it",
        "withdraw CB-0001 and the reason: take it back",
        "mails CB-0001: what came by mail about a case",
        "visited CB-0001 21 May 2026: when you visited the child before the panel",
    ),
    Role.LINE_MANAGER: (
        "case CB-0001: read a referral",
        "sign CB-0001 confirm all: sign it",
        "return CB-0001 and your comment: give it back",
        "support 4F7K, not support 4F7K and the reason: before an approver is asked",
        "waive CB-0001 carers assessment because …: let a paper go that should come with it",
        "late CB-0001 and the reason: ask for it to be heard although it came late",
    ),
    Role.HEAD_OF_SERVICE: (
        "approve 4F7K: approve an emergency until the next panel",
        "approve 4F7K until 12 December 2026 up to £1,200 if …: a sooner end, a most, a condition; leave any out",
        "confirm 4F7K, deny 4F7K and what you remember: a decision you are said to have given by telephone",
        "mail me the papers 4F7K: each to your own address",
        "told 4F7K resources by phone at 22:50 and who took the call",
        "who is on duty: who is asked now, and hours nobody covers",
        "refuse 4F7K and the reason",
        "ask 4F7K and your question",
        "extend 4F7K 9 December 2026 and the reason",
        "case 4F7K: read the case",
        "move CB-0001 to 9 December 2026 because …: hear it although it came late",
        "agree late CB-0001, refuse late CB-0001 and the reason: answer a request to be heard late",
        "agree exception CB-0001, refuse exception CB-0001 and the reason: may it go to the panel without a step?",
        "agree cancel 9 December 2026, refuse cancel 9 December 2026 and the reason",
    ),
    Role.DIRECTOR: (
        "endorse CB-0001: a decision in principle is final",
        "refuse endorsement CB-0001 and the reason, send back CB-0001 and the reason",
    ),
    Role.MEMBER: (
        "sorry 9 December and the reason: you cannot come to that panel",
        "minutes: the minutes of the last meeting, once they are out",
    ),
    Role.CHAIR: (
        "confirm agenda: the agenda stands as it is",
        "move item CB-0001 to 2, take off CB-0001 because …: change the agenda first",
        "decisions: what was written down at the meeting",
        "decide CB-0001 agreed; reasons: …: decide before the panel what need not go there",
        "to panel CB-0001 because …, return CB-0001 and your comment: the other ways on from there",
        "confirm decisions: make a meeting’s decisions binding",
        "approve 4F7K, refuse 4F7K, ask 4F7K, extend 4F7K, confirm 4F7K, deny 4F7K: as a Head of Service does",
        "minutes, sign minutes: read them, and sign them; they are then locked",
        "move CB-0001 to 9 December 2026 because …: hear it although it came late",
        "agree late CB-0001, refuse late CB-0001 and the reason: answer a request to be heard late",
        "agree cancel 9 December 2026, refuse cancel 9 December 2026 and the reason",
    ),
    Role.SERVICE_MANAGER: (
        "case CB-0001: read a case that waits for you",
        "decide CB-0001 agreed; reasons: …; end: 1 March 2027: decide it, where no panel meets",
        "sign CB-0001 confirm all, return CB-0001 and your comment: where your signature is needed",
    ),
    Role.PANEL_ADMIN: (
        "refer for Priya Nair: begin a referral for a practitioner, who owns and sends it",
        "agenda: the next meeting, and how to run it",
        "start meeting chair Martin Cole; present Joan Ellis, Dilys Morgan",
        "arrived Joan Ellis, left Joan Ellis, chair Ruth Adeyemi: who comes, goes and takes the chair",
        "conflict Joan Ellis CB-0001 and the reason: takes no part in that item",
        "presenter absent CB-0001 hear because …, presenter absent CB-0001 move because …: as the Chair chooses",
        "substitute Joan Ellis by Sam Okafor for 9 December because …: stands in at that panel",
        "decide CB-0001 agreed; reasons: …; end: 1 March 2027; review: …; reapply: …; budget: …",
        "decisions: what was written down; end meeting: close it",
        "add meeting 9 December 2026 09:30",
        "plan meetings 8: add the next dates of the panel’s series",
        "move meeting 9 December 2026 to 10 December 2026 09:30 and the reason",
        "cancel meeting 9 December 2026 and the reason: I ask those who must agree first",
        "papers sent: the papers of the next panel are with its members",
        "move CB-0001 to 9 December 2026",
        "set aside: mail that needs a person; mail 3FA9C: one of them; mail 3FA9C done and what you did: off the list",
        "phoned 4F7K Helen Ward approved; and the words: a decision given by telephone, or refused",
        "told 4F7K resources by phone at 22:50 and who took the call",
        "who is on duty: who is asked now, and hours nobody covers",
        "history 4F7K: the whole story of an emergency; send history 4F7K: the same as a Word file",
        "send decisions: send out the decision sheets",
        "minutes, minutes 9 December 2026: the minutes of the last meeting, or of that day",
        "minutes add and the line: add to them while they are a draft",
        "minutes correct and the line: append a correction once they are signed or out",
    ),
    Role.RESOURCES_TEAM: (
        "case 4F7K: read what you need for the search",
        "enough 4F7K: you have enough to begin the search",
        "placed 4F7K provider; date; cost a week; ended 4F7K and the date: the placement is over",
    ),
}


def help_lines(roles: list[Role]) -> list[str]:
    """What a person with these roles can type."""
    own = [line for role in Role if role in roles for line in (*HELP.get(role, ()), *help_later(role))]
    return [*own, *HELP_COMMON]
