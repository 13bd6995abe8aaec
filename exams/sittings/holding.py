"""Sittings of a provider: planning, recording and completing them, and what is known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET

from exams.sittings.errors import SittingExists
from exams.sittings.examiners import registrations_of
from exams.sittings.rules import RegistrationRow, emptying_faults, examiner_faults, identity_faults, invigilator_faults
from exams.sittings.schemas import CompleteSitting, RecordSitting, SittingFacts, SittingOut
from exams.sittings.tables import Sitting
from exams.tracks.approving import must_be_approved
from exams.tracks.rules import Approved
from exams.tracks.tables import ExamPart
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.people import service as people
from registry.people.ordering import Named
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.transactions import transaction

_FREE_TEXT = "conditions"
_SITTINGS = """
    SELECT sitting.*, track.code AS track_code, version.number AS version, part.code AS part_code, part.name_nl, part.name_en,
        (SELECT count(*) FROM result WHERE result.sitting = sitting.id AND result.nature <> 'retracted'
            AND NOT EXISTS (SELECT 1 FROM result later WHERE later.corrects = result.id)) AS results
    FROM sitting
        JOIN exam_part part ON part.id = sitting.part
        JOIN track_version version ON version.id = part.track_version
        JOIN track ON track.id = version.track
"""
"""Results stand in a topic above this one; how many there are is all that is asked of them."""
_OF_PROVIDER = f"{_SITTINGS} WHERE sitting.provider = $1 ORDER BY sitting.held_on DESC, part.position, sitting.id"
_BY_ID = f"{_SITTINGS} WHERE sitting.id = $1"


async def record_sitting(command: RecordSitting, *, actor: Actor, now: datetime) -> UUID:
    """A sitting that is planned or was held, by an approved examiner. Raises SittingExists, NotApproved, NotFound, Invalid."""
    actor.must_for(Permission.UPLOAD_RESULTS, command.provider)
    code, track = await _part(command.part)
    await must_be_approved(command.provider, track, Approved.EXAMINE, command.held_on)
    rows = await registrations_of(command.provider, track)
    held = _Held(command.held_on, command.examiner)
    faults = examiner_faults(rows, command.examiner, part=code, day=command.held_on)
    faults += _faults(command, held, rows, today=amsterdam_day(now))
    if faults:
        raise Invalid(faults)
    sitting = Sitting(recorded_at=now, **msgspec.structs.asdict(command))
    try:
        async with transaction():
            await Sitting.insert(sitting)
            told = {"provider": command.provider, "part": command.part, "day": command.held_on, "examiner": command.examiner}
            await audit.record(Action.SITTING_RECORDED, sitting.id, actor=actor, at=now, facts=told)
    except asyncpg.UniqueViolationError as error:
        raise SittingExists(day=command.held_on) from error
    made: UUID = sitting.id
    return made


async def complete_sitting(sitting: UUID, command: CompleteSitting, *, actor: Actor, now: datetime) -> None:
    """What was not known is filled in, what was is corrected or emptied; part, day and examiner stay.

    What the command leaves out stays as it is. The audit trail keeps old and new. Whoever records results of the sitting
    waits meanwhile. Raises NotFound, Invalid.
    """
    actor.must(Permission.UPLOAD_RESULTS)
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM sitting WHERE id = $1 FOR UPDATE", sitting)
        row = await connection.fetchrow(_BY_ID, sitting)
        if row is None:
            raise NotFound
        actor.must_for(Permission.UPLOAD_RESULTS, row["provider"])
        told = msgspec.structs.asdict(command).items()
        new = {name: value for name, value in told if value is not UNSET and value != row[name]}
        if not new:
            return
        _, track = await _part(row["part"])
        changed, held = SittingFacts(**new), _Held(row["held_on"], row["examiner"])
        faults = _faults(changed, held, await registrations_of(row["provider"], track), today=amsterdam_day(now))
        faults += emptying_faults([name for name in new if new[name] is None], results=row["results"])
        if faults:
            raise Invalid(faults)
        await Sitting.update(**new).where(Sitting.id == sitting)
        old = {name: row[name] for name in new}
        await _record(sitting, old, new, held, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class _Held:
    """What of a sitting never changes."""

    day: date
    examiner: UUID


def _faults(facts: SittingFacts, held: _Held, rows: Sequence[RegistrationRow], *, today: date) -> list[Fault]:
    faults = identity_faults(identity_checked=facts.identity_checked, day=held.day, today=today)
    if facts.invigilator is not None:
        faults += invigilator_faults(rows, facts.invigilator, examiner=held.examiner, day=held.day)
    return faults


async def _record(
    sitting: UUID, old: Mapping[str, Any], new: Mapping[str, Any], held: _Held, *, actor: Actor, now: datetime
) -> None:
    """Conditions are free text, in which people may be named: they are kept where they can be erased."""
    facts = {name: {"old": old[name], "new": new[name]} for name in new if name != _FREE_TEXT}
    said = About(held.examiner, {"old": old[_FREE_TEXT], "new": new[_FREE_TEXT]}) if _FREE_TEXT in new else None
    await audit.record(Action.SITTING_COMPLETED, sitting, actor=actor, at=now, facts=facts, personal=said)


async def _part(part: UUID) -> tuple[str, UUID]:
    """The code of a part and its track; raises NotFound."""
    of: Any = ExamPart
    row = await of.select(of.code, of.track_version.track.as_alias("track")).where(of.id == part).first()
    if row is None:
        raise NotFound
    return row["code"], row["track"]


async def sittings_of(provider: UUID, *, actor: Actor) -> list[SittingOut]:
    """The provider’s sittings, latest first, each with how many results stand; raises NotFound."""
    return [each.told for each in await named_sittings_of(provider, actor=actor)]


async def named_sittings_of(provider: UUID, *, actor: Actor) -> list[Named[SittingOut]]:
    """The same, each with its examiner's name."""
    actor.must_see(Permission.READ_RESULTS, provider)
    async with transaction() as connection:
        rows = await connection.fetch(_OF_PROVIDER, provider)
    return await _out(rows)


async def sitting_of(sitting: UUID, *, actor: Actor) -> SittingOut:
    """One sitting; raises NotFound."""
    actor.must(Permission.READ_RESULTS)
    async with transaction() as connection:
        rows = await connection.fetch(_BY_ID, sitting)
    if not rows:
        raise NotFound
    actor.must_see(Permission.READ_RESULTS, rows[0]["provider"])
    [found] = await _out(rows)
    return found.told


async def _out(rows: Sequence[asyncpg.Record]) -> list[Named[SittingOut]]:
    names = await people.names_of(row[who] for row in rows for who in ("examiner", "invigilator") if row[who] is not None)
    told = {person: str(name) for person, name in names.items()}
    sittings = [
        SittingOut(
            id=row["id"],
            provider=row["provider"],
            track=row["track_code"],
            version=row["version"],
            part=row["part"],
            part_code=row["part_code"],
            part_name_nl=row["name_nl"],
            part_name_en=row["name_en"],
            held_on=row["held_on"],
            examiner=row["examiner"],
            examiner_name=told.get(row["examiner"]),
            invigilator=row["invigilator"],
            invigilator_name=told.get(row["invigilator"]),
            place=row["place"],
            exam_form=row["exam_form"],
            exam_form_version=row["exam_form_version"],
            conditions=row["conditions"],
            identity_checked=row["identity_checked"],
            confidentiality_signed=row["confidentiality_signed"],
            results=row["results"],
        )
        for row in rows
    ]
    return [Named(each, names.get(each.examiner)) for each in sittings]
