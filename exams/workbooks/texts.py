"""What the template for results tells whoever fills it in."""

from collections.abc import Mapping

from exams.judging.headings import Field
from registry.texts import Text

PROMPTS: Mapping[Field, Text] = {
    Field.PART: Text("Kies een onderdeel van de lijst.", "Choose a part from the list."),
    Field.HELD_ON: Text(
        "De dag van het examen, vandaag of eerder, zoals 07-09-2026.",
        "The day of the exam, today or before, such as 07-09-2026.",
    ),
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

REFUSALS: Mapping[Field, Text] = {
    Field.PART: Text("Dit onderdeel staat niet op de lijst. Kies er een.", "This part is not on the list. Choose one."),
    Field.HELD_ON: Text(
        "Dit is geen dag tot en met vandaag. Typ de dag zoals 07-09-2026.",
        "This is not a day up to today. Type the day like 07-09-2026.",
    ),
    Field.ATTEMPT: Text(
        "Dit is geen heel getal van 1 tot en met het hoogste aantal pogingen. Kies Ja als het toch klopt.",
        "This is not a whole number from 1 to the most attempts. Choose Yes if it is right all the same.",
    ),
    Field.SCORE: Text(
        "Dit getal ligt niet op de schaal van het onderdeel. Kies Ja als u ‘afwezig’ bedoelt.",
        "This number is not on the scale of the part. Choose Yes if you mean ‘absent’.",
    ),
    Field.OUTCOME: Text("Dit resultaat staat niet op de lijst. Kies er een.", "This outcome is not on the list. Choose one."),
    Field.EXAMINER: Text(
        "Deze naam staat niet op de lijst van uw examinatoren. Kies er een.",
        "This name is not on the list of your examiners. Choose one.",
    ),
    Field.INVIGILATOR: Text(
        "Deze naam staat niet op de lijst van uw surveillanten. Kies er een.",
        "This name is not on the list of your invigilators. Choose one.",
    ),
}

TITLE = Text("Uitslagen van {provider}: {track}", "Results of {provider}: {track}")

OF_TRACK = (
    Text(
        "Vul op het blad ‘Uitslagen’ per rij de examendatum, de score en de examinator in.",
        "On the sheet ‘Uitslagen’ (results), fill in the exam date, the score and the examiner in each row.",
    ),
    Text(
        "Een rij die u niet invult, wordt overgeslagen. U hoeft haar niet te verwijderen.",
        "A row that you do not fill in is skipped. You need not remove it.",
    ),
)

OF_SITTING = (
    Text(
        "Voor de zitting van {part} op {day}, met als examinator {examiner}.",
        "For the sitting of {part} on {day}, with {examiner} as examiner.",
    ),
    Text(
        "Op het blad ‘Uitslagen’ hoeft u alleen de score nog in te vullen.",
        "On the sheet ‘Uitslagen’ (results), only the score is left to fill in.",
    ),
    Text(
        "Deed iemand niet aan deze zitting mee, verwijder dan de hele rij.",
        "Where somebody did not take part in this sitting, remove the whole row.",
    ),
)
AT_PLACE = Text("Plaats: {place}", "Place: {place}")

ALWAYS = (
    Text(
        "Het resultaat volgt uit de score en de cesuur. Was iemand er niet, kies dan bij Resultaat: Afwezig.",
        "The outcome follows from the score and the pass mark. For somebody who was not there, choose Afwezig (absent).",
    ),
    Text(
        "Mist u een kandidaat, typ dan een nieuwe rij onder de laatste.",
        "If you miss a candidate, type a new row below the last one.",
    ),
    Text(
        "Typ waarden, geen formules. Voeg geen cellen samen en verberg geen rijen.",
        "Type values, no formulas. Do not merge cells and do not hide rows.",
    ),
    Text(
        "Stuurt u het bestand in, dan ziet u eerst wat er zou gebeuren. Is er iets mis, dan wordt er niets vastgelegd.",
        "When you upload the file, you first see what would happen. If anything is wrong, nothing is recorded.",
    ),
)

PARTS = Text("De onderdelen:", "The parts:")
PART = Text(
    "{code}: {name}, 0 tot {maximum}, cesuur {mark}",
    "{code}: {name}, 0 to {maximum}, pass mark {mark}",
)
LEFT_OUT = Text("Deze kandidaten staan er niet op:", "These candidates are not on it:")
LEFT_OUT_ONE = Text("{number} {name}. {why}", "{number} {name}. {why}")
NOBODY = Text("Er is geen kandidaat die dit nog moet doen.", "There is no candidate who has yet to sit this.")
