"""How the candidates of a provider, and its files of enrolments, can be sought through."""

from dataclasses import dataclass
from uuid import UUID

from exams.enrolments.file_listing import STATES, FileState, state_of
from exams.enrolments.files import FileListed
from exams.enrolments.schemas import EnrolmentOut
from registry.people.ordering import BY_NAME, Named
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Candidate(Named[EnrolmentOut]):
    """An enrolment with a provider, and the candidate's name."""

    provider: UUID


CANDIDATES: Sieve[Candidate] = Sieve(
    words=None,
    orders={
        "nummer": Order(Text("Op kandidaatnummer", "By candidate number"), lambda row: row.told.candidate_number),
        "nummer-omgekeerd": Order(
            Text("Eerst het hoogste kandidaatnummer", "Highest candidate number first"),
            lambda row: row.told.candidate_number,
            descending=True,
        ),
        **BY_NAME,
        "nieuwste": Order(
            Text("Eerst wie het laatst is ingeschreven", "Last enrolled first"),
            lambda row: row.told.enrolled_on,
            descending=True,
        ),
        "oudste": Order(Text("Eerst wie het eerst is ingeschreven", "First enrolled first"), lambda row: row.told.enrolled_on),
    },
    stands={
        "zonder-les": Stand(Text("Zonder les", "Without lessons"), lambda row: not row.told.teachings),
        "met-les": Stand(Text("Met les", "With lessons"), lambda row: bool(row.told.teachings)),
    },
    day=lambda row: row.told.enrolled_on,
    whole=Text("Alle kandidaten", "All candidates"),
)

FILES: Sieve[tuple[UUID, FileListed]] = Sieve(
    words=lambda row: (row[1].file_name, row[1].track),
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row[1].recorded_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row[1].recorded_at),
        "bestand": Order(Text("Op bestand", "By file"), lambda row: row[1].file_name),
        "bestand-omgekeerd": Order(
            Text("Op bestand, van Z naar A", "By file, from Z to A"), lambda row: row[1].file_name, descending=True
        ),
    },
    stands={
        FileState.WAITS.value: Stand(STATES[FileState.WAITS], lambda row: state_of(row[1]) is FileState.WAITS),
        FileState.ACCEPTED.value: Stand(STATES[FileState.ACCEPTED], lambda row: state_of(row[1]) is FileState.ACCEPTED),
        FileState.GONE.value: Stand(STATES[FileState.GONE], lambda row: state_of(row[1]) is FileState.GONE),
    },
    day=lambda row: row[1].recorded_at,
    whole=Text("Alle bestanden", "All files"),
)
