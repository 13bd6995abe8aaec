"""What the template for enrolments tells whoever fills it in."""

from collections.abc import Mapping

from exams.enrolments.headings import Field
from registry.texts import Text

PROMPTS: Mapping[Field, Text] = {
    Field.NUMBER: Text(
        "Alleen voor wie al een kandidaatnummer heeft. Laat dit leeg voor iemand die nieuw is.",
        "Only for who has a candidate number already. Leave this empty for somebody new.",
    ),
    Field.ENROLLED_ON: Text("De dag van inschrijving, vandaag of eerder.", "The day of enrolment, today or before."),
    Field.PART: Text("Kies een onderdeel van de lijst.", "Choose a part from the list."),
    Field.TRAINER: Text("Kies een docent van de lijst.", "Choose a trainer from the list."),
    Field.FIRST_DAY: Text("De dag van de eerste les.", "The day of the first lesson."),
    Field.LAST_DAY: Text(
        "De dag van de laatste les, hoogstens een jaar vooruit.", "The day of the last lesson, at most a year ahead."
    ),
}

EXPLANATIONS = (
    Text("Inschrijvingen van {provider}: {track}", "Enrolments of {provider}: {track}"),
    Text(
        "Zet op het blad ‘Inschrijvingen’ elke kandidaat in een rij: voornaam, achternaam en de dag van inschrijving.",
        "On the sheet ‘Inschrijvingen’ (enrolments), give each candidate a row: given name, family name, day of enrolment.",
    ),
    Text(
        "Heeft iemand al een kandidaatnummer, vul dat dan in. Wie nieuw is, krijgt een nummer als u het bestand aanneemt.",
        "If somebody has a candidate number already, fill it in. Who is new gets a number when you accept the file.",
    ),
    Text(
        "Een les heeft een onderdeel, een docent en een eerste en een laatste dag. Vul alle vier in, of geen.",
        "A lesson has a part, a trainer, and a first and a last day. Fill in all four, or none.",
    ),
    Text(
        "Volgt iemand meer onderdelen? Geef elk onderdeel een eigen rij, met hetzelfde nummer of dezelfde naam.",
        "Does somebody follow several parts? Give each part a row of its own, with the same number or the same name.",
    ),
    Text(
        "Een docent die niet in de lijst staat, meldt u eerst aan bij ‘Docenten’.",
        "A trainer who is not on the list, you first register under ‘Docenten’ (trainers).",
    ),
    Text(
        "Typ waarden, geen formules. Voeg geen cellen samen en verberg geen rijen.",
        "Type values, no formulas. Do not merge cells and do not hide rows.",
    ),
    Text(
        "Stuurt u het bestand in, dan ziet u eerst wat er zou gebeuren. Is er iets mis, dan wordt er niets vastgelegd.",
        "When you send the file, you first see what would happen. If anything is wrong, nothing is recorded.",
    ),
    Text("De onderdelen:", "The parts:"),
)
EXPLAINED_PART = Text("{code}: {name}", "{code}: {name}")
EXPLAINED_TRAINERS = Text("Uw docenten: {names}", "Your trainers: {names}")
