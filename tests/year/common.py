"""What the rules say of every panel alike: which event owes which notice to whom, by which way, and when.

The panels' own tables put their own lines in place of these. `members` are all who are sent papers: members, Chairs and
those who may take the chair.
"""

from tests.year.shared import TASK, before_cut_off, few_dates, form_due, is_next, pack_behind, papers_due
from tests.year.table import Owes, Way, When, ahead, at, missed, mornings, mornings_after

CONCERNED = "admin chair hos referrer manager"
"""Those who must act, or know, when an approval is about to end (NT-26)."""
SETTLED = ("agreed", "refused", "extended", "withdrawn")
AGAIN = ("again_received", "payment_stopped", "placement_ended", "rebooked")
REVIEWED = ("reviewed", "payment_stopped", "replaced")


def drafts(*lengths: str) -> Owes:
    """The cut-off, to practitioner and manager of what is not sent (NT-5)."""
    return Owes("NT-5", "referrer manager", when=before_cut_off(*lengths), copied=True, once=True)


def reviews(fact: str, *ladder: str, until: tuple[str, ...] = REVIEWED) -> tuple[Owes, ...]:
    """A day on which the case is looked at again, and once it has passed (NT-40, NT-56, PK-6)."""
    near: When = ahead(fact, *ladder, on_the_day=True, until=until)
    return (
        Owes("review near", "referrer manager", when=near, copied=True),
        Owes("review missed", "referrer manager chair admin", when=missed(fact, *until)),
    )


def ending(*until: str) -> tuple[Owes, ...]:
    """An approval's end: the working day before it, when it has passed, and each morning after that (NT-26)."""
    return (
        Owes("NT-26", CONCERNED, when=ahead("ends", "1wd", until=until), says=("ends soon",)),
        Owes("NT-26", CONCERNED, when=at("lapses", *until), says=("has passed its end",)),
        Owes("NT-26", CONCERNED, when=mornings_after("ends", *until), says=("has passed its end",)),
    )


BEFORE: dict[str, tuple[Owes, ...]] = {
    "opened_office": (Owes("no date", "admin", when=few_dates, named=False, once=True),),
    "dated": (
        Owes("NT-6", "channel", Way.POST, when=is_next, says=("{day}",), named=False, once=True),
        Owes("NT-17", "admin", when=papers_due, named=False, once=True),
    ),
    "sent": (
        Owes("NT-3", "manager"),
        Owes("NT-3", "manager", when=mornings("signed", "returned", "withdrawn"), copied=True),
    ),
    "returned": (Owes("NT-4", "referrer"), drafts("2wd", "1wd")),
    "begun": (drafts("2wd", "1wd"),),
    "begun_by_mail": (Owes("NT-1", "referrer", Way.MAIL, says=("{lacks}",)), drafts("2wd", "1wd")),
    "paper_mailed": (Owes("NT-1 paper", "referrer", Way.MAIL),),
    "wrong_form": (
        Owes("NT-2", "referrer", Way.MAIL, named=False),
        Owes("mail kept", "admin", named=False),
        Owes("mail waits", "admin", when=mornings("mail_done"), once=True, named=False),
    ),
    "mail_done": (),
    "withdrawn": (),
    "signed": (Owes("signed", "referrer"),),
    "booked": (Owes("NT-9", "referrer manager", Way.MAIL, says=("{day}",)),),
    "listed": (),
    "late": (Owes("late", "referrer manager", says=("{day}",)),),
    "late_asked": (Owes("NT-7", "chair"),),
    "late_answered": (Owes("NT-8", "referrer manager admin"),),
    "papers_out": (Owes("NT-16 post", "channel", Way.EDIT, says=("{day}",), named=False),),
    "papers_said": (Owes("NT-16", "members", says=("{day}",), named=False),),
    "pack_out": (
        Owes("NT-16", "members presented", says=("{refs}",), named=False),
        Owes("pack behind", "admin", when=pack_behind, says=("{day}",), named=False, once=True),
    ),
    "own_copy": (Owes("own copy", "who", Way.MAIL, named=False),),
    "cancel_asked": (
        Owes("NT-28", "chair", named=False),
        Owes("NT-28", "chair", when=mornings("cancelled", "goes_on"), named=False),
    ),
    "cancelled": (
        Owes("NT-27", "members admin", says=("{day}",), named=False),
        Owes("NT-27 post", "channel", Way.EDIT, says=("{day}",), named=False),
    ),
    "rehoused": (Owes("NT-9", "referrer manager", Way.MAIL, says=("that panel was cancelled", "{day}")),),
    "place_changed": (Owes("place changed", "referrer manager", says=("{day}",)),),
}
URGENT: dict[str, tuple[Owes, ...]] = {
    "begun_urgent": (),
    "asked": (
        Owes("NT-20", "asked"),
        Owes("NT-20", "asked", Way.MAIL),
        Owes("NT-20", "second", when=at("silent", "approved")),
        Owes("NT-20", "second", Way.MAIL, when=at("silent", "approved")),
        Owes("NT-20 silence", "warned", when=at("silent", "approved")),
    ),
    "approved": (
        Owes("NT-21", "referrer manager admin chair", says=("{day}",)),
        Owes("NT-25", "channel", Way.EDIT, says=("{day}",)),
        Owes("NT-52", "referrer manager"),
        Owes("NT-52", "referrer manager", when=form_due(near=False), copied=True),
        Owes("NT-52", "referrer manager chair", when=form_due(near=True), copied=True),
        *ending(*SETTLED, "cancelled_under"),
    ),
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
    "extended": (Owes("extended", CONCERNED), *ending(*SETTLED)),
}
MEETING: dict[str, tuple[Owes, ...]] = {
    "opened": (),
    "drafted": (),
    "held": (
        Owes("to confirm", "chaired", named=False),
        Owes("to confirm", "chaired", when=mornings("confirmed"), named=False, copied=True),
        Owes("NT-36", "admin", when=ahead("sheets", "5wd", "2wd", on_the_day=True, until=("sent_out",)), named=False),
        Owes("NT-36", "admin chaired", when=missed("sheets", "sent_out"), says=("are overdue",), named=False),
    ),
    "confirmed": (
        Owes("to send out", "admin", named=False),
        Owes("NT-38", "chaired", when=mornings("minutes_signed"), named=False, copied=True),
    ),
    "refused": (Owes("NT-29", "referrer manager"),),
    "deferred": (Owes("NT-44", "referrer manager"), drafts("2wd", "1wd")),
    "sent_out": (Owes("NT-31", "channel", Way.POST, says=("{refs}",), named=False),),
    "minutes_signed": (
        Owes("NT-37", "members hos presented", Way.MAIL, named=False),
        Owes("NT-37 post", "channel", Way.POST, named=False),
    ),
}
LATER: dict[str, tuple[Owes, ...]] = {
    "task": TASK,
    "done": (),
    "again_received": (),
    "replaced": (),
    "reviewed": (),
    "payment_stopped": (),
    "unmet_noted": (),
    "rebooked": (Owes("planner booked", "referrer manager chair", says=("{day}",)),),
    "moved_date": (Owes("planner moved", "referrer manager", says=("{day}",)),),
}
COMMON = {**BEFORE, **URGENT, **MEETING, **LATER}
