"""Central Bedfordshire: who holds which post, and what the rules say is owed to whom when something happens."""

from tests.year.shared import TASK, before_cut_off, contract_ends, is_next, papers_due, unacknowledged, unpaid
from tests.year.table import Owes, Panel, Task, Way, ahead, at, missed, mornings, mornings_after

RESOURCES, FINANCE = "resources@council.example", "finance@council.example"
CAST = {
    "admin": ("tom",),
    "chair": ("martin", "ruth"),
    "hos": ("helen",),
    "member": ("joan",),
    "resources": ("asha",),
    "fin": ("femi",),
}
LADDER = ("8w", "4w", "2w", "1w")
AGAIN = ("again_received", "payment_stopped", "placement_ended", "rebooked")
REVIEWED = ("reviewed", "payment_stopped", "replaced")
DRAFT = Owes("NT-5", "referrer manager", when=before_cut_off("2wd", "1wd"), copied=True, once=True)


CONCERNED = "admin chair hos referrer manager"
"""Those who must act, or know, when an approval is about to end (NT-26)."""
DECIDED = (Owes("NT-29", "referrer manager"),)
SETTLED = ("agreed", "refused", "extended", "withdrawn")


def ending(*until: str) -> tuple[Owes, ...]:
    """An approval's end: the working day before it, when it has passed, and each morning after that (NT-26)."""
    return (
        Owes("NT-26", CONCERNED, when=ahead("ends", "1wd", until=until), says=("ends soon",)),
        Owes("NT-26", CONCERNED, when=at("lapses", *until), says=("has passed its end",)),
        Owes("NT-26", CONCERNED, when=mornings_after("ends", *until), says=("has passed its end",)),
    )


