"""How the candidates of a provider, and its files of enrolments, can be sought through."""

from uuid import UUID

from exams.enrolments.file_listing import STATES, FileState, state_of
from exams.enrolments.files import FileListed
from exams.enrolments.schemas import EnrolmentOut
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text

CANDIDATES: Sieve[tuple[UUID, EnrolmentOut]] = Sieve(
    words=None,
    orders={
        "nummer": Order(Text("Op kandidaatnummer", "By candidate number"), lambda row: row[1].candidate_number),
        "nummer-omgekeerd": Order(
            Text("Eerst het hoogste kandidaatnummer", "Highest candidate number first"),
            lambda row: row[1].candidate_number,
            descending=True,
        ),
        "naam": Order(wording.NAME, lambda row: row[1].name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row[1].name, descending=True),
        "nieuwste": Order(
            Text("Eerst wie het laatst is ingeschreven", "Last enrolled first"), lambda row: row[1].enrolled_on, descending=True
        ),
        "oudste": Order(Text("Eerst wie het eerst is ingeschreven", "First enrolled first"), lambda row: row[1].enrolled_on),
    },
    stands={
        "zonder-les": Stand(Text("Zonder les", "Without lessons"), lambda row: not row[1].teachings),
        "met-les": Stand(Text("Met les", "With lessons"), lambda row: bool(row[1].teachings)),
    },
    day=lambda row: row[1].enrolled_on,
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
