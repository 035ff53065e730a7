"""Letters to families: what is owed for each step, and the steps at their doors (NT-33 to NT-35, AM-52)."""

from tests.year.doors import ADDRESS, SECRET
from tests.year.people import Year
from tests.year.table import Owes, Way, ahead, mornings_after

FAMILY = "home@family.example"
FIRST, LAST = ("Maria", "Nora", "Ines", "Lola"), ("Santos", "Field", "Marsden")
"""One person for each letter, no two alike: a letter in which another case’s name stands is stopped."""
UNADDRESSED = ("letter_addressed", "letter_sent", "letter_dropped")
"""Until one of these it waits for the worker to say who it goes to."""
NEAR = ahead("letters", "5wd", "2wd", on_the_day=True, until=UNADDRESSED)
LETTERS: dict[str, tuple[Owes, ...]] = {
    "letter_drafted": (
        Owes("NT-33", "referrer prepares"),
        Owes("NT-36 letter", "prepares referrer", when=NEAR, copied=True),
        Owes("NT-36 letter", "prepares referrer chair", when=mornings_after("letters", *UNADDRESSED), copied=True),
    ),
    "letter_addressed": (Owes("NT-33 addressed", "others"),),
    "letter_ready": (Owes("NT-33 check", "releasers"),),
    "letter_copied": (Owes("NT-33 copy", "reader", Way.MAIL),),
    "letter_mailed": (Owes("NT-34", FAMILY, Way.MAIL),),
    "letter_to_go": (Owes("NT-34 to go", "prepares"),),
    "letter_sent": (Owes("NT-35", "referrer", says=("went on",)),),
    "letter_dropped": (Owes("NT-33 dropped", "referrer prepares"),),
}


async def letter(year: Year, ref: str, prepares: str, reader: str, releasers: str, *, way: str = "post") -> None:
    """From its recipient to the day it went: the worker names the one, a second person reads it and lets it go."""
    case = year.case(ref)
    number = int(ref[-4:])
    to = f"name: {FIRST[number % 4]} {LAST[number % 3]}; who: parent; way: {way}"
    to += f"; email: {FAMILY}" if way == "email" else f"; address: {number} {ADDRESS}, Anytown, AB1 2CD"
    said = await year.types(case["referrer"], f"letter to {ref} {to}")
    assert "goes to" in said, said
    others = " ".join(who for who in year.ledger.panel.cast.get("prepares", ()) if who != case["referrer"])
    year.happens("letter_addressed", ref, others=others, **case)
    await year.judge()
    said = await year.types(prepares, f"letter prepare {ref}")
    assert "is written" in said, said
    year.happens("letter_ready", ref, releasers=releasers, **case)
    await year.judge()
    await year.types(reader, f"letter file {ref}")
    year.happens("letter_copied", ref, reader=reader, **case)
    await year.judge()
    said = await year.types(reader, f"letter release {ref}")
    assert "released" in said or "goes out" in said, said
    year.happens("letter_mailed" if way == "email" else "letter_to_go", ref, **case)
    if way == "email":  # that it has left is found at the next look, and told in the same minute
        await year.settle()
        year.happens("letter_sent", ref, **case)
        await year.judge()
        return
    await year.judge()
    await year.types(prepares, f"letter posted {ref} {year.now.day} {year.now:%B %Y}")
    year.happens("letter_sent", ref, **case)
    await year.judge()


async def drop(year: Year, ref: str, who: str) -> None:
    """No letter is to go, for a reason."""
    said = await year.types(who, f"letter drop {ref} because {SECRET}")
    assert "no letter" in said, said
    year.happens("letter_dropped", ref, **year.case(ref))
    await year.judge()
