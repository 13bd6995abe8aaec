"""Sentences about one heading, number, name, part or score by itself: what is wrong, and what to do."""

from registry.texts import Text

_HEADINGS = {
    "heading-not-found": Text(
        "Er is geen rij met kolomkoppen gevonden. Zet boven de gegevens een rij met: {expected}.",
        "No row with column headings was found. Put a row above the data with: {expected}.",
    ),
    "heading-missing": Text(
        "De kolom ‘{expected}’ ontbreekt. Voeg hem toe in deze rij.",
        "The column ‘{expected}’ is missing. Add it in this row.",
    ),
    "heading-unknown": Text(
        "De kolomkop ‘{typed}’ is niet bekend. Gebruik een van deze koppen, of maak hem leeg: {expected}.",
        "The heading ‘{typed}’ is not known. Use one of these, or clear it: {expected}.",
    ),
    "heading-double": Text(
        "De kolom ‘{expected}’ staat er twee keer: ook in {first}. Houd er één over.",
        "The column ‘{expected}’ is there twice: also in {first}. Keep one.",
    ),
    "dates-1904": Text(
        "Deze werkmap telt datums vanaf 1904. Zet dat uit (Excel: Bestand, Opties, Geavanceerd) en controleer de datums.",
        "This workbook counts dates from 1904. Switch that off (Excel: File, Options, Advanced) and check the dates.",
    ),
    "no-results": Text(
        "Onder de kolomkoppen staat geen enkele uitslag. Vul de uitslagen in.",
        "There is no result below the headings. Fill in the results.",
    ),
}

_ANY_CELL = {
    "missing": Text("{field} is leeg. Vul dit in.", "{field} is empty. Fill it in."),
    "formula": Text(
        "In deze cel staat een formule. Plak hier de waarde (Plakken speciaal, Waarden).",
        "This cell holds a formula. Paste the value here (Paste special, Values).",
    ),
    "error-cell": Text(
        "In deze cel staat de foutwaarde {typed}. Vul de juiste waarde in.",
        "This cell holds the error value {typed}. Fill in the right value.",
    ),
    "merged-cells": Text(
        "De cellen {cells} zijn samengevoegd. Splits ze en vul elke cel.",
        "The cells {cells} are merged. Split them and fill each cell.",
    ),
    "hidden-row": Text(
        "Deze rij is verborgen. Maak hem zichtbaar of verwijder hem.",
        "This row is hidden. Show it or remove it.",
    ),
    "look-alike": Text(
        "Het teken ‘{letter}’ ({name}) lijkt op een gewoon teken en is het niet. Typ de tekst opnieuw.",
        "The character ‘{letter}’ ({name}) looks like an ordinary one and is not. Type the text again.",
    ),
    "control-character": Text(
        "Er staat een onzichtbaar teken in deze cel ({name}). Typ de tekst opnieuw.",
        "There is an invisible character in this cell ({name}). Type the text again.",
    ),
    "too-long": Text(
        "De tekst is {length} tekens lang; {limit} is het meeste. Maak hem korter.",
        "The text has {length} characters; {limit} is the most. Shorten it.",
    ),
    "not-text": Text(
        "{field} is hier geen tekst maar {typed}. Typ de tekst.",
        "{field} is not text here but {typed}. Type the text.",
    ),
}

