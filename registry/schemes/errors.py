"""What schemes refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class NoVersionInForce(RuleBroken):
    """A version takes effect when owner and certification body have both signed it, from its first day."""

    code = "no-scheme-version-in-force"
    title = Text("Geen schemaversie van kracht", "No scheme version in force")
    detail = Text(
        "Op {day} is er geen versie van dit schema van kracht die beide partijen hebben ondertekend.",
        "On {day} no version of this scheme that both parties have signed is in force.",
    )


class SamePartyTwice(RuleBroken):
    """The owner of a scheme is never its certification body."""

    code = "owner-cannot-certify"
    title = Text("Schemabeheerder kan niet certificeren", "Scheme owner cannot certify")
    detail = Text(
        "De schemabeheerder en de certificerende instelling moeten twee verschillende organisaties zijn.",
        "The scheme owner and the certification body must be two different organisations.",
    )


class AlreadySigned(RuleBroken):
    """Each party signs a version once."""

    code = "already-signed"
    title = Text("Al ondertekend", "Already signed")
    detail = Text("Deze partij heeft deze versie al ondertekend.", "This party has already signed this version.")


class SchemeExists(RuleBroken):
    """A scheme's code is its own, and so is the number of a version."""

    code = "scheme-exists"
    title = Text("Bestaat al", "Exists already")
    detail = Text("Er is al een schema met code {code}.", "There already is a scheme with code {code}.")
