"""`python -m tests.unit.desk.sample_clerk PORT`: answers everything with sample cards, to look at the page by."""

import sys
from typing import Any

from aiohttp import web

from tests.unit.desk.fake_clerk import FakeClerk, with_card


def execute(title: str, verb: str, **more: Any) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"ref": "CB-0042"}, **more}


REFERRAL = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "The child and the family", "style": "heading", "size": "Large"},
        {"type": "TextBlock", "text": "Section 2 of 6. **Three** answers are missing.", "wrap": True, "isSubtle": True},
        {"type": "TextBlock", "text": "<img src=x onerror=alert(1)> & 5 < 6", "wrap": True},
        {
            "type": "FactSet",
            "facts": [
                {"title": "Reference", "value": "CB-0042"},
                {"title": "Panel", "value": "Thursday 12 March 2026, 10:00"},
                {"title": "Papers due", "value": "Thursday 5 March, 17:00"},
            ],
        },
        {
            "type": "Input.Text",
            "id": "why",
            "label": "Why is this needed now?",
            "isMultiline": True,
            "isRequired": True,
            "errorMessage": "Please say why it is needed now.",
        },
        {
            "type": "Input.Date",
            "id": "from",
            "label": "From which day?",
            "isRequired": True,
            "errorMessage": "Please give a day.",
        },
        {"type": "Input.Number", "id": "cost", "label": "Cost a week, in pounds", "min": 0},
        {
            "type": "Input.ChoiceSet",
            "id": "kind",
            "label": "What is asked for?",
            "value": "2",
            "choices": [{"title": "Entry to care", "value": "1"}, {"title": "Short breaks", "value": "2"}],
        },
        {
            "type": "Input.ChoiceSet",
            "id": "tried",
            "label": "What was tried?",
            "isMultiSelect": True,
            "style": "expanded",
            "choices": [
                {"title": "Family group conference", "value": "fgc"},
                {"title": "Edge of care team", "value": "edge"},
            ],
        },
        {"type": "Input.Toggle", "id": "told", "title": "The family knows about this referral"},
    ],
    "actions": [
        execute("Save and go on", "save", style="positive"),
        execute("Back", "back", associatedInputs="none"),
        execute("Cancel the referral", "cancel", associatedInputs="none", style="destructive"),
    ],
}

EMERGENCY = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {
            "type": "TextBlock",
            "text": "Emergency approval asked for",
            "style": "heading",
            "size": "Large",
            "color": "Attention",
        },
        {
            "type": "FactSet",
            "facts": [
                {"title": "For", "value": "CB-0042, A.B."},
                {"title": "Asked", "value": "Foster placement tonight"},
            ],
        },
        {
            "type": "Container",
            "style": "emphasis",
            "items": [
                {"type": "TextBlock", "wrap": True, "text": "The placement ended at 15:20 and no kin carer is free."}
            ],
        },
        {"type": "TextBlock", "wrap": True, "isSubtle": True, "text": "Or type: approve 4F7K"},
        {"type": "Input.Text", "id": "conditions", "label": "Conditions, if any", "isMultiline": True},
    ],
    "actions": [
        execute("Approve", "approve", style="positive"),
        execute("Approve with conditions", "conditions"),
        execute("Refuse", "refuse", style="destructive"),
        execute("Ask a question", "ask"),
    ],
}

DONE = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "Thank you. This is done.", "style": "heading", "wrap": True}],
}


class SampleClerk(FakeClerk):
    async def _take(self, request: web.Request) -> web.Response:
        activity = await request.json()
        words = activity.get("text", "")
        card = EMERGENCY if "emergency" in words else REFERRAL
        offers = [{"type": "imBack", "title": word, "value": word} for word in ("help", "status", "my referrals")]
        self.greets = {"text": "Hello. I am the clerk of your panel. Say **refer** to begin."}
        if "refer" in words or "emergency" in words:
            self.greets = with_card(card)
        self.greets["suggestedActions"] = {"actions": offers}
        self.answer = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": DONE}
        return await super()._take(request)


if __name__ == "__main__":
    web.run_app(SampleClerk().app(), host="127.0.0.1", port=int(sys.argv[1]), print=None)
