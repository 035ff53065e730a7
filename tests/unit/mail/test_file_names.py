"""Names of attached files."""

import pytest

from adapters.mail.file_names import clean_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jane\\report.docx", "report.docx"),
        ("..", "attachment"),
        ("", "attachment"),
        ("   ", "attachment"),
        ("/", "attachment"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.docx", "_com1.docx"),
        ("console.docx", "console.docx"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("a\x00b\r\nc.pdf", "a b c.pdf"),
        ("a<b>:c|d?.pdf", "a_b__c_d_.pdf"),
        ("report.pdf. . ", "report.pdf"),
        (".hidden", "hidden"),
        ("=?utf-8?q?caf=C3=A9=2Epdf?=", "café.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("x" * 300, "x" * 120),
        ("a." + "x" * 300, ("a." + "x" * 300)[:120]),
        ("=?utf-8?q?..=2F..=2Fetc=2Fpasswd?=", "passwd"),
    ],
)
def test_a_name_is_made_safe(raw, shown):
    """No path, no device, nothing hidden or turned round, at most 120 characters, the ending kept."""
    assert clean_name(raw) == shown
