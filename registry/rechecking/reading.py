"""The case of a certificate: all that was stored of how it came about, in the form in which it is judged anew and handed out.

Read with SQL of its own, so that a fault in what decides is no fault here too. A case is JSON: instants and days are ISO
8601, UUIDs and digests texts, and what was erased is not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from registry.rechecking import questions
from registry.transactions import fetch

Parts = Mapping[str, Mapping[str, int]]
"""Of each version of a track, as `code number`: the code of each part and its pass mark, in tenths."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Merges:
    """Which files were of one person, at any moment; and the person of each file."""

    rows: Sequence[asyncpg.Record]
    persons: Mapping[UUID, UUID]
    files: Mapping[UUID, UUID]

    def same(self, adviser: UUID, at: datetime) -> set[UUID]:
        """The files of the same person as that file's, as they were merged at a moment."""
        main = {
            row["duplicate"]: row["main"]
            for row in self.rows
            if row["merged_at"] <= at and (row["undone_at"] is None or row["undone_at"] > at)
        }
        own = main.get(adviser, adviser)
        return {own, adviser, *(duplicate for duplicate, counts_as in main.items() if counts_as == own)}

    def same_persons(self, person: UUID, at: datetime) -> list[str]:
        """Every record of that human being."""
        if person not in self.files:
            return [str(person)]
        return sorted({str(self.persons[file]) for file in self.same(self.files[person], at)} | {str(person)})


async def cases(certificates: Sequence[UUID], parts: Parts) -> list[Row]:
    """The case of each of these certificates, in the order of issue; the same number of questions for any number of them."""
    issued = await fetch(questions.CERTIFICATES, list(certificates))
    known = await _known(issued)
    return [_case(row, known, parts) for row in issued]


@dataclass(frozen=True, slots=True)
class _Known:
    """The answers, by what they are about."""

    merges: _Merges
    held: Mapping[UUID, asyncpg.Record]
    by_certificate: Mapping[str, Mapping[UUID, list[Row]]]
    by_scheme: Mapping[UUID, list[Row]]
    by_dossier: Mapping[str, Mapping[UUID, list[Row]]]
    by_adviser: Mapping[str, Mapping[UUID, list[Row]]]
    by_person: Mapping[str, Mapping[UUID, list[Row]]]
    values: Mapping[str, Row]


async def _known(issued: Sequence[asyncpg.Record]) -> _Known:
    merges = await _merges(issued)
    files = {file for row in issued for file in merges.same(row["adviser"], row["issuedAt"])}
    ids = [row["id"] for row in issued]
    predecessors = [row["predecessor"] for row in issued if row["predecessor"] is not None]
    held = {row["id"]: row for row in await fetch(questions.HELD, list(files), predecessors)}
    dossiers = await _asked(questions.DOSSIERS, ids, by="certificate")
    steps = await _asked(questions.STEPS, [each["id"] for rows in dossiers.values() for each in rows], by="dossier")
    takeovers = await _asked(questions.TAKEOVERS, ids, by="certificate")
    replacing = await _asked(questions.REPLACING, ids, by="certificate")
    events = await _asked(questions.EVENTS, [*held], by="certificate")
    judging = {row[name] for row in issued for name in ("preparedBy", "decidedBy")}
    judging |= {UUID(each["person"]) for rows in steps.values() for each in rows}
    for rows in (*takeovers.values(), *replacing.values()):
        judging |= {UUID(each[name]) for each in rows for name in ("preparedBy", "endedBy") if each[name]}
    merges = await _merges(issued, judging)
    persons = judging | {merges.persons[file] for file in files}
    persons |= {UUID(other) for row in issued for each in judging for other in merges.same_persons(each, row["issuedAt"])}
    of_advisers = {name: await _asked(query, list(files), by="adviser") for name, query in _OF_ADVISERS.items()}
    evidences = [bytes.fromhex(each["sha256"]) for rows in of_advisers["evidences"].values() for each in rows]
    return _Known(
        merges,
        held,
        {"dossier": dossiers, "takeover": takeovers, "measure": replacing, "events": events},
        await _versions({row["scheme"] for row in issued}),
        {"steps": steps, "holds": await _asked(questions.HOLDS, list(steps), by="dossier")},
        of_advisers,
        {name: await _asked(query, list(persons), by="person") for name, query in _OF_PERSONS.items()},
        await _values([row[name] for row in issued for name in ("holder", "evidence")] + evidences),
    )


_OF_ADVISERS = {
    "evidences": questions.EVIDENCES,
    "equivalences": questions.EQUIVALENCES,
    "relations": questions.RELATIONS,
    "waivers": questions.WAIVERS,
}
_OF_PERSONS = {
    "employments": questions.EMPLOYMENTS,
    "memberships": questions.MEMBERSHIPS,
    "statements": questions.STATEMENTS,
}


async def _merges(issued: Sequence[asyncpg.Record], persons: Iterable[UUID] = ()) -> _Merges:
    rows = await fetch(questions.MERGES)
    files = {row["adviser"] for row in issued} | {row[name] for row in rows for name in ("duplicate", "main")}
    found = await fetch(questions.FILES, list(files), list(persons))
    return _Merges(rows, {row["adviser"]: row["person"] for row in found}, {row["person"]: row["adviser"] for row in found})


