"""The papers of a referral: attached, listed, named and taken off again, by file, by card or by typing."""

import re

from dialogs.cards.referral import paper_card, summary_card
from dialogs.referral import named
from dialogs.turn import Turn, say, show
from dialogs.words import dates as date_words
from dialogs.words import talk
from panel import commands as c
from panel import policies
from panel.errors import Refused
from panel.ports import IncomingFile, Reply
from panel.referral import Paper, Referral

OTHER = "other"


def attach(turn: Turn, files: tuple[IncomingFile, ...], ref: str) -> Reply:
    """Files dropped into the chat go with the draft worked on last, or the one named."""
    referral = named(turn, ref)
    replies: list[Reply] = []
    for number, file in enumerate(files):
        content = file.fetch()
        policies.check_room_for_paper(turn.office.profile_of(referral), referral, len(content))
        digest = turn.tools.documents.put(content)
        one = Turn(turn.tools, turn.incoming, turn.now, f"{turn.key}.{number}", turn.person)
        answer = one.do(c.AttachPaper, ref=referral.id, name=file.name, digest=digest, size=len(content))
        referral = turn.office.referral(referral.id)
        replies.append(_attached(turn, referral, digest, file.name, answer.facts.get("document", "")))
    return Reply(tuple(message for reply in replies for message in reply.messages))


def offer_late(turn: Turn, files: tuple[IncomingFile, ...], match: re.Match[str]) -> Reply:
    """“late paper CB-0001 assessment because …”, with the file: may it still go with the listed case (CB-9.10)?"""
    referral = turn.office.referral(match["ref"])
    if len(files) != 1:
        raise Refused("Please attach one late paper at a time, so that each is answered by itself.")
    wanted = (match["what"] or OTHER).strip().lower()
    labels = _labels(turn, referral)
    found = [key for key, label in labels.items() if wanted == key or label.lower().startswith(wanted)]
    if len(found) != 1:
        raise Refused(f"I can’t tell which paper that is. Say one of: {_choices(labels)}, then “because” and why.")
    content = files[0].fetch()
    policies.check_room_for_paper(turn.office.profile_of(referral), referral, len(content))
    digest = turn.tools.documents.put(content)
    fields = {"name": files[0].name, "digest": digest, "size": len(content), "document": found[0]}
    turn.do(c.OfferLatePaper, ref=referral.id, reason=match["rest"], **fields)
    return say(date_words.paper_offered(referral.id, labels[found[0]]))


def listed(turn: Turn, ref: str) -> Reply:
    """The files on a referral, numbered, and what each is."""
    referral = named(turn, ref)
    labels = _labels(turn, referral)
    rows = [(paper.name, labels.get(paper.document, "")) for paper in referral.papers]
    return say(talk.papers(referral.id, rows))


def name(turn: Turn, ref: str, digest: str, document: str) -> Reply:
    """Which paper a file is."""
    turn.do(c.NamePaper, ref=ref, digest=digest, document=document)
    return show(turn, summary_card(turn, named(turn, ref)))


def typed_name(turn: Turn, number: str, words: str) -> Reply:
    """“paper 1 is assessment of need”, by the beginning of its name, or “paper 1 is other”."""
    referral = named(turn, "")
    paper = _numbered(referral, number)
    options = {**_due(turn, referral), OTHER: "Another paper"}
    wanted = words.strip().lower()
    found = [key for key, label in options.items() if wanted == key or label.lower().startswith(wanted)]
    if len(found) != 1:
        raise Refused(f"I can’t tell which paper that is. Type “paper {number} is” and one of: {_choices(options)}.")
    return name(turn, referral.id, paper.digest, found[0])


def remove(turn: Turn, number: str) -> Reply:
    """Take the numbered file off the draft."""
    referral = named(turn, "")
    turn.do(c.RemovePaper, ref=referral.id, digest=_numbered(referral, number).digest)
    return show(turn, summary_card(turn, named(turn, referral.id)))


def _attached(turn: Turn, referral: Referral, digest: str, file_name: str, document: str) -> Reply:
    line = talk.attached(file_name, referral.id, _labels(turn, referral).get(document, ""))
    unnamed = any(paper.digest == digest and not paper.document for paper in referral.papers)
    return Reply((*say(line).messages, paper_card(turn, referral, digest, file_name))) if unnamed else say(line)


def _numbered(referral: Referral, number: str) -> Paper:
    place = int(number)
    if not 1 <= place <= len(referral.papers):
        raise Refused(f"{referral.id} has no file with that number. Type “papers” to see them.")
    return referral.papers[place - 1]


def _labels(turn: Turn, referral: Referral) -> dict[str, str]:
    rules = turn.office.profile_of(referral).form.documents
    return {**{rule.id: rule.label for rule in rules}, OTHER: "Another paper"}


def _due(turn: Turn, referral: Referral) -> dict[str, str]:
    rules = turn.office.profile_of(referral).form.papers_due(referral.answers)
    return {rule.id: rule.label for rule in rules}


def _choices(options: dict[str, str]) -> str:
    return "; ".join([*(label for key, label in options.items() if key != OTHER), OTHER])
