"""Self-reports: a holder tells of changes that touch their certificate, and a certifier concludes (ISO/IEC 17024, 9.5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.certificates.tables import Certificate
from registry.dossiers.self_report_errors import NothingToReportOn, ReportSeen
from registry.dossiers.self_report_schemas import ConcludeReport, ReportSelf
from registry.dossiers.tables import SelfReport
from registry.errors import Fault, Invalid, NotFound
from registry.numbering import read_certificate_number
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands: by which person, about which certificate; words are commitments."""

    id: UUID
    adviser: UUID
    person: UUID
    certificate: str
    body: UUID
    content: bytes
    reported_at: datetime
    seen_by: UUID | None
    seen_at: datetime | None
    conclusion: bytes | None


async def report(command: ReportSelf, *, actor: Actor, now: datetime) -> UUID:
    """A holder reports about a certificate of their own; without a number it is the one they were given last.

    Raises NothingToReportOn, Invalid for what is no number, NotFound for another's.
    """
    actor.must(Permission.KEEP_OWN_FILE)
    async with transaction() as connection:
        file = await people.own_file(actor)
        await people.lock(file.id, connection=connection)
        issued = await _own(file.id, command.certificate)
        [content] = await personal_data.keep([About(file.person, {"text": command.text})], at=now)
        row = SelfReport(adviser=file.id, certificate=issued.id, content=content, reported_by=actor.account, reported_at=now)
        await SelfReport.insert(row)
        await audit.record(Action.SELF_REPORTED, row.id, actor=actor, at=now, facts={"certificate": issued.number})
    made: UUID = row.id
    return made


async def _own(adviser: UUID, number: str | None) -> Issued:
    held = await certificates.of_advisers((await merging.same_as([adviser]))[adviser])
    if not held:
        raise NothingToReportOn
    if number is None:
        return held[-1]
    try:
        wanted = read_certificate_number(number)
    except Invalid as error:
        raise Invalid([Fault("certificate", fault.text, fault.facts) for fault in error.faults]) from error
    found = next((each for each in held if each.number == wanted), None)
    if found is None:
        raise NotFound
    return found


async def conclude(wanted: UUID, command: ConcludeReport, *, actor: Actor, now: datetime) -> None:
    """A certifier of the body has seen it, and says what follows; the certificate's status stays as it is.

    Raises ReportSeen; NotFound for another body's.
    """
    actor.must(Permission.DECIDE_CERTIFICATES)
    actor.must_be_in_person()
    async with transaction() as connection:
        found = await one(wanted)
        actor.must_for(Permission.DECIDE_CERTIFICATES, found.body)
        await people.lock(found.adviser, connection=connection)
        if (await one(wanted)).seen_at is not None:
            raise ReportSeen
        if found.person in await merging.same_person_as(actor.person or found.person):
            raise NotFound
        [conclusion] = await personal_data.keep([About(found.person, {"conclusion": command.conclusion})], at=now)
        await SelfReport.update(
            {SelfReport.seen_by: actor.account, SelfReport.seen_at: now, SelfReport.conclusion: conclusion}
        ).where(SelfReport.id == wanted)
        await audit.record(Action.SELF_REPORT_SEEN, wanted, actor=actor, at=now, facts={"certificate": found.certificate})


async def one(wanted: UUID) -> Report:
    """One report; raises NotFound."""
    found = await _reports(SelfReport.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def reports_for(actor: Actor) -> list[Report]:
    """Those about certificates of the actor's body, the oldest first; an auditor sees all."""
    actor.must(Permission.READ_CERTIFICATES)
    if actor.sees_everything:
        return await _reports(None)
    own = list(actor.organisations_where(Permission.READ_CERTIFICATES))
    if not own:
        return []
    issued = Certificate.select(Certificate.id).where(Certificate.scheme_version.certification_body.is_in(own))
    return await _reports(SelfReport.certificate.is_in(issued))


async def own_reports(actor: Actor) -> list[Report]:
    """What a holder reported, the oldest first."""
    actor.must(Permission.KEEP_OWN_FILE)
    file = await people.own_file(actor)
    return await _reports(SelfReport.adviser == file.id)


async def _reports(where: Any) -> list[Report]:  # noqa: ANN401  a Piccolo condition has no one type
    query = SelfReport.select(
        *SelfReport.all_columns(),
        SelfReport.adviser.person.as_alias("person"),
        SelfReport.certificate.number.as_alias("number"),
        SelfReport.certificate.scheme_version.certification_body.as_alias("body"),
        SelfReport.seen_by.person.as_alias("seer"),
    )
    rows = await (query if where is None else query.where(where)).order_by(SelfReport.reported_at)
    return [
        Report(
            id=row["id"],
            adviser=row["adviser"],
            person=row["person"],
            certificate=row["number"],
            body=row["body"],
            content=row["content"],
            reported_at=row["reported_at"],
            seen_by=row["seer"],
            seen_at=row["seen_at"],
            conclusion=row["conclusion"],
        )
        for row in rows
    ]