_WHO_AND_WHAT = {
    "number-form": Text(
        "‘{typed}’ is geen kandidaatnummer. Zo ziet een nummer eruit: EA123456-78.",
        "‘{typed}’ is not a candidate number. A number looks like EA123456-78.",
    ),
    "number-check-digits": Text(
        "Het kandidaatnummer {typed} klopt niet: de laatste twee cijfers passen er niet bij. Controleer het nummer.",
        "Candidate number {typed} is wrong: the last two digits do not fit. Check the number.",
    ),
    "number-is-certificate": Text(
        "{typed} is een certificaatnummer. Vul het kandidaatnummer in; dat begint met EA.",
        "{typed} is a certificate number. Fill in the candidate number; it begins with EA.",
    ),
    "number-unknown": Text(
        "Kandidaat {typed} is bij dit traject niet ingeschreven. Controleer het nummer of schrijf de kandidaat in.",
        "Candidate {typed} is not enrolled in this track. Check the number or enrol the candidate.",
    ),
    "number-of-other-version": Text(
        "Kandidaat {typed} is ingeschreven in versie {versions} van dit traject, niet in deze versie. "
        "Lever deze uitslag aan in een bestand voor versie {versions}.",
        "Candidate {typed} is enrolled in version {versions} of this track, not in this version. "
        "Send this result in a file for version {versions}.",
    ),
    "number-of-merged-file": Text(
        "{typed} is van dezelfde persoon als {number}; de uitslag is bij {number} gelezen.",
        "{typed} is of the same person as {number}; the result was read for {number}.",
    ),
    "number-missing": Text(
        "Het kandidaatnummer ontbreekt. Vul het in.",
        "The candidate number is missing. Fill it in.",
    ),
    "name-contradicts": Text(
        "Bij {number} hoort de naam {known}, niet ‘{typed}’. Controleer het nummer en de naam.",
        "{number} belongs to {known}, not to ‘{typed}’. Check the number and the name.",
    ),
    "name-written-otherwise": Text(
        "‘{typed}’ is gelezen als {known}, zoals bij het nummer hoort.",
        "‘{typed}’ was read as {known}, which belongs to the number.",
    ),
    "part-unknown": Text(
        "‘{typed}’ is geen onderdeel van dit traject. Kies uit: {expected}.",
        "‘{typed}’ is not a part of this track. Choose from: {expected}.",
    ),
}

_SCORES = {
    "score-form": Text(
        "‘{typed}’ is geen score. Vul een getal in, of ‘afwezig’.",
        "‘{typed}’ is not a score. Fill in a number, or ‘absent’.",
    ),
    "score-decimals": Text(
        "Score {typed} heeft te veel cijfers achter de komma; één is het meeste. Controleer de score.",
        "Score {typed} has too many decimals; one is the most. Check the score.",
    ),
    "score-range": Text(
        "Score {typed} past niet bij {part}: het laagste is 0, het hoogste {maximum}. Controleer de score.",
        "Score {typed} does not fit {part}: the lowest is 0, the highest {maximum}. Check the score.",
    ),
    "score-is-day": Text(
        "Hier staat een datum ({typed}) waar een score hoort. Maak de cel op als getal en typ de score opnieuw.",
        "Here is a date ({typed}) where a score belongs. Format the cell as a number and type the score again.",
    ),
    "exemption": Text(
        "Een vrijstelling is geen uitslag. Verwijder de rij en vraag voor de kandidaat de gelijkwaardige route aan.",
        "An exemption is not a result. Remove the row and request the equivalent route for the candidate.",
    ),
    "outcome-unknown": Text(
        "‘{typed}’ is geen resultaat. Laat de cel leeg of kies uit: {expected}.",
        "‘{typed}’ is not an outcome. Leave the cell empty or choose from: {expected}.",
    ),
    "outcome-contradicts-score": Text(
        "Score {score} bij cesuur {pass_mark} is {derived}, maar hier staat ‘{typed}’. Verbeter de score of het resultaat.",
        "Score {score} with pass mark {pass_mark} is {derived}, but this says ‘{typed}’. Correct the score or the outcome.",
    ),
    "outcome-contradicts-absence": Text(
        "Bij de score staat {derived}, maar hier staat ‘{typed}’. Vul de score in of verbeter het resultaat.",
        "The score says {derived}, but this says ‘{typed}’. Fill in the score or correct the outcome.",
    ),
}

CELL_MESSAGES = _HEADINGS | _ANY_CELL | _WHO_AND_WHAT | _SCORES
