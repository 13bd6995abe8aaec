"""A hold that was lifted can be set again for the same case; of those that were not, one stands."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Unique

ID = "2026-11-22T10:07:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "A dossier can be held again for the same case"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_constraint(
        table_class_name="DossierHold",
        tablename="dossier_hold",
        schema=None,
        constraint_name="dossier_hold_stands_once",
        constraint_class=Unique,
        params={"columns": ["dossier", "cause", "lifted_at"], "nulls_distinct": False},
    )
    manager.drop_constraint(
        table_class_name="DossierHold",
        tablename="dossier_hold",
        schema=None,
        constraint_name="dossier_hold_is_set_once",
    )
    return manager
