"""Personal budgets: who holds which post, and what the paper's own rules say is owed to whom when something happens."""

from tests.year.common import COMMON
from tests.year.letters import LETTERS
from tests.year.table import Owes, Panel, Task, Way, ahead, missed, mornings

FINANCE = "budgets-finance@council.example"
CAST = {
    "admin": ("dawn",),
    "chair": (),
    "service": ("maya",),
    "fin": ("frank",),
    "prepares": ("tess",),
}
DONE = ("reviewed", "replaced")
OWES: dict[str, tuple[Owes, ...]] = {
    "begun": (),
    "returned": COMMON["returned"][:1],
    "begun_by_mail": COMMON["begun_by_mail"][:1],
    **{kind: COMMON[kind] for kind in ("sent", "paper_mailed", "wrong_form", "mail_done", "withdrawn", "signed")},
    **{kind: COMMON[kind] for kind in ("task", "done", "reviewed", "unmet_noted", "moved_date")},
    **LETTERS,
    "presented": (
        Owes("to decide", "service"),
        Owes("to decide", "service", when=mornings("decided_alone", "put_off"), copied=True),
    ),
    "decided_alone": (Owes("alone", "referrer manager"),),
    "planned": (
        Owes("NT-39", "referrer manager", says=("Review the personal budget", "{day}")),
        Owes("NT-56", "referrer manager", when=ahead("review", "4w", "2w", on_the_day=True, until=DONE), copied=True),
        Owes("NT-56 missed", "referrer manager service", when=missed("review", *DONE), copied=True),
    ),
    "sheets_out": (Owes("NT-30", f"referrer {FINANCE}", Way.MAIL),),
    "put_off": (Owes("NT-44", "referrer manager"),),
    "changed": (
        Owes("NT-57", "manager fin"),
        Owes("NT-57 mail", FINANCE, Way.MAIL),
    ),
    "overpaid": (
        Owes("NT-58", "fin manager service"),
        Owes("NT-58 mail", FINANCE, Way.MAIL, says=("£312.40",)),
    ),
    "otherwise": (
        Owes("NT-58 other", "fin manager service"),
        Owes("NT-58 other mail", FINANCE, Way.MAIL),
    ),
}
FAMILY = Task("referrer", "Explain to the family what was decided", "5wd")
INCOME = Task("referrer", "Tell the family that a direct payment", "5wd")
SET_UP = Task("fin", "Set up the direct payment", "5wd")
RECOVER = Task("fin", "Decide with the Service Manager", "5wd")
TASKS = {
    "decided_alone": (FAMILY,),
    "paid": (INCOME, SET_UP),
    "put_off": (FAMILY,),
    "changed": (
        Task("referrer", "Start the re-assessment", "5wd"),
        Task("referrer", "Finish the re-assessment", "20wd"),
        RECOVER,
    ),
    "overpaid": (Task("fin", "Talk to the family about the overpayment", "5wd"), RECOVER),
    "otherwise": (RECOVER,),
}
"""RA-4.1 RA-4.7 RA-4.13 RA-4.14 RA-4.15 RA-4.16; RA-4.13 comes with every budget that is agreed."""
OWES["paid"] = ()
NEVER = ("planner moved", "NT-36 letter", "NT-33 addressed")
"""Whoever made the referral prepares the letter too, so nobody else has to hear to whom it goes."""
PANEL = Panel("personal-budget", "RA", CAST, OWES, TASKS, NEVER)
