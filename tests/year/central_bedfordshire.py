"""Central Bedfordshire: who holds which post, and what its own rules say is owed to whom when something happens."""

from tests.year.common import AGAIN, COMMON, CONCERNED, drafts, reviews
from tests.year.shared import contract_ends, unacknowledged, unpaid
from tests.year.table import Owes, Panel, Task, Way, ahead, at, missed, mornings

RESOURCES, FINANCE = "resources@council.example", "finance@council.example"
CAST = {
    "admin": ("tom",),
    "chair": ("martin", "ruth"),
    "hos": ("helen",),
    "members": ("joan", "martin", "ruth"),
    "resources": ("asha",),
    "fin": ("femi",),
    "warned": ("tom",),
}
LADDER = ("8w", "4w", "2w", "1w")
IRO_BOOKED = Owes("NT-10", "iro", Way.MAIL, says=("has a place at the panel",))
OWES: dict[str, tuple[Owes, ...]] = {
    **COMMON,
    "signed": (*COMMON["signed"], Owes("NT-10", "iro", Way.MAIL, says=("A referral to the panel",))),
    "booked": (*COMMON["booked"], IRO_BOOKED),
    "booked_clash": (Owes("NT-11", "referrer manager", Way.MAIL, says=("{day}",)), IRO_BOOKED),
    "late_asked": (Owes("NT-7", "chair hos"),),
    "cancel_asked": (
        Owes("NT-28", "chair hos", named=False),
        Owes("NT-28", "chair hos", when=mornings("cancelled", "goes_on"), named=False),
    ),
    "approved": (
        *COMMON["approved"],
        Owes("NT-21", FINANCE, Way.MAIL),
        Owes("NT-22", RESOURCES, Way.MAIL),
    ),
    "blocked": (Owes("NT-23", "referrer manager"),),
    "placed": (Owes("NT-24", FINANCE, Way.MAIL), Owes("NT-24", "admin")),
    "agreed": (
        Owes("NT-29", "referrer manager"),
        Owes("NT-39", "referrer manager"),
        Owes("NT-40", "referrer manager", when=ahead("reapply", *LADDER, until=AGAIN), copied=True),
        Owes("NT-41", "referrer manager chair", when=missed("reapply", *AGAIN), copied=True),
        *reviews("review", *LADDER),
        Owes("NT-42", "referrer manager resources admin", when=contract_ends, once=True, copied=True),
    ),
    "external": (),
    "joint": (),
    "plan": (),
    "plan_ends": (Owes("plan done", f"{CONCERNED} resources fin", when=at("ends")),),
    "sheets_out": (
        Owes("NT-30", f"members hos referrer manager {FINANCE}", Way.MAIL),
        Owes("NT-10", "iro", Way.MAIL, says=("has decided",)),
    ),
    "placement_ended": (
        Owes("NT-47", RESOURCES, Way.MAIL),
        Owes("NT-47", FINANCE, Way.MAIL, says=("Payment has to stop",)),
        Owes("change reported", "resources"),
        Owes("change reported", "fin", says=("payment stopped",)),
        Owes("NT-48", "fin hos", when=unacknowledged("payment_stopped"), copied=True),
    ),
    "ended_by_chair": (
        Owes("change reported", "fin", says=("It is to end on", "payment stopped")),
        Owes("NT-47 end", FINANCE, Way.MAIL),
        Owes("NT-48", "fin hos", when=unpaid("ends", "payment_stopped"), copied=True),
    ),
    "external_confirmed": (
        Owes("NT-49", FINANCE, Way.MAIL, says=("{cost}", "{budget}")),
        Owes("change reported", "fin referrer"),
    ),
    "begun": (drafts("2wd", "1wd"),),
}
EXPLAIN = Task("manager", "Explain the decision", "5wd")
CONTACT = Task("referrer", "Contact Fostering", "5wd")
TASKS = {
    "agreed": (EXPLAIN, CONTACT),
    "refused": (EXPLAIN,),
    "deferred": (EXPLAIN,),
    "approved": (CONTACT,),
    "external": (Task("resources", "Once the placement’s details are confirmed", "5wd"),),
    "joint": (Task("referrer", "Refer to the JAP", "5wd"),),
    "placement_ended": (Task("resources", "Bring Mosaic up to date", "1wd"),),
    "plan": (Task("manager", "Home with support", ""),),
    "ended_by_chair": (Task("manager", "A planned return", ""),),
}
"""CB-10.21 CB-10.22 CB-10.36 CB-11.1 CB-11.6 CB-11.8; counted from the day the owner hears of it."""
NEVER = ("no date", "pack behind")
"""Its dates are a list nobody counts (AM-11)."""
PANEL = Panel("central-bedfordshire", "CB", CAST, OWES, TASKS, NEVER)
