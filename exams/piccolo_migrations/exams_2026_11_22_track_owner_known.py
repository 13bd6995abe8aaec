"""Every track has an owner: of those that stood before, the organisation on whose behalf it was created.

The organisation that approved teaching the track is its owner; where nobody did yet, the audit trail names the account
that created the track, and with it the organisation for which that account owns schemes.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey

from registry.transactions import engine

ID = "2026-11-22T06:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Tracks have an owner"

FILL = """
    UPDATE track SET owner = coalesce(
        (SELECT approved_by FROM approval WHERE approval.track = track.id AND approved = 'teach' ORDER BY recorded_at LIMIT 1),
        (SELECT membership.organisation FROM audit_entry
            JOIN membership ON membership.account = audit_entry.account AND membership.role = 'scheme-owner'
            WHERE audit_entry.action = 'track.created' AND audit_entry.subject = track.id
            ORDER BY membership.recorded_at LIMIT 1))
    WHERE owner IS NULL
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def fill() -> None:
        await engine().run_ddl(FILL)

    manager.add_raw(fill)
    manager.alter_column(
        table_class_name="Track",
        tablename="track",
        column_name="owner",
        db_column_name="owner",
        params={"null": False},
        old_params={"null": True},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    return manager
