"""Finding dossiers among many: by where they stand, by scheme, by name or number; in an order, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.dossiers import reading
from registry.dossiers.rules import State, Step, is_undecided, state_of
from registry.dossiers.wording import STATES
from registry.exports.cursor import Query, family_first, folded, named
from registry.exports.paging import Page
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text

PAGE = 50
DOSSIERS = Offer(
    orders={
        "oudste": Columns(Text("Eerst de oudste aanvraag", "Oldest application first"), "recorded_at, candidate_number, id"),
        "nieuwste": Columns(
            Text("Eerst de nieuwste aanvraag", "Newest application first"), "recorded_at DESC, candidate_number, id"
        ),
        "naam": Columns(wording.NAME, "by_family, recorded_at, id"),
        "langst": Columns(Text("Eerst wat het langst stilligt", "Longest without a step first"), "since, candidate_number, id"),
    },
    stands={each.value: Option(words) for each, words in STATES.items()},
    whole=Text("Alle dossiers", "All dossiers"),
    sought=Text("Naam of nummer", "Name or number"),
)
_FILED = f"""
WITH filed AS (
    SELECT dossier.*, COALESCE(merged.counts_as, dossier.adviser) AS file
    FROM dossier LEFT JOIN adviser_merge AS merged ON merged.duplicate = dossier.adviser AND merged.undone_at IS NULL
), held AS (
    SELECT filed.id, filed.scheme, filed.file FROM dossier_hold JOIN filed ON filed.id = dossier_hold.dossier
    WHERE dossier_hold.lifted_at IS NULL
), found AS (
    SELECT filed.id, person.id AS person, {named("person")} AS name, {folded(named("person"))} AS folded,
        {family_first("person")} AS by_family,
        adviser.candidate_number, scheme.code AS scheme, filed.recorded_at, last.step, last.recorded_at AS since,
        granted.number AS certificate, renewed.number AS renews,
        EXISTS (SELECT 1 FROM held WHERE held.scheme = filed.scheme AND held.file = filed.file
            AND (held.id = filed.id OR last.step = ANY($3))) AS on_hold
    FROM filed
    JOIN adviser ON adviser.id = filed.adviser
    JOIN person ON person.id = adviser.person
    JOIN scheme ON scheme.id = filed.scheme
    JOIN LATERAL (
        SELECT step, recorded_at FROM dossier_event
        WHERE dossier_event.dossier = filed.id ORDER BY dossier_event.id DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN LATERAL (
        SELECT certificate.number FROM dossier_event JOIN certificate ON certificate.id = dossier_event.certificate
        WHERE dossier_event.dossier = filed.id ORDER BY dossier_event.id DESC LIMIT 1
    ) AS granted ON true
    LEFT JOIN certificate AS renewed ON renewed.id = filed.renews
    WHERE ($1::uuid[] IS NULL OR filed.scheme = ANY($1)) AND ($2::text[] IS NULL OR last.step = ANY($2))
        AND ($4 = '' OR scheme.code = $4)
)
SELECT * FROM found
WHERE $5 = '' OR strpos(folded, {folded("$5")}) > 0 OR strpos(lower(candidate_number), lower($5)) > 0
"""  # noqa: S608  our own columns
_UNDECIDED = [step.value for step in Step if is_undecided(state_of([step]))]


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier in the list; `since` is when the last step was taken. No name for who was erased."""

    id: UUID
    name: str | None
    candidate_number: str
    scheme: str
    state: State
    recorded_at: datetime
    since: datetime
    on_hold: bool
    certificate: str | None
    renews: str | None


async def query(choice: Choice, *, actor: Actor) -> Query:
    """Those that were chosen among what the actor may read. Raises NotAllowed."""
    actor.must(Permission.READ_DOSSIERS)
    known = DOSSIERS.known(choice)
    steps = [step.value for step in Step if state_of([step]) == known.stand] if known.stand else None
    values = (await reading.schemes_of(actor), steps, _UNDECIDED, known.others.get("schema", ""), known.words)
    return Query(f"{_FILED} ORDER BY {DOSSIERS.ordered(known).columns}", values)


async def page_of(choice: Choice, *, actor: Actor) -> Page[Found]:
    """The page that was chosen; whose names are on it is noted."""
    page = await (await query(choice, actor=actor)).page(choice.page, size=PAGE)
    access.noted(row["person"] for row in page.rows)
    return page.holding([found_in(row) for row in page.rows])


def found_in(row: asyncpg.Record) -> Found:
    """One row of the list."""
    return Found(
        id=row["id"],
        name=row["name"],
        candidate_number=row["candidate_number"],
        scheme=row["scheme"],
        state=state_of([Step(row["step"])]),
        recorded_at=row["recorded_at"],
        since=row["since"],
        on_hold=row["on_hold"],
        certificate=row["certificate"],
        renews=row["renews"],
    )