OWES: dict[str, tuple[Owes, ...]] = {
    "dated": (
        Owes("NT-6", "channel", Way.POST, when=is_next, says=("{day}",), named=False, once=True),
        Owes("NT-17", "admin", when=papers_due, named=False, once=True),
    ),
    "begun": (DRAFT,),
    "sent": (
        Owes("NT-3", "manager"),
        Owes("NT-3", "manager", when=mornings("signed", "returned", "withdrawn"), copied=True),
    ),
    "returned": (Owes("NT-4", "referrer"), DRAFT),
    "begun_by_mail": (Owes("NT-1", "referrer", Way.MAIL, says=("{lacks}",)), DRAFT),
    "paper_mailed": (Owes("NT-1 paper", "referrer", Way.MAIL),),
    "wrong_form": (
        Owes("NT-2", "referrer", Way.MAIL, named=False),
        Owes("mail kept", "admin", named=False),
        Owes("mail waits", "admin", when=mornings("mail_done"), once=True, named=False),
    ),
    "mail_done": (),
    "withdrawn": (),
    "signed": (Owes("signed", "referrer"), Owes("NT-10", "iro", Way.MAIL, says=("A referral to the panel",))),
    "booked": (
        Owes("NT-9", "referrer manager", Way.MAIL, says=("{day}",)),
        Owes("NT-10", "iro", Way.MAIL, says=("has a place at the panel",)),
    ),
    "booked_clash": (
        Owes("NT-11", "referrer manager", Way.MAIL, says=("{day}",)),
        Owes("NT-10", "iro", Way.MAIL, says=("has a place at the panel",)),
    ),
    "listed": (),
    "late": (Owes("late", "referrer manager", says=("{day}",)),),
    "late_asked": (Owes("NT-7", "chair hos"),),
    "late_answered": (Owes("NT-8", "referrer manager admin"),),
    "papers_out": (Owes("NT-16 post", "channel", Way.EDIT, says=("{day}",), named=False),),
    "papers_said": (Owes("NT-16", "member chair", says=("{day}",), named=False),),
    "pack_out": (Owes("NT-16", "member chair presented", says=("{refs}",), named=False),),
    "opened": (),
    "drafted": (),
    "held": (
        Owes("to confirm", "chaired", named=False),
        Owes("to confirm", "chaired", when=mornings("confirmed"), named=False, copied=True),
        Owes("NT-36", "admin", when=ahead("sheets", "2wd", on_the_day=True, until=("sent_out",)), named=False),
        Owes("NT-36", "admin chaired", when=missed("sheets", "sent_out"), says=("are overdue",), named=False),
    ),
    "confirmed": (
        Owes("to send out", "admin", named=False),
        Owes("NT-38", "chaired", when=mornings("minutes_signed"), named=False, copied=True),
    ),
    "agreed": (
        *DECIDED,
        Owes("NT-39", "referrer manager"),
        Owes("NT-40", "referrer manager", when=ahead("reapply", *LADDER, until=AGAIN), copied=True),
        Owes("NT-41", "referrer manager chair", when=missed("reapply", *AGAIN), copied=True),
        Owes("review near", "referrer", when=ahead("review", *LADDER, on_the_day=True, until=REVIEWED), copied=True),
        Owes("review missed", "referrer chair admin", when=missed("review", *REVIEWED)),
        Owes("NT-42", "referrer manager resources admin", when=contract_ends, once=True, copied=True),
    ),
    "external": (),
    "joint": (),
    "task": TASK,
    "refused": DECIDED,
    "deferred": (Owes("NT-44", "referrer manager"), DRAFT),
    "sent_out": (Owes("NT-31", "channel", Way.POST, says=("{refs}",), named=False),),
    "sheets_out": (
        Owes("NT-30", f"member chair hos referrer manager {FINANCE}", Way.MAIL),
        Owes("NT-10", "iro", Way.MAIL, says=("has decided",)),
    ),
    "minutes_signed": (
        Owes("NT-37", "member chair hos presented", Way.MAIL, named=False),
        Owes("NT-37 post", "channel", Way.POST, named=False),
    ),
    "done": (),
    "begun_urgent": (),
    "asked": (
        Owes("NT-20", "asked"),
        Owes("NT-20", "asked", Way.MAIL),
        Owes("NT-20", "second", when=at("silent", "approved")),
        Owes("NT-20", "second", Way.MAIL, when=at("silent", "approved")),
        Owes("NT-20 silence", "admin", when=at("silent", "approved")),
    ),
    "approved": (
        Owes("NT-21", "referrer manager admin chair", says=("{day}",)),
        Owes("NT-25", "channel", Way.EDIT, says=("{day}",)),
        Owes("NT-21", FINANCE, Way.MAIL),
        Owes("NT-22", RESOURCES, Way.MAIL),
        Owes("full form", "referrer manager"),
        Owes("full form", "referrer manager", when=mornings("sent", *SETTLED), copied=True),
        *ending(*SETTLED, "cancelled_under"),
    ),
    "blocked": (Owes("NT-23", "referrer manager"),),
    "search_filled": (),
    "placed": (Owes("NT-24", FINANCE, Way.MAIL), Owes("NT-24", "admin")),
    "cancel_asked": (
        Owes("NT-28", "chair hos", named=False),
        Owes("NT-28", "chair hos", when=mornings("cancelled", "goes_on"), named=False),
    ),
    "cancelled": (
        Owes("NT-27", "member chair admin", says=("{day}",), named=False),
        Owes("NT-27 post", "channel", Way.EDIT, says=("{day}",), named=False),
    ),
    "rehoused": (Owes("NT-9", "referrer manager", Way.MAIL, says=("that panel was cancelled", "{day}")),),
    "cancelled_under": (
        Owes("extension needed", CONCERNED),
        Owes("extension needed", CONCERNED, when=mornings(*SETTLED, before="lapses")),
        *ending(*SETTLED),
    ),
    "not_reached": (
        Owes("NT-26", CONCERNED, says=("ends soon",)),
        Owes("extension needed", CONCERNED, when=mornings(*SETTLED, before="lapses")),
        *ending(*SETTLED),
    ),
    "place_changed": (Owes("place changed", "referrer manager", says=("{day}",)),),
    "extended": (Owes("extended", CONCERNED), *ending(*SETTLED)),
    "plan": (),
    "plan_ends": (Owes("plan done", f"{CONCERNED} resources fin", when=at("ends")),),
    "ended_by_chair": (
        Owes("change reported", "fin", says=("It is to end on", "payment stopped")),
        Owes("NT-47 end", FINANCE, Way.MAIL),
        Owes("NT-48", "fin hos", when=unpaid("ends", "payment_stopped"), copied=True),
    ),
    "placement_ended": (
        Owes("NT-47", RESOURCES, Way.MAIL),
        Owes("NT-47", FINANCE, Way.MAIL, says=("Payment has to stop",)),
        Owes("change reported", "resources"),
        Owes("change reported", "fin", says=("payment stopped",)),
        Owes("NT-48", "fin hos", when=unacknowledged("payment_stopped"), copied=True),
    ),
    "payment_stopped": (),
    "external_confirmed": (
        Owes("NT-49", FINANCE, Way.MAIL, says=("{cost}", "{budget}")),
        Owes("change reported", "fin referrer"),
    ),
    "again": (),
    "again_received": (),
    "replaced": (),
    "rebooked": (Owes("planner booked", "referrer manager chair", says=("{day}",)),),
    "moved_date": (Owes("planner moved", "referrer manager", says=("{day}",)),),
    "own_copy": (Owes("own copy", "who", Way.MAIL, named=False),),
    "unmet_noted": (),
    "reviewed": (),
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
PANEL = Panel("central-bedfordshire", "CB", CAST, OWES, TASKS)
