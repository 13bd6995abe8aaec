"""A municipality by the name that people know: also one that is no more, which leads to what it became."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from public_list.listing.rules import Facet
from registry.errors import Fault, Invalid
from registry.people.rules import folded
from registry.texts import Text
from registry.transactions import fetch

_KNOWN = """
SELECT municipality.code, organisation.name, municipality.province, municipality.valid_from, municipality.valid_to,
    (SELECT string_agg(successor.code, ' ' ORDER BY successor.code) FROM municipality_succession
        JOIN municipality AS successor ON successor.id = municipality_succession.successor
        WHERE municipality_succession.predecessor = municipality.id) AS successors,
    (SELECT region.code FROM region_member JOIN region ON region.id = region_member.region
        WHERE region_member.municipality = municipality.organisation
            AND region_member.valid_from <= $1 AND coalesce(region_member.valid_to, 'infinity') >= $1) AS region
FROM municipality JOIN organisation ON organisation.id = municipality.organisation ORDER BY municipality.code
"""
_ALSO_CALLED = {"den haag": "s gravenhage", "the hague": "s gravenhage", "den bosch": "s hertogenbosch"}
_SUGGESTED = 3
_ALIKE = 0.75

_UNKNOWN = Text("Wij kennen geen gemeente met de naam ‘{typed}’.", "We know no municipality called ‘{typed}’.")
_MEANT = Text(
    "Wij kennen geen gemeente met de naam ‘{typed}’. Bedoelt u een van deze? {suggestions}.",
    "We know no municipality called ‘{typed}’. Did you mean one of these? {suggestions}.",
)
_SEVERAL = Text(
    "Er zijn meer gemeenten met die naam: {suggestions}. Kies er één.",
    "Several municipalities have that name: {suggestions}. Choose one.",
)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of today or of before; `region` is the code of the region in which it lies on the day asked."""

    code: str
    name: str
    province: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...] = ()
    region: str | None = None

    def is_over(self, day: date) -> bool:
        """Whether it is no more on that day."""
        return self.valid_to is not None and self.valid_to < day


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed: `asked` is the municipality of that name, `today` the names of what it is now.

    Regions are codes, and none where part of it lies in none.
    """

    asked: str
    today: tuple[str, ...]
    provinces: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether it became something else."""
        return self.today != (self.asked,)


@dataclass(frozen=True, slots=True)
class Around:
    """A place with the choices for which it stands on the list: its regions, or else its provinces."""

    place: Place
    choices: tuple[tuple[Facet, str], ...]

    @property
    def facet(self) -> Facet:
        """In which facet these choices are."""
        return self.choices[0][0]


async def known_on(day: date) -> list[Municipality]:
    """Every municipality there is and was, with its region on that day."""
    return [
        Municipality(
            code=row["code"],
            name=row["name"],
            province=row["province"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            successors=tuple((row["successors"] or "").split()),
            region=row["region"],
        )
        for row in await fetch(_KNOWN, day)
    ]


def find(typed: str, known: Sequence[Municipality], *, day: date, field: str) -> Place:
    """The municipality with that name or code, and what it became by that day.

    Raises Invalid at the field, with suggestions in its facts, where none or more than one has that name.
    """
    asked = _of_name(typed, known, field=field)
    by_code = {each.code: each for each in known}
    today = list(_successors(asked, by_code, day))
    return Place(
        asked=asked.name,
        today=tuple(each.name for each in today),
        provinces=_once(each.province for each in today),
        regions=_once(each.region for each in today if each.region) if all(each.region for each in today) else (),
    )


def _of_name(typed: str, known: Sequence[Municipality], *, field: str) -> Municipality:
    key = _key(typed)
    key = _ALSO_CALLED.get(key, key)
    found = [each for each in known if key in {_key(each.name), each.code.casefold()}]
    found = found or [each for each in known if key == _key(each.name.partition(" (")[0])]
    if len(found) > 1:
        raise _fault(field, _SEVERAL, typed, [each.name for each in found])
    if not found:
        suggestions = _like(key, known)
        raise _fault(field, _MEANT if suggestions else _UNKNOWN, typed, suggestions)
    return found[0]


def _successors(asked: Municipality, by_code: Mapping[str, Municipality], day: date) -> Iterable[Municipality]:
    """What it became by that day, however often it passed on; itself where it is there, or nobody knows what it became."""
    waiting, seen = [asked], {asked.code}
    found = []
    while waiting:
        each = waiting.pop(0)
        next_ones = [by_code[code] for code in each.successors if code in by_code] if each.is_over(day) else []
        if not next_ones:
            found.append(each)
        for successor in next_ones:
            if successor.code not in seen:
                seen.add(successor.code)
                waiting.append(successor)
    return found


def _like(key: str, known: Sequence[Municipality]) -> list[str]:
    """Names that begin so, or else are written nearly so."""
    names = {_key(each.name): each.name for each in known}
    beginning = [name for own, name in names.items() if key and own.startswith(key)]
    close = [names[own] for own in get_close_matches(key, names, n=_SUGGESTED, cutoff=_ALIKE)]
    return list(dict.fromkeys([*sorted(beginning), *close]))[:_SUGGESTED]


def _key(name: str) -> str:
    """Equal for ways to write one name: accents, case, dashes, apostrophes and the word for municipality make no difference."""
    words = "".join(each if each.isalnum() else " " for each in folded(name)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"gemeente", "municipality"} else words)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _fault(field: str, text: Text, typed: str, suggestions: Sequence[str]) -> Invalid:
    return Invalid([Fault(field, text, {"typed": typed, "suggestions": list(suggestions)})])
