"""What people call the states, steps and fields of a dossier."""

from collections.abc import Mapping

from registry.accounts.forms import Labels
from registry.dossiers.rules import State, Step
from registry.texts import Text

LABELS: Labels = {
    "identityDocument": Text("Welk identiteitsbewijs zag u?", "Which identity document did you see?"),
    "advice": Text("Advies voor wie beslist", "Advice for whoever decides"),
    "reason": Text("Wat is de reden?", "What is the reason?"),
    "evidence": Text("Bewijs", "Evidence"),
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
