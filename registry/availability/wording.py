"""What the forms of an adviser call their fields."""

from collections.abc import Mapping

from registry.texts import Text

LABELS: Mapping[str, Text] = {
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "municipality": Text("Met welke gemeente?", "With which municipality?"),
    "validFrom": Text("Vanaf welke dag?", "From which day?"),
    "monday": Text("Maandag", "Monday"),
    "tuesday": Text("Dinsdag", "Tuesday"),
    "wednesday": Text("Woensdag", "Wednesday"),
    "thursday": Text("Donderdag", "Thursday"),
    "friday": Text("Vrijdag", "Friday"),
}
