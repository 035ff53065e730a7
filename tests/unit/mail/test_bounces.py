"""Reports of mail servers: which mail they are about and whether it is lost."""

import pytest

from adapters.mail.read import read_mail
from panel.intake import Bounce
from tests.unit.bot.test_mail_kinds import bounce
from tests.unit.mail.mails import mail, multipart

OURS = "<abc@council.example>"
RECEIPT = "Content-Type: message/disposition-notification\n\nOriginal-Message-ID: <abc@council.example>\n"


@pytest.mark.parametrize(
    ("action", "status", "lost"),
    [("failed", "5.1.1", True), ("delayed", "4.4.7", False), ("relayed", "2.0.0", False), ("Failed", "4.4.7", True)],
)
def test_a_report_says_which_mail_and_what_became_of_it(action: str, status: str, lost: bool) -> None:
    """RFC 3464: the action decides; a delay that was given up has failed."""
    assert read_mail(bounce(OURS, action=action, status=status)).bounce == Bounce(
        message_ids=(OURS,), status=status, lost=lost
    )


def test_a_bounce_in_words_is_lost_unless_it_says_otherwise() -> None:
    """Some servers answer in plain text."""
    words = read_mail(mail("No such user (#5.1.1)", From="mailer-daemon@x.example", In_Reply_To=OURS)).bounce
    failed = read_mail(mail("Sorry", **{"X-Failed-Recipients": "a@x.example"}, References=OURS)).bounce
    assert (words, failed) == (
        Bounce(message_ids=(OURS,), status="5.1.1"),
        Bounce(message_ids=(OURS,), status=""),
    )


def test_a_read_receipt_and_a_persons_mail_are_no_bounces() -> None:
    """Neither says that a letter is lost."""
    receipt = multipart(RECEIPT, kind="report; report-type=disposition-notification")
    assert read_mail(receipt).bounce is None
    assert read_mail(receipt).automatic == "report"
    assert read_mail(mail("Status: 5.1.1\nAction: failed\n", In_Reply_To=OURS)).bounce is None
