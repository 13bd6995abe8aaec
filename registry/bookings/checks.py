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
    BENEFICIARIES_BELONG = "beneficiaries-belong"
    STARTS_IN_TIME = "starts-in-time"
    WITHIN_PROGRAMME = "within-programme"
    WITHIN_ALLOTMENT = "within-allotment"
    FITS_IN_PERIOD = "fits-in-period"
    ENOUGH_DAYS = "enough-days"
    PER_BOOKING = "per-booking"
    PER_ADVISER = "per-adviser"
    PER_ADVISER_PER_YEAR = "per-adviser-per-year"
    CERTIFICATE_COVERS = "certificate-covers"
    SCOPE_COVERED = "scope-covered"
    NO_DECLARED_TIE = "no-declared-tie"
    NOT_THE_COORDINATOR = "not-the-coordinator"
    NOT_EMPLOYED_HERE = "not-employed-here"


_YOU = Text("uzelf", "you")
_COORDINATOR = Text("de regie-adviseur, met een intake", "the intake coordinator, by an intake")
_ADMIN = Text("de beheerder van het programma", "the admin of the programme")
_CERTIFIER = Text("de certificerende instelling", "the certification body")
_ADVISER = Text("de adviseur", "the adviser")
_NOBODY = Text("niemand: kies een andere adviseur", "nobody: choose another adviser")

_RULES: dict[CheckCode, tuple[Text, Text, Text]] = {
    CheckCode.INTAKE_COMPLETED: (
        Text("De intake is afgerond.", "The intake has been completed."),
        Text(
            "Er is voor dit dagenbudget nog geen afgeronde intake met {named}.",
            "No completed intake for this allotment names {named} yet.",
        ),
        _COORDINATOR,
    ),
    CheckCode.MUNICIPALITY_EXISTS: (
        Text("De gemeente bestaat de hele periode.", "The municipality exists throughout the period."),
        Text("{named} bestaat niet in de hele periode.", "{named} does not exist throughout the period."),
        Text("de gemeente die na een herindeling verder gaat", "the municipality that goes on after the merger or split"),
    ),
    CheckCode.BENEFICIARIES_BELONG: (
        Text("Het dagenbudget is van de gemeenten in de boeking.", "The allotment is of the municipalities in the booking."),
        Text("Dit dagenbudget is niet van {named}.", "This allotment is not of {named}."),
        _ADMIN,
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
    CheckCode.WITHIN_ALLOTMENT: (
        Text("De dagen van dit dagenbudget gelden de hele periode.", "The allotment's days hold throughout the period."),
        Text(
            "De dagen van dit dagenbudget gelden niet de hele periode; ze gelden tot en met {available}.",
            "The days of this allotment do not hold throughout the period; they hold through {available}.",
        ),
        _COORDINATOR,
    ),
    CheckCode.FITS_IN_PERIOD: (
        Text("De dagen passen in de werktijd van de adviseur.", "The days fit in the adviser's working time."),
        Text(
            "In deze periode kan de adviseur nog {available:days} werken; u vraagt er {needed}.",
            "In this period the adviser can work {available:days} more; you ask for {needed}.",
        ),
        Text("uzelf, met een andere periode, of de adviseur", "you, by another period, or the adviser"),
    ),
    CheckCode.ENOUGH_DAYS: (
        Text("Er zijn genoeg dagen in het dagenbudget.", "The allotment has enough days."),
        Text(
            "Dit dagenbudget heeft {available:days} beschikbaar; u vraagt er {needed}.",
            "This allotment has {available:days} available; you ask for {needed}.",
        ),
        _COORDINATOR,
    ),
    CheckCode.PER_BOOKING: (
        Text("De boeking is niet groter dan het beleid toestaat.", "The booking is no larger than the policy allows."),
        Text(
            "Het dagenbeleid staat {available:days} per boeking toe; u vraagt er {needed}.",
            "The day policy allows {available:days} per booking; you ask for {needed}.",
        ),
        _ADMIN,
    ),
    CheckCode.PER_ADVISER: (
        Text("U heeft nog ruimte bij deze adviseur.", "You have room left with this adviser."),
        Text(
            "Bij deze adviseur kunt u nog {available:days} boeken; u vraagt er {needed}.",
            "You can book {available:days} more with this adviser; you ask for {needed}.",
        ),
        _ADMIN,
    ),
    CheckCode.PER_ADVISER_PER_YEAR: (
        Text("De adviseur heeft in het jaar nog ruimte.", "The adviser has room left in the year."),
        Text(
            "Deze adviseur mag in die tijd nog {available:days} werken voor gemeenten; u vraagt er {needed}.",
            "This adviser may work {available:days} more for municipalities in that time; you ask for {needed}.",
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
    CheckCode.SCOPE_COVERED: (
        Text("Het certificaat dekt het gevraagde werk.", "The certificate covers the work asked for."),
        Text(
            "Op {available} dekt het certificaat van de adviseur niet alles van: {named}.",
            "On {available} the adviser's certificate does not cover all of: {named}.",
        ),
        _CERTIFIER,
    ),
    CheckCode.NO_DECLARED_TIE: (
        Text("De adviseur heeft geen band met u gemeld.", "The adviser declared no tie with you."),
        Text("De adviseur heeft een band met u of een lid gemeld.", "The adviser declared a tie with you or a member."),
        _ADVISER,
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


_SUCCEEDED = Text(" Opvolger: {successors}.", " Successor: {successors}.")


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its numbers (days or dates), and where it failed what would pass.

    `passes_from` is the earliest first day that would, `passes_until` the latest last day, `passes_with` the largest number
    of days. `named` are municipalities, or parts of a certificate, that it is about; `successors` the codes and names of
    municipalities that took over.
    """

    code: CheckCode
    _: KW_ONLY
    passed: bool
    needed: Decimal | date | None = None
    available: Decimal | date | None = None
    passes_from: date | None = None
    passes_until: date | None = None
    passes_with: Decimal | None = None
    named: tuple[str, ...] = ()
    successors: tuple[tuple[str, str], ...] = ()

    def say(self, language: Language) -> str:
        """The rule where it holds, else what is missing."""
        rule, missing, _ = _RULES[self.code]
        if self.passed:
            return rule.say(language)
        said = missing.say(language, needed=self.needed, available=self.available, named=", ".join(self.named))
        if self.successors:
            said += _SUCCEEDED.say(language, successors=", ".join(f"{name} ({code})" for code, name in self.successors))
        return said

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
            "passesUntil": self.passes_until,
            "passesWith": self.passes_with,
            "successors": [code for code, _ in self.successors],
        }
