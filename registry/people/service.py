"""People and advisers: registering, finding, their profile and consent."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import candidate_number
from registry.people.errors import EmploymentRecorded
from registry.people.rules import Name, PublicField
from registry.people.schemas import AdviserOut, ChangeConsent, ChangeProfile, RecordEmployment, RegisterPerson
from registry.people.tables import Adviser, ConsentEvent, Employment, Person
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.texts import Text
from registry.transactions import Connection, fetch, transaction

_ROWS_PER_INSERT = 2_000
_NAMES = """
SELECT id, given_name, family_prefix, family_name FROM person WHERE id = ANY($1) AND erased_at IS NULL
"""
_UNKNOWN_PROVINCE = Text("‘{value}’ is geen provincie.", "‘{value}’ is not a province.")
_UNKNOWN_SPECIALISM = Text("‘{value}’ is geen vakgebied van de lijst.", "‘{value}’ is not a specialism on the list.")


async def register(command: RegisterPerson, *, actor: Actor, now: datetime) -> UUID:
    """A new person. Whether this is someone already known is for a person to see."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        return await add(command, actor=actor, now=now)


async def add(command: RegisterPerson, *, actor: Actor, now: datetime) -> UUID:
    """A new person, inside the caller's transaction, which has asked whether the actor may."""
    person = Person(
        given_name=command.given_name,
        family_prefix=command.family_prefix,
        family_name=command.family_name,
        work_email=command.work_email,
        recorded_at=now,
    )
    await Person.insert(person)
    await audit.record(Action.PERSON_REGISTERED, person.id, actor=actor, at=now, personal=About(person.id, command))
    return person.id


