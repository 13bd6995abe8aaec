"""The registry that the benchmark of certificates fills: a scheme in force, prepared dossiers, and many certificates."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from config import database
from config.settings import read_settings
from registry.accounts import passwords, sealed, second_factor
from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.canonical import canonical_json
from registry.certificates.snapshot import Snapshot
from registry.dossiers.bulk_schemas import GrantOne
from registry.dossiers.rules import EvidenceContent, ResultProof
from registry.impartiality import service as impartiality
from registry.impartiality import statements
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.numbering import candidate_number
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Actor, Role
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes import service as schemes
from registry.schemes.rules import Recertification, Route, SchemeRules, ScopeItem
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.transactions import Connection, engine, transaction

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BEFORE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SCHEME, TRACK, PARTS = "e-adviseur", "traject", ("GP", "IM", "OA", "VM", "IN")
RULES = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=(TRACK,),
    scope=(ScopeItem("gp", "Gemeentelijke processen", "Municipal processes"),),
    terms_version="2026-1",
    code_of_conduct_version="2026-1",
    recertification=Recertification(window_months=6, grace_months=3, routes=(Route.EXAM,)),
)
_HISTORY = """
INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at, prepared_by, decided_by, resolve_by)
SELECT id, happening.kind, valid_from + happening.after, recorded_at + happening.after * INTERVAL '1 day', prepared_by,
    decided_by, CASE WHEN happening.kind = 'suspended' THEN valid_from + happening.after + 30 END
FROM certificate, (VALUES ('suspended', 100, 10), ('reinstated', 160, 10), ('suspended', 400, 30), ('withdrawn', 500, 40),
    ('superseded', 700, 50), ('replaced', 300, 60), ('voided', 200, 90)) AS happening (kind, after, one_in)
WHERE snapshot LIKE '{"body":"Made"%' AND hashtext(number) % happening.one_in = 0
ORDER BY recorded_at
"""
_CERTIFICATES = """
INSERT INTO certificate (id, number, adviser, scheme_version, valid_from, valid_until, holder, snapshot, snapshot_hash,
    evidence_hash, prepared_by, decided_by, recorded_at)
SELECT gen_random_uuid(), number, gen_random_uuid(), $2, first, last, sha256(number::bytea), snapshot,
    sha256(convert_to(snapshot, 'UTF8')), sha256(number::bytea), gen_random_uuid(), gen_random_uuid(), first::timestamptz
FROM (SELECT number, first, last, replace(replace(replace($3, '@number', number), '2000-01-01', first::text),
        '2000-12-31', last::text) AS snapshot
    FROM (SELECT 'CA' || lpad(serial::text, 8, '0') || '-' || lpad((98 - (121000000000 + serial) * 100 % 97)::text, 2, '0')
            AS number, first, (first + INTERVAL '36 months' - INTERVAL '1 day')::date AS last
        FROM (SELECT serial, DATE '2021-01-01' + (serial * 7919 % 2100)::integer AS first
            FROM generate_series(1::bigint, $1::bigint) AS serial) AS days) AS numbers) AS snapshots
ORDER BY snapshots.first
ON CONFLICT (number) DO NOTHING
"""
"""Check digits by ISO 7064 MOD 97-10, in which C is 12 and A is 10."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The version in force, who teaches and examines, who prepares, and who decides."""

    version: UUID
    trainer: UUID
    preparing: Actor
    deciding: Actor


@asynccontextmanager
async def registry() -> AsyncIterator[Ground]:
    """The tables, the pool and one scheme in force."""
    await database.migrate()
    await database.open_pool(read_settings({}))
    key = secrets.token_bytes(sealed.KEY_BYTES)
    sealed.keep_keys(lambda: [key])
    owner, body = await _organisation(Kind.SCHEME_OWNER), await _organisation(Kind.CERTIFICATION_BODY)
    owning = await _account("Saskia", Role.SCHEME_OWNER, owner)
    first, second = [await _account(name, Role.CERTIFIER, body) for name in ("Arjan", "Lotte")]
    for certifier in (first, second):
        await statements.state(actor=certifier, now=NOW)
    command = CreateScheme(code=SCHEME, name_nl="e-adviseur", name_en="e-adviser", owner=owner)
    await schemes.create(command, actor=owning, now=BEFORE)
    proposed = ProposeVersion(effective_from=BEFORE.date(), certification_body=body, rules=RULES)
    version = await schemes.propose(SCHEME, proposed, actor=owning, now=BEFORE)
    for actor in (owning, first):
        await schemes.sign(version, actor=actor, now=BEFORE)
    teaching = RegisterPerson(given_name="Petra", family_name="Lindeman")
    yield Ground(version, await people.register(teaching, actor=OPERATOR, now=BEFORE), first, second)
    await database.close_pool()


async def _organisation(kind: Kind) -> UUID:
    command = RegisterOrganisation(kind=kind, name=f"De {kind.value}")
    return await organisations.register(command, actor=OPERATOR, now=BEFORE)


