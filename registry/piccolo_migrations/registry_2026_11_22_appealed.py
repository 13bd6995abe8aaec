"""An appeal that is upheld puts a certificate up for review."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-22T10:07:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "Reviews after an appeal"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    manager.add_constraint(
        table_class_name="CertificateReview",
        tablename="certificate_review",
        schema=None,
        constraint_name="certificate_review_has_a_cause",
        constraint_class=Check,
        params={"condition": "cause IN ('result-corrected', 'upload-retracted', 'integrity-case', 'appeal')"},
    )
    manager.drop_constraint(
        table_class_name="CertificateReview",
        tablename="certificate_review",
        schema=None,
        constraint_name="certificate_review_cause_is_known",
    )
    return manager
