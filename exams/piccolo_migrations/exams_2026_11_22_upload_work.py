"""Taking back a long file is work as well; work counts how often it was begun; an upload tells how many faults it had;
work tells by which key a program asked for it.

What was chosen for a file is kept with the work on it, with words about a person in it: it goes when the file is erased.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, Integer
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

from registry.transactions import engine

ID = "2026-11-22T09:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Long files are taken back in the background, and work that was begun too often ends"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION forget_upload_choices() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE upload_work SET choices = '{}' WHERE upload = OLD.upload;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER upload_file_takes_choices_along AFTER DELETE ON upload_file
        FOR EACH ROW EXECUTE FUNCTION forget_upload_choices()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    for table_class, table, column, params in (
        ("Upload", "upload", "faults", {"default": None, "null": True}),
        ("UploadWork", "upload_work", "tries", {"default": 0, "null": False}),
    ):
        manager.add_column(
            table_class_name=table_class,
            tablename=table,
            column_name=column,
            db_column_name=column,
            column_class_name="Integer",
            column_class=Integer,
            params={
                **params,
                "primary_key": False,
                "unique": False,
                "index": False,
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
            },
            schema=None,
        )
    manager.add_column(
        table_class_name="UploadWork",
        tablename="upload_work",
        column_name="api_key",
        db_column_name="api_key",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    manager.drop_constraint(
        table_class_name="UploadWork",
        tablename="upload_work",
        constraint_name="upload_work_task_is_known",
        schema=None,
    )
    manager.add_constraint(
        table_class_name="UploadWork",
        tablename="upload_work",
        constraint_name="upload_work_task_can_be_done",
        constraint_class=Check,
        params={"condition": "task IN ('preview', 'accept', 'retract')"},
        schema=None,
    )
    return manager
