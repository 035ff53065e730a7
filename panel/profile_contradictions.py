"""Where a profile contradicts itself: rules that nobody could keep, or that could never apply."""

from collections.abc import Iterator

from panel.again import MORE, UPHOLD
from panel.form import EMERGENCY, Kind
from panel.officers import NAMED_MANAGER
from panel.people import Role
from panel.profile import Profile
from panel.profile_lines import Path
from panel.profile_reports import uncountable
from panel.rules.decisions import UNMET_NEED
from panel.worked_out import GIVING

Said = tuple[Path, str]
"""A place in the file, and what is wrong there."""
_OF_THE_CASE = (Role.PRACTITIONER, Role.LINE_MANAGER)


def contradictions(profile: Profile) -> Iterator[Said]:
    """Every one, with its place in the file."""
    yield from _twice(profile)
    yield from _worked_out(profile)
    yield from _undated(profile)
    yield from _papers(profile)
    yield from _officers(profile)
    yield from _filter(profile)
    yield from _ended(profile)
    yield from _aliases(profile)
    yield from uncountable(profile)
    yield from _letters(profile)


def _ended(profile: Profile) -> Iterator[Said]:
    known = {happening.id for happening in profile.happenings} | {UNMET_NEED}
    for at, task in enumerate(profile.decisions.tasks):
        for name in set(task.ended_by) - known:
            where: Path = ("decisions", "tasks", at, "ended_by")
            yield where, f"decisions.tasks: '{task.id}' is ended by '{name}', which is no change people can report here"


def _twice(profile: Profile) -> Iterator[Said]:
    """Gates are remembered by their ids, so each has one of its own."""
    seen: set[str] = set()
    for at, gate in enumerate(profile.gates):
        if gate.id in seen:
            yield ("gates", at, "id"), f"gates: '{gate.id}' is there twice; give each gate an id of its own"
        seen.add(gate.id)


def _worked_out(profile: Profile) -> Iterator[Said]:
    asked = {question.id for _, question in profile.form.all_questions()} | {EMERGENCY}
    seen: set[str] = set()
    for place, section in enumerate(profile.form.sections):
        for at, question in enumerate(section.questions):
            where: Path = ("form", "sections", place, "question", at, "gives")
            if question.gives and question.kind not in GIVING:
                listed = " or ".join(GIVING)
                yield where, f"form.{question.id}: nothing can be worked out of this kind; 'gives' is for {listed}"
            if question.gives and question.gives in asked | seen:
                yield where, f"form.{question.id}: '{question.gives}' is the name of something else; choose another"
            seen |= {question.gives} - {""}


def _undated(profile: Profile) -> Iterator[Said]:
    """What is said of days belongs to questions about a date, and compares them with others of that kind."""
    dates = {question.id for _, question in profile.form.all_questions() if question.kind is Kind.DATE}
    for place, section in enumerate(profile.form.sections):
        for at, question in enumerate(section.questions):
            where: Path = ("form", "sections", place, "question", at)
            for key in ("not_before", "at_most_ahead", "oldest"):
                if getattr(question, key) and question.id not in dates:
                    yield (*where, key), f"form.{question.id}: '{key}' is for a question of the kind date"
            for name in question.not_before:
                if profile.form.question(name) and name not in dates - {question.id}:
                    yield (*where, "not_before"), f"form.{question.id}: '{name}' is not another question about a date"


def _papers(profile: Profile) -> Iterator[Said]:
    known = {*NAMED_MANAGER, *Role} - {Role.PRACTITIONER}
    for at, rule in enumerate(profile.form.documents):
        for place, name in enumerate(rule.waive_by):
            if name not in known:
                listed = ", ".join(sorted(known))
                says = f"form.documents.{rule.id}: '{name}' cannot let a paper go; use one of {listed}"
                yield ("form", "documents", at, "waive_by", place), says


