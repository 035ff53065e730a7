"""Rochdale: who holds which post, and what its own rules say is owed to whom when something happens."""

from tests.year.common import COMMON, CONCERNED, drafts, reviews
from tests.year.shared import ADDED, AGENDA, agenda_late, overdue_weekly
from tests.year.table import Owes, Panel, Task, Way, ahead, at, mornings

GATEWAY, OUR_PLACE = "legal-gateway@council.example", "our-place@council.example"
CAST = {
    "admin": ("bridget",),
    "chair": ("simon",),
    "orders": ("simon", "yvonne"),
    "hos": ("yvonne",),
    "members": ("lorna", "walter", "grace", "ben", "una", "simon"),
    "improvement": ("deepak",),
    "warned": ("bridget", "simon"),
}
DRAFT = drafts("1wd", "0d")
ROLLING = Owes("NT-16 one", "members", says=("{day}",), copied=True)
"""Members hear of each case as it is listed (RO-8.1, AM-10)."""
DATA, REVIEW = ("Get the data ready",), ("agree its agenda",)
REVIEWERS = "improvement chair hos members"
WEEKS = (
    Owes(
        "NT-51", "referrer manager", when=ahead("weeks", "4w", "2w", on_the_day=True, until=("reviewed",)), copied=True
    ),
)
OWES: dict[str, tuple[Owes, ...]] = {
    **COMMON,
    "dated": (*COMMON["dated"], *AGENDA, Owes("NT-14 waits", "orders admin", when=agenda_late, named=False, once=True)),
    "begun": (DRAFT,),
    "returned": (Owes("NT-4", "referrer"), DRAFT),
    "begun_by_mail": (Owes("NT-1", "referrer", Way.MAIL, says=("{lacks}",)), DRAFT),
    "booked": (*COMMON["booked"], ADDED, ROLLING),
    "booked_to_ratify": (*COMMON["booked"], ADDED),
    "listed": (ADDED,),
    "filtered": (
        Owes("NT-13", "chair admin"),
        Owes("NT-13", "chair admin", when=mornings("decided_alone", "to_panel")),
    ),
    "to_panel": (Owes("filter passed", "referrer manager"),),
    "decided_alone": (Owes("alone", "referrer manager"),),
    "agenda_confirmed": (Owes("NT-15 post", "channel", Way.EDIT, says=("{day}",), named=False),),
    "presents": (Owes("NT-15", "referrer", says=("{day}",)),),
    "minutes_round": (
        Owes("NT-37", "members", Way.MAIL, says=("{met}",), named=False),
        Owes("NT-37 post", "channel", Way.POST, says=("{met}",), named=False),
    ),
    "confirmed": (Owes("to send out", "admin", named=False),),
    "deferred": (Owes("NT-44", "referrer manager"), DRAFT),
    "agreed": (Owes("NT-29", "referrer manager"),),
    "reviewed_on": (
        Owes("NT-39", "referrer manager", says=("The review the panel asked for",)),
        *reviews("review", "4w", "2w"),
    ),
    "weeks": (Owes("NT-39", "referrer manager", says=("Section 20",)), *WEEKS),
    "plan": (),
    "plan_ends": (Owes("plan done", CONCERNED, when=at("ends")),),
    "in_principle": (Owes("NT-32", "referrer manager"),),
    "to_gateway": (Owes("NT-30", GATEWAY, Way.MAIL),),
    "to_our_place": (Owes("NT-53", OUR_PLACE, Way.MAIL),),
    "sheets_out": (Owes("NT-30", "referrer manager", Way.MAIL),),
    "admitted": (Owes("admitted", "chair admin"), *COMMON["approved"]),
    "accommodated": (Owes("change reported", "admin chair"),),
    "data_due": (
        Owes("NT-55", "improvement", when=ahead("due", "2w", on_the_day=True), says=DATA, named=False, copied=True),
        Owes("NT-55", "improvement", when=overdue_weekly("due", "data_held"), says=DATA, named=False, copied=True),
    ),
    "review_due": (
        Owes("NT-55", REVIEWERS, when=ahead("due", "5wd", on_the_day=True), says=REVIEW, named=False, copied=True),
        Owes("NT-55", REVIEWERS, when=overdue_weekly("due", "review_held"), says=REVIEW, named=False, copied=True),
    ),
    "data_held": (),
    "review_held": (),
}
TELL = Task("referrer", "Tell the child and the family", "5wd")
FILE = Task("referrer", "File the decision record", "5wd")
TASKS = {
    "agreed": (TELL, FILE),
    "plan": (Task("manager", "Home with support", ""),),
    "in_principle": (TELL, FILE, Task("admin", "Send the record to the Legal Gateway Panel", "1wd")),
    "refused": (TELL, FILE),
    "decided_alone": (TELL, FILE),
    "deferred": (TELL, FILE),
}
"""AM-36 AM-51 RO-11.11; the filing is NT-60, the talk with the family NT-35."""
NEVER = ("planner moved", "planner booked", "NT-27", "NT-27 post", "NT-28", "place changed", "NT-7", "NT-8", "late")
NEVER += (
    "extension needed",
    "extended",
    "NT-38",
    "pack behind",
    "NT-1 paper",
    "NT-2",
    "mail kept",
    "mail waits",
    "own copy",
)
NEVER += ("NT-25 told", "NT-4", "review missed")
"""Nothing is cancelled or comes late in its year, and mail is sorted as elsewhere."""
PANEL = Panel("rochdale", "RO", CAST, OWES, TASKS, NEVER)
