"""What the public reads in the API: copies of the allow-listed structs."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from public_list.listing.rules import Entry, Found
from registry.certificates.rules import Status
from registry.schema import Schema
from registry.texts import Language

Asked = Annotated[str, Meta(max_length=100)]


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


class FoundOut(Schema, frozen=True):
    """A page of the list; `facets` says of each value how many entries it would leave."""

    total: int
    page: int
    pages: int
    entries: list[EntryOut]
    facets: dict[str, dict[str, int]]
    taken_for: dict[str, list[str]]

    @classmethod
    def of(cls, found: Found, language: Language) -> "FoundOut":
        """The page in a language."""
        return cls(
            total=found.total,
            page=found.page,
            pages=found.pages,
            entries=[EntryOut.of(entry, language) for entry in found.entries],
            facets={facet.value: dict(counts) for facet, counts in found.facets.items()},
            taken_for={word: list(words) for word, words in found.taken_for.items()},
        )
