"""What the registry knows beside the rows of a list, and beside who judges them: one rule before and at the decision."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.certificates import rules as certificate_rules
from registry.certificates import service as certificates
from registry.certificates.errors import AlreadyCertified
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.dossiers import holds
from registry.dossiers import reading as dossier_reading
from registry.dossiers.judging import person_of
from registry.dossiers.rules import is_undecided
from registry.dossiers.tables import Dossier
from registry.impartiality import rules as impartiality_rules
from registry.impartiality import service as impartiality
from registry.impartiality.rules import Judge, Subject
from registry.impartiality.rules import Known as Relation
from registry.people import duplicates, merging
from registry.people import service as people
from registry.people.duplicates import Everyone
from registry.people.rules import same_email_key, same_name_key
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.takeovers import rules
from registry.takeovers.rules import Holder, Line, Problem, Seen
from registry.texts import Text
from registry.transactions import fetch

_ON_RECORD = """
SELECT certificate.snapshot::jsonb->'takenOver'->>'number' AS number FROM takeover_row
    JOIN takeover ON takeover.id = takeover_row.takeover JOIN certificate ON certificate.id = takeover_row.certificate
WHERE takeover.scheme = $1 AND lower(takeover.issuer) = lower($2) AND NOT EXISTS (
    SELECT 1 FROM certificate_event WHERE certificate_event.certificate = certificate.id AND kind = 'voided')
