"""What an operator tells of themselves in the statements, and what they have not told yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The values with which an operator completes the statements; nothing where one is not filled in."""

    name: str | None = None
    address: str | None = None
    mail: str | None = None
    telephone: str | None = None
    officer: str | None = None
    officer_mail: str | None = None
    supervisor: str = "Autoriteit Persoonsgegevens"
    status: str | None = None
    researched: date | None = None
    report: str | None = None
    findings: str | None = None
    source_code: str | None = None


ASKED: Mapping[str, tuple[str, Text]] = {
    "name": ("REGISTRY_OPERATOR", Text("naam van de organisatie", "name of the organisation")),
    "address": ("REGISTRY_OPERATOR_ADDRESS", Text("postadres", "postal address")),
    "mail": ("REGISTRY_CONTACT_MAIL", Text("e-mailadres", "e-mail address")),
    "telephone": ("REGISTRY_CONTACT_TELEPHONE", Text("telefoonnummer", "telephone number")),
    "officer": (
        "REGISTRY_DATA_PROTECTION_OFFICER",
        Text("naam van de functionaris gegevensbescherming", "name of the data protection officer"),
    ),
    "officer_mail": (
        "REGISTRY_DATA_PROTECTION_MAIL",
        Text("e-mailadres van de functionaris gegevensbescherming", "e-mail address of the data protection officer"),
    ),
    "status": ("REGISTRY_ACCESSIBILITY_STATUS", Text("toegankelijkheidsstatus", "accessibility status")),
    "researched": (
        "REGISTRY_ACCESSIBILITY_RESEARCHED",
        Text("datum van het onderzoek naar toegankelijkheid", "date of the accessibility research"),
    ),
    "report": (
        "REGISTRY_ACCESSIBILITY_REPORT",
        Text("rapport van het onderzoek naar toegankelijkheid", "report of the accessibility research"),
    ),
    "findings": (
        "REGISTRY_ACCESSIBILITY_FINDINGS_FILE",
        Text("wat nog niet toegankelijk is, en wanneer wel", "what is not accessible yet, and when it will be"),
    ),
    "source_code": ("REGISTRY_SOURCE_CODE", Text("plaats van de broncode", "place of the source code")),
}
"""What the statements need, each with its setting and what people call it."""


def missing(operator: Operator) -> list[str]:
    """The names of the values that are not filled in, in the order of `ASKED`."""
    return [field for field in ASKED if getattr(operator, field) is None]
