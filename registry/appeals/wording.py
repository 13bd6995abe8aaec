"""What people call the kinds, subjects, steps and fields of appeals and complaints."""

from collections.abc import Mapping

from registry.accounts.forms import Labels
from registry.appeals.rules import Against, Effect, Kind, Outcome, Step
from registry.texts import Text

LABELS: Labels = {
    "kind": Text("Wat wilt u sturen?", "What do you want to send?"),
    "against": Text("Waarover gaat het?", "What is it about?"),
    "scheme": Text("Certificatieschema", "Certification scheme"),
    "number": Text("Kandidaatnummer of certificaatnummer", "Candidate or certificate number"),
    "nummer": Text("Nummer van uw bezwaar of klacht", "Number of your appeal or complaint"),
    "text": Text("Wat is er aan de hand?", "What is the matter?"),
    "givenName": Text("Voornaam", "Given name"),
    "familyName": Text("Achternaam", "Family name"),
    "email": Text("E-mailadres", "E-mail address"),
    "words": Text("Bericht aan de afzender", "Message to the sender"),
    "handler": Text("Wie behandelt dit?", "Who handles this?"),
    "advice": Text("Advies voor wie beslist", "Advice for whoever decides"),
    "outcome": Text("Wat is het besluit?", "What is the decision?"),
    "answer": Text("Antwoord aan de afzender", "Answer to the sender"),
}
KINDS: Mapping[Kind, Text] = {
    Kind.APPEAL: Text("Bezwaar", "Appeal"),
    Kind.COMPLAINT: Text("Klacht", "Complaint"),
}
MEANING: Mapping[Kind, Text] = {
    Kind.APPEAL: Text("U wilt dat er anders wordt beslist.", "You want another decision."),
    Kind.COMPLAINT: Text("U bent ontevreden over iets anders.", "You are dissatisfied with something else."),
}
SUBJECTS: Mapping[Against, Text] = {
    Against.DECISION: Text("Een besluit over een aanvraag", "A decision on an application"),
    Against.ADMISSION: Text("Een aanvraag die niet is toegelaten", "An application that was not admitted"),
    Against.RESULT: Text("Een examenuitslag", "An exam result"),
    Against.MEASURE: Text("Een schorsing, intrekking of andere maatregel", "A suspension, withdrawal or other measure"),
    Against.OTHER: Text("Iets anders", "Something else"),
}
STATES: Mapping[Step, Text] = {
    Step.RECEIVED: Text("Ontvangen", "Received"),
    Step.ACKNOWLEDGED: Text("Ontvangst bevestigd", "Acknowledged"),
    Step.ASSIGNED: Text("In behandeling", "Being handled"),
    Step.PREPARED: Text("Voorbereid, wacht op besluit", "Prepared, waits for a decision"),
    Step.UPHELD: Text("Gegrond", "Upheld"),
    Step.PARTLY_UPHELD: Text("Deels gegrond", "Partly upheld"),
    Step.REJECTED: Text("Ongegrond", "Rejected"),
    Step.INADMISSIBLE: Text("Niet in behandeling genomen", "Inadmissible"),
    Step.WITHDRAWN: Text("Ingetrokken door de afzender", "Withdrawn by the sender"),
}
OUTCOMES: Mapping[Outcome, Text] = {each: STATES[Step(each.value)] for each in Outcome}
EFFECTS: Mapping[Effect, Text] = {
    Effect.REVIEW: Text("Het certificaat wordt herbeoordeeld", "The certificate is up for review"),
    Effect.REOPENED: Text("De aanvraag is heropend", "The application is reopened"),
    Effect.APPLIED_ANEW: Text("De kandidaat had al opnieuw aangevraagd", "The candidate had applied anew already"),
    Effect.RESULT: Text("De opleider moet de uitslag opnieuw bekijken", "The provider has to look at the result again"),
}
