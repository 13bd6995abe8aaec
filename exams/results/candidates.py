"""Reading from the database who is enrolled with a provider, under which numbers and names, and who taught them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from exams.judging.register import Candidate, Teaching
from exams.tracks.service import Version
from registry.people import merging
from registry.people import service as people
from registry.people.rules import Name
from registry.people.tables import Adviser
from registry.personal_data import access
from registry.transactions import fetch

_ENROLLED = """
SELECT enrolment.id AS enrolment, enrolment.adviser, enrolment.track_version, track_version.number AS version,
    adviser.candidate_number, person.id AS person, person.given_name, person.family_prefix, person.family_name
FROM enrolment
    JOIN track_version ON track_version.id = enrolment.track_version
    JOIN adviser ON adviser.id = enrolment.adviser
    JOIN person ON person.id = adviser.person
WHERE enrolment.provider = $1 AND track_version.track = $2 AND person.erased_at IS NULL
ORDER BY candidate_number
"""
_FILES = """
SELECT adviser.id AS adviser, candidate_number, person.id AS person, given_name, family_prefix, family_name
FROM adviser JOIN person ON person.id = adviser.person
WHERE adviser.id = ANY($1) AND person.erased_at IS NULL
"""
_TAUGHT = """
SELECT DISTINCT ON (COALESCE(facts ->> 'insteadOf', origin::text)) adviser, person, valid_from, valid_to FROM relation
WHERE kind = 'taught' AND person = ANY($1) AND adviser = ANY($2)
ORDER BY COALESCE(facts ->> 'insteadOf', origin::text), id DESC
"""
"""A relation is of two persons and names no provider; where its days were changed, the last that was reported counts."""


@dataclass(frozen=True, slots=True)
class _File:
    """A candidate number with the name that goes with it."""

    adviser: UUID
    number: str
    given_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who is enrolled in the version, by number; who is in others only; and the numbers that are of the same person."""

    enrolled: Mapping[str, Candidate]
    other_versions: Mapping[str, tuple[int, ...]]
    same_person: Mapping[str, str]


async def candidates_of(provider: UUID, version: Version, *, examiners: Collection[UUID]) -> Candidates:
    """The candidates of a provider in a version of a track, with what these examiners taught them wherever that was."""
    files: dict[UUID, _File] = {}
    enrolments: dict[UUID, UUID] = {}
    elsewhere: defaultdict[UUID, set[int]] = defaultdict(set)
    for row in await fetch(_ENROLLED, provider, version.track):
        files[row["adviser"]] = _file(row)
        if row["track_version"] == version.id:
            enrolments[row["adviser"]] = row["enrolment"]
        else:
            elsewhere[row["adviser"]].add(row["version"])
    same = await merging.same_as(files)
    merged = [group for group in set(same.values()) if len(group) > 1]
    if merged:
        files |= {row["adviser"]: _file(row) for row in await fetch(_FILES, list(frozenset().union(*merged)))}
    lessons = await _lessons(examiners, files)
    return Candidates(
        enrolled={
            files[adviser].number: _candidate(files[adviser], enrolment, same[adviser], files, lessons)
            for adviser, enrolment in enrolments.items()
        },
        other_versions=_other_versions(elsewhere, enrolments, files, same),
        same_person=_same_person(merged, enrolments, files),
    )


def _file(row: asyncpg.Record) -> _File:
    access.noted([row["person"]])
    name = Name(row["given_name"], row["family_prefix"], row["family_name"])
    return _File(row["adviser"], row["candidate_number"], name.given, whole_family_name(name))


def whole_family_name(name: Name) -> str:
    """The family name with its prefix before it: `van der Meer`."""
    return f"{name.prefix} {name.family}" if name.prefix else name.family


async def _lessons(examiners: Collection[UUID], files: Iterable[UUID]) -> defaultdict[UUID, list[Teaching]]:
    """What each examiner taught, under whatever record of themselves; told of the record that examines."""
    lessons: defaultdict[UUID, list[Teaching]] = defaultdict(list)
    known_as = await _records_of(examiners)
    for row in await fetch(_TAUGHT, list(known_as), list(files)):
        for examiner in known_as[row["person"]]:
            lessons[row["adviser"]].append(Teaching(examiner, row["valid_from"], row["valid_to"]))
    return lessons


async def _records_of(examiners: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Every record of these examiners, merged files among them, with the examiners that it is a record of."""
    records = {each: {each} for each in examiners}
    own = await Adviser.select(Adviser.id, Adviser.person).where(Adviser.person.is_in(list(examiners))) if examiners else []
    same = await merging.same_as(row["id"] for row in own)
    persons = await people.persons_of(frozenset().union(*same.values()))
    for row in own:
        for file in same[row["id"]]:
            records.setdefault(persons[file], set()).add(row["person"])
    return records


def _candidate(
    own: _File,
    enrolment: UUID,
    group: frozenset[UUID],
    files: Mapping[UUID, _File],
    lessons: Mapping[UUID, list[Teaching]],
) -> Candidate:
    others = [files[each] for each in group if each in files and each != own.adviser]
    return Candidate(
        number=own.number,
        adviser_id=own.adviser,
        enrolment_id=enrolment,
        given_name=own.given_name,
        family_name=own.family_name,
        taught_by=tuple(lesson for each in group for lesson in lessons.get(each, ())),
        also_named=tuple(sorted((each.given_name, each.family_name) for each in others)),
    )


def _other_versions(
    elsewhere: Mapping[UUID, Collection[int]],
    enrolments: Collection[UUID],
    files: Mapping[UUID, _File],
    same: Mapping[UUID, frozenset[UUID]],
) -> dict[str, tuple[int, ...]]:
    """The versions in which a person is enrolled who is not in this one, by each of their numbers."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for adviser, numbers in elsewhere.items():
        if not any(each in enrolments for each in same[adviser]):
            for each in same[adviser]:
                if each in files:
                    found[files[each].number].update(numbers)
    return {number: tuple(sorted(numbers)) for number, numbers in found.items()}


def _same_person(
    merged: Iterable[frozenset[UUID]], enrolments: Collection[UUID], files: Mapping[UUID, _File]
) -> dict[str, str]:
    """For each other number of a person the first that is enrolled, under which everything of theirs is counted."""
    found: dict[str, str] = {}
    for group in merged:
        enrolled = sorted(files[each].number for each in group if each in enrolments)
        if enrolled:
            numbers = {files[each].number for each in group if each in files} - {enrolled[0]}
            found |= dict.fromkeys(numbers, enrolled[0])
    return found
