"""What people read: both languages, with the same facts, written as each language writes them."""

import gc
import importlib
import pkgutil
import string
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import config
import exams
import public_list
import registry
from registry.texts import Language, Text, written

PACKAGES = (registry, exams, public_list, config)


@pytest.fixture(scope="module")
def texts(database_url: str) -> list[Text]:
    """Every text that any module of ours holds, wherever in it."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    gc.unfreeze()  # what was there before the first test is among them
    return [each for each in gc.get_objects() if isinstance(each, Text)]


def names_in(template: str) -> set[str]:
    """The facts that a template asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_without_facts_a_text_is_what_it_says() -> None:
    """Names that people typed are texts too, whatever stands in them, alone and as a fact in another one."""
    typed = Text("Gemeente {x} }{ {0}", "100% {} {name:days}")
    assert (typed.say(Language.NL), typed.say(Language.EN)) == (typed.nl, typed.en)
    assert Text("van {whom}", "of {whom}").say(Language.EN, whom=typed) == "of 100% {} {name:days}"


def test_every_text_asks_the_same_facts_in_both_languages(texts: list[Text]) -> None:
    """A fact that is told in one language is told in the other, and each has a plain name."""
    assert len(texts) > 300
    for text in texts:
        assert names_in(text.nl) == names_in(text.en), text
        assert all(name.isidentifier() for name in names_in(text.nl)), text


def test_every_text_says_something_in_both_languages(texts: list[Text]) -> None:
    """No text is there in one language only, and none begins or ends in a blank by accident."""
    for text in texts:
        assert bool(text.nl.strip()) == bool(text.en.strip()), text
        assert text.nl == text.nl.rstrip(), text
        assert text.en == text.en.rstrip(), text


@pytest.mark.parametrize(
    ("fact", "dutch", "english"),
    [
        (date(2026, 3, 5), "5 maart 2026", "5 March 2026"),
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), "6 maart 2026 00:30", "6 March 2026 00:30"),
        (datetime(2026, 7, 5, 22, 30, tzinfo=UTC), "6 juli 2026 00:30", "6 July 2026 00:30"),
        (Decimal("2.25"), "2,25", "2.25"),
        (Decimal(8), "8", "8"),
        (["a", "b", "c"], "a, b en c", "a, b, and c"),
        (("a", "b"), "a en b", "a and b"),
        ([], "", ""),
        ([Decimal("0.5"), date(2026, 1, 1)], "0,5 en 1 januari 2026", "0.5 and 1 January 2026"),
        (Text("gemeente", "municipality"), "gemeente", "municipality"),
        (7, "7", "7"),
        ("{nl}", "{nl}", "{nl}"),
    ],
)
def test_facts_are_written_as_the_language_does(fact: object, dutch: str, english: str) -> None:
    """Dates, numbers and lists; a fact that looks like a template is text."""
    assert (written(fact, Language.NL), written(fact, Language.EN)) == (dutch, english)
    assert Text("« {fact} »", "< {fact} >").say(Language.NL, fact=fact) == f"« {dutch} »"


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [
        (Decimal(0), "0 dagen", "0 days"),
        (Decimal("0.25"), "0,25 dag", "0.25 days"),
        (Decimal("1.00"), "1 dag", "1 day"),
        (1, "1 dag", "1 day"),
        (Decimal("2.25"), "2,25 dagen", "2.25 days"),
    ],
)
def test_days_are_said_with_their_unit(number: int | Decimal, dutch: str, english: str) -> None:
    """One day, or a part of one, is not `dagen`."""
    text = Text("Nog {left:days}.", "{left:days} left.")
    assert text.say(Language.NL, left=number) == f"Nog {dutch}."
    assert text.say(Language.EN, left=number) == f"{english} left."


def test_a_text_in_both_languages() -> None:
    """Dutch first."""
    text = Text("Nog {days} dagen.", "{days} days left.")
    assert text.say(Language.NL, days=Decimal("1.5")) == "Nog 1,5 dagen."
    assert text.say(Language.EN, days=Decimal("1.5")) == "1.5 days left."
    assert list(Language) == [Language.NL, Language.EN]
