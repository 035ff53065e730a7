"""How a meeting that sits stands against its clock, in words."""

from panel.pacing import Pace


def item_line(stands: Pace) -> str:
    """The item in hand, and its time: to come, left, up or over."""
    if stands.item is None:
        return "Every item has its decision. You can close the meeting."
    ref, minutes = stands.item.ref, stands.item.minutes
    if stands.to_start:
        return f"Next is {ref}, in {_minutes(stands.to_start)}. It has {_minutes(minutes)}."
    if stands.left > 0:
        return f"Now {ref}: {_minutes(stands.left)} left of {minutes}."
    if stands.left == 0:
        return f"Now {ref}: its {_minutes(minutes)} are up."
    return f"Now {ref}: {_minutes(-stands.left)} over its time of {minutes}."


def rest_line(stands: Pace, ends: str) -> str:
    """What waits still and whether it fits before the end, given as 12:30; nothing when no time is wanted any more."""
    if not stands.wanted:
        return ""
    waits = "1 item waits" if stands.waiting == 1 else f"{stands.waiting} items wait"
    needs = f"{waits} and {'needs' if stands.waiting == 1 else 'need'} {_minutes(stands.wanted)}."
    if not stands.too_long:
        return f"{needs} The meeting has until {ends}."
    left = f"only {_minutes(stands.until_end)} are left" if stands.until_end else "its time is up"
    return f"⚠ {needs} The meeting ends at {ends}: {left}. What is not reached goes to the next panel."


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"
