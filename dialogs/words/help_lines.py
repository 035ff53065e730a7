"""The lines people can type, by role and by what they are about; {ref} stands for a reference of the person’s panel."""

from dialogs.words import help_groups as has
from dialogs.words.help_files import ANYBODY, FOI, LATE_PAPER, MY_PACK, PACK, REPORTS
from dialogs.words.help_groups import About, Group
from panel.people import Role

_A = About
_LATE = "agree late {ref}, refuse late {ref} and the reason: answer a request to be heard late"
_CANCEL = "agree cancel 9 December 2026, refuse cancel 9 December 2026 and the reason"
_MOVE = "move {ref} to 9 December 2026 because …: hear it although it came late"
_ASK_LATE = "late {ref} and the reason: ask for it to be heard although it came late"
_SUPPORT = "support 4F7K, not support 4F7K and the reason: before an approver is asked"
_TOLD = "told 4F7K resources by phone at 22:50 and who took the call"
_DUTY = "who is on duty: who is asked now, and hours nobody covers"
_HISTORY = "history 4F7K: the whole story of an emergency; send history 4F7K: the same as a Word file"

EVERYONE = (
    Group(_A.DAILY, ("status: what waits for you", "tasks: what you have to do")),
    Group(_A.DAILY, ("meetings: dates and cut-offs",), has.meets),
    ANYBODY,
    Group(_A.AWAY, ("away until 5 December 2026, away from … until …, I am back: others are asked meanwhile",)),
)
LINES: dict[Role, tuple[Group, ...]] = {
    Role.PRACTITIONER: (
        Group(
            _A.DAILY,
            (
                "refer: begin a referral",
                "my referrals: yours, and where they are",
                "answer: I ask the questions one by one",
                "summary, missing, send: look it over, see gaps, give it to your manager",
            ),
        ),
        Group(_A.DAILY, ("emergency: ask for an approval that cannot wait",), has.route),
        Group(_A.DAILY, ("planner: the dates on which your cases come back",)),
        Group(_A.REFERRALS, (MY_PACK, LATE_PAPER), has.papers),
        Group(
            _A.REFERRALS,
            (
                "part 2: open one part of the form",
                "papers, paper 1 is assessment of need, remove paper 1: the files you attached",
                "manager {ref} is Dilys Morgan because …: name another manager to sign it",
                "withdraw {ref} and the reason: take it back",
                "mails {ref}: what came by mail about a case",
            ),
        ),
        Group(_A.REFERRALS, (_ASK_LATE,), has.meets),
        Group(
            _A.REFERRALS,
            ("exception {ref} because …: ask that it goes to the panel although a step is missing",),
            has.excepts,
        ),
        Group(_A.REFERRALS, ("visited {ref} 21 May 2026: when you visited the child before the panel",), has.visits),
        Group(
            _A.EMERGENCIES,
            (
                "ask approval: put an emergency to the approver",
                "reply 4F7K and your answer: answer an approver’s question",
                _HISTORY,
            ),
            has.route,
        ),
        Group(
            _A.EMERGENCIES,
            ("admitted {ref} 5 January 2026 10:30 circumstances; authorised by a name: a child admitted before panel",),
            has.admits,
        ),
        Group(
            _A.AFTERWARDS,
            (
                "review {ref}: record a review that is due",
                "report {ref}: report a change, such as the end of a placement",
                "apply again {ref}: a new application, begun from the old one",
                "starts {ref} 5 January 2027 because …: the day its reviews count from has changed",
                "unmet need {ref} need; service; reason; area: record what could not be had",
            ),
        ),
        Group(
            _A.APPEALS,
            (
                "appeal {ref}: the family challenges the decision, or where that stands",
                "log appeal {ref} parent; received: 1 May 2027: the same, typed",
                "supply appeal {ref} and what it lacked",
                "withdraw appeal {ref} and how the family said so",
            ),
            has.appeals,
        ),
        Group(_A.APPEALS, ("complaint {ref} and its reference",)),
    ),
    Role.LINE_MANAGER: (
        Group(
            _A.DAILY,
            (
                "case {ref}: read a referral",
                "sign {ref} confirm all: sign it",
                "return {ref} and your comment: give it back",
            ),
        ),
        Group(_A.DAILY, (_SUPPORT,), has.supports),
        Group(_A.REFERRALS, (MY_PACK,), has.papers),
        Group(
            _A.REFERRALS,
            ("waive {ref} carers assessment because …: let a paper go that should come with it",),
            has.waives,
        ),
        Group(_A.REFERRALS, (_ASK_LATE,), has.meets),
    ),
    Role.HEAD_OF_SERVICE: (
        Group(
            _A.DAILY,
            (
                "approve 4F7K: approve an emergency until the next panel",
                "refuse 4F7K and the reason",
                "ask 4F7K and your question",
                "case 4F7K: read the case",
            ),
            has.route,
        ),
        Group(_A.EMERGENCIES, (_SUPPORT,), has.supports),
        Group(
            _A.EMERGENCIES,
            (
                "approve 4F7K until 12 December 2026 up to £1,200 if …: a sooner end, a most, a condition, or fewer",
                "confirm 4F7K, deny 4F7K and what you remember: a decision you are said to have given by telephone",
                "mail me the papers 4F7K: each to your own address",
                _TOLD,
                _DUTY,
                "extend 4F7K 9 December 2026 and the reason",
            ),
            has.route,
        ),
        Group(
            _A.REFERRALS,
            ("agree exception {ref}, refuse exception {ref} and the reason: may it go to the panel without a step?",),
            has.excepts,
        ),
        Group(_A.MEETINGS, (_MOVE, _LATE, _CANCEL), has.meets),
        REPORTS,
        Group(_A.MEETINGS, (MY_PACK,), has.papers),
    ),
    Role.DIRECTOR: (
        Group(
            _A.DAILY,
            (
                "endorse {ref}: a decision in principle is final",
                "refuse endorsement {ref} and the reason, send back {ref} and the reason",
            ),
            has.endorses,
        ),
    ),
    Role.MEMBER: (
        Group(_A.DAILY, ("sorry 9 December and the reason: you cannot come to that panel",), has.meets),
        Group(_A.DAILY, (MY_PACK,), has.papers),
        Group(_A.DAILY, ("minutes: the minutes of the last meeting, once they are out",), has.minutes),
    ),
    Role.CHAIR: (
        REPORTS,
        Group(_A.DAILY, ("confirm agenda: the agenda stands as it is",), has.orders),
        Group(
            _A.DAILY,
            (
                "decisions: what was written down at the meeting",
                "confirm decisions: make a meeting’s decisions binding",
            ),
            has.meets,
        ),
        Group(_A.DAILY, ("missed {ref}: decide what follows from a date that passed",)),
        Group(
            _A.DAILY,
            ("approve 4F7K, refuse 4F7K, ask 4F7K, extend 4F7K, confirm 4F7K, deny 4F7K: as a Head of Service does",),
            has.route,
        ),
        Group(_A.MEETINGS, (MY_PACK,), has.papers),
        Group(_A.MEETINGS, ("move item {ref} to 2, take off {ref} because …: change the agenda first",), has.orders),
        Group(_A.MEETINGS, (_MOVE, _LATE, _CANCEL), has.meets),
        Group(
            _A.DECISIONS,
            (
                "decide {ref} agreed; reasons: …: decide before the panel what need not go there",
                "to panel {ref} because …, return {ref} and your comment: the other ways on from there",
            ),
            has.screens,
        ),
        Group(
            _A.MINUTES, ("minutes, sign minutes: read them, and sign them; they are then locked",), has.signs_minutes
        ),
        Group(
            _A.APPEALS,
            (
                "accept appeal {ref}, refuse appeal {ref} and the reason: one that came late",
                "interim {ref} and whether support goes on while an appeal is open",
                "waive appeal {ref} and the reason: let it go on without what it lacks",
            ),
            has.appeals,
        ),
    ),
    Role.SERVICE_MANAGER: (
        REPORTS,
        Group(
            _A.DAILY,
            (
                "case {ref}: read a case that waits for you",
                "sign {ref} confirm all, return {ref} and your comment: where your signature is needed",
            ),
        ),
        Group(
            _A.DAILY,
            ("decide {ref} agreed; reasons: …; end: 1 March 2027: decide it, where no panel meets",),
            has.screens,
        ),
    ),
    Role.PANEL_ADMIN: (
        REPORTS,
        FOI,
        Group(
            _A.DAILY,
            (
                "agenda: the next meeting, and how to run it",
                "start meeting chair Martin Cole; present Joan Ellis, Dilys Morgan",
                "decide {ref} agreed; reasons: …; end: 1 March 2027; review: …; reapply: …; budget: …",
                "decisions: what was written down; end meeting: close it",
            ),
            has.meets,
        ),
        Group(
            _A.DAILY,
            (
                "send decisions: send out the decision sheets",
                "set aside: mail that needs a person",
                "planner: every date that comes back, and how it was worked out",
            ),
        ),
        Group(
            _A.REFERRALS,
            (
                "refer for Priya Nair: begin a referral for a practitioner, who owns and sends it",
                "mail 3FA9C: one mail that is set aside; mail 3FA9C done and what you did: off the list",
            ),
        ),
        Group(
            _A.EMERGENCIES,
            (
                "phoned 4F7K Helen Ward approved; and the words: a decision given by telephone, or refused",
                _TOLD,
                _DUTY,
                _HISTORY,
            ),
            has.route,
        ),
        Group(
            _A.MEETINGS,
            (
                "arrived Joan Ellis, left Joan Ellis, chair Ruth Adeyemi: who comes, goes and takes the chair",
                "conflict Joan Ellis {ref} and the reason: takes no part in that item",
                "presenter absent {ref} hear because …, presenter absent {ref} move because …: as the Chair chooses",
                "substitute Joan Ellis by Sam Okafor for 9 December because …: stands in at that panel",
                "add meeting 9 December 2026 09:30; plan meetings 8: the next dates of the panel’s series",
                "move meeting 9 December 2026 to 10 December 2026 09:30 and the reason",
                "cancel meeting 9 December 2026 and the reason: I ask those who must agree first",
                "papers sent: you have sent the papers of the next panel round yourself",
                "move {ref} to 9 December 2026",
            ),
            has.meets,
        ),
        Group(_A.MEETINGS, (*PACK, MY_PACK), has.papers),
        Group(
            _A.MINUTES,
            (
                "minutes, minutes 9 December 2026: the minutes of the last meeting, or of that day",
                "minutes add and the line: add to them while they are a draft",
                "minutes correct and the line: append a correction once they are signed or out",
            ),
            has.minutes,
        ),
        Group(
            _A.AFTERWARDS,
            (
                "move date {ref} to 8 June 2027 because …",
                "contracts ending: agreements that end soon after the next panel",
                "unmet needs: gaps, counted without names",
            ),
        ),
        Group(_A.AFTERWARDS, ("held 26 January 2027: a regular review of the panel’s work was held",), has.recurs),
        Group(_A.APPEALS, ("outside answer {ref} 8 June 2027 and what was answered",), has.outside),
    ),
    Role.RESOURCES_TEAM: (
        Group(
            _A.DAILY,
            (
                "case 4F7K: read what you need for the search",
                "enough 4F7K: you have enough to begin the search",
                "placed 4F7K provider; date; cost a week; ended 4F7K and the date: the placement is over",
            ),
            has.route,
        ),
    ),
    Role.IMPROVEMENT_TEAM: (REPORTS,),
    Role.FINANCE: (Group(_A.DAILY, ("payment stopped {ref}: what ended is no longer paid for",)),),
}