async def _versions(schemes: Iterable[UUID]) -> Mapping[UUID, list[Row]]:
    versions = await _asked(questions.VERSIONS, list(schemes), by="schemeId")
    every = [UUID(each["id"]) for rows in versions.values() for each in rows]
    signatures = await _asked(questions.SIGNATURES, every, by="version")
    for rows in versions.values():
        for each in rows:
            each["signatures"] = signatures.get(UUID(each["id"]), [])
    return versions


async def _values(commitments: Iterable[bytes]) -> Mapping[str, Row]:
    found = await fetch(questions.VALUES, list(set(commitments)))
    return {row["commitment"].hex(): {"salt": row["salt"].hex(), "value": row["value"]} for row in found}


async def _asked(query: str, of: Sequence[object], *, by: str) -> Mapping[UUID, list[Row]]:
    """The rows of a question, as a case has them, by what they are about."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await fetch(query, [UUID(each) if isinstance(each, str) else each for each in of]) if of else ():
        found[row[by]].append(plain(row))
    return found


def plain(row: asyncpg.Record) -> Row:
    """A row as a case has it."""
    return {name: _written(value) for name, value in row.items()}


def _written(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
    return value


def _case(issued: asyncpg.Record, known: _Known, parts: Parts) -> Row:
    at, merges = issued["issuedAt"], known.merges
    files = merges.same(issued["adviser"], at)
    versions = known.by_scheme[issued["scheme"]]
    dossier = _first(known, "dossier", issued["id"])
    sources = {name: _first(known, name, issued["id"]) for name in ("takeover", "measure")}
    events = known.by_certificate["events"].get(issued["id"], [])
    evidences = known.by_adviser["evidences"].get(issued["adviser"], [])
    persons = _persons(issued, dossier, [each for each in sources.values() if each], events, known)
    of_persons = [UUID(each) for rows in persons.values() for each in rows]
    of_persons += [merges.persons[file] for file in files]
    certificate = plain(issued)
    return {
        "format": 1,
        "certificate": {name: value for name, value in certificate.items() if name not in ("person", "version", "scheme")},
        "holder": {"person": certificate["person"], "persons": merges.same_persons(issued["person"], at)},
        "values": _values_of([certificate["holder"], certificate["evidence"], *(each["sha256"] for each in evidences)], known),
        "version": next(each for each in versions if each["id"] == certificate["version"]),
        "versions": versions,
        "predecessor": _predecessor(issued, known),
        "dossier": dossier,
        **sources,
        "events": events,
        "evidences": evidences,
        "parts": {name: dict(parts[name]) for name in sorted({_track(each) for each in evidences} & parts.keys())},
        "persons": persons,
        **{
            name: [each for file in sorted(files) for each in known.by_adviser[name].get(file, ())]
            for name in ("equivalences", "relations", "waivers")
        },
        **{
            name: [each for person in sorted(set(of_persons)) for each in known.by_person[name].get(person, ())]
            for name in _OF_PERSONS
        },
        "others": _others(issued, files, known),
    }


def _track(evidence: Row) -> str:
    return f"{evidence['track']} {evidence['trackVersion']}"


def _first(known: _Known, name: str, certificate: UUID) -> Row | None:
    rows = known.by_certificate[name].get(certificate)
    if not rows:
        return None
    if name != "dossier":
        return rows[0]
    of = UUID(rows[0]["id"])
    return {**rows[0], **{each: known.by_dossier[each].get(of, []) for each in ("steps", "holds")}}


def _persons(
    issued: asyncpg.Record, dossier: Row | None, sources: Sequence[Row], events: Sequence[Row], known: _Known
) -> dict[str, list[str]]:
    """Everyone who acted, with the records of the same human being at the moment of issue."""
    acting = {str(issued["preparedBy"]), str(issued["decidedBy"])}
    acting |= {each["person"] for each in (dossier or {"steps": ()})["steps"]}
    asked = known.by_adviser["equivalences"].get(issued["adviser"], ())
    acting |= {each[name] for each in asked for name in ("preparedBy", "decidedBy") if each[name]}
    acting |= {each[name] for each in sources for name in ("preparedBy", "endedBy") if each[name]}
    acting |= {each[name] for each in events for name in ("preparedBy", "decidedBy") if each[name]}
    return {each: known.merges.same_persons(UUID(each), issued["issuedAt"]) for each in sorted(acting)}


def _values_of(commitments: Iterable[str], known: _Known) -> Row:
    return {each: known.values[each] for each in commitments if each in known.values}


def _predecessor(issued: asyncpg.Record, known: _Known) -> Row | None:
    row = known.held.get(issued["predecessor"])
    return None if row is None else plain(row)


def _others(issued: asyncpg.Record, files: set[UUID], known: _Known) -> list[Row]:
    """The certificates of the same person and scheme that were issued before this one, with their events."""
    events = known.by_certificate["events"]
    own = _granted(events.get(issued["id"], ()))
    return [
        {**plain(row), "events": events.get(row["id"], [])}
        for row in known.held.values()
        if row["adviser"] in files and row["scheme"] == issued["scheme"] and _granted(events.get(row["id"], ())) < own
    ]


def _granted(events: Iterable[Row]) -> int:
    """Which event it was that granted it: the order of issue."""
    return next((each["id"] for each in events if each["kind"] == "granted"), 0)
