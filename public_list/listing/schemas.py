"""What the public reads in the API: copies of the allow-listed structs."""

from datetime import date

from public_list.listing.places import Around
from public_list.listing.rules import Entry, Found
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language


class EntryOut(Schema, frozen=True):
    """A certified adviser on the public list; `validUntil` is the last day.

    `takenOverFrom` is the body that issued the certificate first, where it was taken over from elsewhere.
    """

    number: str
    name: str
    employer: str | None
    provinces: list[str]
    regions: list[str]
    languages: list[str]
    competences: list[str]
    specialisms: list[str]
    scheme: str
    scheme_name: str
    scope: list[str]
    valid_from: date
    valid_until: date
    status: Status
    available_from: date | None
    taken_over_from: str | None

    @classmethod
    def of(cls, entry: Entry, language: Language) -> "EntryOut":
        """The entry in a language."""
        return cls(
            number=entry.number,
            name=entry.name,
            employer=entry.employer,
            provinces=list(entry.provinces),
            regions=list(entry.regions),
            languages=list(entry.languages),
            competences=list(entry.competences),
            specialisms=list(entry.specialisms),
            scheme=entry.scheme,
            scheme_name=entry.scheme_name.say(language),
            scope=list(entry.scope),
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            status=entry.status,
            available_from=entry.available_from,
            taken_over_from=entry.taken_over_from,
        )


class PlaceOut(Schema, frozen=True):
    """A municipality that was named: `asked` as it is called, `today` what it is now; regions are codes.

    `narrowed_by` are the choices for which it stands, by facet: its regions, or else its provinces.
    """

    asked: str
    today: list[str]
    provinces: list[str]
    regions: list[str]
    narrowed_by: dict[str, list[str]]

    @classmethod
    def of(cls, around: Around) -> "PlaceOut":
        """Where the name of a municipality led."""
        place = around.place
        return cls(
            asked=place.asked,
            today=list(place.today),
            provinces=list(place.provinces),
            regions=list(place.regions),
            narrowed_by={around.facet.value: [value for _, value in around.choices]},
        )


class FoundOut(Schema, frozen=True):
    """A page of the list; `facets` says of each value how many entries it would leave.

    `takenFor`: words of the name that nobody has, with what they were taken for. `place` where a municipality was named.
    """

    total: int
    page: int
    pages: int
    entries: list[EntryOut]
    facets: dict[str, dict[str, int]]
    taken_for: dict[str, list[str]]
    place: PlaceOut | None

    @classmethod
    def of(cls, found: Found, language: Language, *, around: Around | None) -> "FoundOut":
        """The page in a language."""
        return cls(
            total=found.total,
            page=found.page,
            pages=found.pages,
            entries=[EntryOut.of(entry, language) for entry in found.entries],
            facets={facet.value: dict(counts) for facet, counts in found.facets.items()},
            taken_for={word: list(words) for word, words in found.taken_for.items()},
            place=PlaceOut.of(around) if around else None,
        )
