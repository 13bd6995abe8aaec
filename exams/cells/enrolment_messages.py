"""Sentences about files of enrolments: who joins, on which day, and who teaches them what from when."""

from registry.texts import Text

_DAYS = {
    "enrolled-ahead": Text(
        "De inschrijfdatum is {day}, na vandaag ({today}). Controleer de datum.",
        "The enrolment date is {day}, after today ({today}). Check the date.",
    ),
    "day-before-2000": Text(
        "{day} ligt te lang geleden. Controleer de datum.",
        "{day} is too long ago. Check the date.",
    ),
    "enrolled-not-approved": Text(
        "Op {day} was uw opleiding niet erkend om dit traject te geven: wel {periods}. Controleer de datum.",
        "On {day} your organisation was not approved to teach this track: approved {periods}. Check the date.",
    ),
    "enrolled-never-approved": Text(
        "Uw opleiding is niet erkend om dit traject te geven. Vraag eerst een erkenning aan.",
        "Your organisation is not approved to teach this track. Ask for an approval first.",
    ),
    "enrolled-other-version": Text(
        "Op {day} gold niet versie {version} van dit traject. Schrijf deze kandidaat los in, of controleer de datum.",
        "On {day} version {version} of this track was not in force. Enrol this candidate by itself, or check the date.",
    ),
    "enrolled-differs": Text(
        "Rij {first} geeft voor deze kandidaat een andere inschrijfdatum. Maak ze gelijk.",
        "Row {first} gives another enrolment date for this candidate. Make them equal.",
    ),
    "enrolled-day-on-record": Text(
        "Deze kandidaat is al ingeschreven op {day}; die dag blijft staan.",
        "This candidate is enrolled already, on {day}; that day stays.",
    ),
    "lessons-reversed": Text(
        "De lessen eindigen op {last}, vóór de eerste les ({first}). Controleer beide datums.",
        "The lessons end on {last}, before the first lesson ({first}). Check both dates.",
    ),
    "lessons-too-far": Text(
        "De laatste les is op {last}; {latest} is het verste. Controleer de datum.",
        "The last lesson is on {last}; {latest} is the latest. Check the date.",
    ),
}

_WHO = {
    "candidate-not-found": Text(
        "Er is geen kandidaat met nummer {typed} en deze naam. Controleer dat, of laat het nummer leeg als die nieuw is.",
        "There is no candidate with number {typed} and this name. Check both, or leave the number empty for somebody new.",
    ),
    "number-counts-as": Text(
        "{typed} is van dezelfde persoon als {number}; de inschrijving komt bij {number}.",
        "{typed} is of the same person as {number}; the enrolment goes to {number}.",
    ),
    "possible-duplicate": Text(
        "{name} is misschien al bekend. Vul het kandidaatnummer in, of bevestig dat dit iemand anders is.",
        "{name} may be known already. Fill in the candidate number, or confirm that this is somebody else.",
    ),
    "email-form": Text(
        "‘{typed}’ is geen e-mailadres. Schrijf het als naam@gemeente.nl.",
        "‘{typed}’ is not an e-mail address. Write it as name@example.nl.",
    ),
    "email-of-other": Text(
        "Dit e-mailadres staat ook bij iemand met een andere naam, in rij {first}. Controleer beide.",
        "This e-mail address also stands with somebody of another name, in row {first}. Check both.",
    ),
    "email-not-taken": Text(
        "Deze kandidaat is al bekend; het e-mailadres is niet overgenomen.",
        "This candidate is known already; the e-mail address was not taken over.",
    ),
    "prefix-split": Text(
        "‘{typed}’ is gelezen als voorvoegsel ‘{prefix}’ en achternaam ‘{family}’.",
        "‘{typed}’ was read as prefix ‘{prefix}’ and family name ‘{family}’.",
    ),
    "tracks-missing": Text(
        "Wie aan dit traject begint, heeft eerst gehaald: {tracks}. Verwijder deze rij tot dat zo is.",
        "Whoever begins this track has first passed: {tracks}. Remove this row until that is so.",
    ),
    "trainer-unknown": Text(
        "‘{typed}’ is niet bekend als docent van uw opleiding. Kies een naam van de lijst of meld deze docent eerst aan.",
        "‘{typed}’ is not known as a trainer of yours. Choose a name from the list or register this trainer first.",
    ),
    "trainer-ambiguous": Text(
        "‘{typed}’ kan meer dan één docent zijn: {names}. Schrijf de voornaam voluit.",
        "‘{typed}’ may be more than one trainer: {names}. Write the given name in full.",
    ),
}

_ROWS = {
    "nobody-in-file": Text(
        "Onder de kolomkoppen staat geen enkele kandidaat. Vul de kandidaten in.",
        "There is no candidate below the headings. Fill in the candidates.",
    ),
    "lessons-double": Text(
        "Deze les staat ook in rij {first}. Verwijder één van de twee rijen.",
        "This lesson is also in row {first}. Remove one of the two rows.",
    ),
    "candidate-double": Text(
        "Deze kandidaat staat ook in rij {first}. Verwijder deze rij, of vul het nummer van rij {first} en een les in.",
        "This candidate is also in row {first}. Remove this row, or fill in the number of row {first} and a lesson.",
    ),
    "lessons-on-record": Text(
        "Deze les is al vastgelegd, tot en met {last}.",
        "This lesson is on record already, through {last}.",
    ),
    "lessons-otherwise": Text(
        "Deze les is al vastgelegd, tot en met {last}. Verander de laatste lesdag bij de kandidaat zelf.",
        "This lesson is on record already, through {last}. Change the last day of teaching with the candidate.",
    ),
}

ENROLMENT_MESSAGES = _DAYS | _WHO | _ROWS
