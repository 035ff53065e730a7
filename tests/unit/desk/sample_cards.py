"""Small cards for the tests."""

from typing import Any

SAVE = {"type": "Action.Execute", "title": "Save", "verb": "save", "data": {"ref": "CB-0042"}}


def card(*body: dict[str, Any], actions: tuple[dict[str, Any], ...] = (SAVE,)) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions)}


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words}


WHY = {"type": "Input.Text", "id": "why", "label": "Why now?", "isRequired": True, "errorMessage": "Say why."}
TOLD = {"type": "Input.Toggle", "id": "told", "title": "The family knows"}
KIND = {"type": "Input.ChoiceSet", "id": "kind", "value": "2", "choices": [{"title": "Care", "value": "2"}]}
