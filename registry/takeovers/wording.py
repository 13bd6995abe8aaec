"""The words of takeovers: what is in the way of a row, and what a page calls things."""

from collections.abc import Mapping

from registry.takeovers.rules import Ending, Wrong
from registry.texts import Text

WORDS: Mapping[Wrong, Text] = {
    Wrong.AHEAD: Text(
        "Dit certificaat begint op {first}, na vandaag ({today}). Controleer de datum.",
        "This certificate begins on {first}, after today ({today}). Check the date.",
    ),
    Wrong.ENDED: Text(
        "Dit certificaat gold tot en met {last}. Verwijder de rij: wat voorbij is, wordt niet overgenomen.",
        "This certificate was valid until {last}. Remove the row: what is over is not taken over.",
    ),
    Wrong.REVERSED: Text(
        "De laatste dag is {last}, vóór de eerste dag ({first}). Controleer beide datums.",
        "The last day is {last}, before the first day ({first}). Check both dates.",
    ),
    Wrong.TOO_LONG: Text(
        "Het schema geeft certificaten van {months} maanden: dan is {latest} de laatste dag. Controleer de datums.",
        "The scheme gives certificates of {months} months: {latest} would be the last day. Check the dates.",
    ),
    Wrong.DOUBLE: Text(
        "Certificaat {certificate} staat ook in rij {first}. Verwijder één van de twee rijen.",
        "Certificate {certificate} is also in row {first}. Remove one of the two rows.",
    ),
    Wrong.ON_RECORD: Text(
        "Certificaat {certificate} van deze instelling is al overgenomen. Verwijder de rij.",
        "Certificate {certificate} of this body has been taken over already. Remove the row.",
    ),
    Wrong.HOLDER_UNKNOWN: Text(
        "Er is geen kandidaat met nummer {typed} en deze naam. Controleer beide, of laat het nummer leeg.",
        "There is no candidate with number {typed} and this name. Check both, or leave the number empty.",
    ),
    Wrong.HOLDER_DOUBLE: Text(
        "Deze houder staat ook in rij {first}. Houd per houder één certificaat over.",
        "This holder is also in row {first}. Keep one certificate for each holder.",
    ),
    Wrong.HOLDER_CERTIFIED: Text(
        "{number} heeft al een certificaat van dit schema, tot en met {until}. Verwijder de rij.",
        "{number} holds a certificate of this scheme already, until {until}. Remove the row.",
    ),
    Wrong.HOLDER_CLOSE: Text(
        "Over {number} mag u niet beslissen: {reasons}. Laat een ander dit doen.",
        "You may not decide about {number}: {reasons}. Let somebody else do this.",
    ),
    Wrong.HOLDER_ON_HOLD: Text(
        "Het dossier van {number} wordt aangehouden. Wacht tot dat voorbij is.",
        "The dossier of {number} is on hold. Wait until that is over.",
    ),
    Wrong.HOLDER_IS_YOU: Text(
        "{name} lijkt uzelf te zijn. Laat een ander dit certificaat overnemen.",
        "{name} seems to be yourself. Let somebody else take this certificate over.",
    ),
}
ENDINGS: Mapping[Ending, Text] = {
    Ending.DECIDED: Text("Overgenomen", "Taken over"),
    Ending.DECLINED: Text("Afgewezen", "Declined"),
    Ending.TAKEN_BACK: Text("Teruggenomen", "Taken back"),
}
