"""The pieces all cards are made of, so that they look, read and fall back alike."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from microsoft_teams import cards as c

from panel.answers import SEVERAL
from panel.form import Kind, Question
from panel.ports import Card, Message

LARGEST = 28 * 1024
"""Bytes of a card that Teams still takes."""
MOST_BUTTONS = 6
CUTS = (100_000, 1000, 400, 160, 60, 30)
"""Characters a text may have, tried one after the other until the card fits; the first cuts nothing."""
_HINTS = {Kind.LIST: "One on each line", Kind.COSTS: "One on each line, such as: Short breaks: 1250.00"}
VERB = "tap"
"""The same on every button, as some clients want one; what a button does is in its sealed token."""
_BREAK = "\u200b"
"""An unseen space. Backslashes are shown as such by some phones, so a link is broken by this instead."""


def plain(text: str) -> str:
    """What a person typed, so that a card shows it as typed: no link comes to life."""
    return text.replace("]", f"]{_BREAK}").replace("<", f"<{_BREAK}")


def card(
    title: str, body: Sequence[c.CardElement], buttons: Sequence[c.ExecuteAction] = (), summary: str = ""
) -> Message:
    """A message with a card, its long texts cut where it would be larger than Teams takes.

    Raises ValueError when it has too many buttons, or when what is to be filled in alone makes it too large.
    """
    if len(buttons) > MOST_BUTTONS:
        raise ValueError(f"a card has at most {MOST_BUTTONS} buttons")
    made = c.AdaptiveCard(
        version="1.5",
        fallback_text=title,
        body=[c.TextBlock(text=title, size="Large", weight="Bolder", wrap=True, style="heading"), *body],
        actions=list(buttons),
    )
    dumped: Card = made.model_dump(by_alias=True, exclude_none=True)
    dumped["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json"
    return Message(card=_fitting(dumped), summary=summary or title)


def noted(message: Message, words: str) -> Message:
    """The message with a sentence above everything else, on its card too: Teams shows no text beside a card."""
    said = f"{words}\n\n{message.text}".strip()
    if message.card is None:
        return replace(message, text=said)
    note = text(words, bold=True).model_dump(by_alias=True, exclude_none=True)
    return replace(message, text=said, card=_fitting(message.card | {"body": [note, *message.card["body"]]}))


def _fitting(dumped: Card) -> Card:
    for longest in CUTS:
        fits: Card = _cut(dumped, longest)
        if len(json.dumps(fits, ensure_ascii=False).encode()) <= LARGEST:
            return fits
    raise ValueError("the card is larger than Teams takes")


def _cut(node: Any, longest: int) -> Any:
    """The card with every text and fact no longer than this; what is filled in is never touched."""
    if isinstance(node, list):
        return [_cut(each, longest) for each in node]
    if not isinstance(node, dict):
        return node
    if str(node.get("type", "")).startswith(("Input.", "Action.")):
        return node
    kept = {key: _cut(value, longest) for key, value in node.items()}
    return kept | {key: shortened(kept[key], longest) for key in ("text", "value") if isinstance(kept.get(key), str)}


def shortened(words: str, longest: int) -> str:
    """The words, or as many as fit with a sign that there are more."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def text(words: str, *, quiet: bool = False, bold: bool = False) -> c.TextBlock:
    """A paragraph of ours."""
    return c.TextBlock(text=words, wrap=True, is_subtle=quiet or None, weight="Bolder" if bold else None)


def said(words: str) -> c.TextBlock:
    """A paragraph somebody else typed."""
    return text(plain(words))


def facts(rows: Sequence[tuple[str, str]]) -> c.FactSet:
    """Names and values, side by side; empty values are left out."""
    return c.FactSet(facts=[c.Fact(title=name, value=plain(value)) for name, value in rows if value])


def heading(words: str) -> c.TextBlock:
    """A heading inside a card."""
    return c.TextBlock(text=words, wrap=True, weight="Bolder", spacing="Medium", style="heading")


def button(
    title: str, data: Mapping[str, str], *, main: bool = False, danger: bool = False, filled: bool = False
) -> c.ExecuteAction:
    """A button, with the older kind as its fallback; main, dangerous and `filled` ones send what is filled in."""
    style = "positive" if main else "destructive" if danger else None
    inputs = "auto" if main or danger or filled else "none"
    values = c.SubmitActionData.model_validate(dict(data))
    return c.ExecuteAction(
        title=title,
        verb=VERB,
        style=style,
        data=values,
        associated_inputs=inputs,
        fallback=c.SubmitAction(title=title, data=values, associated_inputs=inputs),
    )


def text_input(
    name: str, label: str, *, value: str = "", longest: int = 1500, lines: bool = True, **more: str
) -> c.TextInput:
    """A text field with its label, limit and the sentence shown when it is left empty but needed."""
    return c.TextInput(
        id=name,
        label=label,
        value=value or None,
        max_length=longest,
        is_multiline=lines or None,
        is_required=bool(more.get("needed")) or None,
        error_message=more.get("needed") or None,
        placeholder=more.get("hint") or None,
    )


def choice_input(
    name: str, label: str, options: Sequence[tuple[str, str]], *, value: str = "", **more: str
) -> c.ChoiceSetInput:
    """A list of answers of which one is chosen, or several when `several` is given."""
    return c.ChoiceSetInput(
        id=name,
        label=label,
        choices=[c.Choice(title=title, value=code) for code, title in options],
        value=value or None,
        style="compact" if len(options) > 4 and not more.get("several") else "expanded",
        is_multi_select=bool(more.get("several")) or None,
        is_required=bool(more.get("needed")) or None,
        error_message=more.get("needed") or None,
    )


def question_input(question: Question, answer: str, dates: Sequence[tuple[str, str]]) -> c.CardElement:
    """The input for one question of a form. Nothing is required on the card itself: half a section can be saved."""
    label = question.ask if question.required else f"{question.ask} (optional)"
    if question.kind is Kind.MEETING:
        return choice_input(question.id, label, [("", "The next free place"), *dates], value=answer)
    if question.choices:
        several = {"several": "yes"} if question.kind is Kind.CHOICES else {}
        options = [(option.code, option.label) for option in question.choices]
        return choice_input(question.id, label, options, value=answer.replace(SEVERAL, ","), **several)
    if question.kind is Kind.DATE:
        return c.DateInput(id=question.id, label=label, value=answer or None)
    lines = question.kind in (Kind.TEXT, Kind.LIST, Kind.COSTS)
    hint = _HINTS.get(question.kind, question.help)
    return text_input(question.id, label, value=answer, longest=question.max_length, lines=lines, hint=hint)
