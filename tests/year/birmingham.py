"""Birmingham: who holds which post, and what its own rules say is owed to whom when something happens."""

from tests.year.common import COMMON, drafts, reviews
from tests.year.letters import LETTERS
from tests.year.shared import ADDED, AGENDA, visit_due
from tests.year.table import Owes, Panel, Task, Way, ahead, mornings

FINANCE = "crp-finance@council.example"
CAST = {
    "admin": ("dawn",),
    "chair": ("angela",),
    "orders": ("angela", "quentin"),
    "hos": ("angela",),
    "members": ("sita", "oscar", "jess", "wilma", "dawn", "angela", "quentin"),
    "warned": ("dawn",),
    "prepares": ("dawn",),
}
DRAFT = drafts("7d", "2d")
VISIT = (
    Owes("NT-19 due", "referrer manager", when=visit_due, copied=True, once=True),
    Owes("NT-19 missing", "referrer manager orders", when=ahead("met", "1wd", until=("visited",)), copied=True),
)
"""A week before the panel, and with whoever may chair a working day before it (NT-19, AM-39)."""
OWES: dict[str, tuple[Owes, ...]] = {
    **COMMON,
    **LETTERS,
    "dated": (*COMMON["dated"], *AGENDA),
    "booked": (*COMMON["booked"], ADDED, *VISIT),
    "listed": (ADDED,),
    "begun": (DRAFT,),
    "returned": (Owes("NT-4", "referrer"), DRAFT),
    "begun_by_mail": (Owes("NT-1", "referrer", Way.MAIL, says=("{lacks}",)), DRAFT),
    "deferred": (Owes("NT-44", "referrer manager"), DRAFT),
    "exception_asked": (
        Owes("NT-12", "hos"),
        Owes("NT-12", "hos", when=mornings("exception_answered"), copied=True),
    ),
    "exception_answered": (Owes("exception answered", "referrer manager"),),
    "waived": (Owes("paper waived", "referrer"),),
    "visited": (),
    "sorry": (),
    "at_risk": (Owes("NT-18", "orders admin", when=ahead("met", "2wd"), says=("{day}",), named=False),),
    "substituted": (),
    "agenda_confirmed": (Owes("NT-15 post", "channel", Way.EDIT, says=("{day}",), named=False),),
    "presents": (Owes("NT-15", "referrer manager", says=("{day}",)),),
    "approved": (*COMMON["approved"], Owes("NT-21", FINANCE, Way.MAIL)),
    "agreed": (
        Owes("NT-29", "referrer manager"),
        Owes("NT-39", "referrer manager", says=("The review the panel asked for” is",)),
        *reviews("review", "4w", "2w"),
    ),
    "quarterly": (
        Owes("NT-39", "referrer manager", says=("every 3 months",)),
        *reviews("again", "4w", "2w", until=("replaced",)),
    ),
    "sheets_out": (Owes("NT-30", f"referrer manager {FINANCE}", Way.MAIL),),
    "returns": (
        Owes("change reported", "admin chair"),
        Owes("planner booked", "referrer manager chair", says=("{day}",)),
    ),
    "appeal_logged": (Owes("NT-45", "referrer manager admin chair", says=("{last}",)),),
    "appeal_lacks": (
        Owes("NT-45 lacks", "logger"),
        Owes("NT-45 waits", "logger", when=mornings("appealed"), copied=True),
    ),
    "appealed": (Owes("NT-45 booked", "referrer manager chair", says=("{day}",)),),
    "appeal_late": (
        Owes("NT-45 late", "chair"),
        Owes("NT-45 waits", "chair", when=mornings("late_refused"), copied=True),
    ),
    "late_refused": (Owes("NT-45 late answered", "referrer manager admin chair"),),
    "interim": (Owes("NT-45 interim", "referrer manager admin chair"),),
    "appeal_settled": (Owes("NT-46", "referrer manager"),),
}
TALK = Task("referrer", "Talk the outcome letter through", "10wd")
WHY = Task("referrer", "Explain to the family why", "10wd")
HOW = Task("referrer", "Tell the family how to ask", "10wd")
TASKS = {
    "agreed": (
        TALK,
        Task("referrer", "With your team manager, arrange", "10wd"),
        Task("manager", "With the social worker, arrange", "10wd"),
    ),
    "refused": (TALK, WHY, HOW),
    "deferred": (TALK,),
    "appeal_settled": (TALK, WHY, HOW),
    "appealed": (Task("chair", "Say whether support goes on", "1wd"),),
}
"""BI-4.15 BI-8.1 BI-8.6 BI-8.7 AM-65."""
NEVER = ("planner moved", "NT-27", "NT-27 post", "NT-28", "place changed", "NT-7", "NT-8", "late")
NEVER += ("extension needed", "extended", "review missed", "NT-36 letter", "NT-1 paper", "pack behind")
"""Nothing is cancelled or missed in its year; what is the same everywhere is seen at other panels."""
PANEL = Panel("birmingham", "BI", CAST, OWES, TASKS, NEVER)
