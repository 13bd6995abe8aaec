"""The four competences of an adviser: evaluations score them, and an adviser says which are theirs (DESIGN §1, §7)."""

from collections.abc import Mapping
from enum import StrEnum

from registry.texts import Text


class Competence(StrEnum):
    """What an adviser is good at, and is evaluated on."""

    MUNICIPAL_PROCESSES = "municipal-processes"
    INFORMATION_MANAGEMENT = "information-management"
    ORGANISATION_ADVICE = "organisation-advice"
    CHANGE_MANAGEMENT = "change-management"


COMPETENCES: Mapping[str, Text] = {
    Competence.MUNICIPAL_PROCESSES: Text("Gemeentelijke processen", "Municipal processes"),
    Competence.INFORMATION_MANAGEMENT: Text("Informatiemanagement", "Information management"),
    Competence.ORGANISATION_ADVICE: Text("Organisatieadvies", "Organisation advice"),
    Competence.CHANGE_MANAGEMENT: Text("Verandermanagement", "Change management"),
}