async def record_employment(person: UUID, command: RecordEmployment, *, actor: Actor, now: datetime) -> None:
    """A person works for an organisation from a day on. Raises EmploymentRecorded, Invalid, NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    try:
        async with transaction():
            await employ(person, command, actor=actor, now=now)
    except asyncpg.UniqueViolationError as error:
        raise EmploymentRecorded(day=command.valid_from) from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error


async def employ(person: UUID, command: RecordEmployment, *, actor: Actor, now: datetime) -> None:
    """As `record_employment`, inside the caller's transaction, which has asked whether the actor may."""
    check_period(command.valid_from, command.valid_to, field="validTo")
    employment = Employment(
        person=person,
        employer=command.employer,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    await Employment.insert(employment)
    facts = {"employer": command.employer}
    await audit.record(Action.EMPLOYMENT_RECORDED, person, actor=actor, at=now, facts=facts)


async def open_file(person: UUID, *, connection: Connection, actor: Actor, now: datetime) -> Adviser:
    """The person's file as an adviser, with a fresh candidate number; the one they have if they have one.

    To be called inside the caller's transaction.
    """
    await connection.execute("SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE", person)
    held = await Adviser.objects().where(Adviser.person == person).first()
    if held is not None:
        return held
    serial = await connection.fetchval("SELECT nextval('candidate_serial')")
    adviser = Adviser(person=person, candidate_number=candidate_number(serial), recorded_at=now)
    await Adviser.insert(adviser)
    facts = {"candidateNumber": adviser.candidate_number}
    await audit.record(Action.ADVISER_REGISTERED, adviser.id, actor=actor, at=now, facts=facts)
    return adviser


async def open_files(
    commands: Sequence[RegisterPerson], *, connection: Connection, actor: Actor, now: datetime
) -> list[Adviser]:
    """New people with their files, in the same order, numbered on; inside the caller's transaction, which asked whether."""
    if not commands:
        return []
    persons = [
        Person(
            given_name=each.given_name,
            family_prefix=each.family_prefix,
            family_name=each.family_name,
            work_email=each.work_email,
            recorded_at=now,
        )
        for each in commands
    ]
    serials = await connection.fetch("SELECT nextval('candidate_serial') AS serial FROM generate_series(1, $1)", len(persons))
    advisers = [
        Adviser(person=person.id, candidate_number=candidate_number(row["serial"]), recorded_at=now)
        for person, row in zip(persons, serials, strict=True)
    ]
    for start in range(0, len(persons), _ROWS_PER_INSERT):
        await Person.insert(*persons[start : start + _ROWS_PER_INSERT])
        await Adviser.insert(*advisers[start : start + _ROWS_PER_INSERT])
    for command, person in zip(commands, persons, strict=True):
        await audit.record(Action.PERSON_REGISTERED, person.id, actor=actor, at=now, personal=About(person.id, command))
    numbers = {adviser.id: {"candidateNumber": adviser.candidate_number} for adviser in advisers}
    await audit.record_all(Action.ADVISER_REGISTERED, numbers, actor=actor, at=now)
    return advisers


async def change_profile(command: ChangeProfile, *, actor: Actor, now: datetime) -> None:
    """The adviser says where they work and on what; every unknown value is named at once."""
    actor.must(Permission.KEEP_OWN_FILE)
    unknown = [Fault("provinces", _UNKNOWN_PROVINCE, {"value": each}) for each in command.provinces if each not in PROVINCES]
    unknown += [
        Fault("specialisms", _UNKNOWN_SPECIALISM, {"value": each}) for each in command.specialisms if each not in specialisms()
    ]
    if unknown:
        raise Invalid(unknown)
    async with transaction():
        adviser = await own_file(actor)
        await Adviser.update(
            {"provinces": command.provinces, "specialisms": command.specialisms},
        ).where(Adviser.id == adviser.id)
        about = About(adviser.person, command)
        await audit.record(Action.PROFILE_CHANGED, adviser.id, actor=actor, at=now, personal=about)


async def change_consent(command: ChangeConsent, *, actor: Actor, now: datetime) -> None:
    """The adviser lets the public see these fields, and no others, from now on."""
    actor.must(Permission.KEEP_OWN_FILE)
    async with transaction():
        adviser = await own_file(actor)
        given = (await consents([adviser.id])).get(adviser.id, frozenset())
        wanted = frozenset(command.fields)
        events = [
            ConsentEvent(adviser=adviser.id, field=field.value, kind=kind, recorded_at=now)
            for kind, fields in (("given", wanted - given), ("withdrawn", given - wanted))
            for field in sorted(fields)
        ]
        if events:
            await ConsentEvent.insert(*events)
        facts = {"fields": sorted(wanted)}
        await audit.record(Action.CONSENT_CHANGED, adviser.id, actor=actor, at=now, facts=facts)


async def own_file(actor: Actor) -> Adviser:
    """The actor's own file; raises NotFound for who is no adviser."""
    adviser = await Adviser.objects().where(Adviser.person == actor.person).first() if actor.person else None
    if adviser is None:
        raise NotFound
    return adviser


async def show_own_file(actor: Actor) -> AdviserOut:
    """The actor's own file in full."""
    adviser = await own_file(actor)
    return AdviserOut(
        id=adviser.id,
        person=adviser.person,
        candidate_number=adviser.candidate_number,
        name=str((await names_of([adviser.person]))[adviser.person]),
        provinces=adviser.provinces,
        specialisms=adviser.specialisms,
        consent=sorted((await consents([adviser.id])).get(adviser.id, frozenset())),
    )


async def consents(advisers: Iterable[UUID]) -> dict[UUID, frozenset[PublicField]]:
    """What each adviser lets the public see: of each field the latest event counts."""
    wanted = list(advisers)
    if not wanted:
        return {}
    rows = (
        await ConsentEvent.select(ConsentEvent.adviser, ConsentEvent.field, ConsentEvent.kind)
        .where(
            ConsentEvent.adviser.is_in(wanted),
        )
        .order_by(ConsentEvent.id)
    )
    latest = {(row["adviser"], row["field"]): row["kind"] == "given" for row in rows}
    given: dict[UUID, set[PublicField]] = {}
    for (adviser, field), consented in latest.items():
        if consented:
            given.setdefault(adviser, set()).add(PublicField(field))
    return {adviser: frozenset(fields) for adviser, fields in given.items()}


async def names_of(persons: Iterable[UUID]) -> dict[UUID, Name]:
    """The names of these persons; who was erased has none."""
    wanted = list(set(persons))
    rows = await fetch(_NAMES, wanted) if wanted else []
    return {row["id"]: Name(row["given_name"], row["family_prefix"], row["family_name"]) for row in rows}


async def persons_of(advisers: Iterable[UUID]) -> dict[UUID, UUID]:
    """The person behind each adviser's file."""
    wanted = list(set(advisers))
    rows = await fetch("SELECT id, person FROM adviser WHERE id = ANY($1)", wanted) if wanted else []
    return {row["id"]: row["person"] for row in rows}


async def employers_of(person: UUID, day: date) -> frozenset[UUID]:
    """The organisations that employ the person on a day."""
    rows = await Employment.select(Employment.employer).where(
        Employment.person == person,
        Employment.valid_from <= day,
        (Employment.valid_to.is_null()) | (Employment.valid_to >= day),
    )
    return frozenset(row["employer"] for row in rows)


async def lock(adviser: UUID, *, connection: Connection) -> UUID:
    """Rivals for the same person queue here until the transaction ends, whichever of their files they come for.

    Returns the person of the file; raises NotFound.
    """
    rows = await connection.fetch(
        "SELECT id, person FROM adviser WHERE id IN (SELECT files_of_same_person($1)) ORDER BY id FOR NO KEY UPDATE", adviser
    )
    person: UUID | None = next((row["person"] for row in rows if row["id"] == adviser), None)
    if person is None:
        raise NotFound
    return person


async def lock_all(advisers: Iterable[UUID], *, connection: Connection) -> None:
    """As `lock`, for several at once, in one order, so that no two transactions wait for each other."""
    wanted = list(set(advisers))
    await connection.execute(
        """
        WITH same AS (
            SELECT counts_as FROM adviser_merge
            WHERE undone_at IS NULL AND (duplicate = ANY($1) OR counts_as = ANY($1)))
        SELECT 1 FROM adviser WHERE id = ANY($1) OR id IN (SELECT counts_as FROM same)
            OR id IN (SELECT duplicate FROM adviser_merge
                WHERE undone_at IS NULL AND counts_as IN (SELECT counts_as FROM same))
        ORDER BY id FOR NO KEY UPDATE
        """,
        wanted,
    )
