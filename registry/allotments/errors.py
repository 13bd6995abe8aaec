"""What the ledger of days refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class Overdrawn(RuleBroken):
    """An allotment never has fewer than no days."""

    code = "overdrawn"
    title = Text("Te weinig dagen", "Too few days")
    detail = Text(
        "Er zijn niet genoeg dagen meer; misschien was een collega u voor. Bekijk het dagenbudget opnieuw.",
        "There are not enough days left; perhaps a colleague was first. Look at the allotment again.",
    )


class TooFewAvailable(RuleBroken):
    """Only days that are neither reserved nor used can be reversed or transferred."""

    code = "too-few-days-available"
    title = Text("Niet zoveel dagen beschikbaar", "Not so many days available")
    detail = Text(
        "U vraagt {asked:days}. Dit dagenbudget heeft {available:days} beschikbaar. "
        "Gereserveerde en gebruikte dagen blijven staan.",
        "You ask {asked:days}. This allotment has {available:days} available. Days that are reserved or used stay.",
    )


class MoreThanGranted(RuleBroken):
    """Days are reversed where they were granted; those that came by a transfer were granted elsewhere."""

    code = "more-than-granted"
    title = Text("Niet zoveel dagen toegekend", "Not so many days granted")
    detail = Text(
        "U vraagt {asked:days}. U kunt hier {granted:days} terugdraaien. De andere dagen zijn hierheen overgezet.",
        "You ask {asked:days}. You can reverse {granted:days} here. The other days were transferred to here.",
    )


class PassedOn(RuleBroken):
    """A municipality that passed on its rights is granted no days, and receives none: its successor does."""

    code = "municipality-passed-on"
    title = Text("Gemeente is overgegaan", "Municipality passed on")
    detail = Text(
        "Deze gemeente is overgegaan in {successor}. Geef de dagen aan {successor}.",
        "This municipality passed on to {successor}. Give the days to {successor}.",
    )


class TransferElsewhere(RuleBroken):
    """Days stay in the programme that granted them."""

    code = "transfer-to-other-programme"
    title = Text("Dagen blijven in hun programma", "Days stay in their programme")
    detail = Text(
        "Dagen gaan alleen over naar een ander dagenbudget van hetzelfde programma.",
        "Days pass only to another allotment of the same programme.",
    )


class TransferAboveCap(RuleBroken):
    """A transfer does not bring a municipality above the cap of the day policy."""

    code = "transfer-above-cap"
    title = Text("Meer dagen dan het beleid toestaat", "More days than the policy allows")
    detail = Text(
        "De ontvanger heeft al {total:days} en mag er volgens het dagenbeleid {cap} hebben. U kunt nog {room:days} overzetten.",
        "The receiver has {total:days} and may have {cap} by the day policy. You can transfer {room:days} more.",
    )
