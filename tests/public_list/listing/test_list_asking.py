"""Reading an address of the list: what is asked, and everything that is wrong with it at once."""

from datetime import date
from urllib.parse import urlencode

import pytest

from public_list.listing.asking import FOR_PEOPLE, FOR_PROGRAMS, LONGEST, MOST_VALUES, Question, Words, read
from public_list.listing.rules import Facet, Order
from registry.errors import Invalid
from registry.texts import Language


def fields_at_fault(query: bytes, words: Words = FOR_PEOPLE) -> list[str]:
    """Where the faults are."""
    return [fault.field for fault in read(query, words).faults]


def test_all_that_can_be_asked() -> None:
    """Each part is read from its own name, in the manner of people and in that of programs."""
    whole = Question(
        name="van den Berg",
        chosen=((Facet.PROVINCE, "Utrecht"), (Facet.PROVINCE, "Zeeland"), (Facet.LANGUAGE, "fy")),
        municipality="Schoonhoven",
        available_from=date(2027, 1, 4),
        day=date(2026, 5, 3),
        order=Order.NEWEST,
        page=2,
    )
    people = (
        "naam=van+den+Berg&gemeente=Schoonhoven&provincie=Utrecht&provincie=Zeeland&taal=fy"
        "&beschikbaar=2027-01-04&dag=2026-05-03&volgorde=nieuwste&pagina=2"
    )
    programs = (
        "name=van+den+Berg&municipality=Schoonhoven&province=Utrecht&province=Zeeland&language=fy"
        "&availableFrom=2027-01-04&validOn=2026-05-03&order=newest&page=2"
    )
    assert read(people.encode(), FOR_PEOPLE).right() == whole
    assert read(programs.encode(), FOR_PROGRAMS).right() == whole
    assert (whole.address(FOR_PEOPLE), whole.address(FOR_PROGRAMS)) == (people, programs)


@pytest.mark.parametrize("words", [FOR_PEOPLE, FOR_PROGRAMS], ids=["people", "programs"])
def test_an_empty_field_asks_nothing(words: Words) -> None:
    """A form sends its empty fields too; the address of the whole list of today is bare."""
    query = urlencode(dict.fromkeys(words.known, "")).encode()
    assert read(query, words).right() == Question()
    assert Question().address(words) == ""


def test_people_write_days_as_they_do() -> None:
    """People write 3-5-2026; programs write ISO 8601 and nothing else."""
    assert read(b"dag=3-5-2026", FOR_PEOPLE).right().day == date(2026, 5, 3)
    assert read(b"dag=2026-05-03", FOR_PEOPLE).right().day == date(2026, 5, 3)
    for typed in (b"3-5-2026", b"20260503", b"2026-W18-7", b"2026-5-3", b"2026-05-03T00:00"):
        assert fields_at_fault(b"validOn=" + typed, FOR_PROGRAMS) == ["validOn"], typed


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        pytest.param(b"dag=0000-01-01", ["dag"], id="year 0"),
        pytest.param(b"dag=10000-01-01", ["dag"], id="year 10000"),
        pytest.param(b"dag=9999-12-31", [], id="year 9999"),
        pytest.param(b"dag=0001-01-01", [], id="year 1"),
        pytest.param(b"dag=31-02-2026", ["dag"], id="no such day"),
        pytest.param("dag=٢٠٢٦-٠١-٠١".encode(), ["dag"], id="digits of elsewhere"),
        pytest.param(b"pagina=0", ["pagina"], id="page 0"),
        pytest.param(b"pagina=-1", ["pagina"], id="page -1"),
        pytest.param(b"pagina=1000001", ["pagina"], id="beyond the last page there is"),
        pytest.param(b"pagina=" + b"9" * 90, ["pagina"], id="a page of ninety digits"),
        pytest.param(b"pagina=1e3", ["pagina"], id="page 1e3"),
        pytest.param(b"naam=%00", ["naam"], id="NUL"),
        pytest.param(b"naam=a%0Ab", ["naam"], id="a new line"),
        pytest.param(b"naam=" + b"x" * 10_000, ["naam"], id="ten kilobytes"),
        pytest.param(b"naam=" + b"x" * LONGEST, [], id="the longest"),
        pytest.param(b"naam=%25%25%25&naam=_", ["naam"], id="repeated"),
        pytest.param(b"naam=&naam=", ["naam"], id="repeated and empty"),
        pytest.param(b"naam=%FF", [""], id="no UTF-8"),
        pytest.param(b"naam=\xff", [""], id="raw bytes"),
        pytest.param(b"naam=%ED%A0%80", [""], id="half a character"),
        pytest.param("naam=Öztürk".encode(), [], id="raw UTF-8"),
        pytest.param(b"naam=%25.*[(", [], id="wildcards are text"),
        pytest.param(b"kleur=rood", ["kleur"], id="unknown"),
        pytest.param(b"Naam=jan", ["Naam"], id="capitals"),
        pytest.param(b"provincie=Atlantis", [], id="a province that is none"),
        pytest.param(b"volgorde=leeftijd", ["volgorde"], id="an order that is none"),
        pytest.param(b"bestand=exe", ["bestand"], id="a kind of file that is none"),
        pytest.param(b"bestand=xlsx", [], id="a kind of file"),
        pytest.param(b"&&&=&=&", [""], id="only signs"),
        pytest.param(b"a=" * 5_000, ["a"], id="one long value"),
        pytest.param(b"a=&" * 5_000, [""], id="thousands of parts"),
        pytest.param(b"=x", [""], id="no name"),
    ],
)
def test_what_is_wrong(query: bytes, wrong: list[str]) -> None:
    """Whatever stands in an address is right, or told at its name."""
    assert fields_at_fault(query) == wrong


def test_every_fault_comes_back_at_once() -> None:
    """Unknown, repeated, too long and no day: all are told, in both languages, and the rest is still understood."""
    query = b"naam=berg&kleur=rood&dag=gisteren&pagina=x&volgorde=y&beschikbaar=z&gemeente=a&gemeente=b&provincie=" + b"p" * 101
    reading = read(query, FOR_PEOPLE)
    at = ["kleur", "gemeente", "provincie", "beschikbaar", "dag", "volgorde", "pagina"]
    assert [fault.field for fault in reading.faults] == at
    for language in Language:
        assert all(fault.say(language) for fault in reading.faults)
    assert reading.question.name == "berg"
    with pytest.raises(Invalid) as refused:
        reading.right()
    assert len(refused.value.faults) == len(at)


def test_choices_are_counted_once_and_not_without_end() -> None:
    """The same choice twice is one; more than fifty are refused."""
    assert read(b"regio=a&regio=a&regio=b", FOR_PEOPLE).right().chosen == ((Facet.REGION, "a"), (Facet.REGION, "b"))
    many = urlencode([("regio", f"r{number}") for number in range(MOST_VALUES)])
    assert fields_at_fault(many.encode()) == []
    assert fields_at_fault(f"{many}&taal=nl".encode()) == ["taal"]


def test_taking_a_choice_off() -> None:
    """The other choices stay, and the list begins at its first page."""
    question = Question(chosen=((Facet.REGION, "a"), (Facet.REGION, "b")), page=3)
    assert question.without(Facet.REGION, "a") == Question(chosen=((Facet.REGION, "b"),))