async def _account(given: str, role: Role, organisation: UUID) -> Actor:
    person = await people.register(RegisterPerson(given_name=given, family_name="Visser"), actor=OPERATOR, now=BEFORE)
    command = CreateAccount(person=person, email=f"{given.lower()}@benchmark.example", password=secrets.token_hex())
    made = await accounts.create(command, passwords=passwords.cheapest(), actor=OPERATOR, now=BEFORE)
    await accounts.grant(made, GrantRole(role=role, organisation=organisation), actor=OPERATOR, now=BEFORE)
    async with transaction():
        await second_factor.set_up(made, secrets.token_bytes(), now=BEFORE)
    return await accounts.actor_of(made)


async def prepared(ground: Ground, first: int, count: int) -> list[GrantOne]:
    """So many candidates from a serial on, each taught and examined for five parts, with a dossier that is prepared."""
    dossiers, evidence = ([uuid4() for _ in range(count)] for _ in range(2))
    numbers = [candidate_number(first + place) for place in range(count)]
    scheme = await schemes.id_by_code(SCHEME)
    async with transaction() as connection:
        persons, advisers = await candidates(numbers, connection=connection)
        contents = [_content(number) for number in numbers]
        kept = await personal_data.keep([About(*each) for each in zip(persons, contents, strict=True)], at=BEFORE)
        await _copy(
            connection,
            "evidence",
            ("id", "adviser", "number", "track_code", "track_version", "content", "recorded_at"),
            [
                (own, adviser, 1, TRACK, 1, content, BEFORE)
                for own, adviser, content in zip(evidence, advisers, kept, strict=True)
            ],
        )
        await impartiality.report(_relations(advisers, ground.trainer), now=BEFORE)
        await _copy(
            connection,
            "dossier",
            ("id", "adviser", "scheme", "recorded_at"),
            [(dossier, adviser, scheme, BEFORE) for dossier, adviser in zip(dossiers, advisers, strict=True)],
        )
        for step in ("applied", "admitted", "completed", "prepared"):
            named = evidence if step in {"completed", "prepared"} else [None] * count
            await _copy(
                connection,
                "dossier_event",
                ("dossier", "step", "account", "evidence", "facts", "recorded_at"),
                [
                    (dossier, step, ground.preparing.account, own, "{}", BEFORE)
                    for dossier, own in zip(dossiers, named, strict=True)
                ],
            )
        await connection.execute("ANALYZE person, adviser, evidence, relation, dossier, dossier_event, personal_value")
    return [GrantOne(dossier=dossier, evidence=own) for dossier, own in zip(dossiers, evidence, strict=True)]


async def candidates(numbers: Sequence[str], *, connection: Connection) -> tuple[list[UUID], list[UUID]]:
    """A candidate under each number, as persons and as advisers."""
    persons, advisers = ([uuid4() for _ in numbers] for _ in range(2))
    named = [(person, "Elif", f"Öztürk-{number}", BEFORE) for person, number in zip(persons, numbers, strict=True)]
    await _copy(connection, "person", ("id", "given_name", "family_name", "recorded_at"), named)
    known = [(*each, BEFORE) for each in zip(advisers, persons, numbers, strict=True)]
    await _copy(connection, "adviser", ("id", "person", "candidate_number", "recorded_at"), known)
    return persons, advisers


def _content(number: str) -> EvidenceContent:
    proofs = [
        ResultProof(
            result=uuid4(),
            part=part,
            held_on=date(2026, 5, 7),
            attempt=1,
            score=700,
            pass_mark=550,
            examiner=uuid4(),
            invigilator=None,
            trainers=(uuid4(),),
            upload=uuid4(),
            file_sha256="00" * 32,
            sheet="Uitslagen",
            cell="E2",
        )
        for part in PARTS
    ]
    return EvidenceContent(number, TRACK, 1, uuid4(), tuple(proofs))


def _relations(advisers: Sequence[UUID], trainer: UUID) -> list[Reported]:
    """Each was taught and examined, by somebody who certifies nobody."""
    day = BEFORE.date()
    kinds = (RelationKind.TAUGHT, RelationKind.EXAMINED)
    return [Reported(kind, trainer, adviser, day, day, origin=uuid4()) for adviser in advisers for kind in kinds]


async def _copy(connection: Connection, table: str, columns: Sequence[str], records: Sequence[tuple[object, ...]]) -> None:
    await connection.copy_records_to_table(table, columns=columns, records=records)


async def many(ground: Ground, count: int) -> None:
    """So many certificates of the last six years with what happened to them, made by the database itself."""
    template = canonical_json(
        Snapshot(
            number="@number",
            holder="00" * 32,
            scheme=SCHEME,
            scheme_name_nl="e-adviseur",
            scheme_name_en="e-adviser",
            scheme_version=1,
            scope=RULES.scope,
            body="Made",
            valid_from=date(2000, 1, 1),
            valid_until=date(2000, 12, 31),
            issued_on=date(2000, 1, 1),
            evidence="00" * 32,
        )
    )
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(_CERTIFICATES, count, ground.version, template)
        await connection.execute(
            "INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at, prepared_by, decided_by) "
            "SELECT id, 'granted', valid_from, recorded_at, prepared_by, decided_by FROM certificate "
            'WHERE snapshot LIKE \'{"body":"Made"%\' ORDER BY recorded_at'
        )
        await connection.execute(_HISTORY)
    await engine().run_ddl("VACUUM ANALYZE certificate, certificate_event")
