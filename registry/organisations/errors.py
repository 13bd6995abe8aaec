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
