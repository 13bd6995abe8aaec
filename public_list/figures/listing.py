"""The figures for everyone as lists to save, with what they are and by what rule numbers are left out."""

from collections.abc import Sequence
from datetime import date

from exams.integrity.bars import rate_of
from exams.pass_rates.by_quarter import Quarter
from registry.certificates.rules import Status
from registry.exports.listing import Column, Exported, Kind, Listing, Row, at_hand
from registry.exports.outline import EVERYBODY
from registry.overview.in_force import Standing
from registry.texts import Text

_OF_WHOM, _MADE_ON = Text("Van wie", "Of whom"), Text("Gemaakt op", "Made on")
_MADE_FROM = Text("Waaruit", "Made from")
_IN_FORCE = (Column(Text("Dag", "Day"), Kind.DAY), Column(Text("Geldig", "Valid"), Kind.WHOLE))
_PASS_RATES = (
    Column(Text("Opleidingstraject", "Training track"), width=28),
    Column(Text("Onderdeel", "Exam part"), width=28),
    Column(Text("Eerste dag van het kwartaal", "First day of the quarter"), Kind.DAY),
    Column(Text("Deelgenomen", "Took part"), Kind.WHOLE),
    Column(Text("Geslaagd", "Passed"), Kind.WHOLE),
    Column(Text("Deel dat slaagde, in procenten", "Share that passed, in percent"), Kind.WHOLE),
    Column(Text("Laagste, in procenten", "Lowest, in percent"), Kind.WHOLE),
    Column(Text("Hoogste, in procenten", "Highest, in percent"), Kind.WHOLE),
)
_STANDING = Text(
    "Hoeveel certificaten op de dag geldig waren, zoals het register dat nu weet.",
    "How many certificates were valid on the day, as the registry knows it now.",
)
_COUNTED = Text(
    "De uitslagen van kwartalen die voorbij zijn, van alle opleiders samen. Geteld per 5 mensen die slaagden, en per 5 die "
    "zakten; slaagden of zakten er minder, dan staat er geen getal. Anders zou een uitslag iets over een persoon zeggen.",
    "The results of quarters that are over, of all providers together. Counted by 5 people who passed, and by 5 who failed; "
    "where fewer passed or failed there is no number. Otherwise a result would say something of a person.",
)


def in_force(found: Sequence[Standing], *, today: date) -> Exported:
    """How many certificates were valid on each day, and nothing else."""
    title = Text("Geldige certificaten door de tijd", "Valid certificates over time")
    listing = Listing("geldige-certificaten", title, _IN_FORCE, _stamped(_STANDING, today))
    rows = [(each.day, each.counts[Status.VALID]) for each in found]
    return Exported(listing, len(rows), at_hand(rows), today)


def pass_rates(found: Sequence[Quarter], *, today: date) -> Exported:
    """The rates by part and quarter; no numbers where they may not be told."""
    title = Text("Slagingspercentages per kwartaal", "Pass rates by quarter")
    listing = Listing("slagingspercentages-per-kwartaal", title, _PASS_RATES, _stamped(_COUNTED, today))
    rows = [_row(each) for each in found]
    return Exported(listing, len(rows), at_hand(rows), today)


def _stamped(source: Text, today: date) -> Sequence[tuple[Text, object]]:
    return ((_OF_WHOM, EVERYBODY), (_MADE_ON, today), (_MADE_FROM, source))


def _row(quarter: Quarter) -> Row:
    named = (quarter.track.nl, quarter.part.nl, quarter.first_day)
    if quarter.tally is None:
        return (*named, None, None, None, None, None)
    rate = rate_of(quarter.tally)
    return (*named, rate.taken, rate.passed, rate.percent, rate.lowest_percent, rate.highest_percent)
