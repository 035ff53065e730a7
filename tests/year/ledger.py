"""What happened, what is owed for it, and whether exactly that was delivered: by name, by way, at its moment."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from panel.durations import read_length
from tests.simulation.second_calendar import SecondCalendar
from tests.year.delivered import Delivered
from tests.year.rows import ALONE, COPY, ROWS
from tests.year.table import MORNING, Happened, Owed, Owes, Panel, Way


class Ledger:
    """The account of one panel's year. `faults` are sentences for whoever reads a failing test."""

    def __init__(self, panel: Panel, names: dict[str, str]) -> None:
        self.panel = panel
        self.happened: list[Happened] = []
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()
        self._names = names
        self._calendar = SecondCalendar([])
        self._fresh: list[Happened] = []
        self._done: set[tuple[str, str, object]] = set()

    def happens(self, kind: str, at: datetime, about: str = "", **facts: str) -> None:
        """Write down what somebody has just done; raises `KeyError` for what the table does not know."""
        event = Happened(len(self.happened), kind, at, about, facts)
        self.panel.owes[kind]  # every event has its line in the table, if only to say that nobody is told
        self.happened.append(event)
        self._fresh.append(event)
        for task in self.panel.tasks.get(kind, ()):
            due = self.before(at.date(), task.within, 1).isoformat() if task.within else facts["due"]
            for owner in self._people(event, task.owner):
                self.happens("task", at, f"{about}: {task.words}", ref=about, words=task.words, owner=owner, due=due)

    def unseen(self) -> list[str]:
        """Notices of the panel's table that the year never came to: a year proves only what happens in it."""
        owed = {line.row for lines in self.panel.owes.values() for line in lines}
        return sorted(owed - self.seen.keys() - set(self.panel.never))

    def is_morning(self, moment: datetime) -> bool:
        """Whether this is nine o'clock on a working day."""
        return moment.time() == MORNING and self._calendar.works(moment.date())

    def works(self, day: date) -> bool:
        """Whether the council works on this day."""
        return self._calendar.works(day)

    def before(self, day: date, length: str, sign: int = -1) -> date:
        """So long before a day, rolled back from a closed day."""
        return self._calendar.back(day, read_length(length), sign)

    def over(self, event: Happened, until: tuple[str, ...], moment: datetime) -> bool:
        """Whether one of these has happened to the same case since."""
        later = self.happened[event.number + 1 :]
        return any(each.kind in until and each.about == event.about and each.at <= moment for each in later)

    def judge(self, moment: datetime, delivered: Iterable[Delivered]) -> None:
        """Compare what came at this moment with what the table owes for it."""
        fresh, self._fresh = self._fresh, []
        owed = [
            one
            for event in fresh
            for line in self._lines(event)
            if line.when is None
            for one in self._owed(event, line)
        ]
        for event in self.happened:
            for line in self._lines(event):
                if line.when and self._is_due(event, line, moment):
                    owed += self._owed(event, line)
        self._compare(moment, list(dict.fromkeys(owed)), list(delivered))

    def _is_due(self, event: Happened, line: Owes, moment: datetime) -> bool:
        mark = line.when(self, event, moment) if line.when else None
        key = (event.about, line.row, mark)
        if not mark or (line.once and key in self._done):
            return False
        self._done.add(key)
        return True

    def _lines(self, event: Happened) -> tuple[Owes, ...]:
        return self.panel.owes[event.kind]

    def _owed(self, event: Happened, line: Owes) -> list[Owed]:
        says = tuple(each.format(**event.facts) for each in line.says)
        says = tuple(each for each in (event.about if line.named else "", *says) if each)
        people = list(dict.fromkeys(self._people(event, line.to)))
        gathered = line.copied and line.row not in ALONE
        owed = [Owed(line.row, to, line.way, says, gathered=gathered) for to in people]
        if line.copied:
            told = tuple(self._names[who] for who in people)
            owed += [
                Owed(COPY, admin, Way.CHAT, (*says, *told), line.row, gathered=True)
                for admin in self.panel.cast["admin"]
                if admin not in people
            ]
        return owed

    def _people(self, event: Happened, to: str) -> list[str]:
        found: list[str] = []
        for word in to.split():
            if "@" in word or word == "channel":
                found.append(word)
            elif word in event.facts:
                found += event.facts[word].split()
            else:
                found += self.panel.cast[word]
        return found

    def _compare(self, moment: datetime, owed: list[Owed], delivered: list[Delivered]) -> None:
        left, matched = list(delivered), []
        gathered: dict[str, list[Delivered]] = {}
        for one in sorted(owed, key=lambda each: -len(each.says)):
            found = next((each for each in left if self._is(one, each)), None)
            if found is None:
                self._fault(moment, "MISSING", one)
                continue
            left.remove(found)
            matched.append(found)
            self.seen[one.row] += 1
            if one.gathered and self.is_morning(moment):
                gathered.setdefault(one.to, []).append(found)
        for each in (each for lines in gathered.values() if len(lines) > 1 for each in lines if not each.listed):
            self._fault(moment, "NOT GATHERED", each)
        for each in left:
            if each.way is Way.EDIT:
                continue  # nobody is told by it; what it may hold is judged with the privacy of the year
            rows = [name for name, row in ROWS.items() if row.fits(each.text)]
            what = "TWICE" if each in matched else "UNEXPECTED" if rows else "UNKNOWN"
            self._fault(moment, what, f"[{', '.join(rows) or 'no row'}] {each}")

    def _is(self, owed: Owed, each: Delivered) -> bool:
        return (
            (owed.to, owed.way) == (each.to, each.way)
            and ROWS[owed.row].fits(each.text)
            and (owed.row == COPY) == each.is_copy
            and all(word in each.text for word in owed.says)
        )

    def _fault(self, moment: datetime, what: str, about: object) -> None:
        self.faults.append(f"{moment:%a %d %b %Y %H:%M} {what}: {about}")
