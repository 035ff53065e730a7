"""What people do at the panel's doors, each with what it is called in the table: refer, send, sign, mail."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from desk.cards import actions, parts
from panel.form import Kind, Question
from tests.simulation.filling import answer_to
from tests.story import profiles
from tests.year.people import Year, reference
from tests.year.table import said

SECRET = "Wrenfield"
"""Stands in everything anybody writes about a child, so that it is found wherever it must not be."""
INITIALS = "QZX"
BORN = ("2013-07-19", "19 July 2013", "19/07/2013", "19/7/2013", "19 Jul 2013")
CHILD = {"initials": INITIALS, "date_of_birth": BORN[0]}
ADDRESS = "Elm Road"
SECRETS = (SECRET, INITIALS, ADDRESS, *BORN)
FORM = 40


def plain(year: Year, question: Question) -> str:
    """A plain answer to a question of the form; whatever is free text names the child."""
    if question.kind in (Kind.LINE, Kind.TEXT, Kind.LIST):
        return SECRET[: question.max_length]
    return answer_to(question, profiles()[year.ledger.panel.id], year.now.date())


def answer(year: Year, name: str, given: Mapping[str, str]) -> str:
    """What somebody puts into one input of a part of the form: what is given for it, or something plain."""
    question = profiles()[year.ledger.panel.id].form.question(name)
    return given[name] if name in given or question is None else plain(year, question)


async def fill(year: Year, who: str, given: Mapping[str, str]) -> None:
    """Part after part of the form by its cards, until no part has anything more to save."""
    for _ in range(FORM):
        card = year.clerk.office.latest_card(who).card_for(year.clerk.person(who)) or {}
        if "Save and go on" not in [action.get("title") for action in actions(card)]:
            return
        inputs = [str(part["id"]) for part in parts(card) if part["type"].startswith("Input.")]
        filled = {name: answer(year, name, given) for name in inputs}
        await year.taps(who, "Save and go on", {name: value for name, value in filled.items() if value})
    raise AssertionError(f"the form of {who} does not end")


async def attach(year: Year, who: str, ref: str, *papers: str) -> None:
    """Files given to the clerk in the chat, one after the other."""
    for paper in papers:
        await year.attaches(who, f"{paper}.pdf", f"%PDF {ref} {paper}".encode())


async def bring_papers(year: Year, who: str, ref: str) -> None:
    """Every paper that belongs with the referral as it was answered, attached and named in words."""
    rules = profiles()[year.ledger.panel.id].form.papers_due(year.clerk.referral(ref).answers)
    for number, rule in enumerate(rules, 1):
        await attach(year, who, ref, rule.id)
        await year.types(who, f"paper {number} is {rule.label}")


async def refer(
    year: Year, who: str, manager: str, given: Mapping[str, str], *papers: str, begin: str = "refer"
) -> str:
    """A referral begun by a typed word and filled in by cards, with its papers attached."""
    ref = reference(await year.types(who, begin))
    await fill(year, who, {**CHILD, **given})
    await attach(year, who, ref, *papers)
    year.happens("begun", ref, referrer=who, manager=manager, iro=given.get("iro_email", ""))
    await year.judge()
    return ref


async def send(year: Year, ref: str) -> str:
    """Given to the manager to sign."""
    words = await year.types(year.case(ref)["referrer"], f"send {ref}")
    assert "to sign" in words or "received" in words, words
    year.happens("sent", ref, **year.case(ref))
    await year.judge()
    return words


async def sign(year: Year, ref: str, panel: str, *, late_for: str = "", how: str = "booked") -> None:
    """Signed by its manager, and booked at the panel of this day; `late_for` is the one whose cut-off it missed."""
    words = await year.types(year.case(ref)["manager"], f"sign {ref} confirm all")
    assert "signed" in words, words
    year.happens("signed", ref, **year.case(ref))
    year.happens(how, ref, panel=panel, met=panel, day=day_said(panel), **year.case(ref))
    if late_for:
        year.happens("late", ref, day=day_said(late_for), **year.case(ref))
    await year.judge()


async def close(year: Year, who: str, ref: str, words: str) -> None:
    """A task closed by its number on its owner's list."""
    listed = await year.types(who, "tasks")
    found = re.search(rf"^\W*(\d+)\W.*{ref}.*{re.escape(words)}", listed, re.MULTILINE)
    assert found, (ref, words, listed)
    await year.types(who, f"done {found[1]}")
    year.happens("done", f"{ref}: {words}")
    await year.judge()


async def confirm_agenda(year: Year, chair: str, day: str, *refs: str, typed: bool = False) -> None:
    """By the Chair, on the card or in words; whoever presents one of these is told the time."""
    if typed:
        await year.types(chair, "confirm agenda")
    else:
        await year.taps(chair, "Confirm the agenda", says=day_said(day))
    year.happens("agenda_confirmed", day, day=day_said(day))
    for ref in refs:
        year.happens("presents", ref, day=day_said(day), **year.case(ref))
    await year.judge()


async def date_panel(year: Year, admin: str, *days: str, start: str, lead: str, closes: str, papers: str) -> None:
    """Dates put on the list by hand; the cut-off and the day of the papers are worked out from the rules."""
    for day in days:
        said_back = await year.types(admin, f"add meeting {day_words(day)}")
        assert day_said(day) in said_back, said_back
        note_panel(year, day, start=start, lead=lead, closes=closes, papers=papers)
    await year.judge()


def note_panel(year: Year, day: str, *, start: str, lead: str, closes: str, papers: str) -> None:
    """A date on the list, written down."""
    held = date.fromisoformat(day)
    cutoff = f"{year.ledger.before(held, lead)}T{closes}"
    year.awaits(datetime.fromisoformat(cutoff))
    due = year.ledger.before(held, papers).isoformat()
    year.happens("dated", day, starts=f"{day}T{start}", cutoff=cutoff, papers=due, day=day_said(day))


def day_words(day: str) -> str:
    """A day as people type it: `11 November 2026`."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def day_said(day: str) -> str:
    """A day as the clerk says it."""
    return said(date.fromisoformat(day))


def later(moment: datetime, **span: float) -> str:
    """A moment so long after another, as the table keeps it."""
    return (moment + timedelta(**span)).isoformat()
