"""Every kind of message has a title and texts in both languages, whatever facts it has."""

import pytest

from registry.messages.rules import PAUSES, Kind, tries_are_over
from registry.messages.wording import placeholders, text_of, title_of
from registry.messages.words import WORDS
from registry.texts import Language, Text

FACTS: dict[str, object] = {
    "municipality": "Buren",
    "successor": "Vijfheerenlanden",
    "receiver": "Zaltbommel",
    "firstDay": "2027-01-11",
    "lastDay": "2027-04-30",
    "day": "2027-02-01",
    "answerBy": "2027-01-05",
    "days": "2.25",
    "answer": "declined",
    "reasons": [{"nl": "Te weinig.", "en": "Too little."}],
    "certificate": "CA12345678-66",
    "newCertificate": "CA87654321-02",
    "was": [{"nl": "geldig", "en": "valid"}],
    "status": [{"nl": "geschorst", "en": "suspended"}],
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_can_be_said(kind: Kind, language: Language) -> None:
    """With all facts, with each of them missing, and with none; without a trace of a fact that is missing."""
    assert title_of(kind, language)
    for facts in (FACTS, {}, *({name: FACTS[name] for name in FACTS if name != left_out} for left_out in FACTS)):
        text = text_of(kind, facts, language)
        assert text.endswith(".")
        assert not {"{", "}", "  ", " ."} & {text[place : place + length] for place in range(len(text)) for length in (1, 2)}
        assert "None" not in text


@pytest.mark.parametrize("kind", Kind)
def test_both_languages_ask_for_the_same_facts(kind: Kind) -> None:
    """And for none that is not known here."""
    for text in WORDS[kind].texts:
        assert placeholders(text) <= set(FACTS)
        assert placeholders(Text(text.en, text.nl)) == placeholders(text)


def test_facts_are_written_as_people_write_them() -> None:
    """Days and numbers in the language of the reader; the answer to a change in words."""
    dutch, english = (text_of(Kind.BOOKING_REQUESTED, FACTS, each) for each in Language)
    assert dutch == (
        "Er is een aanvraag van Buren (van 11 januari 2027 tot en met 30 april 2027), voor 2,25 dagen. "
        "Zeg uiterlijk 5 januari 2027 of u het doet."
    )
    assert "2.25 days" in english
    assert "is afgewezen; de boeking blijft" in text_of(Kind.CHANGE_ANSWERED, FACTS, Language.NL)
    assert text_of(Kind.BOOKING_FROZEN, FACTS, Language.EN).endswith("Too little.")
    assert text_of(Kind.BOOKING_ACCEPTED, {"municipality": "{x}"}, Language.NL) == "De boeking van {x} is nu actief."


def test_one_day_is_a_day() -> None:
    """And so is a part of one: nobody reads of 1 days, in whatever text."""
    texts = [text for words in WORDS.values() for text in words.texts]
    assert not [text for text in texts if "{days}" in text.nl + text.en]
    facts = {"days": "1", "reasons": FACTS["reasons"]}
    assert [text_of(Kind.DAYS_REJECTED, facts, each) for each in Language] == [
        "De gemeente keurde 1 dag niet goed voor de boeking. De reden: Te weinig.",
        "1 day of the booking: not approved. The reason: Too little.",
    ]


def test_who_passed_on_is_said_for_everyone() -> None:
    """Also to who had no account at the municipality that passed on."""
    assert text_of(Kind.MUNICIPALITY_PASSED_ON, FACTS, Language.NL) == "Wie voor Buren werkte, werkt nu voor Vijfheerenlanden."


def test_tries_end() -> None:
    """After the last pause there is one more, and then none."""
    assert [tries_are_over(tries) for tries in (1, len(PAUSES), len(PAUSES) + 1)] == [False, False, True]
