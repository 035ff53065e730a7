"""Knowsley: who holds which post, and what its own rules say is owed to whom when something happens."""

from tests.year.common import COMMON, drafts, reviews
from tests.year.letters import LETTERS
from tests.year.shared import ADDED, AGENDA
from tests.year.table import Owes, Panel, Task, Way

FINANCE, COMMISSIONING = "forum-finance@council.example", "forum-commissioning@council.example"
CAST = {
    "admin": ("paula",),
    "chair": ("victor",),
    "orders": ("victor", "nina"),
    "hos": ("owen",),
    "members": ("rita", "hugh", "carla", "lewis", "victor", "nina"),
    "warned": ("paula", "victor"),
    "prepares": ("paula",),
}
LADDER = ("8w", "4w", "2w")
DRAFT = drafts("5wd", "2wd")
OWES: dict[str, tuple[Owes, ...]] = {
    **COMMON,
    **LETTERS,
    "dated": (*COMMON["dated"], *AGENDA),
    "begun": (DRAFT,),
    "returned": (Owes("NT-4", "referrer"), DRAFT),
    "begun_by_mail": (Owes("NT-1", "referrer", Way.MAIL, says=("{lacks}",)), DRAFT),
    "agenda_confirmed": (Owes("NT-15 post", "channel", Way.EDIT, says=("{day}",), named=False),),
    "presents": (Owes("NT-15", "referrer", says=("{day}",)),),
    "booked": (*COMMON["booked"], ADDED),
    "listed": (ADDED,),
    "approved": (*COMMON["approved"], Owes("NT-21", FINANCE, Way.MAIL)),
    "agreed": (
        Owes("NT-29", "referrer manager"),
        Owes("NT-39", "referrer manager", says=("The review the panel asked for",)),
        Owes("NT-39", "referrer manager", says=("Bring the package back",)),
        *reviews("review", *LADDER),
        *reviews("yearly", *LADDER, until=("replaced",)),
    ),
    "deferred": (Owes("NT-44", "referrer manager"), DRAFT),
    "sheets_out": (Owes("NT-30", f"referrer {COMMISSIONING} {FINANCE}", Way.MAIL),),
    "invited": (Owes("NT-59", "guest", says=("{day}",)),),
    "guest_pack": (Owes("NT-16", "guest"),),
    "returns": (
        Owes("change reported", "admin chair"),
        Owes("planner booked", "referrer manager chair", says=("{day}",)),
    ),
    "appealed": (
        Owes("NT-45", "referrer manager admin chair", says=("{last}",)),
        Owes("NT-45 booked", "referrer manager chair", says=("{day}",)),
    ),
    "interim": (Owes("NT-45 interim", "referrer manager admin chair"),),
    "appeal_settled": (Owes("NT-46", "referrer manager"),),
}
FEED_BACK = Task("referrer", "Feed the Forum's decision back", "5wd")
FILE = Task("referrer", "File the decision", "10wd")
TASKS = {
    "agreed": (FEED_BACK, FILE),
    "refused": (FEED_BACK, FILE),
    "deferred": (FEED_BACK, FILE),
    "appeal_settled": (FEED_BACK, FILE),
    "appealed": (Task("chair", "Say whether support goes on", "1wd"),),
}
"""KN-3.19 KN-3.22 AM-65; the filing is NT-60, the talk with the family NT-35."""
NEVER = ("planner moved", "NT-27", "NT-27 post", "NT-28", "place changed", "NT-7", "NT-8", "late")
NEVER += ("extension needed", "extended")
"""Nothing is cancelled, and what comes late is heard all the same (AM-09)."""
PANEL = Panel("knowsley", "KN", CAST, OWES, TASKS, NEVER)
