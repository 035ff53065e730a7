"""Reading what a person typed, chose or wrote as the answer to one question, or saying why it can't be taken."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from dateutil import parser as dates

from panel.calendar import shift
from panel.errors import InvalidAnswer
from panel.form import Kind, Question
from panel.worked_out import total

SEVERAL = "|"
"""Between the codes of a question with several choices."""
_ONLY_A_POINTER = re.compile(r"\W*(please\s+)?(see|as)\s+(the\s+)?(attached|attachment|above|below|report)\w*\W*", re.I)
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}")
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[./ -](?P<month>[0-9]{1,2})[./ -](?P<year>[0-9]{4})")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?=[a-z]*\b)", re.IGNORECASE)
_FULL_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = ("?", ".", "!", ":")
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)
LONGEST_DATE = 60
"""Characters; whatever is longer holds more than a date."""


def read_answer(question: Question, given: str, today: date) -> str:
    """The answer in the form it is kept; empty when nothing was given.

    Dates are kept as YYYY-MM-DD, choices as their codes, money as pounds and pence. Raises `InvalidAnswer`.
    """
    text = clean(given)
    if not text:
        return ""
    try:
        return _READERS[question.kind](question, text, today)
    except ValueError as problem:
        raise InvalidAnswer({question.id: wrong(question.ask, str(problem))}) from problem


def read_answers(questions: list[Question], given: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers to those questions that were given; raises `InvalidAnswer` naming every one that can't be taken."""
    taken: dict[str, str] = {}
    problems: dict[str, str] = {}
    for question in questions:
        if question.id in given:
            try:
                taken[question.id] = read_answer(question, given[question.id], today)
            except InvalidAnswer as refused:
                problems.update(refused.problems)
    if problems:
        raise InvalidAnswer(problems)
    return taken


def clean(given: str) -> str:
    """The text without control or direction-changing characters and without space around it.

    Letters with their accents are one character each (Unicode NFC), so that a name is the same from every keyboard.
    """
    text = unicodedata.normalize("NFC", given.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSEEN.sub("", text).strip()


def beside(ask: str, said: str) -> str:
    """What is said about a question, after its wording; a colon only where that ends without a mark of its own."""
    return f"{ask} {said}" if ask.endswith(_MARKS) else f"{ask}: {said}"


def wrong(ask: str, problem: str) -> str:
    """What is wrong with an answer, after the wording of its question."""
    return beside(ask, problem[:1].upper() + problem[1:] if ask.endswith(_MARKS) else problem)


def shown(question: Question, answer: str) -> str:
    """The answer as a person reads it."""
    if question.choices:
        return ", ".join(question.label_of(code) for code in answer.split(SEVERAL))
    if question.kind in (Kind.DATE, Kind.MEETING) and answer:
        day = date.fromisoformat(answer)
        return f"{day.day} {day:%B %Y}"
    if question.kind is Kind.COSTS and answer:
        each = [f"{what}: {pounds(cost)}" for what, _, cost in (line.rpartition(": ") for line in answer.splitlines())]
        return "\n".join([*each, f"Total: {pounds(total(answer))}"])
    return pounds(answer) if question.kind is Kind.MONEY and answer else answer


def pounds(amount: str | Decimal) -> str:
    """An amount as people write it: `£1,200`, `£1,200.50`."""
    return f"£{Decimal(amount):,.2f}".removesuffix(".00")


def read_date(text: str) -> date:
    """A date as people in England write one, day first; raises ValueError when it could be two dates or none."""
    text = text.strip()
    if len(text) > LONGEST_DATE:
        raise ValueError("write only the date, such as 12 March 2027")
    in_numbers = _ISO_DATE.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if not (in_numbers or re.search(r"[A-Za-z]{3}", text)) or not _FULL_YEAR.search(text):
        raise ValueError("write a date with its year in full, such as 12 March 2027")
    try:
        day = date(**{part: int(n) for part, n in in_numbers.groupdict().items()}) if in_numbers else _in_words(text)
    except (ValueError, OverflowError) as error:
        raise ValueError("write a date such as 12 March 2027") from error
    if day is None:
        raise ValueError("write the day, the month and the year, such as 12 March 2027")
    if not EARLIEST <= day <= LATEST:
        raise ValueError("that year does not look right")
    named = _WEEKDAY.search(text)
    if named and f"{day:%a}".lower() != named[0].lower():
        raise ValueError(f"{day.day} {day:%B %Y} is a {day:%A}; which of the two is right?")
    return day


def _in_words(text: str) -> date | None:
    """The date in words such as “Thursday 24th Dec 2026”, or None when something is left out or left over."""
    first, second = (dates.parse(text, dayfirst=True, default=_default(n), ignoretz=True) for n in (1, 2))
    numbers = sorted(int(number) for number in re.findall(r"[0-9]+", text))
    # The parser makes what it can of any numbers, such as 14 May 2012 of “12-14 May 2027”: each must be accounted for.
    return first.date() if first == second and numbers == [first.day, first.year] else None


def _default(number: int) -> datetime:
    # Whatever the text leaves out is filled from here, so two defaults that disagree show that it left something out.
    return datetime(2000 + number, number, number)  # noqa: DTZ001


def _line(question: Question, text: str, _: date) -> str:
    return _text(question, " ".join(text.split()), _)


def _text(question: Question, text: str, _: date) -> str:
    if len(text) > question.max_length:
        raise ValueError(f"please shorten it to {question.max_length} characters; it has {len(text)}")
    if _ONLY_A_POINTER.fullmatch(text):
        raise ValueError("the form itself must say it; an attachment can only add to it")
    return text


def _choice(question: Question, text: str, _: date) -> str:
    wanted = _squash(text)
    for number, option in enumerate(question.choices, 1):
        if wanted in (option.code, _squash(option.label), f"#{number}"):
            return option.code
    near = [option for option in question.choices if _squash(option.label).startswith(wanted)]
    if len(near) == 1:
        return near[0].code
    raise ValueError("choose one of: " + "; ".join(option.label for option in question.choices))


def _choices(question: Question, text: str, today: date) -> str:
    parts = [part for part in re.split(r"[|,;\n]", text) if part.strip()]
    codes = [_choice(question, part.strip(), today) for part in parts]
    if len(codes) > 1 and any(code.startswith("no_") for code in codes):
        raise ValueError("choose “None of these” on its own, or the ones that apply")
    return SEVERAL.join(option.code for option in question.choices if option.code in codes)


def _date(question: Question, text: str, today: date) -> str:
    day = read_date(text)
    if question.must_be == "past" and day > today:
        raise ValueError("this date must not be after today")
    if question.must_be == "future" and day < today:
        raise ValueError("this date has already passed; give one from today on")
    if question.at_most_ahead and day > shift(today, question.at_most_ahead, 1):
        raise ValueError(f"this date is more than {question.at_most_ahead.words} ahead")
    return day.isoformat()


_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}([, ][0-9]{3})+(?![0-9])")
"""Commas and spaces between thousands; anywhere else they may stand between two amounts, which is none."""


