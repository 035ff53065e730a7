"""A returned form, whatever it was filled in with, to the text of its answers: pure functions of the bytes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from adapters.documents.container import open_docx
from adapters.documents.html_blocks import html_blocks
from adapters.documents.pdf_fields import fields_of
from adapters.documents.pdf_places import pdf_places
from adapters.documents.places import Found, find_places
from adapters.documents.reading import CannotOpen, FormReading, Unreadable
from adapters.documents.shown import Shown
from adapters.documents.sightings import Sighting, agree, see
from adapters.documents.text_blocks import own_words, text_blocks, unbroken
from adapters.documents.whose import Whose, by_code, by_wording, most
from adapters.documents.word_blocks import word_blocks
from adapters.documents.word_controls import code_held, controls, tags
from adapters.documents.wording import Wording
from panel.form import Form, Question

Place = tuple[Question, Shown, bool]
"""A question, what stands at it, and whether it is certain that this is its answer."""


class FormReader:
    """Reads these forms, each by the id of its panel. Nothing is raised for anything a file may hold."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        self._wordings = {panel: Wording(form) for panel, form in self._forms.items()}
        self._ids = {question.id for form in self._forms.values() for _, question in form.all_questions()}

    def read(self, content: bytes, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        """What a file says, or why it cannot be read.

        Between panels that its wording fits alike, the one that the mail was `addressed` to is taken.
        """
        try:
            is_pdf = content.startswith(b"%PDF")
            return self._pdf(content, addressed) if is_pdf else self._word(content, addressed)
        except CannotOpen as cannot:
            return Unreadable(cannot.reason)

    def read_body(self, text: str, html: str, addressed: Collection[str] = ()) -> FormReading | Unreadable:
        """The same for what a mail itself says. Its HTML goes first: as text, tables and struck words are lost."""
        reason = "no_form"
        for source, is_html in ((html, True), (text, False)):
            try:
                if source.strip():
                    return self._mail(source, addressed, is_html=is_html)
            except CannotOpen as cannot:
                reason = cannot.reason if reason == "no_form" else reason
        return Unreadable(reason)

    def _word(self, content: bytes, addressed: Collection[str]) -> FormReading:
        opened = open_docx(content)
        blocks = word_blocks(opened.body, self._ids)
        whose = by_code(blocks, code_held(opened), self._forms)
        whose = whose or by_wording(blocks, tags(opened.body), self._wordings, addressed)
        held = [(question, shown, True) for question, shown in controls(opened.body, self._forms[whose.panel])]
        return self._reading(whose, [*held, *self._places(whose, find_places(blocks, self._wordings[whose.panel]))])

    def _mail(self, source: str, addressed: Collection[str], *, is_html: bool) -> FormReading:
        blocks = list(own_words(html_blocks(source) if is_html else text_blocks(source)))
        if not is_html:
            blocks = unbroken(blocks, self._wordings.values())
        whose = by_code(blocks, (), self._forms) or by_wording(blocks, (), self._wordings, addressed)
        reading = self._reading(whose, self._places(whose, find_places(blocks, self._wordings[whose.panel])))
        if not reading.answers and not reading.unclear:
            # The names of questions alone, as in a list of what is missing that was sent back, are no form.
            raise CannotOpen("no_form")
        return reading

    def _pdf(self, content: bytes, addressed: Collection[str]) -> FormReading:
        fields = fields_of(content)
        found = {panel: pdf_places(fields, form, self._wordings[panel]) for panel, form in self._forms.items()}
        panel = most({panel: len({place[0].id for place in places}) for panel, places in found.items()}, addressed)
        return self._reading(Whose(panel), found[panel])

    def _places(self, whose: Whose, found: Iterable[Found]) -> list[Place]:
        """Each question that is asked in these words, with what stands there.

        Where several are, the section around it says which; within one section their order does, when each stands
        there just once. Otherwise it is not certain for any of them.
        """
        wording = self._wordings[whose.panel]
        groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
        for one in found:
            groups[one.key, one.section].append(one)
        places: list[Place] = []
        for (key, section), there in groups.items():
            asked = wording.asked(key)
            here = [question for at, question in asked if at == section] if len(asked) > 1 else []
            if here and len(here) == len(there):
                pairs = [(question, one, one.sure) for question, one in zip(here, there, strict=True)]
            else:
                questions = here or [question for _, question in asked]
                # Asked twice and answered once: on a form for two children, which of them has this answer?
                once = len(there) == 1 or len({bool(one.shown.text) for one in there}) == 1
                pairs = [(q, one, one.sure and once and len(questions) == 1) for one in there for q in questions]
            places += [(question, one.shown, sure) for question, one, sure in pairs if not one.own]
        return places

    def _reading(self, whose: Whose, places: Iterable[Place]) -> FormReading:
        codes = self._wordings[whose.panel].codes
        sightings: dict[str, list[Sighting]] = defaultdict(list)
        asked: dict[str, Question] = {}
        for question, shown, certain in places:
            seen, asked[question.id] = see(question, shown, codes(question)), question
            sightings[question.id].append(seen if certain or not seen.text else Sighting(shown.text, unclear=True))
        said = {question_id: agree(asked[question_id], seen) for question_id, seen in sightings.items()}
        answers = {key: one.text for key, one in said.items() if one.text and not one.unclear}
        unclear = {key: one.text for key, one in said.items() if one.text and one.unclear}
        return FormReading(whose.panel, whose.ref, whose.version, answers, unclear)
