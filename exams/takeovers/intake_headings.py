"""The columns of a list of intakes that were completed elsewhere."""

from collections.abc import Mapping
from enum import StrEnum

from exams.cells.columns import Headed
from registry.texts import Text


class IntakeField(StrEnum):
    """The columns, in the order of the template."""

    HOLDER = "holder"
    MEMBERS = "members"
    COORDINATOR = "coordinator"
    HELD_ON = "held_on"
    REFERENCE = "reference"
    DAYS = "days"
    USED = "used"
    VALID_UNTIL = "valid_until"
    ROLE_SPLIT = "role_split"


INTAKE_TITLES: Mapping[IntakeField, Text] = {
    IntakeField.HOLDER: Text("Gemeente of samenwerkingsverband", "Municipality or partnership"),
    IntakeField.MEMBERS: Text("Voor gemeenten (codes)", "For municipalities (codes)"),
    IntakeField.COORDINATOR: Text("Regie-adviseur (e-mail)", "Intake coordinator (e-mail)"),
    IntakeField.HELD_ON: Text("Intake gehouden op", "Intake held on"),
    IntakeField.REFERENCE: Text("Kenmerk propositie", "Reference of proposition"),
    IntakeField.DAYS: Text("Toegekende dagen", "Days granted"),
    IntakeField.USED: Text("Gebruikte dagen", "Days used"),
    IntakeField.VALID_UNTIL: Text("Te gebruiken tot en met", "May be used through"),
    IntakeField.ROLE_SPLIT: Text("Wie doet wat", "Who does what"),
}
_SYNONYMS: Mapping[IntakeField, str] = {
    IntakeField.HOLDER: "gemeenteofsamenwerkingsverband gemeente samenwerkingsverband gemeentecode houder "
    "municipalityorpartnership municipality partnership holder",
    IntakeField.MEMBERS: "voorgemeentencodes voorgemeenten gemeenten gemeentecodes leden formunicipalitiescodes "
    "formunicipalities municipalities members",
    IntakeField.COORDINATOR: "regieadviseuremail regieadviseur regie intakecoordinatoremail intakecoordinator coordinator",
    IntakeField.HELD_ON: "intakegehoudenop gehoudenop datumintake intakeheldon heldon intakedate",
    IntakeField.REFERENCE: "kenmerkpropositie kenmerk propositie referenceofproposition reference proposition",
    IntakeField.DAYS: "toegekendedagen toegekend dagen daysgranted granted days",
    IntakeField.USED: "gebruiktedagen gebruikt daarvangebruikt daysused used",
    IntakeField.VALID_UNTIL: "tegebruikentotenmet geldigtotenmet totenmet maybeusedthrough validuntil validthrough",
    IntakeField.ROLE_SPLIT: "wiedoetwat rolverdeling whodoeswhat rolesplit",
}
INTAKE_HEADINGS = Headed(
    INTAKE_TITLES,
    _SYNONYMS,
    (
        IntakeField.HOLDER,
        IntakeField.COORDINATOR,
        IntakeField.HELD_ON,
        IntakeField.REFERENCE,
        IntakeField.DAYS,
    ),
)
