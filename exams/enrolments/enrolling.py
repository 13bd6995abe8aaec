"""Enrolling candidates one by one."""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.enrolments.errors import EnrolledAlready, PossibleDuplicate, UnknownCandidate
from exams.enrolments.joining import check_may_join, check_not_enrolled, own_advisers
from exams.enrolments.rules import version_on
from exams.enrolments.schemas import Enrol, EnrolmentOut, Known
from exams.enrolments.tables import Enrolment
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.numbering import read_candidate_number
from registry.people import duplicates, merging
from registry.people import service as people
from registry.people.rules import Name, folded
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import Connection, transaction

_ONE_OF_TWO = Text(
    "Geef óf een nieuwe persoon, óf het nummer en de naam van een bekende.",
    "Give either a new person, or the number and name of someone known.",
)
_IN_THE_FUTURE = Text("Deze dag ligt in de toekomst.", "This day lies in the future.")
_NOT_YET = Text("Dit traject begint op {first}.", "This track begins on {first}.")


async def enrol(command: Enrol, *, actor: Actor, now: datetime) -> EnrolmentOut:
    """A candidate joins the version of a track in force on the day; someone new gets a file and a number.

    A number that was merged leads to the file it counts as. Raises PossibleDuplicate until a person says that someone new
    is somebody else; NotApproved, EnrolledAlready, PrerequisitesMissing, UnknownCandidate, Invalid.
    """
    actor.must_for(Permission.ENROL, command.provider)
    version = await _version(command, now=now)
    await tracks.must_be_approved(command.provider, version.track, Approved.TEACH, command.enrolled_on)
    try:
        async with transaction() as connection:
            adviser = await _adviser(command, connection=connection, actor=actor, now=now)
            await people.lock(adviser.id, connection=connection)
            files = (await merging.same_as([adviser.id]))[adviser.id]
            await check_not_enrolled(command.provider, version, files)
            await check_may_join(version, adviser.id)
            enrolment = Enrolment(
                adviser=adviser.id,
                provider=command.provider,
                track_version=version.id,
                enrolled_on=command.enrolled_on,
                recorded_at=now,
            )
            await Enrolment.insert(enrolment)
            facts = {"candidateNumber": adviser.candidate_number, "track": command.track, "version": version.number}
            await audit.record(Action.ENROLLED, enrolment.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise EnrolledAlready from error
    return await _out(enrolment, adviser, version)


async def _version(command: Enrol, *, now: datetime) -> Version:
    if command.person is not None and command.known is not None:
        raise Invalid([Fault("person", _ONE_OF_TWO)])
    if command.enrolled_on > amsterdam_day(now):
        raise Invalid([Fault("enrolledOn", _IN_THE_FUTURE)])
    versions = await tracks.versions_of(command.track)
    version = version_on(versions, command.enrolled_on)
    if version is None:
        raise Invalid([Fault("enrolledOn", _NOT_YET, {"first": versions[0].effective_from})])
    return version


async def _adviser(command: Enrol, *, connection: Connection, actor: Actor, now: datetime) -> Adviser:
    if command.known is not None:
        return await _known(command.known)
    if command.person is None:
        raise Invalid([Fault("person", _ONE_OF_TWO)])
    await duplicates.queue_for_new_files(connection)
    if not command.is_somebody_else:
        await _check_new(command.person, command.provider)
    person = await people.add(command.person, actor=actor, now=now)
    return await people.open_file(person, connection=connection, actor=actor, now=now)


async def _known(known: Known) -> Adviser:
    number = read_candidate_number(known.candidate_number)
    adviser = await Adviser.objects().where(Adviser.candidate_number == number).first()
    if adviser is None:
        raise UnknownCandidate
    name = (await people.names_of([adviser.person])).get(adviser.person)
    if name is None or folded(known.family_name) not in (folded(name.family), folded(f"{name.prefix or ''} {name.family}")):
        raise UnknownCandidate
    main = (await merging.main_files([adviser.id]))[adviser.id]
    found = await Adviser.objects().where(Adviser.id == main).first()
    return found or adviser


async def _check_new(person: RegisterPerson, provider: UUID) -> None:
    """Of the provider's own candidates all is told; of others only that there are some. Raises PossibleDuplicate."""
    alike = (await duplicates.everyone()).like(
        Name(person.given_name, person.family_prefix, person.family_name), person.work_email
    )
    if not alike:
        return
    own = await own_advisers(provider)
    told = [{"candidateNumber": each.number, "name": str(each.name)} for each in alike if each.adviser in own]
    raise PossibleDuplicate(own=told, elsewhere=len(told) < len(alike))


async def _out(enrolment: Enrolment, adviser: Adviser, version: Version) -> EnrolmentOut:
    return EnrolmentOut(
        id=enrolment.id,
        adviser=adviser.id,
        person=adviser.person,
        candidate_number=adviser.candidate_number,
        name=str((await people.names_of([adviser.person]))[adviser.person]),
        track=version.code,
        track_version=version.id,
        version=version.number,
        enrolled_on=enrolment.enrolled_on,
        teachings=[],
    )
