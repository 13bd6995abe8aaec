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


class OnePersonForBoth(RuleBroken):
    """Two people sign a version: one for the owner, another for the certification body."""

    code = "one-person-for-both-parties"
    title = Text("Dezelfde persoon tekent niet voor beide partijen", "One person does not sign for both parties")
    detail = Text(
        "U hebt al voor de andere partij ondertekend. Een ander moet voor deze partij tekenen.",
        "You have already signed for the other party. Somebody else must sign for this party.",
    )


class FirstDayHasPassed(RuleBroken):
    """A version takes effect from the day both have signed it at the earliest: what held on a past day never changes."""

    code = "scheme-version-too-late"
    title = Text("De eerste dag is voorbij", "The first day has passed")
    detail = Text(
        "Deze versie zou ingaan op {day}, en die dag is voorbij. Stel de versie opnieuw voor, met een latere dag.",
        "This version would take effect on {day}, and that day has passed. Propose the version again, with a later day.",
    )
