"""Holders are told that the file of their certificate was replaced; and a seal is no use of a signing key: its key is elsewhere."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-23T00:00:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "Telling of replaced files, and uses of keys without the seal"
_KINDS = (
    "'booking-requested', 'booking-accepted', 'booking-declined', 'booking-lapsed', 'booking-changed', "
    "'booking-cancelled', 'booking-completed', 'booking-frozen', 'booking-resumed', 'booking-ended', "
    "'booking-passed-on', 'change-asked', 'change-answered', 'days-entered', 'days-approved', 'days-rejected', "
    "'evaluation-asked', 'evaluated', 'evaluation-replied', 'municipality-passed-on', 'days-granted', "
    "'days-corrected', 'days-transferred', 'days-expired', 'intake-handed-over', 'watched-changed', "
    "'certificate-file-replaced', 'invited', "
    "'password-asked', 'password-set', 'second-factor-reset-asked', 'second-factor-removed', "
    "'second-factor-set-up', 'recovery-codes-made'"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.drop_constraint(
        table_class_name="Message",
        tablename="message",
        schema=None,
        constraint_name="message_has_a_kind_of_ours",
    )
    manager.add_constraint(
        table_class_name="Message",
        tablename="message",
        schema=None,
        constraint_name="message_kind_is_ours",
        constraint_class=Check,
        params={"condition": f"kind IN ({_KINDS})"},
    )
    manager.drop_constraint(
        table_class_name="SigningKey",
        tablename="signing_key",
        schema=None,
        constraint_name="signing_key_use_is_known",
    )
    manager.add_constraint(
        table_class_name="SigningKey",
        tablename="signing_key",
        schema=None,
        constraint_name="signing_key_use_is_ours",
        constraint_class=Check,
        params={"condition": "use IN ('credential', 'log')"},
    )
    return manager
