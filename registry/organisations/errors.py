"""What organisations refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Text


class OrganisationExists(RuleBroken):
    """Two organisations of one kind do not share a name."""

    code = "organisation-exists"
    title = Text("Organisatie bestaat al", "Organisation exists")
    detail = Text("Er is al zo’n organisatie met de naam {name}.", "There already is such an organisation named {name}.")


class UnknownMunicipality(NotFound):
    """No municipality has had that code since 2006."""

    code = "unknown-municipality"
    title = Text("Onbekende gemeente", "Unknown municipality")
    detail = Text("Er is geen gemeente met code {code}.", "There is no municipality with code {code}.")


class MemberAlready(RuleBroken):
    """A municipality joins a partnership once on a day."""

    code = "member-already"
    title = Text("Al lid", "Member already")
    detail = Text(
        "Deze gemeente is vanaf {day} al lid van dit samenwerkingsverband.",
        "This municipality is a member of this partnership from {day} already.",
    )


class MunicipalityComesFromReferenceData(RuleBroken):
    """Municipalities are the state's, and are loaded, not entered."""

    code = "municipality-is-reference-data"
    title = Text("Gemeenten worden ingelezen", "Municipalities are loaded")
    detail = Text(
        "Gemeenten komen uit de landelijke lijst; lees die in met `registry reference load`.",
        "Municipalities come from the national list; load it with `registry reference load`.",
    )


class RegionExists(RuleBroken):
    """A region's code is its own."""

    code = "region-exists"
    title = Text("Regio bestaat al", "Region exists")
    detail = Text("Er is al een regio met code {code}.", "There already is a region with code {code}.")


class InOneRegion(RuleBroken):
    """A municipality is in at most one region on any day, so that totals of regions count nobody twice."""

    code = "in-another-region"
    title = Text("Al in een regio", "In a region already")
    detail = Text(
        "{name} is vanaf {first_day} al ingedeeld bij {region}. Laat de gemeente daar eerst uit gaan.",
        "{name} belongs to {region} from {first_day} already. Let it leave that region first.",
    )


class NoMember(RuleBroken):
    """Only who is a member can leave."""

    code = "no-member"
    title = Text("Geen lid op die dag", "No member on that day")
    detail = Text(
        "Gemeente {code} hoort op {day} niet bij {name}.",
        "Municipality {code} does not belong to {name} on {day}.",
    )


class MunicipalityNotThere(RuleBroken):
    """A municipality takes part while it exists; after that its successors do."""

    code = "municipality-not-there"
    title = Text("Gemeente bestaat dan niet", "Municipality does not exist then")
    detail = Text(
        "Gemeente {code} bestaat niet op {day}. Opvolgers: {successors}.",
        "Municipality {code} does not exist on {day}. Successors: {successors}.",
    )
