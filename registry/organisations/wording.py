"""What the pages of organisations, regions and partnerships call things."""

from collections.abc import Mapping

from registry.organisations.tables import Kind
from registry.texts import Text

LABELS = {
    "code": Text("Code", "Code"),
    "kind": Text("Soort organisatie", "Kind of organisation"),
    "name": Text("Naam", "Name"),
    "municipality": Text("Gemeente", "Municipality"),
    "validFrom": Text("Eerste dag", "First day"),
    "validTo": Text("Laatste dag", "Last day"),
    "lastDay": Text("Laatste dag", "Last day"),
}
KINDS: Mapping[Kind, Text] = {
    Kind.PROVIDER: Text("Opleider", "Training provider"),
    Kind.SCHEME_OWNER: Text("Schemabeheerder", "Scheme owner"),
    Kind.CERTIFICATION_BODY: Text("Certificerende instelling", "Certification body"),
    Kind.MUNICIPALITY: Text("Gemeente", "Municipality"),
    Kind.PARTNERSHIP: Text("Samenwerkingsverband", "Partnership"),
    Kind.COORDINATION: Text("Organisatie van regie-adviseurs", "Organisation of intake coordinators"),
    Kind.OPERATOR: Text("Beheerder van het register", "Operator of the registry"),
    Kind.EMPLOYER: Text("Werkgever van adviseurs", "Employer of advisers"),
}
NEWS = {
    "organisatie": Text("De organisatie is geregistreerd.", "The organisation is registered."),
    "gemaakt": Text("Vastgelegd. Voeg nu de gemeenten toe.", "On record. Now add the municipalities."),
    "erbij": Text("De gemeente hoort erbij.", "The municipality belongs to it."),
    "eruit": Text("De laatste dag is vastgelegd.", "The last day is on record."),
}
