"""What people agreed on a referral, each with who, when and why: signatures, exceptions, waivers, a change of hands."""

from typing import Literal

from panel.records import Moment, Value


class SignOff(Value):
    """A dated agreement. `checks` are what the person confirmed (CB-9.6).

    `step` is the number of the signature in the profile, from 1 on; 0 is the sending itself.
    """

    person: str
    role: str
    at: Moment
    checks: tuple[str, ...] = ()
    step: int = 0


class GateAsk(Value):
    """A question to officers that holds the referral until it is answered.

    `exception` asks that gates which block are lifted (RF-5); `elsewhere` that the referral may go elsewhere (RO-7.1).
    """

    about: Literal["exception", "elsewhere"]
    gates: tuple[str, ...]
    by: str
    at: Moment
    reason: str = ""


class Lift(Value):
    """A gate that no longer holds for this referral: who let it through, when and why."""

    gate: str
    by: str
    at: Moment
    reason: str


class Waiver(Value):
    """A paper that need not come with this referral: who let it go, when and why (AM-38)."""

    document: str
    by: str
    at: Moment
    reason: str


class Reassigned(Value):
    """The manager who signs was changed: from whom, by whom, when and why (KN-3.12)."""

    was: str
    by: str
    at: Moment
    reason: str


class Screened(Value):
    """What became of the look at a request before the panel (RO-5.9, AM-31)."""

    result: Literal["decided", "to_panel", "returned"]
    by: str
    at: Moment
    reason: str = ""
