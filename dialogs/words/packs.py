"""What the clerk says about the papers of a meeting, and the words on the pages of them that are ours."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from dialogs.words.written import day_said, moment_said
from panel.calendar import say_moment
from panel.council import Office
from panel.notices import Topic
from panel.pack import MINUTES, REPORTS, Difference, Pack, Section
from panel.profile import Profile
from panel.review import Review

MARKING = "Official-Sensitive"
"""For a panel whose profile names no marking."""
KINDS = {
    "referral": "referral",
    "ratification": "emergency approval to ratify",
    "appeal": "appeal",
    "return": "case that comes back",
}
NONE_SENT = (
    "There are no papers for you to take now. You are told as soon as they go round. Type “meetings” to see the dates."
)
NONE_BUILT = "No pack is built for this panel yet. Type “build pack”; only you see it before you send it."
GUESTS_TITLE = "Who comes for some items only"
HOW_TO_INVITE = "To ask somebody to come for one item, type: invite, the name, to, and its reference."
WHICH_DAY = "Please give the day of a panel that is ahead, such as 9 December 2026. Type “meetings” to see them."
DRAFT = "This is a draft: nobody else has been told. Look it over, then send it."
BEHIND = "Something has changed since this version. Type “build pack” to print the next one."
FOR_YOU_ONLY = "This copy is for the person named on it. Please do not pass it on."
OFFICE = "the panel’s office"
CHANGED_TITLE = "What changed"
CHANGED_SINCE = "Since the version that went round before this one"
NOTHING_CHANGED = "Nothing has changed in the items of this copy."
PAPERS_TITLE = "Papers behind this page"
NO_PAPERS = "No papers are attached."
EMERGENCY_TITLE = "The emergency approval"
APPEAL_TITLE = "The appeal"
RETURN_TITLE = "Why it comes back"
DECIDED_TITLE = "What was decided before"
TO_PUT_RIGHT = "What was asked for"
AFTER_CUT_OFF = "It was received after the cut-off of this panel."
REPORTS_TITLE = "Standing reports"
ENDING_TITLE = "Agreements that end soon"
DUE_TITLE = "Reviews that are due"


def marking(profile: Profile) -> str:
    """The protective marking printed on the papers (CB-9.12, RO-14.1)."""
    return profile.panel.marking or MARKING


def built(version: str, pages: int) -> str:
    """After a pack was printed."""
    return f"Version {version} is built: {pages} pages. Nobody has been told yet."


def sent(facts: Mapping[str, str]) -> str:
    """After it was sent round; says when that is later than the panel asks."""
    late = " That is later than this panel asks for." if facts.get("late") else ""
    return f"{facts['people']} people have been told that the papers are there.{late}"


def taken(facts: Mapping[str, str]) -> str:
    """After somebody took their copy."""
    return f"Your copy of version {facts['version']} is on its way to {facts['to']}. It is for you only."


def taken_at(pack: Pack, at: datetime) -> str:
    """On the card of somebody who has taken their copy."""
    return f"You took version {pack.version} on {say_moment(at)}. It was mailed to your own address."


def invited(name: str, ref: str) -> str:
    """After somebody was asked to come for one item."""
    return f"{name} is asked to come for {ref}, and gets the papers of that item only."


def title_of(number: int, section: Section) -> str:
    """How a section is called in the index and the bookmarks."""
    if section.kind == MINUTES:
        return "Minutes of the last meeting"
    return REPORTS_TITLE if section.kind == REPORTS else f"{number}. {section.ref}, {KINDS[section.kind]}"


def part_of(name: str, number: int, count: int) -> str:
    """Whose copy it is, where it is too large for one file."""
    return f"{name}, part {number} of {count}"


def cover_title(profile: Profile) -> str:
    """The title of every copy."""
    return f"Papers: {profile.panel.name}"


def review_rows(review: Review) -> list[tuple[str, str]]:
    """What is looked at again, when it was due, and how that day was worked out."""
    rows = [("What", review.text), ("Due", f"{day_said(review.due)}: {review.how}")]
    return [*rows, *((name.replace("_", " ").capitalize(), said) for name, said in review.answers.items() if said)]


def how_to_get(ref: str) -> str:
    """How to have the file itself."""
    return f"To have the file itself, type “mail me the papers {ref}” to the panel’s clerk in Teams."


def late(office: Office, by: str, reason: str) -> str:
    """That an item came late, and who agreed to hear it (CB-9.10)."""
    return f"Agreed by {office.name(by)}: {reason}" if by else ""


def difference(office: Office, one: Difference, now: Mapping[str, Section]) -> str:
    """A line of the page that says what changed."""
    papers = ", ".join(one.papers)
    section = now.get(one.ref)
    if one.what == "added" and section and section.late_by:
        return f"{one.ref} was added. It came late; {office.name(section.late_by)} agreed that it is heard."
    return {
        "added": f"{one.ref} was added.",
        "removed": f"{one.ref} was taken out.",
        "moved": f"{one.ref} has another time.",
        "text": f"{one.ref}: what its summary says has changed.",
        "papers_added": f"{one.ref}: papers added: {papers}.",
        "papers_removed": f"{one.ref}: papers removed: {papers}.",
        "papers_replaced": f"{one.ref}: papers replaced by a newer file: {papers}.",
    }[one.what]


def cover_rows(
    pack: Pack, sections: Sequence[Section], mark: str, name: str, left_out: Sequence[str]
) -> list[tuple[str, str]]:
    """What the cover says about this copy."""
    return [
        ("Marking", mark),
        ("Meeting", say_moment(pack.meets_at)),
        ("Version", f"{pack.version}, made {say_moment(pack.built_at)}"),
        ("Items in this copy", str(sum(section.is_item for section in sections))),
        ("Copy for", name),
        ("Left out, as you take no part", ", ".join(left_out)),
    ]


def ready(facts: Mapping[str, str]) -> str:
    """That papers are there, and for which items (NT-16, NT-59)."""
    what = "New papers are there: they replace those you have" if facts.get("again") else "The papers are there"
    return f"{what}. For you: {facts['refs'] or 'no items'}. Type “my pack” and I mail you your own copy."


def letter(office: Office, pack: Pack, mark: str) -> str:
    """The mail a copy comes with."""
    name = office.profile(pack.panel).panel.name
    return (
        f"Your copy of the papers for the {name} on {say_moment(pack.meets_at)}, version {pack.version}, is attached, "
        f"as you asked in Teams. It is {mark}, and for you only. Please do not pass it on."
    )


def _changed(_: str, facts: Mapping[str, str]) -> str:
    day = moment_said(facts["starts"])
    return (
        f"The papers for the panel of {day} went round as version {facts['version']}, and something has changed since. "
        "Type “build pack” to print what there is now, look it over, then “send pack”."
    )


def _invited(ref: str, facts: Mapping[str, str]) -> str:
    child = f" ({facts['initials']})" if facts.get("initials") else ""
    when = moment_said(facts["starts"])
    return (
        f"You are asked to come to the panel for {ref}{child}, on {when}, and for that item only. "
        "You are told when its papers are there."
    )


SENTENCES: dict[Topic, Callable[[str, dict[str, str]], str]] = {
    Topic.PACK_READY: lambda _, facts: ready(facts),
    Topic.PACK_CHANGED: _changed,
    Topic.GUEST_INVITED: _invited,
}
