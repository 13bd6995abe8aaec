"""Which certificates a newer scheme version ends: one question, asked when it is previewed and when it is signed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T10:01:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "The certificates that still count on the day a scheme version ends"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION certificates_counting_on(versions uuid[], days date[])
    RETURNS TABLE (certificate uuid, adviser uuid, scheme_version uuid, day date) LANGUAGE sql STABLE AS $$
        SELECT held.id, held.adviser, held.scheme_version, ending.day
        FROM certificate AS held
            JOIN unnest(versions, days) AS ending (version, day) ON ending.version = held.scheme_version
        WHERE held.valid_until >= ending.day AND NOT EXISTS (
            SELECT 1 FROM certificate_event AS ended WHERE ended.certificate = held.id
                AND (ended.kind = 'voided'
                    OR (ended.kind IN ('withdrawn', 'superseded', 'replaced') AND ended.effective_on <= ending.day)))
    $$
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
