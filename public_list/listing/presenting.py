"""What the pages of the list show of an answer: facets with their numbers, choices that can be taken off, and ways on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from public_list.listing.asking import FOR_PEOPLE, Question
from public_list.listing.places import Around
from public_list.listing.rules import Entry, Facet, Found, Wanted
from public_list.listing.wording import FACETS, Names
from registry.errors import Fault
from registry.schemes.versions import versions
from registry.texts import Language, Text


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, with how many advisers are left by choosing it."""

    value: str
    words: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A facet with the values that are worth choosing, and those that were chosen."""

    field: str
    words: str
    options: Sequence[Option]

    @property
    def is_used(self) -> bool:
        """Whether anything in it was chosen."""
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was chosen, and the list without it."""

    label: str
    words: str
    without: str


def offered(found: Found, question: Question, names: Names, language: Language) -> list[Offered]:
    """Each facet that has anything to choose, its values in the order in which people know them."""
    all_of_them = (_offered(facet, found, question, names[facet], language) for facet in FOR_PEOPLE.facets)
    return [each for each in all_of_them if each.options]


def _offered(facet: Facet, found: Found, question: Question, names: Mapping[str, str], language: Language) -> Offered:
    numbers = found.facets.get(facet, {})
    chosen = {value for asked, value in question.chosen if asked is facet}
    known = [value for value in names if value in numbers or value in chosen]
    others = sorted((numbers.keys() | chosen) - names.keys())
    options = [Option(value, names.get(value, value), numbers.get(value, 0), value in chosen) for value in (*known, *others)]
    return Offered(FOR_PEOPLE.facets[facet], FACETS[facet].say(language), options)


def chips(question: Question, names: Names, language: Language) -> Iterator[Chip]:
    """Everything by which the visitor narrowed the list down, each with the address of the list without it."""
    if question.name:
        yield Chip(_NAME.say(language), question.name, link(replace(question, name="", page=1)))
    if question.municipality:
        yield Chip(_MUNICIPALITY.say(language), question.municipality, link(replace(question, municipality="", page=1)))
    for facet, value in question.chosen:
        words = names[facet].get(value, value)
        yield Chip(FACETS[facet].say(language), words, link(question.without(facet, value)))
    if question.available_from:
        words = Text("{day}", "{day}").say(language, day=question.available_from)
        yield Chip(_AVAILABLE.say(language), words, link(replace(question, available_from=None, page=1)))


def link(question: Question) -> str:
    """The address of a list below the path of the page."""
    asked = question.address(FOR_PEOPLE)
    return f"/adviseurs?{asked}" if asked else "/adviseurs"


def pages_link(question: Question) -> str:
    """The address of each page of a list, up to its number."""
    asked = replace(question, page=1).address(FOR_PEOPLE)
    return f"?{asked}&{FOR_PEOPLE.page}=" if asked else f"?{FOR_PEOPLE.page}="


def meant(faults: Iterable[Fault], question: Question) -> Iterator[tuple[str, str]]:
    """Names of municipalities that may be meant by one that is none, each with the list around it."""
    for fault in faults:
        suggestions = fault.facts.get("suggestions", ())
        for name in suggestions if isinstance(suggestions, list) else ():
            yield name, link(replace(question, municipality=name))


def told_of(around: Around, wanted: Wanted, names: Names, language: Language) -> list[str]:
    """What became of a municipality that is no more, and where the advisers work who are shown, by it and by choice."""
    where = [names[around.facet].get(value, value) for facet, value in wanted.chosen if facet is around.facet]
    text = _WORKING if len(where) == 1 else _WORKING_IN_ONE
    working = text[around.facet].say(language, where=", ".join(where))
    if not around.place.is_over:
        return [working]
    return [_BECAME.say(language, asked=around.place.asked, today=list(around.place.today)), working]


def wider(around: Around, question: Question) -> str | None:
    """The list of the whole province, where only a region of it is shown."""
    if around.facet is not Facet.REGION:
        return None
    chosen = (*question.chosen, *((Facet.PROVINCE, each) for each in around.place.provinces))
    return link(replace(question, municipality="", chosen=tuple(dict.fromkeys(chosen)), page=1))


async def scope_of(entry: Entry, language: Language) -> list[str]:
    """What the certificate covers, in words; a code that no version of its scheme has any more stays a code."""
    names = {
        item.code: Text(item.name_nl, item.name_en).say(language)
        for version in await versions()
        if version.scheme_code == entry.scheme
        for item in version.rules.scope
    }
    return [names.get(code, code) for code in entry.scope]


_NAME = Text("Naam", "Name")
_MUNICIPALITY = Text("Gemeente", "Municipality")
_AVAILABLE = Text("Heeft tijd op", "Has time on")
_BECAME = Text("{asked} is nu {today}.", "{asked} is now {today}.")
_WORKING = {
    Facet.REGION: Text("U ziet adviseurs die werken in de regio {where}.", "You see advisers who work in the region {where}."),
    Facet.PROVINCE: Text("U ziet adviseurs die werken in {where}.", "You see advisers who work in {where}."),
}
_WORKING_IN_ONE = {
    Facet.REGION: Text(
        "U ziet adviseurs die werken in een of meer van deze regio’s: {where}.",
        "You see advisers who work in one or more of these regions: {where}.",
    ),
    Facet.PROVINCE: Text(
        "U ziet adviseurs die werken in een of meer van deze provincies: {where}.",
        "You see advisers who work in one or more of these provinces: {where}.",
    ),
}
