"""The migrations make the tables that the code has, may run twice, and make what they name."""

import asyncio
import os
import re
import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.conf.apps import AppConfig

from config import database as migrations
from exams.piccolo_app import APP_CONFIG as EXAMS
from exams.piccolo_migrations import exams_2026_11_22_enrolment_files_guards as enrolment_guards
from exams.piccolo_migrations import exams_2026_11_22_guards as exam_guards
from exams.piccolo_migrations import exams_2026_11_22_upload_work as upload_work
from exams.piccolo_migrations import exams_2026_11_22_waiting_enrolments_guards as waiting_guards
from exams.piccolo_migrations import exams_2026_11_22_whole_of_exams_guards as whole_guards
from exams.piccolo_migrations.exams_2026_11_22_track_owner_known import FILL
from exams.tracks import service as tracks
from exams.tracks.rules import PartIn
from exams.tracks.schemas import CreateTrack
from registry.piccolo_app import APP_CONFIG as REGISTRY
from registry.piccolo_migrations import registry_2026_11_22_certification_guards as certification_guards
from registry.piccolo_migrations import registry_2026_11_22_changes_by_day as changes_by_day
from registry.piccolo_migrations import registry_2026_11_22_documents_guards as document_guards
from registry.piccolo_migrations import registry_2026_11_22_dossiers_guards as dossier_guards
from registry.piccolo_migrations import registry_2026_11_22_engagements_guards as engagement_guards
from registry.piccolo_migrations import registry_2026_11_22_evidence_withdrawal_guards as withdrawal_guards
from registry.piccolo_migrations import registry_2026_11_22_faster_bookings as faster_bookings
from registry.piccolo_migrations import registry_2026_11_22_guards as guards
from registry.piccolo_migrations import registry_2026_11_22_invitations as invitations
from registry.piccolo_migrations import registry_2026_11_22_judging as judging
from registry.piccolo_migrations import registry_2026_11_22_merged_files_guards as merged_guards
from registry.piccolo_migrations import registry_2026_11_22_personal_data as personal_data
from registry.piccolo_migrations import registry_2026_11_22_public_list_guards as public_list_guards
from registry.piccolo_migrations import registry_2026_11_22_saved_filters as saved_filters
from registry.piccolo_migrations import registry_2026_11_22_schemes_guards as scheme_guards
from registry.piccolo_migrations import registry_2026_11_22_standing_guards as standing_guards
from registry.piccolo_migrations import registry_2026_11_22_takeovers_guards as takeover_guards
from registry.piccolo_migrations import registry_2026_11_22_work_around_exams_guards as work_guards
from registry.piccolo_migrations import registry_2026_11_23_credentials_guards as credential_guards
from registry.piccolo_migrations import registry_2026_11_23_employers_renamed_guards as renamed_guards
from registry.piccolo_migrations import registry_2026_11_23_public_log_guards as public_log_guards
from registry.transactions import engine, transaction
from tests.registry import making
from tests.registry.making import BEFORE

REGISTRY_STATEMENTS = (
    *guards.REFUSALS,
    *guards.PERSONAL,
    *guards.PEOPLE,
    *guards.SCHEMES,
    *guards.DOSSIERS,
    *guards.CERTIFICATES,
    *guards.LEDGER,
)
CERTIFICATION_STATEMENTS = (
    *certification_guards.STAYING,
    *certification_guards.TWO_PERSONS,
    *certification_guards.REPLACING,
    *certification_guards.ERASING,
)
ALL = len([*Path("registry/piccolo_migrations").glob("*_2*.py"), *Path("exams/piccolo_migrations").glob("*_2*.py")])
STATEMENTS = (
    *REGISTRY_STATEMENTS,
    *exam_guards.STATEMENTS,
    *work_guards.STATEMENTS,
    *withdrawal_guards.STATEMENTS,
    *dossier_guards.STATEMENTS,
    *whole_guards.STATEMENTS,
    *merged_guards.STATEMENTS,
    *enrolment_guards.STATEMENTS,
    *waiting_guards.STATEMENTS,
    *upload_work.STATEMENTS,
    *CERTIFICATION_STATEMENTS,
    *scheme_guards.STATEMENTS,
    *document_guards.STATEMENTS,
    *standing_guards.STATEMENTS,
    *takeover_guards.STATEMENTS,
    *engagement_guards.STATEMENTS,
    *judging.STATEMENTS,
    *public_list_guards.STATEMENTS,
    *faster_bookings.STATEMENTS,
    *invitations.STATEMENTS,
    *personal_data.STATEMENTS,
    *changes_by_day.STATEMENTS,
    *saved_filters.STATEMENTS,
    *credential_guards.STATEMENTS,
    *public_log_guards.STATEMENTS,
    *renamed_guards.STATEMENTS,
)


@pytest.mark.parametrize("app", [REGISTRY, EXAMS], ids=lambda app: app.app_name)
async def test_tables_and_migrations_agree(app: AppConfig, schema: None) -> None:
    """A change of a table without its migration shows here."""
    alter = await AutoMigrationManager().get_alter_statements(app_config=app)
    assert [statement for each in alter for statement in each.statements] == []


async def test_migrating_again_does_nothing(schema: None) -> None:
    """All have run; the registry is ready."""
    assert await migrations.migrate() == []
    assert (await migrations.is_ready()).ready


MIGRATE = "import asyncio; from config import database; print(len(asyncio.run(database.migrate())))"


