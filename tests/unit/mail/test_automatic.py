"""Machines are known, so that no loop begins; people are not taken for machines."""

import pytest

from adapters.mail.read import read_mail
from tests.unit.mail.mails import mail, multipart


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_submitted"),
        ({"Auto_Submitted": "Auto-Generated (rule)"}, "auto_submitted"),
        ({"Return_Path": "<>"}, "null_return_path"),
        ({"Return_Path": " < > "}, "null_return_path"),
        ({"X_Autoreply": "yes"}, "autoreply"),
        ({"X_Autorespond": "1"}, "autoreply"),
        ({"List_Id": "<news.example.org>"}, "list"),
        ({"List_Unsubscribe": "<https://example.org>"}, "list"),
        ({"Precedence": "Bulk"}, "precedence"),
        ({"Precedence": "list"}, "precedence"),
        ({"Precedence": "junk"}, "precedence"),
        ({"From": "MAILER-DAEMON@example.org"}, "machine"),
        ({"From": "Postmaster <postmaster@example.org>"}, "machine"),
        ({"From": "no-reply@example.org"}, "machine"),
        ({"From": "Panel <Panel@example.org>"}, "own_address"),
    ],
)
def test_a_machine_is_known_by_each_of_its_signs(headers, reason):
    """Any one sign is enough."""
    assert read_mail(mail(**headers), {"panel@example.org"}).automatic == reason


def test_a_delivery_report_is_known():
    """Bounces and read receipts are reports (RFC 6522)."""
    assert read_mail(multipart("\nNo such user", kind="report; report-type=delivery-status")).automatic == "report"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Auto_Submitted": "No; owner=x"},
        {"X_Auto_Response_Suppress": "All"},
        {"Return_Path": "<jane@example.org>"},
        {"Precedence": "first-class"},
        {"From": "postmaster.jones@example.org"},
        {"Subject": "Automatic doors, CB-0007"},
    ],
)
def test_a_person_is_not_taken_for_a_machine(headers):
    """A header that only asks not to be answered is no sign."""
    assert read_mail(mail(**headers), {"panel@example.org"}).automatic == ""
