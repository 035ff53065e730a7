"""What stands beside a question on the clerk's own Word form and is no answer: one side writes it, one passes it by."""

from adapters.documents.only_if import only_if
from panel.form import Form, Kind, Question

HOW_TO = (
    "Write or choose your answer in the right-hand column. Some questions are only for some requests: "
    "the left-hand column says which. Save the form, and send it to the panel’s mailbox."
)
HEADS = ("Question", "Your answer")
PAPERS = "Papers to send with this form"


def beside(question: Question, form: Form) -> list[str]:
    """The lines under a question: when it applies, help, and how to answer."""
    written = question.kind in (Kind.TEXT, Kind.LINE, Kind.LIST, Kind.COSTS)
    lines = [
        only_if(question.when, form),
        question.help,
        "Write each one on a new line." if question.kind is Kind.LIST else "",
        "Write each cost on a new line, such as: Short breaks: 1250.00" if question.kind is Kind.COSTS else "",
        "Tick all that apply." if question.kind is Kind.CHOICES else "",
        f"Up to {question.max_length} characters." if written else "",
        "" if question.required else "You may leave this blank.",
    ]
    return [line for line in lines if line]
