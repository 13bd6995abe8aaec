"""Every sentence of a reading, by its code: what is wrong, and what to do. A code never changes its meaning.

Here are those about days, attempts and people, and the notices; those about single cells are in `cell_messages.py`.
"""

from exams.cells.cell_messages import CELL_MESSAGES
from exams.cells.enrolment_messages import ENROLMENT_MESSAGES
from exams.cells.takeover_messages import TAKEOVER_MESSAGES
from registry.texts import Text

_DAYS = {
    "day-form": Text(
        "‘{typed}’ is geen datum. Schrijf de datum als 21-09-2026.",
        "‘{typed}’ is not a date. Write the date as 21-09-2026.",
    ),
    "day-impossible": Text(
        "De datum ‘{typed}’ bestaat niet. Controleer dag en maand.",
        "The date ‘{typed}’ does not exist. Check day and month.",
    ),
    "day-short-year": Text(
        "Het jaar in ‘{typed}’ heeft twee cijfers. Schrijf het jaar voluit.",
        "The year in ‘{typed}’ has two digits. Write the year in full.",
    ),
    "day-is-number": Text(
        "Hier staat het getal {typed} waar een datum hoort. Maak de cel op als datum.",
        "Here is the number {typed} where a date belongs. Format the cell as a date.",
    ),
    "day-ahead": Text(
        "Het examen is op {day}, na vandaag ({today}). Controleer de datum.",
        "The exam is on {day}, after today ({today}). Check the date.",
    ),
    "provider-not-approved": Text(
        "Op {day} was uw opleiding niet erkend om dit traject te examineren: wel {periods}. Controleer de datum.",
        "On {day} your organisation was not approved to examine this track: approved {periods}. Check the date.",
    ),
    "day-long-ago": Text(
        "Het examen is op {day}; voor {first} waren er geen examens. Controleer de datum.",
        "The exam is on {day}; there were no exams before {first}. Check the date.",
    ),
}

_ATTEMPTS = {
    "attempt-form": Text(
        "‘{typed}’ is geen poging. Vul een heel getal in: 1, 2, 3.",
        "‘{typed}’ is not an attempt. Fill in a whole number: 1, 2, 3.",
    ),
    "attempt-before-unknown": Text(
        "Van poging {before} voor {part} is geen uitslag bekend. Lever die eerst aan, of in dit bestand.",
        "No result is known of attempt {before} at {part}. Send that first, or in this file.",
    ),
    "attempts-exhausted": Text(
        "Dit is poging {attempt} voor {part}; {maximum} pogingen is het meeste. Controleer de poging.",
        "This is attempt {attempt} at {part}; {maximum} attempts is the most. Check the attempt.",
    ),
    "passed-before": Text(
        "{part} is al gehaald op {day} (poging {attempt}). Verwijder deze rij of controleer het nummer.",
        "{part} was already passed on {day} (attempt {attempt}). Remove this row or check the number.",
    ),
    "resit-too-soon": Text(
        "Na poging {before} op {day} kan {part} pas vanaf {earliest} opnieuw. Controleer de datum.",
        "After attempt {before} on {day}, {part} may be taken again from {earliest}. Check the date.",
    ),
    "double-row": Text(
        "Deze uitslag staat ook in rij {first}. Verwijder één van de twee rijen.",
        "This result is also in row {first}. Remove one of the two rows.",
    ),
    "double-row-differs": Text(
        "Deze uitslag staat er vaker en verschillend: zie rij {others}. Houd de juiste rij over.",
        "This result occurs more than once and differently: see row {others}. Keep the right row.",
    ),
}

_PEOPLE = {
    "person-unknown": Text(
        "‘{typed}’ is niet bekend als {capacity}. Kies een naam van de lijst of meld deze persoon aan.",
        "‘{typed}’ is not known as {capacity}. Choose a name from the list or register this person.",
    ),
    "person-ambiguous": Text(
        "‘{typed}’ kan meer dan één {capacity} zijn: {names}. Schrijf de voornaam voluit.",
        "‘{typed}’ may be more than one {capacity}: {names}. Write the given name in full.",
    ),
    "person-not-valid": Text(
        "{name} was op {day} geen erkende {capacity}: wel {periods}. Controleer de datum of de naam.",
        "{name} was not an approved {capacity} on {day}: approved {periods}. Check the date or the name.",
    ),
    "person-out-of-scope": Text(
        "{name} is geen erkende {capacity} voor {part}. Kies een ander of vul de erkenning aan.",
        "{name} is not an approved {capacity} for {part}. Choose another or extend the approval.",
    ),
    "examiner-taught": Text(
        "{name} gaf {candidate} les tot en met {last_day}. "
        "Tot {lapses} mag {name} deze kandidaat niet examineren. Kies een ander.",
        "{name} taught {candidate} until {last_day}. Until {lapses}, {name} may not examine this candidate. Choose another.",
    ),
    "examiner-teaches": Text(
        "{name} geeft {candidate} les en mag deze kandidaat daarom niet examineren. Kies een ander.",
        "{name} teaches {candidate} and may therefore not examine this candidate. Choose another.",
    ),
}

_NOTICES = {
    "hidden-columns": Text(
        "Kolom {columns} is verborgen en is wel gelezen.",
        "Column {columns} is hidden and was read.",
    ),
    "other-sheets": Text(
        "Alleen het eerste blad is gelezen. Niet gelezen: {sheets}.",
        "Only the first sheet was read. Not read: {sheets}.",
    ),
    "column-without-heading": Text(
        "Kolom {columns} heeft geen kop en is niet gelezen.",
        "Column {columns} has no heading and was not read.",
    ),
    "day-with-time": Text(
        "De tijd bij de datum is niet gelezen; de dag is {day}.",
        "The time at the date was not read; the day is {day}.",
    ),
    "day-on-record": Text(
        "Vastgelegd is {day}; de dag in deze cel verandert dat niet.",
        "On record is {day}; the day in this cell does not change that.",
    ),
    "invigilator-on-record": Text(
        "Bij deze zitting is iets anders vastgelegd; dit bestand verandert dat niet. Wijzig het bij de zitting.",
        "Something else is on record of this sitting; this file does not change that. Change it at the sitting.",
    ),
    "attempt-in-words": Text("‘{typed}’ is gelezen als poging {attempt}.", "‘{typed}’ was read as attempt {attempt}."),
    "remark-dropped": Text(
        "De formule in de opmerking is niet overgenomen.",
        "The formula in the remark was not taken over.",
    ),
    "rows-not-filled-in": Text(
        "{count} rijen zijn niet ingevuld en zijn overgeslagen.",
        "{count} rows are not filled in and were skipped.",
    ),
    "later-attempt": Text(
        "Door deze verbetering is {part} gehaald, terwijl er ook een latere poging is ({attempt}).",
        "With this correction {part} is passed, while there is also a later attempt ({attempt}).",
    ),
}

MESSAGES = CELL_MESSAGES | ENROLMENT_MESSAGES | TAKEOVER_MESSAGES | _DAYS | _ATTEMPTS | _PEOPLE | _NOTICES
