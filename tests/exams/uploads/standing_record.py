"""What is on record, in a form to compare: every row of every table, and results as they stand."""

import json

from exams.enrolments.tables import Enrolment
from exams.results import standing
from exams.results.standing import StandingResult
from registry.transactions import fetch

UNDOING_TELLS = ("audit_entry", "certificate_review", "upload", "upload_file")
"""History: who did what when, and the files themselves. Reviews are about certificates that rested on what is undone."""


async def every_row() -> set[tuple[str, str]]:
    """Each row of each table, as the name of the table and the row written out."""
    names = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'")
    found = set()
    for table in sorted(row["tablename"] for row in names):
        if table not in UNDOING_TELLS:
            rows = await fetch(f"SELECT to_jsonb(t)::text AS row FROM {table} AS t")  # noqa: S608  name of a table
            found |= {(table, row["row"]) for row in rows}
    return found


async def speaking_of(numbers: list[str]) -> set[str]:
    """Every id by which a row can speak of these candidates: person, file, enrolments, results, dossiers, evidence."""
    rows = await fetch("SELECT id::text, person::text FROM adviser WHERE candidate_number = ANY($1)", numbers)
    ids = {row["id"] for row in rows} | {row["person"] for row in rows} | set(numbers)
    for table in ("enrolment", "dossier", "evidence", "certificate"):
        query = f"SELECT id::text FROM {table} WHERE adviser::text = ANY($1)"  # noqa: S608  name of a table
        ids |= {row["id"] for row in await fetch(query, list(ids))}
    results = "SELECT id::text, content::text FROM result WHERE enrolment::text = ANY($1)"
    for row in await fetch(results, list(ids)):
        ids |= {row["id"], row["content"]}
    return ids


def rows_about(rows: set[tuple[str, str]], ids: set[str]) -> set[tuple[str, str]]:
    """The rows that name any of these ids."""
    return {(table, row) for table, row in rows if any(each in json.dumps(row) for each in ids)}


async def standing_results() -> list[tuple[object, ...]]:
    """Every result that counts, but for the row that says so: who, what, when, by whom, and where it was read."""
    enrolments = [row["id"] for row in await Enrolment.select(Enrolment.id)]
    return sorted((told(each) for each in await standing.results_of(enrolments)), key=str)


def told(result: StandingResult) -> tuple[object, ...]:
    """All that a result says, without its id and how it came to stand."""
    return (
        result.enrolment,
        result.part,
        result.attempt,
        result.sitting,
        result.held_on,
        result.outcome,
        result.score,
        result.examiner,
        result.invigilator,
        result.upload,
        result.sheet,
        result.cell,
    )
