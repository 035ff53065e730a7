"""What people write into a form, made from a seed: each answer as it is written, and what must come of it."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from panel.answers import SEVERAL
from panel.form import Form, Kind, Question

TODAY = date(2026, 11, 21)
EXACT, DOUBT, MISSING = "exact", "doubt", "missing"
NAMES = ("AB", "ÀÉ", "ЖД", "مح", "李明", "Ng", "Oø", unicodedata.normalize("NFD", "ÉÓ"), "שר", "ท")
WORDS = (
    "She lives with her aunt and goes to school.",
    "Zoë’s carer, Mrs O’Neill-Óg, agrees – “for now”.",
    "יש לה אחות אחת (בת 4).",
    "والدتها تزورها كل يوم سبت.",
    "Costs rose by 5 % in May; see the plan of 3 June.",
    "Nothing else was found; the nursery is full.",
    "Она говорит, что хочет остаться дома.",
)
Piece = tuple[str, bool]
"""Text, and whether it is struck through."""


@dataclass(frozen=True)
class Written:
    """One answer on paper. `codes` are the choices made, where the layout may tick them in its own way."""

    question: Question
    pieces: tuple[Piece, ...] = ()
    outcome: str = MISSING
    kept: str = ""
    codes: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(text for text, _ in self.pieces)


def fill(form: Form, seed: str, *, strikes: bool = True, clean: bool = False) -> dict[str, Written]:
    """Every question of the form answered, left blank or answered badly. With `clean`, only well and in our wording."""
    chance = random.Random(seed)
    written = {}
    for _, question in form.all_questions():
        if chance.random() < 0.15:
            written[question.id] = Written(question, codes=())
        else:
            written[question.id] = _answer(question, chance, strikes=strikes, clean=clean)
    return _dated(written, chance, crossing=0.0 if clean else 0.2)


def cross(form: Form, written: dict[str, Written], seed: str) -> dict[str, Written]:
    """The same with one date before another that it cannot lie before, and so with doubt about both of these."""
    chance = random.Random(seed)
    later = chance.choice([question for _, question in form.all_questions() if question.not_before])
    earlier = next(question for _, question in form.all_questions() if question.id in later.not_before)
    days = [TODAY - timedelta(days=chance.randint(900, 4000)), TODAY - timedelta(days=chance.randint(30, 800))]
    if later.must_be == "future":
        days = [TODAY + timedelta(days=chance.randint(30, 200)), TODAY + timedelta(days=chance.randint(300, 900))]
    put = {question.id: _said(question, day) for question, day in zip((later, earlier), days, strict=True)}
    # What else is tied to the two is left blank, so that these two alone are wrong.
    tied = {q.id for _, q in form.all_questions() if {*q.not_before, q.id} & put.keys()} | {*earlier.not_before}
    blank = {key: Written(written[key].question, codes=()) for key in tied}
    return _dated({**written, **blank, **put}, chance, crossing=1.0)


def _dated(written: dict[str, Written], chance: random.Random, *, crossing: float) -> dict[str, Written]:
    """With the dates that cannot both be right put in order, but for a share of the pairs, which are in doubt."""
    put, doubted = dict(written), set[str]()
    for later in [one.question for one in written.values() if one.question.not_before]:
        for earlier in later.not_before:
            if not _is_crossed(put[later.id], put[earlier]):
                continue
            if chance.random() >= crossing:
                first = date.fromisoformat(put[earlier].kept)
                last = TODAY if later.must_be == "past" else max(first, TODAY) + timedelta(days=90)
                put[later.id] = _said(later, first + (last - first) * chance.random())
            else:
                doubted |= {later.id, earlier}
    return {
        key: Written(one.question, one.pieces, DOUBT, one.kept, one.codes) if key in doubted else one
        for key, one in put.items()
    }


def _is_crossed(later: Written, earlier: Written) -> bool:
    expected = "due" in earlier.question.ask and earlier.kept > TODAY.isoformat()
    return EXACT == later.outcome == earlier.outcome and later.kept < earlier.kept and not expected


def _said(question: Question, day: date) -> Written:
    return _exact(question, f"{day.day} {day:%B} {day.year}", day.isoformat())


def _answer(question: Question, chance: random.Random, *, strikes: bool, clean: bool) -> Written:
    if question.choices:
        return _choice(question, chance, strikes=strikes, clean=clean)
    return _FREE[question.kind](question, chance, clean)


def _exact(question: Question, shown: str, kept: str) -> Written:
    return Written(question, ((shown, False),), EXACT, kept)


def _doubt(question: Question, shown: str) -> Written:
    return Written(question, ((shown, False),), DOUBT)


def _line(question: Question, chance: random.Random, clean: bool) -> Written:
    if question.max_length <= 10:
        if not clean and chance.random() < 0.1:
            return _doubt(question, chance.choice(("AB/CD", "A & B", "AB\nCD")))
        name = chance.choice(NAMES)
        return _exact(question, name, unicodedata.normalize("NFC", name))
    said = (
        f"{chance.choice('ABM')}{chance.randrange(100_000, 999_999)}"
        if question.max_length <= 20
        else "Tuesday morning"
    )
    return _exact(question, said, said)


def _text(question: Question, chance: random.Random, _: bool) -> Written:
    lines = chance.sample(WORDS, chance.randint(1, 3))
    said = "\n".join(lines)[: question.max_length].strip()
    return _exact(question, said, unicodedata.normalize("NFC", said))


def _costs(question: Question, chance: random.Random, _: bool) -> Written:
    lines = [
        f"{what}: {chance.randrange(100, 9999)}.50" for what in chance.sample(("Short breaks", "Transport", "Aids"), 2)
    ]
    return _exact(question, "\n".join(lines), "\n".join(lines))


def _money(question: Question, chance: random.Random, clean: bool) -> Written:
    pounds = chance.randrange(10, 9999)
    if not clean and chance.random() < 0.1:
        return _doubt(question, f"about {pounds}")
    shown = f"£{pounds}.00" if clean else chance.choice((f"£{pounds}", f"£{pounds:,}.00", f"{pounds}", f"£ {pounds}"))
    return _exact(question, shown, f"{pounds}.00")


def _email(question: Question, chance: random.Random, _: bool) -> Written:
    said = f"iro{chance.randrange(99)}@council.example"
    return _exact(question, said, said)


def _date(question: Question, chance: random.Random, clean: bool) -> Written:
    away = timedelta(days=chance.randint(30, 4000))
    day = TODAY - away if question.must_be == "past" else TODAY + away if question.must_be == "future" else TODAY - away
    if question.kind is Kind.MEETING:
        day = TODAY + away
    words = f"{day.day} {day:%B} {day.year}"
    if clean:
        return _exact(question, words, day.isoformat())
    if chance.random() < 0.2:
        bad = (
            f"{day:%d/%m/%y}",
            f"{day:%B} {day.year}",
            f"{words} or {day.day % 27 + 2} {day:%B} {day.year}",
            f"{words} / 2 {day:%B} {day.year}",
        )
        return _doubt(question, chance.choice(bad))
    if chance.random() < 0.1 and question.oldest:
        return _doubt(question, f"{words[: -len(str(day.year))]}{day.year - question.oldest - 1}")
    if chance.random() < 0.1 and "due" in question.ask:
        return _doubt(question, f"Due {day.day} {day:%B} {TODAY.year + 2}")
    if chance.random() < 0.2 and "due" in question.ask:
        due = TODAY + timedelta(days=chance.randint(20, 200))
        said = f"{chance.choice(('Due', 'EDD', 'Unborn, due'))} {due.day} {due:%B} {due.year}"
        return _exact(question, said, due.isoformat())
    if chance.random() < 0.1 and question.must_be == "past":
        due = TODAY + timedelta(days=chance.randint(20, 200))
        return _doubt(question, f"{due.day} {due:%B} {due.year}")
    good = (
        words,
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day:%A} {words}",
        words.replace(f"{day:%B}", f"{day:%b}"),
    )
    return _exact(question, chance.choice(good), day.isoformat())


_FREE: dict[Kind, Callable[[Question, random.Random, bool], Written]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.LIST: _text,
    Kind.COSTS: _costs,
    Kind.MONEY: _money,
    Kind.EMAIL: _email,
    Kind.DATE: _date,
    Kind.MEETING: _date,
}


def _choice(question: Question, chance: random.Random, *, strikes: bool, clean: bool) -> Written:
    options = list(question.choices)
    several = question.kind is Kind.CHOICES
    open_ones = [option for option in options if not option.code.startswith("no_")]
    picked = (
        chance.sample(open_ones, chance.randint(1, max(1, len(open_ones) - 1))) if several else [chance.choice(options)]
    )
    codes = tuple(option.code for option in options if option in picked)
    kept, wording = SEVERAL.join(codes), "\n".join(o.label for o in options if o in picked)
    styles = [_in_words, _ticks_before, _ticks_after, _ticks_by_line, _letters, *([_struck] if strikes else [])]
    styles += [] if several else [_ring]
    if clean or (len(codes) == len(options) and several):
        return Written(question, ((wording, False),), EXACT, kept, codes)
    if chance.random() < 0.06:
        return Written(question, (("\n".join(option.label for option in options), False),), DOUBT)
    if chance.random() < 0.06 and not several:
        return Written(question, tuple((f"☒ {option.label}\n", False) for option in options), DOUBT)
    pieces = chance.choice(styles)([(option.label, option.code in codes) for option in options], chance)
    return Written(question, tuple(pieces), EXACT, kept, codes)


Marked = list[tuple[str, bool]]
_BOXES = (("☒", "☐"), ("☑", "☐"), ("[x]", "[ ]"), ("✓", "☐"), ("●", "○"), ("(X)", "( )"), ("■", "□"))


def _in_words(options: Marked, _: random.Random) -> list[Piece]:
    return [("\n".join(label for label, ticked in options if ticked), False)]


def _ticks_before(options: Marked, chance: random.Random) -> list[Piece]:
    yes, no = chance.choice(_BOXES)
    return [(f"{yes if ticked else no} {label}   ", False) for label, ticked in options]


def _ticks_after(options: Marked, chance: random.Random) -> list[Piece]:
    yes, no = chance.choice(_BOXES)
    return [(f"{label} {yes if ticked else no}   ", False) for label, ticked in options]


def _ticks_by_line(options: Marked, chance: random.Random) -> list[Piece]:
    yes, no = chance.choice(_BOXES)
    return [(f"{yes if ticked else no} {label}\n", False) for label, ticked in options]


def _letters(options: Marked, _: random.Random) -> list[Piece]:
    return [(f"{label} X\n" if ticked else f"{label}\n", False) for label, ticked in options]


def _struck(options: Marked, chance: random.Random) -> list[Piece]:
    gap = chance.choice((" / ", "\n"))
    pieces: list[Piece] = []
    for number, (label, ticked) in enumerate(options):
        pieces += [(gap, False)] if number else []
        pieces.append((label, not ticked))
    return pieces


def _ring(options: Marked, _: random.Random) -> list[Piece]:
    # Not where a wording has brackets of its own: nobody could tell them apart.
    if any("(" in label or "/" in label or "," in label for label, _ in options):
        return _in_words(options, _)
    return [(" / ".join(f"({label})" if ticked else label for label, ticked in options), False)]
