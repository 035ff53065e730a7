"""How a reading is judged: field by field against what was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.documents.reading import FormReading, Unreadable
from adapters.documents.wordml import squash
from panel.form import Form
from panel.form_read import Understood, understood
from tests.layouts.filling import DOUBT, EXACT, MISSING, TODAY, Written
from tests.story import profiles


@dataclass
class Score:
    """Counted over many forms. `wrong` are fields taken for certain that are not what was written."""

    forms: int = 0
    fields: int = 0
    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    wrong_mandatory: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def judge(self, name: str, reading: FormReading | Unreadable, written: Mapping[str, Written], panel: str) -> None:
        """One form more."""
        self.forms += 1
        if isinstance(reading, Unreadable) or reading.panel != panel:
            self.fields += len(written)
            self.missed.append(f"{name}: {reading}"[:200])
            return
        read = as_handled(reading, profiles()[panel].form)
        for one in written.values():
            self.fields += 1
            self._field(f"{name} {one.question.id}", *outcome(read, one.question.id), one)

    def _field(self, where: str, came: str, said: str, one: Written) -> None:
        self.asked += came == DOUBT
        as_written = came == one.outcome and (came != EXACT or said == one.kept)
        if as_written and (came != DOUBT or squash(one.text) in squash(said) or squash(said) in squash(one.text)):
            self.right += 1
        elif came == EXACT:
            self.wrong.append(f"{where}: wrote {one.text!r}, read {said!r}")
            if one.question.required:
                self.wrong_mandatory.append(self.wrong[-1])
        else:
            self.missed.append(f"{where}: wrote {one.text!r} ({one.outcome}), read as {came} {said!r}")

    @property
    def share(self) -> float:
        """Fields right, of all."""
        return self.right / self.fields if self.fields else 0.0

    @property
    def line(self) -> str:
        """The figures in one line."""
        return (
            f"{self.forms} forms, {self.fields} fields: {self.share:.2%} right, {self.asked} asked back, "
            f"{len(self.wrong)} wrong and unflagged, {len(self.wrong_mandatory)} of them mandatory"
        )


def as_handled(reading: FormReading, form: Form) -> Understood:
    """What the handler of mails makes of a reading, for a case that has had no answers yet."""
    return understood(form, reading.answers, reading.unclear, {}, TODAY)


def outcome(read: Understood, question: str) -> tuple[str, str]:
    """What comes of one question: exact, doubtful with the text shown, or missing."""
    doubted = [doubt.text for doubt in read.doubts if doubt.question == question]
    if doubted:
        return DOUBT, doubted[0]
    return (EXACT, read.certain[question]) if question in read.certain else (MISSING, "")
