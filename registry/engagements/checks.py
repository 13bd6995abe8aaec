"""The checks of a booking in words: the rule, what was needed and available, and who can change it."""

from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from registry.texts import Language, Text


class CheckCode(StrEnum):
    """What the judge weighs."""

    INTAKE_COMPLETED = "intake-completed"
    MUNICIPALITY_EXISTS = "municipality-exists"
    STARTS_IN_TIME = "starts-in-time"
    WITHIN_PROGRAMME = "within-programme"
    FITS_IN_PERIOD = "fits-in-period"
    ENOUGH_DAYS = "enough-days"
    PER_BOOKING = "per-booking"
    PER_ADVISER = "per-adviser"
    PER_ADVISER_PER_YEAR = "per-adviser-per-year"
    CERTIFICATE_COVERS = "certificate-covers"
    NOT_THE_COORDINATOR = "not-the-coordinator"
    NOT_EMPLOYED_HERE = "not-employed-here"


_YOU = Text("uzelf", "you")
_COORDINATOR = Text("de regie-adviseur, met een intake", "the intake coordinator, by an intake")
_ADMIN = Text("de beheerder van het programma", "the admin of the programme")
_CERTIFIER = Text("de certificerende instelling", "the certification body")
_NOBODY = Text("niemand: kies een andere adviseur", "nobody: choose another adviser")

_RULES: dict[CheckCode, tuple[Text, Text, Text]] = {
    CheckCode.INTAKE_COMPLETED: (
        Text("De intake is afgerond.", "The intake has been completed."),
        Text("Er is nog geen afgeronde intake waarin uw gemeente is genoemd.", "No completed intake names you yet."),
        _COORDINATOR,
    ),
    CheckCode.MUNICIPALITY_EXISTS: (
        Text("De gemeente bestaat de hele periode.", "The municipality exists throughout the period."),
        Text("De gemeente bestaat niet in de hele periode.", "The municipality does not exist throughout the period."),
        Text("de gemeente die uw gemeente opvolgt", "the municipality that succeeds yours"),
    ),
    CheckCode.STARTS_IN_TIME: (
        Text("De eerste dag is vandaag of later.", "The first day is today or later."),
        Text("De eerste dag, {needed}, is al voorbij.", "The first day, {needed}, has passed."),
        _YOU,
    ),
    CheckCode.WITHIN_PROGRAMME: (
        Text("De periode valt binnen het programma.", "The period lies within the programme."),
        Text(
            "De periode valt niet binnen het programma; dat loopt tot en met {available}.",
            "The period does not lie within the programme, which runs through {available}.",
        ),
        _YOU,
    ),
    CheckCode.FITS_IN_PERIOD: (
        Text("De dagen passen in de werkdagen van de periode.", "The days fit in the working days of the period."),
        Text(
            "In de periode zitten {available} werkdagen; u vraagt er {needed}.",
            "The period has {available} working days; you ask for {needed}.",
        ),
        _YOU,
    ),
    CheckCode.ENOUGH_DAYS: (
        Text("Er zijn genoeg dagen in het dagenbudget.", "The allotment has enough days."),
        Text(
            "In dit dagenbudget zijn {available} dagen beschikbaar; u vraagt er {needed}.",
            "This allotment has {available} days available; you ask for {needed}.",
        ),
        _COORDINATOR,
    ),
    CheckCode.PER_BOOKING: (
        Text("De boeking is niet groter dan het beleid toestaat.", "The booking is no larger than the policy allows."),
        Text(
            "Het dagenbeleid staat {available} dagen per boeking toe; u vraagt er {needed}.",
            "The day policy allows {available} days per booking; you ask for {needed}.",
        ),
        _ADMIN,
    ),
    CheckCode.PER_ADVISER: (
        Text("U heeft nog ruimte bij deze adviseur.", "You have room left with this adviser."),
        Text(
            "Bij deze adviseur kunt u nog {available} dagen boeken; u vraagt er {needed}.",
            "You can book {available} more days with this adviser; you ask for {needed}.",
        ),
        _ADMIN,
    ),
    CheckCode.PER_ADVISER_PER_YEAR: (
        Text("De adviseur heeft dit jaar nog ruimte.", "The adviser has room left this year."),
        Text(
            "Deze adviseur mag dit jaar nog {available} dagen werken voor gemeenten; u vraagt er {needed}.",
            "This adviser may work {available} more days for municipalities this year; you ask for {needed}.",
        ),
        _ADMIN,
    ),
    CheckCode.CERTIFICATE_COVERS: (
        Text("De adviseur is de hele periode gecertificeerd.", "The adviser is certified throughout the period."),
        Text(
            "De adviseur heeft op {available} geen geldig certificaat van een schema dat dit programma accepteert.",
            "On {available} the adviser has no valid certificate of a scheme that this programme accepts.",
        ),
        _CERTIFIER,
    ),
    CheckCode.NOT_THE_COORDINATOR: (
        Text("De adviseur deed niet zelf de intake.", "The adviser did not hold the intake."),
        Text("De adviseur is de regie-adviseur van uw intake.", "The adviser coordinated your intake."),
        _NOBODY,
    ),
    CheckCode.NOT_EMPLOYED_HERE: (
        Text("De adviseur werkt niet bij u in dienst.", "The adviser is not employed by you."),
        Text("De adviseur is in dienst bij uw gemeente of samenwerking.", "The adviser is in your employ."),
        _NOBODY,
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its numbers (days or dates): when it failed, from which day or with how many days it would pass."""

    code: CheckCode
    _: KW_ONLY
    passed: bool
    needed: Decimal | date | None = None
    available: Decimal | date | None = None
    passes_from: date | None = None
    passes_with: Decimal | None = None

    def say(self, language: Language) -> str:
        """The rule where it holds, else what is missing."""
        rule, missing, _ = _RULES[self.code]
        if self.passed:
            return rule.say(language)
        return missing.say(language, needed=self.needed, available=self.available)

    @property
    def changed_by(self) -> Text:
        """Who can make it pass."""
        return _RULES[self.code][2]

    @property
    def facts(self) -> dict[str, object]:
        """The check for a program to read."""
        return {
            "code": self.code.value,
            "passed": self.passed,
            "needed": self.needed,
            "available": self.available,
            "passesFrom": self.passes_from,
            "passesWith": self.passes_with,
        }
