"""What stood before gets the values that every row must have now."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean, Integer, Varchar

from registry.transactions import engine

ID = "2026-11-22T07:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "Values of the new columns"

STAYING = ("track_version", "exam_part", "result")
FILL = (
    *(f"ALTER TABLE {table} DISABLE TRIGGER {table}_stays" for table in STAYING),
    "UPDATE track_version SET audience = 'adviser' WHERE audience IS NULL",
    "UPDATE exam_part SET weight = 1, absence_uses_attempt = false WHERE weight IS NULL",
    "UPDATE result SET nature = 'recorded' WHERE nature IS NULL",
    *(f"ALTER TABLE {table} ENABLE TRIGGER {table}_stays" for table in STAYING),
    # Until now the body approved a provider with all its examiners: each of them was approved with it.
    """
    INSERT INTO examiner_approval (id, registration, track, part_code, approved_by, valid_from, valid_to, recorded_at)
    SELECT gen_random_uuid(), registration.id, approval.track, NULL, approval.approved_by,
        approval.valid_from, approval.valid_to, approval.recorded_at
    FROM examiner_registration registration
        JOIN approval ON approval.provider = registration.provider AND approval.approved = 'examine'
    WHERE registration.capacity = 'examiner'
    ON CONFLICT DO NOTHING
    """,
)
COLUMNS = (
    ("TrackVersion", "track_version", "audience", Varchar),
    ("ExamPart", "exam_part", "weight", Integer),
    ("ExamPart", "exam_part", "absence_uses_attempt", Boolean),
    ("Result", "result", "nature", Varchar),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def fill() -> None:
        for statement in FILL:
            await engine().run_ddl(statement)

    manager.add_raw(fill)
    for table_class, table, column, kind in COLUMNS:
        manager.alter_column(
            table_class_name=table_class,
            tablename=table,
            column_name=column,
            db_column_name=column,
            params={"null": False},
            old_params={"null": True},
            column_class=kind,
            old_column_class=kind,
            schema=None,
        )
    return manager
