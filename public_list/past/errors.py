"""Why a past list is not made now."""

from registry.errors import RegistryError
from registry.texts import Text


class PastListsBusy(RegistryError):
    """Others wait for lists of other moments, each of which is made from all that was recorded."""

    code = "past-lists-busy"
    title = Text("Er worden veel lijsten van vroeger gemaakt", "Many past lists are being made")
    detail = Text(
        "Er worden nu veel lijsten van vroeger tegelijk gemaakt. Vraag deze lijst over een minuut opnieuw.",
        "Many past lists are being made right now. Ask for this list again in a minute.",
    )
