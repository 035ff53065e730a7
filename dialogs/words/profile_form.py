"""A panel's form and papers in plain English: what is always asked, and what only for some answers."""

from dialogs.words.conditions import counted, listed, when
from panel.durations import Length
from panel.form import DocumentRule, Kind, Question, Section
from panel.officers import NAMED_MANAGER
from panel.people import Role
from panel.profile import Profile


def form_lines(profile: Profile) -> list[str]:
    """Every part with its questions."""
    questions = [question for _, question in profile.form.all_questions()]
    head = f"{counted(len(profile.form.sections), 'part')}, {counted(len(questions), 'question')} in all."
    lines = [f"## The form: {profile.form.title}", "", head, ""]
    for number, section in enumerate(profile.form.sections, 1):
        lines += _section(profile, number, section)
    return [*lines, *_older_wordings(profile)]


def _older_wordings(profile: Profile) -> list[str]:
    """Which other wordings a form that comes by mail may have."""
    form = profile.form
    rows = [
        f"- {question.ask} {_also(form.aliases[question.id])}"
        for _, question in form.all_questions()
        if question.id in form.aliases
    ]
    rows += [
        f"- {question.ask} {option.label}: {_also(form.aliases[f'{question.id}:{option.code}'])}"
        for _, question in form.all_questions()
        for option in question.choices
        if f"{question.id}:{option.code}" in form.aliases
    ]
    printed = [f"Printed on it and no answer: {'; '.join(f'“{line}”' for line in form.not_answers)}.", ""]
    head = ["### Other wordings on forms that come by mail", ""] if rows or form.not_answers else []
    return [*head, *rows, *([""] if rows else []), *(printed if form.not_answers else [])]


def _also(wordings: list[str]) -> str:
    return f"(also {listed([f'“{wording}”' for wording in wordings], 'or')})"


def paper_lines(profile: Profile) -> list[str]:
    """Which papers belong with a referral, and how many files it may have."""
    lead = f" Papers are with the members {_lead(profile.papers.lead)}." if profile.papers else ""
    most = f"At most {counted(profile.max_attachments, 'file')} with a referral, never in place of the form.{lead}"
    rules = [
        f"- {rule.label}{f', {when(rule.when, profile.form)}' if rule.when else ', always'}.{_waived(profile, rule)}"
        for rule in profile.form.documents
    ]
    needs = ["A referral is complete only with:", "", *rules] if rules else ["No paper has to come with a referral."]
    return ["## Papers", "", most, "", *needs, ""]


def _lead(lead: Length) -> str:
    return f"{lead.words} before the panel" if lead.count else "by the day of the panel"


def _waived(profile: Profile, rule: DocumentRule) -> str:
    """Who may let the paper go (AM-38)."""
    if not rule.waive_by:
        return ""
    named = [
        "manager named on the referral" if name in NAMED_MANAGER else profile.title(Role(name))
        for name in rule.waive_by
    ]
    return f" The {listed(list(dict.fromkeys(named)), 'or')} can let it go, with a reason that the members see."


def ask_lines(profile: Profile, questions: list[str]) -> list[str]:
    """The wording of some questions, as a list."""
    asked = (profile.form.question(key) for key in questions)
    return [f"- {question.ask}" for question in asked if question]


def _section(profile: Profile, number: int, section: Section) -> list[str]:
    sometimes = sum(1 for question in section.questions if question.when)
    some = f", {sometimes} of them only for some answers" if sometimes else ""
    asked = f"; the whole part only {when(section.when, profile.form)}" if section.when else ""
    return [
        f"### {number}. {section.title}",
        "",
        f"{counted(len(section.questions), 'question')}{some}{asked}. {section.guidance}".strip(),
        "",
        *(_question(profile, question) for question in section.questions),
        "",
    ]


def _question(profile: Profile, question: Question) -> str:
    notes = [f"only {when(question.when, profile.form)}"] if question.when else []
    notes += [] if question.required else ["may be left blank"]
    notes += [_GIVES[question.kind]] if question.gives else []
    notes += _days(profile, question)
    return f"- {question.ask}" + (f" ({'; '.join(notes)})" if notes else "")


def _days(profile: Profile, question: Question) -> list[str]:
    """What its day may be, beside others and today."""
    others = [f"“{other.ask}”" for name in question.not_before if (other := profile.form.question(name))]
    notes = [f"not before the answer to {listed(others, 'or')}"] if others else []
    notes += [f"at most {question.at_most_ahead.words} ahead"] if question.at_most_ahead else []
    return notes + ([f"by mail, an age over {question.oldest} is asked about"] if question.oldest else [])


_GIVES = {Kind.DATE: "the clerk works out the age from it", Kind.COSTS: "the clerk adds it up"}
