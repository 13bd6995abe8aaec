"""What roles, and how an account stands, are called where an admin reads it."""

from collections.abc import Mapping

from registry.admittance.schemas import Standing
from registry.permissions import Role
from registry.texts import Text

ROLES: Mapping[Role, Text] = {
    Role.PROVIDER: Text("Opleider", "Training provider"),
    Role.MUNICIPALITY: Text("Gemeente", "Municipality"),
    Role.COORDINATOR: Text("Regie-adviseur", "Intake coordinator"),
    Role.CERTIFIER: Text("Certificeerder", "Certifier"),
    Role.SCHEME_OWNER: Text("Schemabeheerder", "Scheme owner"),
    Role.ADMIN: Text("Beheerder", "Admin"),
    Role.ADVISER: Text("Adviseur", "Adviser"),
    Role.AUDITOR: Text("Auditor", "Auditor"),
}
STANDING = Text("Hoe staat het ervoor?", "Standing")
STANDINGS: Mapping[Standing, Text] = {
    Standing.ACTIVE: Text("In gebruik", "In use"),
    Standing.INVITED: Text("Uitgenodigd", "Invited"),
    Standing.LAPSED: Text("Uitnodiging is over", "Invitation is over"),
    Standing.DISABLED: Text("Uitgezet", "Disabled"),
    Standing.ERASED: Text("Gewist", "Erased"),
}
LABELS: Mapping[str, Text] = {
    "email": Text("E-mailadres", "E-mail address"),
    "givenName": Text("Voornaam", "Given name"),
    "familyPrefix": Text("Tussenvoegsel", "Prefix of the family name"),
    "familyName": Text("Achternaam", "Family name"),
    "candidateNumber": Text("Kandidaatnummer", "Candidate number"),
    "role": Text("Rol", "Role"),
    "organisation": Text("Voor welke organisatie?", "For which organisation?"),
    "person": Text("Wie?", "Who?"),
    "reason": Text("Waarom, en hoe weet u dat de persoon dit zelf vraagt?", "Why, and how do you know that they ask it?"),
    "password": Text("Uw nieuwe wachtwoord", "Your new password"),
}
NEWS: Mapping[str, Text] = {
    "uitgenodigd": Text("De uitnodiging wordt gemaild.", "The invitation is being mailed."),
    "ingetrokken": Text("De uitnodiging werkt niet meer.", "The invitation no longer works."),
    "rol-gegeven": Text("De rol is gegeven.", "The role is given."),
    "rol-beeindigd": Text("De rol is beëindigd.", "The role is ended."),
    "uitgezet": Text("Het account is uitgezet.", "The account is disabled."),
    "aangezet": Text("Het account is weer aan.", "The account is enabled again."),
    "afgemeld": Text("Dit account is overal afgemeld.", "This account is signed out everywhere."),
    "tweede-factor": Text("De persoon krijgt een e-mail om het te bevestigen.", "They are mailed, to confirm it themselves."),
}
NEVER_TOGETHER = Text(
    "Deze rollen gaan nooit samen: {pairs}.",
    "These roles never go together: {pairs}.",
)
