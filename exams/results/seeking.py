"""How the history of uploads can be sought through."""

from collections.abc import Callable

from exams.results.exporting import STATES
from exams.results.listing import Listed, UploadState
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text


def _stands(state: UploadState) -> Callable[[Listed], bool]:
    return lambda row: row.state is state


UPLOADS: Sieve[Listed] = Sieve(
    words=lambda row: (row.file_name, row.provider_name, row.track_name.nl, row.track_name.en, row.sent_by),
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row.recorded_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.recorded_at),
        "bestand": Order(Text("Op bestand", "By file"), lambda row: row.file_name),
        "bestand-omgekeerd": Order(
            Text("Op bestand, van Z naar A", "By file, from Z to A"), lambda row: row.file_name, descending=True
        ),
    },
    stands={state.value: Stand(words, _stands(state)) for state, words in STATES.items()},
    day=lambda row: row.recorded_at,
    whole=Text("Alle aanleveringen", "All uploads"),
)
