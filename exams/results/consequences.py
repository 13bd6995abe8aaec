"""What accepting a reading causes beyond the results: dossiers that become complete, certificates that come under review."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exams.judging.reading import Reading
from exams.results.correcting import replaced
from exams.tracks.service import Version
from registry.dossiers import service as dossiers
from registry.dossiers.resting import Resting, certificates_resting_on
from registry.people import merging


@dataclass(frozen=True, slots=True)
class Consequences:
    """The advisers whose dossier is completed by evidence that accepting makes, and the certificates that rest on results
    which it corrects."""

    completes: tuple[UUID, ...] = ()
    reviews: tuple[Resting, ...] = ()

    @property
    def second_person(self) -> bool:
        """A correction of what a certificate rests on is proposed by one person and accepted by another."""
        return bool(self.reviews)


async def consequences_of(reading: Reading, version: Version, *, day: date) -> Consequences:
    """What accepting the reading as it is would cause on that day; nothing is written."""
    makers = [each.adviser_id for each in reading.effects if each.makes_evidence]
    files = await merging.same_as(makers)
    waiting = await dossiers.waiting_for({file for same in files.values() for file in same}, version.code, day=day)
    corrected = replaced(reading.rows)
    return Consequences(
        completes=tuple(maker for maker in makers if not files[maker].isdisjoint(waiting)),
        reviews=tuple(await certificates_resting_on(corrected)) if corrected else (),
    )