def _officers(profile: Profile) -> Iterator[Said]:
    """The people of a case never answer about it, so it cannot be put to their roles alone."""
    for at, gate in enumerate(profile.gates):
        for key in ("exception_by", "confirm_by"):
            role = getattr(gate, key)
            if role in _OF_THE_CASE:
                yield ("gates", at, key), f"gates.{gate.id}: an officer answers this, not a {role.replace('_', ' ')}"
    if profile.sittings is None and profile.decisions.confirmed_by in _OF_THE_CASE:
        says = "decisions.confirmed_by: without meetings this role decides alone, so it cannot be one of the case"
        yield ("decisions", "confirmed_by"), says
    if profile.sittings is None and profile.decisions.endorsed:
        says = "decisions.endorsed: without meetings a decision is final at once; leave it out, or give meetings"
        yield ("decisions", "endorsed"), says


def _filter(profile: Profile) -> Iterator[Said]:
    if profile.filter is None:
        return
    if profile.sittings is None:
        yield ("filter",), "filter: there is no panel to look at requests before; leave it out, or give meetings"
    if not profile.filter.by:
        yield ("filter", "by"), "filter.by: say which roles look at requests before the panel"
    if not profile.filter.when:
        yield ("filter", "when"), "filter.when: say for which requests; without it none would go straight to the panel"
    for at, role in enumerate(profile.filter.by):
        if role in _OF_THE_CASE:
            says = f"filter.by: a {role.replace('_', ' ')} does not look at requests before the panel; use an officer"
            yield ("filter", "by", at), says


def _aliases(profile: Profile) -> Iterator[Said]:
    """Other wordings belong to one question, or to one of its choices; one that fits two would say nothing."""
    names = {q.id for _, q in profile.form.all_questions()}
    names |= {f"{q.id}:{option.code}" for _, q in profile.form.all_questions() for option in q.choices}
    taken: dict[str, str] = {}
    for key, wordings in profile.form.aliases.items():
        where: Path = ("form", "aliases", key)
        if key not in names:
            yield where, f"form.aliases: '{key}' is no question of this form, nor a choice written as question:choice"
        for wording in wordings:
            # Two questions may have a choice of the same wording; two choices of one question may not.
            place = f"{key.partition(':')[0]}:" if ":" in key else ""
            other = taken.setdefault(f"{place}{wording.casefold().strip()}", key)
            if other != key:
                says = f"form.aliases.{key}: '{wording}' is a wording of '{other}' already; give it to one of them"
                yield where, says


def _letters(profile: Profile) -> Iterator[Said]:
    """A letter has words for each outcome there can be, repeats only what a decision states, and has its people."""
    rule = profile.letters
    if rule is None:
        return
    ratifying = profile.route.outcomes if profile.route else []
    heard = any(stage.heard_by == "panel" for stage in profile.challenge.stages)
    answers = [UPHOLD.code, MORE.code] if heard else []
    known = {outcome.code for outcome in (*profile.decisions.outcomes, *ratifying)} | set(answers)
    for code in sorted(known - {said.outcome for said in rule.says}):
        yield ("letters", "says"), f"letters.says: say how the family reads the outcome '{code}'"
    for at, said in enumerate(rule.says):
        if said.outcome not in known:
            yield ("letters", "says", at, "outcome"), f"letters.says: '{said.outcome}' is no outcome of this panel"
    for at, shown in enumerate(rule.shows):
        if profile.decisions.term(shown.term) is None:
            yield ("letters", "shows", at, "term"), f"letters.shows: there is no term '{shown.term}'"
    if rule.prepared_by not in {"referrer", *Role}:
        says = f"letters.prepared_by: nobody is called '{rule.prepared_by}'; use referrer or a role"
        yield ("letters", "prepared_by"), says
    for at, name in enumerate(rule.released_by):
        if name not in {"manager", *Role}:
            yield (
                ("letters", "released_by", at),
                f"letters.released_by: nobody is called '{name}'; use manager or a role",
            )
    if profile.challenge.stages and not rule.challenge:
        yield ("letters", "challenge"), "letters.challenge: say how the family asks for what is open to them"