async def _migrated(url: str) -> int:
    """How many migrations another process runs on that database."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MIGRATE,
        env={**os.environ, "REGISTRY_DATABASE_URL": url, "PICCOLO_CONF": "config.piccolo_conf"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0
    return int(told)


async def test_a_fresh_database_migrates_and_one_that_was_cut_off_goes_on(database_url: str, schema: None) -> None:
    """From nothing to all of it, once when two start together; guards that were made but not noted down are made again."""
    async with asyncpg.create_pool(database_url, min_size=1, max_size=1) as pool:
        await pool.execute("DROP DATABASE IF EXISTS fresh")
        await pool.execute("CREATE DATABASE fresh")
    fresh = urlsplit(database_url)._replace(path="/fresh").geturl()
    assert sorted(await asyncio.gather(_migrated(fresh), _migrated(fresh))) == [0, ALL]
    assert await _migrated(fresh) == 0
    connection = await asyncpg.connect(fresh)
    await connection.execute("DELETE FROM migration WHERE name = ANY($1)", [guards.ID, exam_guards.ID])
    await connection.close()
    assert await _migrated(fresh) == 2


async def test_guards_may_run_twice(schema: None) -> None:
    """A migration that was cut off runs again."""
    before = await _functions()
    for statement in STATEMENTS:
        await engine().run_ddl(statement)
    assert await _functions() == before


async def _functions() -> set[str]:
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT pg_get_functiondef(oid) AS body FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang = "
            "(SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
        )
    return {row["body"] for row in rows}


def named(pattern: str) -> set[str]:
    """The names that the migrations give to something."""
    return {name for statement in STATEMENTS for name in re.findall(pattern, statement)}


async def test_every_trigger_exists_and_is_on(schema: None) -> None:
    """Each trigger that the migrations name is in the database, and switched on; and no other."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
        )
    assert {row["tgname"] for row in rows} == named(r"TRIGGER (?:IF EXISTS )?(\w+)")
    assert {row["tgenabled"] for row in rows} == {b"O"}
    assert len(rows) > 90


async def test_every_partial_index_exists(schema: None) -> None:
    """Each unique index that the migrations name is in the database, unique and valid; and every sequence."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT relname, indisvalid AS holds FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE indpred IS NOT NULL AND indisunique AND relnamespace = 'public'::regnamespace"
        )
        sequences = await connection.fetch("SELECT sequencename FROM pg_sequences")
    assert {row["relname"] for row in rows} == named(r"UNIQUE INDEX IF NOT EXISTS (\w+)")
    assert all(row["holds"] for row in rows)
    assert named(r"SEQUENCE IF NOT EXISTS (\w+)") <= {row["sequencename"] for row in sequences}


async def test_every_check_of_the_tables_exists(schema: None) -> None:
    """Each check and unique constraint that a table names is in the database."""
    wanted = {
        constraint._meta.name  # noqa: SLF001  Piccolo's own way
        for app in (REGISTRY, EXAMS)
        for table in app.table_classes
        for constraint in table._meta.constraints  # noqa: SLF001  likewise
    }
    async with transaction() as connection:
        rows = await connection.fetch("SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace")
    assert len(wanted) > 50
    assert wanted <= {row["conname"] for row in rows}


async def test_no_foreign_key_cascades(schema: None) -> None:
    """Deleting or renumbering a row never takes others along: every foreign key restricts both."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT conname, confdeltype, confupdtype FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        )
    assert len(rows) > 60
    assert [row["conname"] for row in rows if (row["confdeltype"], row["confupdtype"]) != (b"r", b"r")] == []


async def test_no_column_has_a_default_that_invents_a_value(schema: None) -> None:
    """Who forgets a value is told so: a required column is given, but for numbers in order and empty lists."""
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT table_name, column_name, column_default FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'migration' AND column_default IS NOT NULL"
        )
    invented = [tuple(row.values()) for row in rows if not row["column_default"].startswith(("nextval(", "NULL"))]
    assert {default for _, _, default in invented} <= {
        "gen_random_uuid()",
        "uuid_generate_v4()",
        "'{}'::character varying[]",
        "'{}'::integer[]",
        "ARRAY[]::character varying[]",
        "'{}'::jsonb",
        "0",
    }


async def test_tracks_that_stood_before_get_their_owner(database: None) -> None:
    """The organisation that approved teaching the track owns it; until someone did, the one its creator owned schemes for."""
    world = await making.world()
    command = CreateTrack(
        owner=world.organisations["scheme-owner"],
        code="oud",
        name_nl="Oud traject",
        name_en="Old track",
        effective_from=BEFORE.date(),
        parts=[PartIn("GP", "Gemeentelijke processen", "Municipal processes", Decimal(100), Decimal(55), 14, 3, 24)],
    )
    await tracks.create(command, actor=world.owner, now=BEFORE)
    async with transaction() as connection:
        await connection.execute("ALTER TABLE track ALTER COLUMN owner DROP NOT NULL")
        await connection.execute("UPDATE track SET owner = NULL")
        await connection.execute(FILL)
        assert await connection.fetchval("SELECT owner FROM track") == world.organisations["scheme-owner"]
        approved_by = world.organisations["operator"]
        await connection.execute("UPDATE track SET owner = NULL")
        await connection.execute(
            "INSERT INTO approval (id, provider, track, approved, approved_by, valid_from, recorded_at) "
            "SELECT gen_random_uuid(), $1, id, 'teach', $2, $3, $4 FROM track",
            world.organisations["provider"],
            approved_by,
            BEFORE.date(),
            BEFORE,
        )
        await connection.execute(FILL)
        assert await connection.fetchval("SELECT owner FROM track") == approved_by
        await connection.execute("ALTER TABLE track ALTER COLUMN owner SET NOT NULL")
