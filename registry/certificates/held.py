"""What the persons of many decisions hold already, under all their candidate numbers: whether each may be issued another."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.certificates import rules
from registry.certificates.rules import Timeline
from registry.certificates.service import of_advisers
from registry.days import ALL_ON_RECORD
from registry.people import merging

_Files = frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Held:
    """The certificates of some persons, by their files and the scheme: each with its id and what happened to it."""

    files: dict[UUID, _Files]
    certificates: dict[tuple[_Files, str], list[tuple[UUID, Timeline]]]

    @classmethod
    async def of(cls, advisers: Collection[UUID]) -> "Held":
        """What these advisers hold, each of them being locked; the same number of questions however many they are."""
        files = await merging.same_as(advisers)
        found: dict[tuple[_Files, str], list[tuple[UUID, Timeline]]] = defaultdict(list)
        group = {file: each for each in files.values() for file in each}
        for issued in await of_advisers(group):
            found[group[issued.adviser], issued.scheme].append((issued.id, issued.timeline))
        return cls(files, found)

    def check(self, adviser: UUID, scheme: str, *, valid_from: date, predecessor: UUID | None) -> None:
        """Raises AlreadyCertified with the last day of the certificate in the way; the predecessor never is."""
        rules.check_may_issue(self._timelines(adviser, scheme, predecessor), valid_from=valid_from, known_at=ALL_ON_RECORD)

    def _timelines(self, adviser: UUID, scheme: str, predecessor: UUID | None) -> Iterable[Timeline]:
        held = self.certificates.get((self.files[adviser], scheme), ())
        return [timeline for certificate, timeline in held if certificate != predecessor]

    def add(self, adviser: UUID, scheme: str, certificate: UUID, timeline: Timeline) -> None:
        """The person holds this one as well from now on."""
        self.certificates.setdefault((self.files[adviser], scheme), []).append((certificate, timeline))
