"""A writer's own words, told apart from the mail they answer or pass on."""

import time

import pytest

from adapters.mail.quoting import own_words

OLD = "She lives at home."


@pytest.mark.parametrize(
    "before",
    [
        "-----Original Message-----\nFrom: a",
        "________________________________\nFrom: a",
        "On Mon, 2 Nov 2026 at 10:00, The panel wrote:",
        "From: The panel <arp@council.example>\nSent: Monday\nTo: Priya",
        "*From:* The panel\n*Sent:* Monday\n*To:* Priya",
        "---------- Forwarded message ---------",
        "--",
    ],
)
def test_what_stands_below_is_not_theirs(before: str) -> None:
    """However the mail program shows where the other mail begins."""
    assert own_words(f"He moved today.\n\n{before}\n{OLD}") == "He moved today."


def test_quoted_lines_are_left_out_and_plain_talk_is_not() -> None:
    """A sentence with a colon or about a date begins no other mail."""
    text = "From: now on he lives here.\n> How is he?\nOn Monday he wrote a letter.\nTo: do, call her."
    assert own_words(text) == "From: now on he lives here.\nOn Monday he wrote a letter.\nTo: do, call her."


def test_a_very_long_mail_is_soon_read() -> None:
    """The cost grows with the length alone."""
    began = time.perf_counter()
    own_words("On " + "wrote " * 20_000 + "\n" + "From: x\n" * 20_000 + "-" * 50_000)
    assert time.perf_counter() - began < 1
