"""Pass rates as a list to save: a row for each sitting of each part."""

from collections.abc import Sequence
from datetime import date

from exams.pass_rates.service import PartPassRateOut
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.texts import Text

_PROVIDER = Text("Opleider", "Training provider")
_COLUMNS = (
    Column(Text("Opleidingstraject", "Training track"), width=20),
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(Text("Onderdeel", "Exam part"), width=12),
    Column(Text("Dag", "Day"), Kind.DAY),
    Column(Text("Examinator", "Examiner")),
    Column(Text("Met toezicht", "Supervised"), Kind.TRUTH),
    Column(Text("Geslaagd", "Passed"), Kind.WHOLE),
    Column(Text("Deelgenomen", "Took part"), Kind.WHOLE),
    Column(Text("Kenmerk van de zitting", "Sitting reference"), width=38),
)
_OUTLINE = Outline(
    "slagingspercentages",
    Text("Slagingspercentages", "Pass rates"),
    _COLUMNS,
    Text(
        "De uitslagen die nu tellen. Wie afwezig was of een ongeldige poging had, telt niet mee.",
        "The results that count now. Who was absent or had an invalidated attempt does not count.",
    ),
)


def pass_rates(rates: Sequence[PartPassRateOut], provider: str, *, actor: Actor, today: date) -> Exported:
    """How many passed and took part at each sitting of a provider."""
    return _OUTLINE.of(_rows(rates), actor=actor, today=today, chosen=[(_PROVIDER, provider)])


def _rows(rates: Sequence[PartPassRateOut]) -> list[Row]:
    return [
        (
            part.track,
            part.track_version,
            part.part,
            sitting.held_on,
            sitting.examiner,
            sitting.supervised,
            sitting.rate.passed,
            sitting.rate.taken,
            str(sitting.id),
        )
        for part in rates
        for sitting in part.sittings
    ]
