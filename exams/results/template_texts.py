"""What the template for results tells whoever fills it in."""

from collections.abc import Mapping

from exams.results.headings import Field
from registry.texts import Text

PROMPTS: Mapping[Field, Text] = {
    Field.PART: Text("Kies een onderdeel van de lijst.", "Choose a part from the list."),
    Field.HELD_ON: Text("De dag van het examen, vandaag of eerder.", "The day of the exam, today or before."),
    Field.ATTEMPT: Text("De hoeveelste poging: 1, 2, 3.", "Which attempt: 1, 2, 3."),
    Field.SCORE: Text(
        "Een getal binnen de schaal, met hoogstens één cijfer achter de komma; of ‘afwezig’.",
        "A number within the scale, with at most one decimal; or ‘absent’.",
    ),
    Field.OUTCOME: Text(
        "Mag leeg blijven: de score beslist. Kies Afwezig of Ongeldig als dat zo is.",
        "May stay empty: the score decides. Choose Afwezig (absent) or Ongeldig (invalidated) where it applies.",
    ),
    Field.EXAMINER: Text("Kies een examinator van de lijst.", "Choose an examiner from the list."),
    Field.INVIGILATOR: Text("Kies een surveillant van de lijst.", "Choose an invigilator from the list."),
}

EXPLANATIONS = (
    Text("Uitslagen van {provider}: {track}", "Results of {provider}: {track}"),
    Text(
        "Vul op het blad ‘Uitslagen’ per rij de examendatum, de score en de examinator in.",
        "On the sheet ‘Uitslagen’ (results), fill in the exam date, the score and the examiner in each row.",
    ),
    Text(
        "Een rij die u niet invult, wordt overgeslagen. U hoeft haar niet te verwijderen.",
        "A row that you do not fill in is skipped. You need not remove it.",
    ),
    Text(
        "Het resultaat volgt uit de score en de cesuur. Was iemand er niet, kies dan bij Resultaat: Afwezig.",
        "The outcome follows from the score and the pass mark. For somebody who was not there, choose Afwezig (absent).",
    ),
    Text(
        "Typ waarden, geen formules. Voeg geen cellen samen en verberg geen rijen.",
        "Type values, no formulas. Do not merge cells and do not hide rows.",
    ),
    Text(
        "Stuurt u het bestand in, dan ziet u eerst wat er zou gebeuren. Is er iets mis, dan wordt er niets vastgelegd.",
        "When you upload the file, you first see what would happen. If anything is wrong, nothing is recorded.",
    ),
    Text("De onderdelen:", "The parts:"),
)
