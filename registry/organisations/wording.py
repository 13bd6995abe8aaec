"""What the pages of regions and partnerships call things."""

from registry.texts import Text

LABELS = {
    "code": Text("Code", "Code"),
    "name": Text("Naam", "Name"),
    "municipality": Text("Gemeente", "Municipality"),
    "validFrom": Text("Eerste dag", "First day"),
    "validTo": Text("Laatste dag", "Last day"),
    "lastDay": Text("Laatste dag", "Last day"),
}
NEWS = {
    "gemaakt": Text("Vastgelegd. Voeg nu de gemeenten toe.", "On record. Now add the municipalities."),
    "erbij": Text("De gemeente hoort erbij.", "The municipality belongs to it."),
    "eruit": Text("De laatste dag is vastgelegd.", "The last day is on record."),
}