"""
_NOBODY = UUID(int=0)
"""Somebody who is not registered yet: only what keeps the certifier from judging anyone stands in the way."""
_EMPLOYERS = """
SELECT person, employer FROM employment
WHERE person = ANY($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A list as it was judged: its rows, what the registry knows beside each, and everything that is in the way."""

    lines: tuple[Line, ...]
    seen: Mapping[int, Seen]
    problems: tuple[Problem, ...]

    @property
    def undecided(self) -> list[int]:
        """The rows whose holder may be known already, and nobody said that they are not."""
        return [line.row for line in self.lines if rules.open_doubts(line, self.seen[line.row])]


def must_judge(actor: Actor) -> None:
    """Raises NotAllowed for who is no certifier, and for a program."""
    actor.must(Permission.DECIDE_CERTIFICATES)
    actor.must_be_in_person()


async def version_for(actor: Actor, scheme: UUID, *, now: datetime) -> Version:
    """The version by which certificates are taken over; raises NotFound for a certifier of another body."""
    must_judge(actor)
    version = await schemes.version_in_force(scheme, amsterdam_day(now))
    actor.must_for(Permission.DECIDE_CERTIFICATES, version.certification_body)
    return version


async def judge(lines: Sequence[Line], version: Version, *, issuer: str, actor: Actor, now: datetime) -> Judged:
    """Everything that is in the way of this actor taking over these certificates as things stand.

    In the same number of questions however many there are.
    """
    day, person = amsterdam_day(now), person_of(actor)
    everyone = await duplicates.everyone()
    listed = {line.row: everyone.by_number[line.number] for line in lines if line.number in everyone.by_number}
    known = await _Known.of([each.adviser for each in listed.values()], version, judge=person, day=day)
    judging_one = await _Judging.of(person)
    taken = {rules.certificate_key(row["number"]) for row in await fetch(_ON_RECORD, version.scheme, issuer)}
    of_anyone = known.reasons_about(_NOBODY, frozenset(), ())
    seen = {}
    for line in lines:
        on_record = rules.certificate_key(line.certificate) in taken
        if line.row in listed:
            seen[line.row] = known.seen(line, listed[line.row].adviser, everyone, on_record=on_record)
        else:
            like = () if line.number else everyone.like(line.name, line.work_email)
            alike = tuple((each.number, str(each.name)) for each in like)
            is_judge = judging_one.may_be(line)
            seen[line.row] = Seen(alike=alike, reasons=of_anyone, is_judge=is_judge, on_record=on_record)
    found = rules.problems(lines, seen, today=day, validity_months=version.rules.validity_months)
    return Judged(tuple(lines), seen, tuple(found))


@dataclass(frozen=True, slots=True)
class _Judging:
    """The names and work addresses of who judges, under every record of theirs."""

    names: frozenset[str]
    emails: frozenset[str]

    @classmethod
    async def of(cls, person: UUID) -> "_Judging":
        own = await merging.same_person_as(person)
        rows = await fetch("SELECT work_email FROM person WHERE id = ANY($1) AND work_email IS NOT NULL", list(own))
        return cls(
            frozenset(same_name_key(name) for name in (await people.names_of(own)).values()),
            frozenset(same_email_key(row["work_email"]) for row in rows),
        )

    def may_be(self, line: Line) -> bool:
        """Somebody new who has the name or the work address of who judges."""
        email = same_email_key(line.work_email) if line.work_email else None
        return line.number is None and (same_name_key(line.name) in self.names or email in self.emails)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that a decision about holders who have a file asks, of all of them at once."""

    version: Version
    day: date
    judge: Judge
    same: Mapping[UUID, frozenset[UUID]]
    main: Mapping[UUID, UUID]
    persons: Mapping[UUID, UUID]
    employers: Mapping[UUID, frozenset[UUID]]
    relations: Mapping[UUID, Sequence[Relation]]
    held: Mapping[UUID, Sequence[Issued]]
    on_hold: frozenset[UUID]

    @classmethod
    async def of(cls, advisers: Sequence[UUID], version: Version, *, judge: UUID, day: date) -> "_Known":
        same = await merging.same_as(advisers)
        files = frozenset().union(*same.values())
        persons = await people.persons_of(files)
        held: defaultdict[UUID, list[Issued]] = defaultdict(list)
        for each in await certificates.of_advisers(files):
            held[each.adviser].append(each)
        employers: defaultdict[UUID, frozenset[UUID]] = defaultdict(frozenset)
        for row in await fetch(_EMPLOYERS, list(persons.values()), day):
            employers[row["person"]] |= {row["employer"]}
        return cls(
            version=version,
            day=day,
            judge=await impartiality.judge_of(judge, day),
            same=same,
            main=await merging.main_files(advisers),
            persons=persons,
            employers=employers,
            relations=await impartiality.relations_of(advisers),
            held=held,
            on_hold=await _on_hold(files, version),
        )

    def seen(self, line: Line, adviser: UUID, everyone: Everyone, *, on_record: bool) -> Seen:
        """What is known beside the line of a holder with a file."""
        files = sorted(self.same[adviser], key=str)
        return Seen(
            holder=Holder(self.main[adviser], tuple(everyone.files[each].name for each in files if each in everyone.files)),
            certified_until=_certified_until([each for file in files for each in self.held[file]], self.version, line),
            reasons=self._reasons(adviser),
            on_hold=bool(self.on_hold & self.same[adviser]),
            on_record=on_record,
        )

    def _reasons(self, adviser: UUID) -> tuple[Text, ...]:
        every = frozenset(self.persons[file] for file in self.same[adviser])
        return self.reasons_about(self.persons[adviser], every, self.relations[adviser])

    def reasons_about(self, person: UUID, every: frozenset[UUID], relations: Sequence[Relation]) -> tuple[Text, ...]:
        """Why this certifier may not decide about a person, of whom `every` are the records.

        A certificate of elsewhere has no evidence here.
        """
        employers = frozenset().union(*(self.employers[each] for each in every))
        found = impartiality_rules.objections(
            self.judge,
            Subject(person, frozenset(), frozenset(), employers, every - {person}),
            relations,
            day=self.day,
            look_back_months=self.version.rules.look_back_months,
        )
        return tuple(each.text for each in found)


async def _on_hold(files: Iterable[UUID], version: Version) -> frozenset[UUID]:
    """The files with an undecided dossier for the scheme that is held: nothing is decided about their holders."""
    wanted = list(files)
    found = (
        await dossier_reading.dossiers((Dossier.adviser.is_in(wanted)) & (Dossier.scheme == version.scheme)) if wanted else []
    )
    undecided = [each for each in found if is_undecided(each.state)]
    held = await holds.held_among(each.id for each in undecided)
    return frozenset(each.adviser for each in undecided if each.id in held)


def _certified_until(held: Sequence[Issued], version: Version, line: Line) -> date | None:
    """The last day of the certificate of this scheme that is in the way."""
    timelines = [each.timeline for each in held if each.scheme == version.scheme_code]
    try:
        certificate_rules.check_may_issue(timelines, valid_from=line.first_day, known_at=ALL_ON_RECORD)
    except AlreadyCertified as error:
        until = error.facts["valid_until"]
        return until if isinstance(until, date) else None
    return None
