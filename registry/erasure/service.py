"""Erasing a person: what would go and stay, and doing it once, for good, by the one permitted function (DESIGN §2.6)."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.erasure import reading
from registry.erasure.errors import AlreadyErased, ErasureBlocked
from registry.erasure.files import NamingFiles
from registry.erasure.reading import Subject
from registry.erasure.rules import Blocked, is_confirmed
from registry.erasure.schemas import (
    BlockedOut,
    ErasedOut,
    ErasePerson,
    FindPerson,
    GoesOut,
    PreviewOut,
    StaysOut,
    TombstoneOut,
)
from registry.errors import Fault, Invalid, NotFound
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import access
from registry.texts import Language, Text
from registry.transactions import Connection, transaction

_NOBODY = Text("Niemand heeft dit kandidaatnummer of dit e-mailadres.", "Nobody has this candidate number or address.")
_OTHERWISE = Text("Typ precies ‘{wanted}’.", "Type exactly ‘{wanted}’.")


async def find(command: FindPerson, *, actor: Actor) -> UUID:
    """The person with that candidate number or e-mail address; raises Invalid where there is none."""
    _must(actor)
    found = await reading.find(command.reference)
    if found is None:
        raise Invalid([Fault("reference", _NOBODY)])
    return found


async def preview(person: UUID, files: NamingFiles, *, language: Language, actor: Actor, now: datetime) -> PreviewOut:
    """What erasing this person would do, over every record of them; nothing is written. Raises AlreadyErased, NotFound."""
    _must(actor)
    subject, today = await _subject(person), amsterdam_day(now)
    counts = await reading.counts_of(subject)
    access.noted(subject.persons)
    return PreviewOut(
        person=person,
        goes=GoesOut(
            names=[str(name) for name in subject.names],
            email_addresses=subject.email_addresses + len(subject.accounts),
            values=counts.values,
            documents=counts.documents,
            files=await files.count(subject.persons),
            accounts=len(subject.accounts),
            ways_in=counts.ways_in,
        ),
        stays=StaysOut(
            candidate_numbers=list(subject.numbers),
            certificates=[
                TombstoneOut(
                    number=each.number,
                    scheme=each.scheme,
                    valid_from=each.snapshot.valid_from,
                    valid_until=each.snapshot.valid_until,
                    status=each.status_on(today, ALL_ON_RECORD),
                )
                for each in await certificates.of_advisers(subject.advisers)
            ],
            dossiers=counts.dossiers,
            audit_entries=counts.audit_entries,
        ),
        blocked=[_told(each, language) for each in await reading.blocked(subject, today=today, by=actor.account)],
        confirm_with=subject.confirm_with,
    )


def _told(blocked: Blocked, language: Language) -> BlockedOut:
    text = blocked.text.say(language, through=blocked.through)
    return BlockedOut(blocker=blocked.blocker, text=text, through=blocked.through)


async def erase(person: UUID, command: ErasePerson, files: NamingFiles, *, actor: Actor, now: datetime) -> ErasedOut:
    """Every record of this human being loses its name, values, documents and files, at once and for good.

    Whoever acts on them queues at their files. Raises Invalid without the confirmation, ErasureBlocked, AlreadyErased,
    NotFound.
    """
    _must(actor)
    async with transaction() as connection:
        await people.lock_all((await _subject(person)).advisers, connection=connection)
        subject = await _subject(person)
        if not is_confirmed(command.confirmation, subject.confirm_with):
            raise Invalid([Fault("confirmation", _OTHERWISE, {"wanted": subject.confirm_with})])
        if found := await reading.blocked(subject, today=amsterdam_day(now), by=actor.account):
            raise ErasureBlocked(
                blockers=Text(
                    *(" ".join(each.text.say(language, through=each.through) for each in found) for language in Language)
                ),
                codes=[each.blocker.value for each in found],
            )
        removed = await _erase(subject, files, connection=connection, now=now)
        facts = {
            "records": len(subject.persons),
            "values": removed.values,
            "documents": removed.documents,
            "files": removed.files,
        }
        for each in subject.persons:
            await audit.record(Action.PERSON_ERASED, each, actor=actor, at=now, facts=facts)
    return removed


async def _erase(subject: Subject, files: NamingFiles, *, connection: Connection, now: datetime) -> ErasedOut:
    documents = (await reading.counts_of(subject)).documents
    gone = await files.erase(subject.persons)
    values = [await connection.fetchval("SELECT erase_person($1, $2)", each, now) for each in subject.persons]
    return ErasedOut(values=sum(values), documents=documents, files=gone)


async def _subject(person: UUID) -> Subject:
    subject = await reading.subject_of(person)
    if subject is None:
        raise NotFound
    if subject.is_erased:
        raise AlreadyErased
    return subject


def _must(actor: Actor) -> None:
    actor.must(Permission.ERASE_PERSONS)
    actor.must_be_in_person()