def _money(_: Question, text: str, __: date) -> str:
    joined = _THOUSANDS.sub(lambda found: re.sub("[, ]", "", found[0]), text)
    try:
        amount = Decimal(joined.replace("£", "").strip())
    except InvalidOperation as error:
        raise ValueError("write an amount in pounds, such as 1250.00") from error
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise ValueError("write an amount in pounds from 0 up to 10 million")
    if amount != round(amount, 2):
        raise ValueError("write an amount in pounds and whole pence, such as 1250.00")
    return f"{abs(amount):.2f}"


_COST = re.compile(r"(?P<what>.{1,120}?)[:,\s]+£?\s*(?P<pounds>[0-9][0-9, ]*(?:\.[0-9]{1,2})?)\s*(?:pounds)?")


def _costs(question: Question, text: str, today: date) -> str:
    """One cost on each line, kept as `what: 120.50`."""
    lines = []
    for line in filter(None, (each.strip() for each in _text(question, text, today).splitlines())):
        found = _COST.fullmatch(line)
        if not found:
            raise ValueError(f"write one cost on each line, such as “Short breaks: 1250.00”, and not “{line[:40]}”")
        lines.append(f"{found['what'].strip()}: {_money(question, found['pounds'], today)}")
    return "\n".join(lines)


def _email(_: Question, text: str, __: date) -> str:
    if not _EMAIL.fullmatch(text):
        raise ValueError("write one e-mail address, such as name@council.gov.uk")
    return text


def _squash(text: str) -> str:
    return " ".join(re.sub(r"[^\w#]+", " ", text.lower()).split()).replace(" ", "_")


_READERS = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.LIST: _text,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _date,
    Kind.MEETING: _date,
    Kind.MONEY: _money,
    Kind.EMAIL: _email,
    Kind.COSTS: _costs,
}
