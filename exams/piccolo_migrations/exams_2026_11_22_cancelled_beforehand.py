"""Approvals and registrations can be cancelled before they begin; of those that were not, one stands from a day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique

ID = "2026-11-22T09:05:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "What has not begun can be cancelled"

BEFOREHAND = "(cancelled_at AT TIME ZONE 'Europe/Amsterdam')::date < valid_from"
TABLES = (
    (
        "Approval",
        "approval",
        "approval_starts_once_a_day",
        "approval_stands_once_a_day",
        ["provider", "track", "approved", "valid_from"],
        "approval_is_cancelled_beforehand",
    ),
    (
        "ExaminerRegistration",
        "examiner_registration",
        "examiner_registration_is_made_once",
        "examiner_registration_stands_once",
        ["provider", "person", "capacity", "valid_from"],
        "examiner_registration_is_cancelled_beforehand",
    ),
    (
        "ExaminerApproval",
        "examiner_approval",
        "examiner_approval_starts_once_a_day",
        "examiner_approval_stands_once_a_day",
        ["registration", "track", "part_code", "valid_from"],
        "examiner_approval_is_cancelled_beforehand",
    ),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)
    for table, name, was_once, once, columns, beforehand in TABLES:
        where = {"table_class_name": table, "tablename": name, "schema": None}
        manager.add_column(
            column_name="cancelled_at",
            db_column_name="cancelled_at",
            column_class_name="Timestamptz",
            column_class=Timestamptz,
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
            **where,
        )
        manager.add_constraint(
            constraint_name=once,
            constraint_class=Unique,
            params={"columns": [*columns, "cancelled_at"], "nulls_distinct": False},
            **where,
        )
        manager.add_constraint(
            constraint_name=beforehand,
            constraint_class=Check,
            params={"condition": BEFOREHAND},
            **where,
        )
        manager.drop_constraint(constraint_name=was_once, **where)
    return manager
