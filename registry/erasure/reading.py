"""Reading what is known of a person, and what about them is undecided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.days import amsterdam_day
from registry.erasure.rules import Blocked, Blocker, legal_term
from registry.people import merging
from registry.people.rules import Name
from registry.transactions import fetch

_RECORDS = """
SELECT person.id, given_name, family_prefix, family_name, work_email, erased_at, adviser.id AS adviser, candidate_number,
    account.id AS account
FROM person LEFT JOIN adviser ON adviser.person = person.id LEFT JOIN account ON account.person = person.id
WHERE person.id = ANY($1) ORDER BY candidate_number NULLS LAST
"""
_FOUND = """
SELECT person.id FROM person
    LEFT JOIN adviser ON adviser.person = person.id LEFT JOIN account ON account.person = person.id
WHERE candidate_number = upper($1) OR lower(work_email) = lower($1) OR account.email = lower($1) ORDER BY person.id LIMIT 1
"""
_COUNTS = """
SELECT (SELECT count(*) FROM personal_value WHERE person = ANY($1)) AS values,
    (SELECT count(*) FROM certificate_document JOIN certificate ON certificate.id = certificate_document.certificate
        WHERE adviser = ANY($2)) AS documents,
    (SELECT count(*) FROM dossier WHERE adviser = ANY($2)) AS dossiers,
    (SELECT count(*) FROM audit_entry WHERE subject = ANY($1) OR subject = ANY($2)
        OR subject IN (SELECT id FROM dossier WHERE adviser = ANY($2))
        OR subject IN (SELECT id FROM certificate WHERE adviser = ANY($2))) AS audit_entries,
    (SELECT count(*) FROM account, LATERAL (
        SELECT 1 FROM session WHERE session.account = account.id
        UNION ALL SELECT 1 FROM refresh_family WHERE refresh_family.account = account.id
        UNION ALL SELECT 1 FROM account_link WHERE account_link.account = account.id
        UNION ALL SELECT 1 FROM second_factor WHERE second_factor.account = account.id
        UNION ALL SELECT 1 FROM api_key WHERE api_key.account = account.id AND revoked_at IS NULL) AS way
        WHERE account.person = ANY($1)) AS ways_in
"""
_OPEN: Mapping[Blocker, str] = {
    Blocker.DOSSIER: """
        SELECT 1 FROM dossier WHERE adviser = ANY($1) AND NOT EXISTS (SELECT 1 FROM dossier_event
            WHERE dossier = dossier.id AND step IN ('granted', 'refused', 'abandoned', 'not-admitted')) LIMIT 1
    """,
    Blocker.APPEAL: """
        SELECT 1 FROM appeal LEFT JOIN dossier ON dossier.id = appeal.dossier
            LEFT JOIN certificate ON certificate.id = appeal.certificate
        WHERE (sender = ANY($2) OR dossier.adviser = ANY($1) OR certificate.adviser = ANY($1))
            AND NOT EXISTS (SELECT 1 FROM appeal_event WHERE appeal = appeal.id
                AND step IN ('upheld', 'partly-upheld', 'rejected', 'inadmissible', 'withdrawn')) LIMIT 1
    """,
    Blocker.MEASURE: """
        SELECT 1 FROM certificate_measure JOIN certificate ON certificate.id = certificate_measure.certificate
        WHERE adviser = ANY($1) AND ending IS NULL LIMIT 1
    """,
    Blocker.REVIEW: """
        SELECT 1 FROM certificate_review JOIN certificate ON certificate.id = certificate_review.certificate
        WHERE adviser = ANY($1) AND closed_at IS NULL LIMIT 1
    """,
    Blocker.TAKEOVER: """
        SELECT 1 FROM takeover_row JOIN takeover ON takeover.id = takeover_row.takeover
        WHERE adviser = ANY($1) AND ending IS NULL LIMIT 1
    """,
    Blocker.BOOKING: """
        SELECT 1 FROM booking WHERE adviser = ANY($1) AND NOT EXISTS (SELECT 1 FROM booking_event
            WHERE booking = booking.id AND step IN ('declined', 'lapsed', 'completed', 'cancelled')) LIMIT 1
    """,
}
_DECIDED = """
SELECT max(at) AS at FROM (
    SELECT dossier_event.recorded_at AS at FROM dossier_event JOIN dossier ON dossier.id = dossier_event.dossier
        WHERE adviser = ANY($1) AND step IN ('granted', 'refused', 'not-admitted')
    UNION ALL
    SELECT ended_at FROM certificate_measure JOIN certificate ON certificate.id = certificate_measure.certificate
        WHERE adviser = ANY($1) AND ending = 'decided'
    UNION ALL
    SELECT appeal_event.recorded_at FROM appeal_event JOIN appeal ON appeal.id = appeal_event.appeal
        LEFT JOIN dossier ON dossier.id = appeal.dossier LEFT JOIN certificate ON certificate.id = appeal.certificate
        WHERE (sender = ANY($2) OR dossier.adviser = ANY($1) OR certificate.adviser = ANY($1))
            AND step IN ('upheld', 'partly-upheld', 'rejected', 'inadmissible')
) AS decisions
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """One human being, with every record there is of them."""

    persons: tuple[UUID, ...]
    advisers: tuple[UUID, ...]
    numbers: tuple[str, ...]
    names: tuple[Name, ...]
    email_addresses: int
    accounts: frozenset[UUID]

    @property
    def is_erased(self) -> bool:
        """No record has a name any more."""
        return not self.names

    @property
    def confirm_with(self) -> str:
        """What has to be typed before they are erased: the first candidate number, or the family name."""
        return self.numbers[0] if self.numbers else self.names[0].family if self.names else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of them."""

    values: int
    documents: int
    dossiers: int
    audit_entries: int
    ways_in: int


async def find(reference: str) -> UUID | None:
    """The person with that candidate number or e-mail address."""
    rows = await fetch(_FOUND, reference.strip())
    return rows[0]["id"] if rows else None


async def subject_of(person: UUID) -> Subject | None:
    """Everything recorded of the same human being; None for who does not exist."""
    rows = await fetch(_RECORDS, list(await merging.same_person_as(person)))
    if not rows:
        return None
    named = [row for row in rows if row["erased_at"] is None]
    return Subject(
        persons=tuple(row["id"] for row in rows),
        advisers=tuple(row["adviser"] for row in rows if row["adviser"] is not None),
        numbers=tuple(row["candidate_number"] for row in rows if row["candidate_number"] is not None),
        names=tuple(Name(row["given_name"], row["family_prefix"], row["family_name"]) for row in named),
        email_addresses=sum(row["work_email"] is not None for row in named),
        accounts=frozenset(row["account"] for row in rows if row["account"] is not None),
    )


async def counts_of(subject: Subject) -> Counts:
    """How much there is of this person."""
    [row] = await fetch(_COUNTS, list(subject.persons), list(subject.advisers))
    return Counts(**row)


async def blocked(subject: Subject, *, today: date, by: UUID | None) -> list[Blocked]:
    """Everything that is in the way of erasing this person on a day; `by` is the account that would."""
    persons, advisers = list(subject.persons), list(subject.advisers)
    found = [Blocked(Blocker.YOURSELF)] if by in subject.accounts else []
    for blocker, question in _OPEN.items():
        values = (advisers, persons) if "$2" in question else (advisers,)
        if await fetch(question, *values):
            found.append(Blocked(blocker))
    [decided] = await fetch(_DECIDED, advisers, persons)
    term = legal_term(amsterdam_day(decided["at"]) if decided["at"] else None, today)
    return [*found, term] if term else found
