"""One form definition: it draws the cards, writes and reads the Word form, and prints the summary.

The sections and questions stand in the panel's profile. Which of them apply is worked out from the answers.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from panel.conditions import Condition, holds
from panel.durations import WrittenLength
from panel.records import Value

LONGEST_ANSWER = 4000
"""Characters; a card that shows a section must stay under Teams' 28 KB."""
EMERGENCY = "emergency"
"""The answer the clerk itself gives when a referral is made by the emergency route."""


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"
    EMAIL = "email"
    MEETING = "meeting"
    COSTS = "costs"


CHOSEN = (Kind.CHOICE, Kind.CHOICES)
"""Kinds that need options to choose from."""


class Option(Value):
    """One answer that may be chosen."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str


YES_OR_NO = (Option(code="yes", label="Yes"), Option(code="no", label="No"))


class Question(Value):
    """One question. `when` says for which answers it applies; a required one must then be answered.

    `gives` names what the clerk works out from the answer, for conditions and reports: the age in years on the day from
    a date of birth, the total from a list of costs. A date may be `not_before` those of other questions, and
    `at_most_ahead` of today, as the day is on which a baby is due; `oldest` is the greatest age in years for which a
    date of birth in a mailed form is taken without asking.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    ask: str
    kind: Kind = Kind.TEXT
    required: bool = True
    when: Condition = []
    options: list[Option] = []
    help: str = ""
    max_length: int = Field(default=1500, ge=1, le=LONGEST_ANSWER)
    must_be: Literal["past", "future", "any"] = "any"
    gives: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    not_before: list[str] = []
    at_most_ahead: WrittenLength | None = None
    oldest: int | None = Field(default=None, ge=1, le=120)

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be chosen; empty for a question answered freely."""
        return YES_OR_NO if self.kind is Kind.YES_NO else tuple(self.options)

    def label_of(self, code: str) -> str:
        """The wording of a chosen answer."""
        return next((option.label for option in self.choices if option.code == code), code)


class Section(Value):
    """Questions that are asked and saved together."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    guidance: str = ""
    when: Condition = []
    questions: list[Question] = Field(alias="question")


class DocumentRule(Value):
    """A paper that belongs with the referral. `waive_by` are the roles that may let it go, with a reason."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    when: Condition = []
    waive_by: list[str] = []


class Form(Value):
    """The panel's referral form.

    `aliases` are other wordings of a question, by its id, as an older form of the council's own has them, and of a
    choice, by `question:choice`. `not_answers` are lines printed on such forms that never answer anything.
    """

    title: str
    sections: tuple[Section, ...]
    documents: tuple[DocumentRule, ...]
    aliases: dict[str, list[str]] = {}
    not_answers: list[str] = []

    def applying(self, answers: Mapping[str, str]) -> list[Section]:
        """The sections that apply to these answers, in order."""
        return [section for section in self.sections if holds(section.when, answers)]

    def find(self, section_id: str) -> Section | None:
        """The section, or None when it is not on the form."""
        return next((section for section in self.sections if section.id == section_id), None)

    def section(self, section_id: str) -> Section:
        """The section; raises KeyError for an id that is not on the form."""
        section = self.find(section_id)
        if section is None:
            raise KeyError(section_id)
        return section

    def question(self, question_id: str) -> Question | None:
        """The question, or None when it is not on the form."""
        return next((q for _, q in self.all_questions() if q.id == question_id), None)

    def all_questions(self) -> Iterator[tuple[Section, Question]]:
        """Every question with its section, whether or not it applies."""
        return ((section, question) for section in self.sections for question in section.questions)

    def names(self) -> set[str]:
        """Every answer a condition can look at: the questions, and what is worked out from them."""
        asked = [question for _, question in self.all_questions()]
        return {question.id for question in asked} | {question.gives for question in asked if question.gives}

    def asked(self, section: Section, answers: Mapping[str, str]) -> list[Question]:
        """The questions of a section that apply to these answers."""
        return [question for question in section.questions if not question.when or holds(question.when, answers)]

    def section_of(self, question_id: str) -> Section:
        """The section a question stands in; raises KeyError when it is on none."""
        for section, question in self.all_questions():
            if question.id == question_id:
                return section
        raise KeyError(question_id)

    def papers_due(self, answers: Mapping[str, str]) -> list[DocumentRule]:
        """The papers that belong with these answers."""
        return [rule for rule in self.documents if holds(rule.when, answers)]
