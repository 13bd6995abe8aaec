"""No row that must stay is changed, deleted or emptied: raw SQL, committed, on a registry at work."""

import asyncpg
import pytest

from exams.piccolo_app import APP_CONFIG as EXAMS
from exams.piccolo_migrations import exams_2026_11_22_guards as exam_guards
from exams.piccolo_migrations import exams_2026_11_22_whole_of_exams_guards as whole_guards
from registry.piccolo_app import APP_CONFIG as REGISTRY
from registry.piccolo_migrations import registry_2026_11_22_certification_guards as certification_guards
from registry.piccolo_migrations import registry_2026_11_22_engagements_guards as engagement_guards
from registry.piccolo_migrations import registry_2026_11_22_evidence_withdrawal_guards as withdrawal_guards
from registry.piccolo_migrations import registry_2026_11_22_guards as guards
from registry.piccolo_migrations import registry_2026_11_22_public_list_guards as public_list_guards
from registry.piccolo_migrations import registry_2026_11_22_work_around_exams_guards as work_guards
from registry.piccolo_migrations import registry_2026_11_23_credentials_guards as credential_guards
from registry.piccolo_migrations import registry_2026_11_23_public_log_guards as public_log_guards
from tests.registry.by_hand import NEW_ID, Connection, copied, digest

APPEND_ONLY = (
    *guards.APPEND_ONLY,
    *exam_guards.APPEND_ONLY,
    *whole_guards.APPEND_ONLY,
    *withdrawal_guards.APPEND_ONLY,
    *certification_guards.APPEND_ONLY,
    *engagement_guards.APPEND_ONLY,
    *public_list_guards.APPEND_ONLY,
    *credential_guards.APPEND_ONLY,
    *public_log_guards.APPEND_ONLY,
)
NEVER_DELETED = (
    *guards.NEVER_DELETED,
    *exam_guards.NEVER_DELETED,
    *work_guards.NEVER_DELETED,
    *whole_guards.NEVER_DELETED,
    *certification_guards.NEVER_DELETED,
    *engagement_guards.NEVER_DELETED,
    *public_list_guards.NEVER_DELETED,
    *credential_guards.NEVER_DELETED,
    *public_log_guards.NEVER_DELETED,
)
ERASABLE = ("personal_value", "upload_file", "certificate_document", *credential_guards.ERASABLE, *public_log_guards.ERASABLE)
MAY_BE_DELETED = {
    "session",  # one that has ended proves nothing; its sign-in and sign-out are in the audit trail
    "refresh_family",  # one that is over renews nothing; how it ended is in the audit trail
    "refresh_token",  # goes with its family
    "second_factor",  # whoever lost their app begins again
    "recovery_code",  # new ones replace the old
    "sign_in_try",  # after a day or so
    "heading_mapping",  # a provider changes its mind
    "acceptance_proposal",  # until it is accepted or declined
    "upload_work",  # how far work is
    "upload_reading",  # replaced when a file is judged again
    "idempotent_answer",  # after two days
    "saved_filter",  # whoever saved it needs it no more
    "account_link",  # one that is over proves nothing; what it did is in the audit trail
    "password_request",  # after a quarter of an hour
}
UNTOLD = (
    "adviser_merge",
    "api_key",
    "appeal",
    "appeal_event",
    "audit_seal",
    "booking_change",
    "booking_terms",
    "certificate_document",
    "certificate_review",
    "credential",
    "declared_relation",
    "declared_tie",
    "dossier_hold",
    "education_entry",
    "enrolment_file",
    "equivalence_request",
    "evaluation_reply",
    "evidence_withdrawal",
    "impartiality_waiver",
    "log_checkpoint",
    "log_cosignature",
    "log_node",
    "municipality_size",
    "realisation_plan",
    "renewal_reminder",
    "reorganisation",
    "reorganised_municipality",
    "self_report",
    "set_aside_row",
    "signing_key",
    "status_list",
    "status_place",
    "takeover",
    "takeover_row",
)
"""Tables in which the demo story leaves no row; their triggers are looked up in `test_migrations.py`."""
TOLD_APPEND_ONLY = [table for table in APPEND_ONLY if table not in UNTOLD]
TOLD_ERASABLE = [table for table in ERASABLE if table not in UNTOLD]
TOLD = [table for table in (*APPEND_ONLY, *NEVER_DELETED, *ERASABLE) if table not in UNTOLD]


