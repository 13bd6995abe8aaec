"""What the registry knows on the day a file of enrolments is judged: everything the judge may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from registry.people.duplicates import Everyone, Listed
from registry.people.rules import Name
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class AskedTrack:
    """A track that who joins has passed before."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment with this provider in this version."""

    id: UUID
    enrolled_on: date


LessonKey = tuple[UUID, str, UUID, date]
"""An enrolment, the code of a part, the trainer and the first day."""


@dataclass(frozen=True, slots=True)
class Roll:
    """The whole picture for one provider and one version of a track.

    `begins` and `ends` are the first and last day on which who enrols follows this version; `approved` when the provider
    may teach it. Everything about advisers goes by the file that counts: `main_of` leads to it.
    """

    today: date
    version: int
    begins: date
    ends: date | None
    parts: Mapping[str, Text]
    approved: tuple[tuple[date, date | None], ...]
    trainers: Mapping[UUID, Name]
    everyone: Everyone
    own: frozenset[UUID]
    main_of: Mapping[UUID, UUID] = field(default_factory=dict)
    enrolled: Mapping[UUID, Enrolled] = field(default_factory=dict)
    taught: Mapping[LessonKey, date] = field(default_factory=dict)
    asked: tuple[AskedTrack, ...] = ()
    passed: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    def main(self, listed: Listed) -> Listed:
        """The file that this one counts as."""
        return self.everyone.files.get(self.main_of.get(listed.adviser, listed.adviser), listed)
