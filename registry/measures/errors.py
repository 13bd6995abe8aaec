"""What measures refuse."""

from registry.errors import RuleBroken
from registry.impartiality.errors import NotIndependent, SamePerson
from registry.texts import Language, Text

_STATUSES = {
    "void": Text("nietig", "void"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
    "superseded": Text("vervallen", "superseded"),
    "replaced": Text("vervangen", "replaced"),
    "expired": Text("verlopen", "expired"),
    "suspended": Text("geschorst", "suspended"),
    "not-yet-valid": Text("nog niet geldig", "not yet valid"),
    "valid": Text("geldig", "valid"),
}
_MEASURES = {
    "suspended": Text("Schorsen", "Suspending"),
    "reinstated": Text("Een schorsing opheffen", "Reinstating"),
    "withdrawn": Text("Intrekken", "Withdrawing"),
    "voided": Text("Nietig verklaren", "Voiding"),
    "replaced": Text("Vervangen", "Replacing"),
}


class MeasureNotAllowed(RuleBroken):
    """Each measure fits some statuses of a certificate."""

    code = "measure-not-allowed"
    title = Text("Deze maatregel past niet", "This measure does not fit")
    detail = Text(
        "Het certificaat is op {day} {status_name}. {measure_name} past daar niet bij.",
        "On {day} the certificate is {status_name}. {measure_name} does not fit that.",
    )

    def say(self, language: Language) -> str:
        """The status and the measure by their names."""
        named = {
            "status_name": _STATUSES[str(self.facts["status"])],
            "measure_name": _MEASURES[str(self.facts["measure"])],
        }
        return self.detail.say(language, **self.facts, **named)


class MoreOnRecord(RuleBroken):
    """A replacement slips out of no suspension and no end that is on record for a later day."""

    code = "more-on-record"
    title = Text("Er ligt al meer vast", "More is on record already")
    detail = Text(
        "Na {day} wordt dit certificaat geschorst of eindigt het. Vervangen kan niet, want daarmee zou dat vervallen.",
        "After {day} this certificate will be suspended or end. It cannot be replaced, since that would undo it.",
    )


class MeasureOpen(RuleBroken):
    """One proposed measure at a time for a certificate."""

    code = "measure-open"
    title = Text("Er wacht al een maatregel", "A measure is waiting already")
    detail = Text(
        "Voor dit certificaat wacht al een maatregel op een besluit. Laat die eerst beslissen of terugnemen.",
        "A measure for this certificate is waiting for a decision. Have that decided or taken back first.",
    )


class MeasureEnded(RuleBroken):
    """A measure is decided, declined or taken back once."""

    code = "measure-ended"
    title = Text("Deze maatregel is al afgehandeld", "This measure has ended already")
    detail = Text(
        "Deze maatregel is afgehandeld op {ended_at}. Misschien was een collega u voor.",
        "This measure ended on {ended_at}. Perhaps a colleague was first.",
    )


class OwnMeasure(SamePerson):
    """Nobody decides or declines a measure that they proposed themselves, under whatever record of themselves."""

    code = "own-measure"
    title = Text("Twee personen nodig", "Two persons needed")
    detail = Text(
        "U heeft deze maatregel zelf voorgesteld. Een andere certificeerder beslist.",
        "You proposed this measure yourself. Another certifier decides.",
    )


class ProposedByAnother(RuleBroken):
    """A measure is taken back by who proposed it; another declines it."""

    code = "proposed-by-another"
    title = Text("Voorgesteld door een ander", "Proposed by another")
    detail = Text(
        "Alleen wie een maatregel voorstelde, neemt hem terug. U kunt hem wel afwijzen.",
        "Only who proposed a measure takes it back. You can decline it.",
    )


class NotIndependentForMeasure(NotIndependent):
    """Who taught, examined or is close to the holder neither proposes nor decides about their certificate (DESIGN §2.3)."""

    code = "not-independent-for-measure"
    title = Text("Niet onafhankelijk", "Not independent")
    detail = Text(
        "U mag over dit certificaat niets voorstellen of beslissen: {reasons}.",
        "You may not propose or decide anything about this certificate: {reasons}.",
    )
