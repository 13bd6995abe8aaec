"""The tables of the exams, gathered for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="exams",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "exams.tracks.tables",
            "exams.enrolments.tables",
            "exams.sittings.tables",
            "exams.results.tables",
            "exams.integrity.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["registry.piccolo_app"],
)
