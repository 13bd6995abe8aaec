"""What people call the states, steps and fields of a dossier."""

from collections.abc import Mapping

from registry.accounts.forms import Labels
from registry.dossiers.rules import AdmissionFault, State, Step
from registry.schemes.rules import Route
from registry.texts import Text

LABELS: Labels = {
    "identityDocument": Text("Welk identiteitsbewijs zag u?", "Which identity document did you see?"),
    "advice": Text("Advies voor wie beslist", "Advice for whoever decides"),
    "reason": Text("Waarom wijst u de aanvraag af?", "Why do you refuse the application?"),
    "evidence": Text("Bewijs", "Evidence"),
}
RETURNING: Labels = {**LABELS, "reason": Text("Waarom geeft u het dossier terug?", "Why do you return the dossier?")}
NOT_ADMITTING: Labels = {
    "reasons": Text("Waarom kan de aanvrager niet worden toegelaten?", "Why can the applicant not be admitted?"),
    "explanation": Text("Leg het uit", "Explain it"),
}
ADMISSION_FAULTS: Mapping[AdmissionFault, Text] = {
    AdmissionFault.IDENTITY: Text("Wie de aanvrager is, is niet vastgesteld", "Who the applicant is was not established"),
    AdmissionFault.REQUIREMENTS: Text("De aanvrager voldoet niet aan het schema", "The applicant does not meet the scheme"),
    AdmissionFault.INCOMPLETE: Text("De aanvraag is niet compleet", "The application is not complete"),
    AdmissionFault.ADJUSTMENTS: Text("De gevraagde aanpassing kan niet", "The adjustment asked for is not possible"),
    AdmissionFault.UNTRUE: Text("Wat in de aanvraag staat klopt niet", "What the application says is not true"),
    AdmissionFault.OTHER: Text("Een andere reden", "Another reason"),
}
ROUTES: Mapping[Route, Text] = {
    Route.EXAM: Text("Opnieuw examen doen", "Sit the exams again"),
    Route.ENGAGEMENTS: Text("Beoordeelde inzetten", "Evaluated engagements"),
    Route.EDUCATION: Text("Bijscholing", "Continuing education"),
}
DOCUMENTS: Mapping[str, Text] = {
    "paspoort": Text("Paspoort", "Passport"),
    "identiteitskaart": Text("Identiteitskaart", "Identity card"),
    "rijbewijs": Text("Rijbewijs", "Driving licence"),
    "verblijfsdocument": Text("Verblijfsdocument", "Residence permit"),
}
STATES: Mapping[State, Text] = {
    State.APPLIED: Text("Aangevraagd", "Applied"),
    State.ADMITTED: Text("Toegelaten, wacht op uitslagen", "Admitted, waits for results"),
    State.NOT_ADMITTED: Text("Niet toegelaten", "Not admitted"),
    State.COMPLETE: Text("Compleet, voor te bereiden", "Complete, to be prepared"),
    State.PREPARED: Text("Voorbereid, wacht op besluit", "Prepared, waits for a decision"),
    State.GRANTED: Text("Toegekend", "Granted"),
    State.REFUSED: Text("Afgewezen", "Refused"),
    State.ABANDONED: Text("Gestopt", "Abandoned"),
}
STEPS: Mapping[Step, Text] = {
    Step.APPLIED: Text("Certificaat aangevraagd", "Applied for a certificate"),
    Step.ADMITTED: Text("Toegelaten", "Admitted"),
    Step.NOT_ADMITTED: Text("Niet toegelaten", "Not admitted"),
    Step.COMPLETED: Text("Bewijs compleet", "Evidence complete"),
    Step.REOPENED: Text("Bewijs niet meer compleet", "Evidence no longer complete"),
    Step.PREPARED: Text("Besluit voorbereid", "Decision prepared"),
    Step.RETURNED: Text("Teruggegeven aan de voorbereider", "Returned to whoever prepared"),
    Step.GRANTED: Text("Certificaat toegekend", "Certificate granted"),
    Step.REFUSED: Text("Aanvraag afgewezen", "Application refused"),
    Step.ABANDONED: Text("Gestopt", "Abandoned"),
}
EQUIVALENCE_STATES: Mapping[bool | None, Text] = {
    None: Text("Nog niet beslist", "Not decided yet"),
    True: Text("Toegekend", "Granted"),
    False: Text("Afgewezen", "Refused"),
}
