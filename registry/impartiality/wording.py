"""What the pages about impartiality call things."""

from registry.impartiality.rules import RelationKind, Waivable
from registry.texts import Text

KINDS = {
    RelationKind.TAUGHT: Text("Ik gaf deze persoon les", "I taught this person"),
    RelationKind.EXAMINED: Text("Ik examineerde deze persoon", "I examined this person"),
    RelationKind.FAMILY: Text("Wij zijn familie", "We are related"),
    RelationKind.OTHER: Text("Een andere relatie", "Another relation"),
}
GROUNDS = {
    Waivable.SAME_EMPLOYER: Text("Dezelfde werkgever", "The same employer"),
    Waivable.FAMILY: Text("Familie", "Family"),
    Waivable.OTHER: Text("Een andere relatie", "Another relation"),
}
LABELS = {
    "candidateNumber": Text("Kandidaatnummer van de adviseur", "Candidate number of the adviser"),
    "kind": Text("Welke relatie?", "Which relation?"),
    "validFrom": Text("Eerste dag", "First day"),
    "validTo": Text("Laatste dag", "Last day"),
    "explanation": Text("Toelichting", "Explanation"),
    "ground": Text("Waarvan vraagt u ontheffing?", "What should be waived?"),
    "validUntil": Text("Tot en met welke dag?", "Through which day?"),
    "reason": Text("Waarom is dat verantwoord?", "Why is that justified?"),
}
NEWS = {
    "verklaard": Text("Uw belangenverklaring is vastgelegd.", "Your conflict statement is on record."),
    "opgegeven": Text("De relatie is vastgelegd. Zij telt vanaf nu.", "The relation is on record. It counts from now on."),
    "beeindigd": Text("De laatste dag van de relatie is vastgelegd.", "The last day of the relation is on record."),
    "gevraagd": Text(
        "Uw verzoek is vastgelegd. Een andere certificeerder beslist.",
        "Your request is on record. Another certifier decides.",
    ),
    "verleend": Text("De ontheffing is verleend.", "The waiver is granted."),
    "afgewezen": Text("Het verzoek is afgewezen.", "The request is declined."),
}
