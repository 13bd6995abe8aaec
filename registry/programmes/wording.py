"""What the pages of programmes call things."""

from registry.texts import Text

LABELS = {
    "code": Text("Code", "Code"),
    "nameNl": Text("Naam in het Nederlands", "Name in Dutch"),
    "nameEn": Text("Naam in het Engels", "Name in English"),
    "firstDay": Text("Eerste dag", "First day"),
    "lastDay": Text("Laatste dag", "Last day"),
    "schemes": Text("Welke certificatieschema’s tellen?", "Which certification schemes count?"),
    "sizeClass": Text("Grootteklasse", "Size class"),
    "validFrom": Text("Geldt vanaf", "Holds from"),
    "perMunicipality": Text("Dagen per gemeente", "Days per municipality"),
    "perBooking": Text("Dagen per boeking", "Days per booking"),
    "perAdviser": Text("Dagen per adviseur bij één gemeente", "Days per adviser with one municipality"),
    "perAdviserPerYear": Text("Dagen per adviseur per jaar", "Days per adviser per year"),
    "answerDays": Text("Dagen om een aanvraag te beantwoorden", "Days to answer a request"),
    "most": Text("Hoogste aantal intakes", "Most intakes"),
    "holder": Text("Gemeente of samenwerkingsverband", "Municipality or partnership"),
}
NEWS = {
    "gemaakt": Text(
        "Het programma is gemaakt. Leg nu het dagenbeleid vast.", "The programme is made. Now enter its day policy."
    ),
    "beleid": Text("Het dagenbeleid is vastgelegd.", "The day policy is on record."),
    "plafond": Text("Het plafond voor intakes is vastgelegd.", "The cap on intakes is on record."),
    "klasse": Text("De grootteklasse is vastgelegd.", "The size class is on record."),
}
