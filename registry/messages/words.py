"""What people are told, in both languages.

A text is made from the facts of its message: `municipality`, `successor` and `receiver` (names), `firstDay`, `lastDay`,
`day` and `answerBy` (days as `2027-01-31`), `days` (`2.25`), `answer` (how a change ended), `certificate` and
`newCertificate` (numbers), `reasons` (sentences, each as `{"nl": …, "en": …}`), `was` and `status` (words, written alike).
A text that lacks one of its facts gives way to a shorter one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.messages.rules import Kind
from registry.texts import Text


@dataclass(frozen=True, slots=True)
class Words:
    """The title of a kind, and its texts from the most telling to one that needs no facts."""

    title: Text
    texts: Sequence[Text]


_WHICH_NL, _WHICH_EN = (
    "van {municipality} (van {firstDay} tot en met {lastDay})",
    "of {municipality} (from {firstDay} through {lastDay})",
)
_OF_NL, _OF_EN = "van {municipality}", "of {municipality}"


def _words(title: Text, told: Text, *more: Text) -> Words:
    """`{which}` in a text is which booking it is: with its period, else with its municipality, else without either."""
    texts = []
    for text in (*more, told):
        for dutch, english in ((_WHICH_NL, _WHICH_EN), (_OF_NL, _OF_EN), ("", "")):
            filled = Text(_filled(text.nl, dutch), _filled(text.en, english))
            if filled not in texts:
                texts.append(filled)
    return Words(title, texts)


def _filled(text: str, which: str) -> str:
    return text.replace(" {which}", f" {which}" if which else "")


WORDS: Mapping[Kind, Words] = {
    Kind.BOOKING_REQUESTED: _words(
        Text("Een gemeente wil u boeken", "A municipality wants to book you"),
        Text("Er is een aanvraag {which}. Zeg of u het doet.", "There is a request {which}. Say whether you accept."),
        Text(
            "Er is een aanvraag {which}, voor {days:days}. Zeg uiterlijk {answerBy} of u het doet.",
            "There is a request {which}, for {days:days}. Say no later than {answerBy} whether you accept.",
        ),
        Text(
            "Er is een aanvraag {which}, voor {days:days}. Zeg of u het doet.",
            "There is a request {which}, for {days:days}. Say whether you accept.",
        ),
    ),
    Kind.BOOKING_ACCEPTED: _words(
        Text("De adviseur heeft uw boeking aangenomen", "The adviser has accepted your booking"),
        Text("De boeking {which} is nu actief.", "The booking {which} is now active."),
    ),
    Kind.BOOKING_DECLINED: _words(
        Text("De adviseur heeft uw boeking afgewezen", "The adviser has declined your booking"),
        Text(
            "De boeking {which} gaat niet door. Uw dagen zijn weer beschikbaar.",
            "The booking {which} is off. Your days are available again.",
        ),
    ),
    Kind.BOOKING_LAPSED: _words(
        Text("Een aanvraag is vervallen", "A request has lapsed"),
        Text(
            "De adviseur antwoordde niet op tijd op de aanvraag {which}. De dagen zijn weer beschikbaar.",
            "The adviser did not answer the request {which} in time. The days are available again.",
        ),
    ),
    Kind.BOOKING_CHANGED: _words(
        Text("Een boeking is veranderd", "A booking has changed"),
        Text("De boeking {which} is veranderd.", "The booking {which} has changed."),
        Text(
            "De boeking {which} is veranderd. Het gaat nu om {days:days}.",
            "The booking {which} has changed. It is now for {days:days}.",
        ),
    ),
    Kind.BOOKING_CANCELLED: _words(
        Text("Een boeking is geannuleerd", "A booking has been cancelled"),
        Text(
            "De boeking {which} is geannuleerd. Dagen die niet zijn gewerkt, zijn weer beschikbaar voor de gemeente.",
            "The booking {which} has been cancelled. Days not worked are available to the municipality again.",
        ),
    ),
    Kind.BOOKING_COMPLETED: _words(
        Text("Een boeking is afgerond", "A booking has been completed"),
        Text("De boeking {which} is afgerond.", "The booking {which} has been completed."),
        Text(
            "De boeking {which} is afgerond. Gewerkt: {days:days}.",
            "The booking {which} has been completed. Worked: {days:days}.",
        ),
    ),
    Kind.BOOKING_FROZEN: _words(
        Text("Een boeking ligt stil", "A booking is frozen"),
        Text(
            "De boeking {which} ligt stil, omdat het certificaat van de adviseur is geschorst. "
            "De dagen die nog niet zijn gewerkt, blijven gereserveerd. De gemeente kan de boeking annuleren.",
            "The booking {which} is frozen, because the certificate of the adviser is suspended. "
            "The days not yet worked stay reserved. The municipality can cancel the booking.",
        ),
        Text(
            "Het certificaat van de adviseur telt weer. Toch blijft de boeking {which} stilliggen. {reasons}",
            "The certificate of the adviser counts again. Yet the booking {which} stays frozen. {reasons}",
        ),
        Text(
            "De boeking {which} ligt stil sinds {day}, omdat het certificaat van de adviseur is geschorst. "
            "Wat nog niet is gewerkt ({days:days}), blijft gereserveerd. De gemeente kan de boeking annuleren.",
            "The booking {which} is frozen since {day}, because the certificate of the adviser is suspended. "
            "What is not yet worked ({days:days}) stays reserved. The municipality can cancel the booking.",
        ),
    ),
    Kind.BOOKING_RESUMED: _words(
        Text("Een boeking gaat weer door", "A booking goes on again"),
        Text(
            "Het certificaat van de adviseur telt weer. De boeking {which} is weer actief.",
            "The certificate of the adviser counts again. The booking {which} is active again.",
        ),
    ),
    Kind.BOOKING_ENDED: _words(
        Text("Een boeking is gestopt", "A booking has ended"),
        Text(
            "De boeking {which} is gestopt, omdat de adviseur geen geldig certificaat voor dit werk meer heeft. "
            "De dagen die niet zijn gewerkt, zijn weer beschikbaar voor de gemeente.",
            "The booking {which} has ended, because the adviser no longer has a valid certificate for this work. "
            "The days not worked are available to the municipality again.",
        ),
        Text(
            "De boeking {which} is gestopt, omdat de adviseur sinds {day} geen geldig certificaat voor dit werk meer heeft. "
            "Wat niet is gewerkt ({days:days}), is weer beschikbaar voor de gemeente.",
            "The booking {which} has ended, because the adviser has had no valid certificate for this work since {day}. "
            "What was not worked ({days:days}) is available to the municipality again.",
        ),
    ),
    Kind.BOOKING_PASSED_ON: _words(
        Text("Een boeking ging over naar een andere gemeente", "A booking passed to another municipality"),
        Text(
            "De boeking {which} ging over door een herindeling. De afspraken blijven dezelfde.",
            "The booking {which} passed on because municipalities were reorganised. What was agreed stays the same.",
        ),
    ),
    Kind.CHANGE_ASKED: _words(
        Text("Een gemeente wil een boeking veranderen", "A municipality wants to change a booking"),
        Text(
            "Er is een verandering gevraagd van de boeking {which}. Zeg of u het ermee eens bent.",
            "A change is asked of the booking {which}. Say whether you agree.",
        ),
        Text(
            "Er is een verandering gevraagd van de boeking {which}. Zeg uiterlijk {answerBy} of u het ermee eens bent.",
            "A change is asked of the booking {which}. Say no later than {answerBy} whether you agree.",
        ),
    ),
    Kind.CHANGE_ANSWERED: _words(
        Text("Er is antwoord op uw verandering", "Your change has been answered"),
        Text(
            "Er is antwoord op de verandering van de boeking {which}. Bekijk hoe de boeking er nu voor staat.",
            "The change of the booking {which} has been answered. See how the booking stands now.",
        ),
        Text("De verandering van de boeking {which} {answer}.", "The change of the booking {which} {answer}."),
    ),
    Kind.DAYS_ENTERED: _words(
        Text("Er zijn dagen om goed te keuren", "There are days to approve"),
        Text(
            "De adviseur vulde gewerkte dagen in voor de boeking {which}.",
            "The adviser entered days worked for the booking {which}.",
        ),
        Text(
            "De adviseur vulde {days:days} in voor de boeking {which}.",
            "The adviser entered {days:days} for the booking {which}.",
        ),
    ),
    Kind.DAYS_APPROVED: _words(
        Text("Uw dagen zijn goedgekeurd", "Your days have been approved"),
        Text(
            "Gewerkte dagen van de boeking {which} zijn goedgekeurd.", "Days worked for the booking {which} have been approved."
        ),
        Text("De gemeente keurde {days:days} goed voor de boeking {which}.", "{days:days} of the booking {which}: approved."),
    ),
    Kind.DAYS_REJECTED: _words(
        Text("Dagen zijn niet goedgekeurd", "Days have not been approved"),
        Text(
            "Ingevulde dagen van de boeking {which} zijn niet goedgekeurd. Vraag de gemeente waarom.",
            "Days entered for the booking {which} have not been approved. Ask the municipality why.",
        ),
        Text(
            "De gemeente keurde {days:days} niet goed voor de boeking {which}. De reden: {reasons}",
            "{days:days} of the booking {which}: not approved. The reason: {reasons}",
        ),
    ),
    Kind.EVALUATION_ASKED: _words(
        Text("Wilt u de inzet beoordelen?", "Would you evaluate the engagement?"),
        Text("De boeking {which} is afgerond. Zeg hoe het ging.", "The booking {which} has been completed. Say how it went."),
    ),
    Kind.EVALUATED: _words(
        Text("Er is een beoordeling van uw werk", "Your work has been evaluated"),
        Text("Een gemeente beoordeelde een afgeronde inzet.", "A municipality evaluated a completed engagement."),
    ),
    Kind.EVALUATION_REPLIED: _words(
        Text("De adviseur antwoordde op uw beoordeling", "The adviser replied to your evaluation"),
        Text("Bij de boeking {which} staat een antwoord.", "The booking {which} has a reply."),
    ),
    Kind.MUNICIPALITY_PASSED_ON: _words(
        Text("Een gemeente ging over in een andere", "A municipality became part of another"),
        Text(
            "Wie voor de gemeente werkte, werkt nu voor de opvolger.",
            "Whoever worked for the municipality now works for the successor.",
        ),
        Text(
            "Wie voor {municipality} werkte, werkt nu voor {successor}.",
            "Whoever worked for {municipality} now works for {successor}.",
        ),
    ),
    Kind.DAYS_GRANTED: _words(
        Text("Er zijn dagen toegekend", "Days have been granted"),
        Text("Er zijn dagen toegekend. U kunt adviseurs boeken.", "Days have been granted. You can book advisers."),
        Text(
            "Toegekend aan {municipality}: {days:days}. U kunt adviseurs boeken.",
            "{municipality} has been granted {days:days}. You can book advisers.",
        ),
    ),
    Kind.DAYS_CORRECTED: _words(
        Text("Toegekende dagen zijn teruggedraaid", "Granted days have been reversed"),
        Text(
            "Een beheerder haalde ongebruikte dagen van uw dagenbudget af. Bekijk het dagenbudget.",
            "An admin took unused days off your allotment. Look at the allotment.",
        ),
        Text(
            "Een beheerder haalde {days:days} van het dagenbudget van {municipality} af. Bekijk het dagenbudget.",
            "An admin took {days:days} off the allotment of {municipality}. Look at the allotment.",
        ),
    ),
    Kind.DAYS_TRANSFERRED: _words(
        Text("Dagen zijn overgedragen", "Days have been transferred"),
        Text(
            "Een beheerder droeg dagen over naar een ander dagenbudget.",
            "An admin transferred days to another allotment.",
        ),
        Text(
            "Een beheerder droeg {days:days} over van {municipality} naar {receiver}.",
            "An admin transferred {days:days} from {municipality} to {receiver}.",
        ),
    ),
    Kind.DAYS_EXPIRED: _words(
        Text("Dagen zijn verlopen", "Days have expired"),
        Text(
            "De periode van uw dagenbudget is voorbij. Dagen die niet waren geboekt, zijn verlopen.",
            "The period of your allotment is over. Days that were not booked have expired.",
        ),
        Text(
            "De periode van het dagenbudget van {municipality} is voorbij. Niet geboekt, en dus verlopen: {days:days}.",
            "The period of the allotment of {municipality} is over. Not booked, and so expired: {days:days}.",
        ),
    ),
    Kind.INTAKE_HANDED_OVER: _words(
        Text("Een intake is aan u overgedragen", "An intake has been handed over to you"),
        Text(
            "Een beheerder droeg een intake aan u over. Bekijk wat er nog moet gebeuren.",
            "An admin handed an intake over to you. See what is left to do.",
        ),
        Text(
            "Een beheerder droeg de intake met {municipality} van {day} aan u over. Bekijk wat er nog moet gebeuren.",
            "An admin handed the intake with {municipality} of {day} over to you. See what is left to do.",
        ),
    ),
    Kind.WATCHED_CHANGED: _words(
        Text("Nieuws over een certificaat dat u volgt", "News of a certificate that you follow"),
        Text(
            "Er is iets veranderd aan een certificaat dat u volgt. Bekijk hoe het er nu voor staat.",
            "Something has changed about a certificate that you follow. See how it stands now.",
        ),
        Text(
            "Een adviseur die u volgt, heeft een nieuw certificaat: {newCertificate}. Het is {status}.",
            "An adviser whom you follow has a new certificate: {newCertificate}. It is {status}.",
        ),
        Text(
            "Certificaat {certificate} was {was}. Sinds {day} is het {status}.",
            "Certificate {certificate} was {was}. Since {day} it is {status}.",
        ),
        Text(
            "Certificaat {certificate} was {was}. Nu is het {status}.",
            "Certificate {certificate} was {was}. Now it is {status}.",
        ),
    ),
}
