"""Reading an Adaptive Card as a Teams client does: what can be tapped, what is filled in, what it says."""

from collections.abc import Iterator, Mapping
from typing import Any

from desk.chats import Card

TAPPABLE = ("Action.Execute", "Action.Submit")


class CardError(ValueError):
    """What Teams would not let a person do with this card."""


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every element, action and nested card, in the order of reading; fallbacks left out."""
    if isinstance(node, list):
        for entry in node:
            yield from parts(entry)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for name, entry in node.items():
            if name not in ("data", "fallback", "refresh"):
                yield from parts(entry)


def actions(card: Card) -> list[dict[str, Any]]:
    """The buttons that reach the clerk, in the order shown."""
    return [part for part in parts(card) if part["type"] in TAPPABLE]


def find_action(card: Card, wanted: str) -> dict[str, Any]:
    """The button with this verb, title or id; raises `CardError` naming those there are."""
    for action in actions(card):
        if wanted in (action.get("verb"), action.get("title"), action.get("id")):
            return action
    shown = ", ".join(str(action.get("title") or action.get("verb")) for action in actions(card))
    raise CardError(f"There is no button '{wanted}' on this card. It has: {shown or 'none'}.")


def fill_in(card: Card, action: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """What the card sends: each input's own value, overlaid with what the person gave, all as strings.

    Raises `CardError` where Teams would stop the person: a required input left empty, or an unknown input.
    """
    inputs = {part["id"]: part for part in parts(card) if part["type"].startswith("Input.")}
    unknown = sorted(set(given) - set(inputs))
    if unknown:
        raise CardError(f"This card has no input {', '.join(unknown)}. It has: {', '.join(inputs) or 'none'}.")
    if action.get("associatedInputs") == "none":
        return {}
    filled = {name: str(given.get(name, own_value(part))) for name, part in inputs.items()}
    for name, part in inputs.items():
        if part.get("isRequired") and not filled[name]:
            raise CardError(part.get("errorMessage") or f"'{name}' must be filled in.")
    return {name: answer for name, answer in filled.items() if answer or name in given}


def own_value(part: Mapping[str, Any]) -> str:
    """The value an input is drawn with; a toggle left alone sends its 'off' value."""
    if part["type"] == "Input.Toggle":
        return str(part.get("value", part.get("valueOff", "false")))
    return str(part.get("value", ""))


def in_words(card: Card) -> str:
    """What the card says, as plain lines: texts, facts, and the names of its buttons in brackets."""
    return "\n".join(line for part in parts(card) if (line := _line(part)))


def _line(part: Mapping[str, Any]) -> str:
    kind = part["type"]
    if kind == "TextBlock":
        return str(part.get("text", ""))
    if kind == "RichTextBlock":
        return "".join(run if isinstance(run, str) else run.get("text", "") for run in part.get("inlines", []))
    if kind == "FactSet":
        return "\n".join(f"{fact.get('title', '')}: {fact.get('value', '')}" for fact in part.get("facts", []))
    if kind.startswith("Input."):
        return str(part.get("label") or part.get("title") or part.get("placeholder", ""))
    return f"[{part.get('title', '')}]" if kind.startswith("Action.") and part.get("title") else ""
