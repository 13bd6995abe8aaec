"""The words of evaluations."""

from collections.abc import Mapping

from registry.evaluations.rules import Outcome, Trend
from registry.reference_data.competences import COMPETENCES, Competence
from registry.texts import Text

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.REACHED: Text("Ja, helemaal", "Yes, fully"),
    Outcome.PARTLY: Text("Deels", "Partly"),
    Outcome.NOT_REACHED: Text("Nee", "No"),
}
SCORES: Mapping[int, Text] = {
    1: Text("1 – onvoldoende", "1 – insufficient"),
    2: Text("2 – matig", "2 – moderate"),
    3: Text("3 – voldoende", "3 – sufficient"),
    4: Text("4 – goed", "4 – good"),
    5: Text("5 – uitstekend", "5 – excellent"),
}
AGAIN: Mapping[str, Text] = {"true": Text("Ja", "Yes"), "false": Text("Nee", "No")}
LABELS: Mapping[str, Text] = {
    "municipalProcesses": COMPETENCES[Competence.MUNICIPAL_PROCESSES],
    "informationManagement": COMPETENCES[Competence.INFORMATION_MANAGEMENT],
    "organisationAdvice": COMPETENCES[Competence.ORGANISATION_ADVICE],
    "changeManagement": COMPETENCES[Competence.CHANGE_MANAGEMENT],
    "outcome": Text("Is bereikt wat u wilde?", "Was what you wanted reached?"),
    "again": Text("Zou u deze adviseur opnieuw boeken?", "Would you book this adviser again?"),
    "remark": Text("Wilt u iets toelichten?", "Do you want to explain anything?"),
    "content": Text("Uw antwoord", "Your reply"),
    "number": Text("Nummer van het certificaat", "Number of the certificate"),
}
TRENDS: Mapping[Trend, Text] = {
    Trend.LOW: Text(
        "Van de laatste vijf beoordelingen door gemeenten zijn er ten minste vier gemiddeld lager dan 2,5 (van 5). "
        "Dit kan toeval zijn.",
        "Of the last five evaluations by municipalities at least four are on average below 2.5 (out of 5). This may be chance.",
    ),
    Trend.FALLING: Text(
        "De laatste vijf beoordelingen door gemeenten zijn alle lager dan elk van de vijf daarvoor, "
        "gemiddeld een punt of meer. Dit kan toeval zijn.",
        "The last five evaluations by municipalities are all lower than each of the five before, "
        "by a point or more on average. This may be chance.",
    ),
}
"""What a certifier reads of a trend: no scores, no names, no municipalities."""
