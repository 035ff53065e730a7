import pytest

from desk.cards import CardError, fill_in, find_action, in_words
from tests.unit.desk.sample_cards import KIND, SAVE, TOLD, WHY, card, text


@pytest.mark.parametrize("wanted", ["save", "Save"])
def test_a_button_is_found_by_verb_or_title(wanted: str) -> None:
    """Tests may say what a person reads or what the code names."""
    assert find_action(card(), wanted) == SAVE


def test_a_missing_button_is_said_with_those_there_are() -> None:
    """A misspelt button helps whoever misspelt it."""
    with pytest.raises(CardError, match=r"no button 'send' on this card. It has: Save\."):
        find_action(card(), "send")


def test_buttons_on_an_inner_card_are_found_but_not_fallbacks() -> None:
    """A nested card's buttons can be tapped; an old client's fallback is not a second button."""
    inner = {"type": "Action.ShowCard", "title": "More", "card": card()}
    fallback = {"type": "Action.Execute", "title": "Go", "verb": "go", "fallback": {**SAVE, "title": "Old"}}

    assert find_action(card(actions=(inner,)), "save") == SAVE
    with pytest.raises(CardError):
        find_action(card(actions=(fallback,)), "Old")


def test_inputs_send_their_own_values_overlaid_with_the_answers() -> None:
    """A choice drawn as chosen is sent, a toggle left alone sends false, all as strings."""
    assert fill_in(card(WHY, TOLD, KIND), SAVE, {"why": "now"}) == {"why": "now", "told": "false", "kind": "2"}


def test_a_required_input_stops_the_person_in_the_card_s_words() -> None:
    """Teams does not send a card with a required input empty."""
    with pytest.raises(CardError, match=r"^Say why\.$"):
        fill_in(card(WHY), SAVE, {})


def test_an_answer_to_nothing_is_an_error() -> None:
    """A test that fills in an input the card does not have is told so."""
    with pytest.raises(CardError, match="no input colour"):
        fill_in(card(TOLD), SAVE, {"colour": "red"})


def test_a_button_without_inputs_sends_none_and_checks_none() -> None:
    """'Back' works on a half-filled card."""
    assert fill_in(card(WHY), {**SAVE, "associatedInputs": "none"}, {}) == {}


def test_a_card_reads_as_lines() -> None:
    """Texts, facts, labels and buttons come out in the order of reading."""
    facts = {"type": "FactSet", "facts": [{"title": "Reference", "value": "CB-0042"}]}

    assert in_words(card(text("Referral"), facts, WHY)) == "Referral\nReference: CB-0042\nWhy now?\n[Save]"