async def test_the_story_leaves_nothing_elsewhere(connection: Connection) -> None:
    """A table in which it does leave rows is tested with them."""
    assert [table for table in UNTOLD if await digest(connection, table) is not None] == []


def test_every_table_is_guarded_in_one_way(schema: None) -> None:
    """A table is append-only, or its rows are never deleted, or they go by erasure; or there is a reason."""
    guarded = [*APPEND_ONLY, *NEVER_DELETED, *ERASABLE]
    tables = {table._meta.tablename for app in (REGISTRY, EXAMS) for table in app.table_classes}  # noqa: SLF001  Piccolo's own way
    assert len(guarded) == len(set(guarded))
    assert tables - set(guarded) == MAY_BE_DELETED
    assert set(guarded) <= tables


@pytest.mark.parametrize("table", TOLD)
async def test_no_row_is_deleted(connection: Connection, table: str) -> None:
    """Not one, and not all; what there was is there."""
    before = await digest(connection, table)
    assert before is not None, f"the story leaves nothing in {table}"
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute(f"DELETE FROM {table}")  # noqa: S608  name of a table
    assert await digest(connection, table) == before


@pytest.mark.parametrize("table", [*TOLD_APPEND_ONLY, *TOLD_ERASABLE])
async def test_no_row_is_changed(connection: Connection, table: str) -> None:
    """Not in any column, not even to what it was."""
    columns = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1", table
    )
    assert columns
    for row in columns:
        name = row["column_name"]
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(f'UPDATE {table} SET "{name}" = "{name}"')  # noqa: S608  names of table and column


@pytest.mark.parametrize("table", TOLD)
async def test_no_table_is_emptied(connection: Connection, table: str) -> None:
    """TRUNCATE, alone or with all that depends on it, is refused."""
    for cascade in ("", " CASCADE"):
        with pytest.raises((asyncpg.RestrictViolationError, asyncpg.FeatureNotSupportedError)) as refused:
            await connection.execute(f"TRUNCATE {table}{cascade}")
        assert cascade == "" or isinstance(refused.value, asyncpg.RestrictViolationError)


@pytest.mark.parametrize(
    "change",
    [
        "sha256 = sha256(sha256)",
        "provider = (SELECT id FROM organisation WHERE kind = 'employer')",
        "file_name = file_name || 'x'",
        "size = size + 1",
        "recorded_at = now()",
        "accepted_at = now()",
        "accepted_at = NULL, accepted_by = NULL",
        "accepted_by = (SELECT id FROM account WHERE id <> accepted_by LIMIT 1)",
    ],
)
async def test_an_upload_is_written_once(connection: Connection, change: str) -> None:
    """What was sent and accepted stays; only retracting can follow, once."""
    with pytest.raises(asyncpg.RestrictViolationError, match="accepted once"):
        await connection.execute(f"UPDATE upload SET {change}")  # noqa: S608


async def test_an_upload_is_retracted_once(connection: Connection) -> None:
    """After which the same file may be accepted again, and the retraction stays."""
    attempt = connection.transaction()
    await attempt.start()
    await connection.execute(
        "UPDATE upload SET retracted_at = now() + interval '1 day', retracted_by = accepted_by, retraction_reason = 'other'"
    )
    assert (
        await copied(
            connection, "upload", {**NEW_ID, "retracted_at": "NULL", "retracted_by": "NULL", "retraction_reason": "NULL"}
        )
        == "INSERT 0 1"
    )
    with pytest.raises(asyncpg.RestrictViolationError):
        await connection.execute("UPDATE upload SET retracted_at = NULL, retracted_by = NULL, retraction_reason = NULL")
    await attempt.rollback()


async def test_nothing_that_is_pointed_at_is_deleted(connection: Connection) -> None:
    """Even where a table's own trigger is off, the foreign keys hold on to what is used."""
    attempt = connection.transaction()
    await attempt.start()
    await connection.execute("ALTER TABLE person DISABLE TRIGGER person_stays")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await connection.execute("DELETE FROM person")
    await attempt.rollback()
