"""The certificates that the benchmark of credentials signs: issued while the registry had no key, and logged nowhere."""

from base64 import urlsafe_b64decode
from collections.abc import Collection
from uuid import UUID

from benchmarks.certificate_ground import NOW, Ground, candidates
from registry.certificates import issuing
from registry.certificates.issuing import Award
from registry.numbering import candidate_number
from registry.schemes import service as schemes
from registry.transactions import engine, fetch, transaction

_FIRST = 1_000
_OF = "SELECT jws FROM credential WHERE certificate = ANY($1) ORDER BY id"


async def unsigned(ground: Ground, count: int) -> list[UUID]:
    """So many certificates, as a grant leaves them in a process that has no key; what was logged of them is forgotten."""
    [version] = [each for each in await schemes.versions() if each.id == ground.version]
    first, second = ground.preparing.person, ground.deciding.person
    assert first is not None  # noqa: S101  certifiers are persons
    assert second is not None  # noqa: S101  likewise
    async with transaction() as connection:
        numbers = [candidate_number(_FIRST + place) for place in range(count)]
        persons, advisers = await candidates(numbers, connection=connection)
        awards = [
            Award(adviser, person, version, NOW.date(), bytes(32), prepared_by=first, decided_by=second)
            for adviser, person in zip(advisers, persons, strict=True)
        ]
        made = await issuing.issue_all(awards, connection=connection, actor=ground.deciding, now=NOW)
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM log_opening")
    await engine().run_ddl("VACUUM ANALYZE certificate, certificate_event, personal_value, log_opening, person, adviser")
    return [each for each in made if isinstance(each, UUID)]


async def credentials_of(certificates: Collection[UUID]) -> list[str]:
    """The credentials that were signed of these certificates."""
    return [row["jws"] for row in await fetch(_OF, list(certificates))]


def signed_and_signature(jws: str) -> tuple[bytes, int, int]:
    """What was signed, and the two numbers of its signature."""
    signed, _, signature = jws.rpartition(".")
    raw = urlsafe_b64decode(signature + "==")
    return signed.encode(), int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
