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
