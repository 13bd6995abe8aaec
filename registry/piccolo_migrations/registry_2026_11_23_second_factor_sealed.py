"""Which session a second factor was offered in, and what is told of a change of it.

Secrets that lie as they are get sealed when the registry next serves: no migration knows the key.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-23T00:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "The session a second factor is offered in, and telling of its changes"
_KINDS = (
    "'booking-requested', 'booking-accepted', 'booking-declined', 'booking-lapsed', 'booking-changed', "
    "'booking-cancelled', 'booking-completed', 'booking-frozen', 'booking-resumed', 'booking-ended', "
    "'booking-passed-on', 'change-asked', 'change-answered', 'days-entered', 'days-approved', 'days-rejected', "
    "'evaluation-asked', 'evaluated', 'evaluation-replied', 'municipality-passed-on', 'days-granted', "
    "'days-corrected', 'days-transferred', 'days-expired', 'intake-handed-over', 'watched-changed', 'invited', "
    "'password-asked', 'password-set', 'second-factor-reset-asked', 'second-factor-removed', "
    "'second-factor-set-up', 'recovery-codes-made'"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_column(
        table_class_name="SecondFactor",
        tablename="second_factor",
        column_name="offered_in",
        db_column_name="offered_in",
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
        table_class_name="Message",
        tablename="message",
        schema=None,
        constraint_name="message_has_a_known_kind",
    )
    manager.add_constraint(
        table_class_name="Message",
        tablename="message",
        schema=None,
        constraint_name="message_has_a_kind_of_ours",
        constraint_class=Check,
        params={"condition": f"kind IN ({_KINDS})"},
    )
    return manager
