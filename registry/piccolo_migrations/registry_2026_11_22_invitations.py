"""Links that go out for an account, requests for a new password, and an admin who stays."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

from registry.transactions import engine


class Account(Table, tablename="account", schema=None):
    id = UUID(
        default=UUID4(),
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


ID = "2026-11-22T18:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Links that go out for an account, and an admin who stays"

STATEMENTS = (
    # Volatile, so that after the wait for its turn it sees what the one before it committed: of two admins who remove each
    # other at once, one is refused.
    """
    CREATE OR REPLACE FUNCTION keep_an_admin() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
        IF TG_TABLE_NAME = 'account' THEN
            PERFORM 1 FROM membership WHERE account = OLD.id AND role = 'admin' AND ended_at IS NULL;
        ELSE
            PERFORM 1 FROM account WHERE id = OLD.account AND disabled_at IS NULL AND password_hash <> '';
        END IF;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('an admin stays'));
        IF NOT EXISTS (SELECT 1 FROM membership JOIN account ON account.id = membership.account
                WHERE membership.role = 'admin' AND membership.ended_at IS NULL
                    AND account.disabled_at IS NULL AND account.password_hash <> '') THEN
            RAISE EXCEPTION 'this is the last admin who can sign in' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'an_admin_stays';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER account_leaves_an_admin AFTER UPDATE ON account FOR EACH ROW
        WHEN (OLD.disabled_at IS NULL AND OLD.password_hash <> ''
            AND (NEW.disabled_at IS NOT NULL OR NEW.password_hash = ''))
        EXECUTE FUNCTION keep_an_admin()
    """,
    """
    CREATE OR REPLACE TRIGGER membership_leaves_an_admin AFTER UPDATE ON membership FOR EACH ROW
        WHEN (OLD.role = 'admin' AND OLD.ended_at IS NULL
            AND (NEW.ended_at IS NOT NULL OR NEW.role <> 'admin' OR NEW.account <> OLD.account))
        EXECUTE FUNCTION keep_an_admin()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)

    manager.add_table(class_name="PasswordRequest", tablename="password_request", schema=None, columns=None)

    manager.add_table(class_name="AccountLink", tablename="account_link", schema=None, columns=None)

    manager.add_column(
        table_class_name="PasswordRequest",
        tablename="password_request",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
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
        table_class_name="PasswordRequest",
        tablename="password_request",
        column_name="address_hash",
        db_column_name="address_hash",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": True,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": True,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="PasswordRequest",
        tablename="password_request",
        column_name="asked_at",
        db_column_name="asked_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
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
        table_class_name="PasswordRequest",
        tablename="password_request",
        column_name="answered_at",
        db_column_name="answered_at",
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
        schema=None,
    )

    manager.add_column(
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": UUID4(),
            "null": False,
            "primary_key": True,
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
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="account",
        db_column_name="account",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Account,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="purpose",
        db_column_name="purpose",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": None,
            "null": False,
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
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="token_hash",
        db_column_name="token_hash",
        column_class_name="Bytea",
        column_class=Bytea,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": True,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": True,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="asked_by",
        db_column_name="asked_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Account,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.restrict,
            "target_column": None,
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

    manager.add_column(
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="recorded_at",
        db_column_name="recorded_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
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
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="expires_at",
        db_column_name="expires_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": False,
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
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="used_at",
        db_column_name="used_at",
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
        schema=None,
    )

    manager.add_column(
        table_class_name="AccountLink",
        tablename="account_link",
        column_name="withdrawn_at",
        db_column_name="withdrawn_at",
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
        schema=None,
    )

    manager.add_constraint(
        table_class_name="AccountLink",
        tablename="account_link",
        constraint_name="account_link_has_a_purpose",
        constraint_class=Check,
        params={"condition": "purpose IN ('invitation', 'first-admin', 'new-password', 'second-factor')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="AccountLink",
        tablename="account_link",
        constraint_name="account_link_ends_one_way",
        constraint_class=Check,
        params={"condition": "num_nonnulls(used_at, withdrawn_at) <= 1"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="AccountLink",
        tablename="account_link",
        constraint_name="account_link_expires_after_it_was_asked",
        constraint_class=Check,
        params={"condition": "expires_at > recorded_at"},
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="Message", tablename="message", constraint_name="message_is_of_a_known_kind", schema=None
    )

    manager.add_constraint(
        table_class_name="Message",
        tablename="message",
        constraint_name="message_has_a_known_kind",
        constraint_class=Check,
        params={
            "condition": "kind IN ('booking-requested', 'booking-accepted', 'booking-declined', 'booking-lapsed', 'booking-changed', 'booking-cancelled', 'booking-completed', 'booking-frozen', 'booking-resumed', 'booking-ended', 'booking-passed-on', 'change-asked', 'change-answered', 'days-entered', 'days-approved', 'days-rejected', 'evaluation-asked', 'evaluated', 'evaluation-replied', 'municipality-passed-on', 'days-granted', 'days-corrected', 'days-transferred', 'days-expired', 'intake-handed-over', 'watched-changed', 'invited', 'password-asked', 'password-set', 'second-factor-reset-asked', 'second-factor-removed')"
        },
        schema=None,
    )

    return manager
