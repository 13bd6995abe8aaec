"""The tables of the ground floor, gathered for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "registry.personal_data.tables",
            "registry.audit.tables",
            "registry.organisations.tables",
            "registry.people.tables",
            "registry.accounts.tables",
            "registry.schemes.tables",
            "registry.impartiality.tables",
            "registry.certificates.tables",
            "registry.public_log.tables",
            "registry.signing_keys.tables",
            "registry.credentials.tables",
            "registry.dossiers.tables",
            "registry.reviews.tables",
            "registry.measures.tables",
            "registry.takeovers.tables",
            "registry.renewals.tables",
            "registry.appeals.tables",
            "registry.idempotency.tables",
            "registry.messages.tables",
            "registry.programmes.tables",
            "registry.allotments.tables",
            "registry.intakes.tables",
            "registry.availability.tables",
            "registry.bookings.tables",
            "registry.evaluations.tables",
            "registry.reorganisations.tables",
            "registry.watches.tables",
            "registry.saved_filters.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=[],
)
