"""What an audit pack holds of a certificate: the case that is judged anew, the sealed acts, and all of it as people read it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from registry.audit import chain
from registry.people import service as people
from registry.personal_data import service as personal_data
from registry.rechecking import reading
from registry.rechecking.reading import Parts, Row
from registry.transactions import fetch

_TRAIL = f"""
SELECT seal.place, seal.digest, timestamptz_send(seal.sealed_at) AS sealed, before.digest AS before, {chain.ENTRY}
FROM audit_entry LEFT JOIN audit_seal AS seal ON seal.entry = audit_entry.id
    LEFT JOIN audit_seal AS before ON before.place = seal.place - 1
WHERE audit_entry.subject = ANY($1) ORDER BY audit_entry.id
"""  # noqa: S608  our own columns
_NOTES = """
SELECT step, personal, recorded_at FROM dossier_event WHERE dossier = $1 AND personal IS NOT NULL ORDER BY id
"""
_MEASURES = """
SELECT certificate_measure.id, kind, effective_on, reason, resolve_by, change::text AS change, explanation, remark, ending,
    preparer.person AS prepared_by, prepared_at, ender.person AS ended_by, ended_at, event
FROM certificate_measure JOIN account AS preparer ON preparer.id = certificate_measure.prepared_by
    LEFT JOIN account AS ender ON ender.id = certificate_measure.ended_by
WHERE certificate = $1 ORDER BY prepared_at
"""
_REVIEWS = """
SELECT certificate_review.id, cause, facts::text AS facts, opened_at, outcome, closed_at, account.person AS closed_by
FROM certificate_review LEFT JOIN account ON account.id = certificate_review.closed_by
WHERE certificate = $1 ORDER BY opened_at
"""
_DOCUMENTS = """
SELECT language, sha256, recorded_at FROM certificate_document WHERE certificate = $1 ORDER BY language
"""


async def case_of(certificate: UUID, parts: Parts) -> Row:
    """The case, with the entries of the audit trail that have their seal, each with the digest before it."""
    [case] = await reading.cases([certificate], parts)
    rows = await fetch(_TRAIL, _subjects(case))
    case["trail"] = [
        {
            "place": row["place"],
            "before": (row["before"] or chain.START).hex(),
            "link": chain.link(row["place"], chain.microseconds_sent(row["sealed"]), row),
            "digest": row["digest"].hex(),
        }
        for row in rows
        if row["place"] is not None
    ]
    case["unsealed"] = [row["entry"] for row in rows if row["place"] is None]
    return case


def _subjects(case: Row) -> list[UUID]:
    """What the acts on record were done to."""
    sources = [case[name]["id"] for name in ("dossier", "takeover", "measure") if case[name] is not None]
    return [UUID(each) for each in (case["certificate"]["id"], *sources, *(each["id"] for each in case["evidences"]))]


async def overview(certificate: UUID, case: Row, *, now: datetime) -> Row:
    """The same as people read it: with names and words, as far as they were not erased."""
    dossier, evidence = case["dossier"], case["values"].get(case["certificate"]["evidence"])
    content = None if evidence is None else msgspec.json.decode(evidence["value"])
    holder = case["values"].get(case["certificate"]["holder"])
    granted = next((each for each in (dossier or {"steps": ()})["steps"] if each["step"] == "granted"), None)
    told: Row = {
        "madeAt": now.isoformat(),
        "number": case["certificate"]["number"],
        "snapshot": msgspec.json.decode(case["certificate"]["snapshot"]),
        "holder": None if holder is None else msgspec.json.decode(holder["value"]),
        "decision": None if granted is None else msgspec.json.decode(granted["facts"]),
        "evidence": content,
        "notes": await _revealed(await fetch(_NOTES, UUID(dossier["id"])), ("personal",)) if dossier else [],
        "events": case["events"],
        "measures": await _revealed(await fetch(_MEASURES, certificate), ("explanation", "remark")),
        "reviews": await _revealed(await fetch(_REVIEWS, certificate), ()),
        "documents": await _revealed(await fetch(_DOCUMENTS, certificate), ()),
    }
    told["people"] = await _names(case, content, (*told["measures"], *told["reviews"]))
    return told


async def _revealed(rows: Sequence[asyncpg.Record], words: Iterable[str]) -> list[Row]:
    """Rows with the words that were written with them, in the place of their commitments."""
    kept = await personal_data.reveal(row[name] for row in rows for name in words if row[name] is not None)
    shown = []
    for row in rows:
        plain = reading.plain(row)
        plain |= {name: kept.get(row[name]) for name in words}
        shown.append(plain)
    return shown


async def _names(case: Row, content: Row | None, others: Iterable[Row]) -> Row:
    """The name of everyone who is named by number anywhere; who was erased has none."""
    wanted = {*case["persons"], case["holder"]["person"]}
    wanted |= {each[name] for each in others for name in ("prepared_by", "ended_by", "closed_by") if each.get(name)}
    for result in (content or {"results": ()})["results"]:
        wanted |= {result["examiner"], *result["trainers"]} | ({result["invigilator"]} - {None})
    names = await people.names_of(map(UUID, wanted))
    return {str(person): str(name) for person, name in sorted(names.items(), key=lambda each: str(each[0]))}
