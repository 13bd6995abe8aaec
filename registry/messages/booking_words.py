"""What people are told of a booking: its steps, its changes, the days worked for it, and its evaluation."""

from collections.abc import Mapping

from registry.messages.phrasing import Words, words_of
from registry.messages.rules import Kind
from registry.texts import Text

OF_BOOKINGS: Mapping[Kind, Words] = {
    Kind.BOOKING_REQUESTED: words_of(
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
    Kind.BOOKING_ACCEPTED: words_of(
        Text("De adviseur heeft uw boeking aangenomen", "The adviser has accepted your booking"),
        Text("De boeking {which} is nu actief.", "The booking {which} is now active."),
    ),
    Kind.BOOKING_DECLINED: words_of(
        Text("De adviseur heeft uw boeking afgewezen", "The adviser has declined your booking"),
        Text(
            "De boeking {which} gaat niet door. Uw dagen zijn weer beschikbaar.",
            "The booking {which} is off. Your days are available again.",
        ),
    ),
    Kind.BOOKING_LAPSED: words_of(
        Text("Een aanvraag is vervallen", "A request has lapsed"),
        Text(
            "De adviseur antwoordde niet op tijd op de aanvraag {which}. De dagen zijn weer beschikbaar.",
            "The adviser did not answer the request {which} in time. The days are available again.",
        ),
    ),
    Kind.BOOKING_CHANGED: words_of(
        Text("Een boeking is veranderd", "A booking has changed"),
        Text("De boeking {which} is veranderd.", "The booking {which} has changed."),
        Text(
            "De boeking {which} is veranderd. Het gaat nu om {days:days}.",
            "The booking {which} has changed. It is now for {days:days}.",
        ),
    ),
    Kind.BOOKING_CANCELLED: words_of(
        Text("Een boeking is geannuleerd", "A booking has been cancelled"),
        Text(
            "De boeking {which} is geannuleerd. Dagen die niet zijn gewerkt, zijn weer beschikbaar voor de gemeente.",
            "The booking {which} has been cancelled. Days not worked are available to the municipality again.",
        ),
    ),
    Kind.BOOKING_COMPLETED: words_of(
        Text("Een boeking is afgerond", "A booking has been completed"),
        Text("De boeking {which} is afgerond.", "The booking {which} has been completed."),
        Text(
            "De boeking {which} is afgerond. Gewerkt: {days:days}.",
            "The booking {which} has been completed. Worked: {days:days}.",
        ),
    ),
    Kind.BOOKING_FROZEN: words_of(
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
    Kind.BOOKING_RESUMED: words_of(
        Text("Een boeking gaat weer door", "A booking goes on again"),
        Text(
            "Het certificaat van de adviseur telt weer. De boeking {which} is weer actief.",
            "The certificate of the adviser counts again. The booking {which} is active again.",
        ),
    ),
    Kind.BOOKING_ENDED: words_of(
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
    Kind.BOOKING_PASSED_ON: words_of(
        Text("Een boeking ging over naar een andere gemeente", "A booking passed to another municipality"),
        Text(
            "De boeking {which} ging over door een herindeling. De afspraken blijven dezelfde.",
            "The booking {which} passed on because municipalities were reorganised. What was agreed stays the same.",
        ),
    ),
    Kind.CHANGE_ASKED: words_of(
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
    Kind.CHANGE_ANSWERED: words_of(
        Text("Er is antwoord op uw verandering", "Your change has been answered"),
        Text(
            "Er is antwoord op de verandering van de boeking {which}. Bekijk hoe de boeking er nu voor staat.",
            "The change of the booking {which} has been answered. See how the booking stands now.",
        ),
        Text("De verandering van de boeking {which} {answer}.", "The change of the booking {which} {answer}."),
    ),
    Kind.DAYS_ENTERED: words_of(
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
    Kind.DAYS_APPROVED: words_of(
        Text("Uw dagen zijn goedgekeurd", "Your days have been approved"),
        Text(
            "Gewerkte dagen van de boeking {which} zijn goedgekeurd.", "Days worked for the booking {which} have been approved."
        ),
        Text("De gemeente keurde {days:days} goed voor de boeking {which}.", "{days:days} of the booking {which}: approved."),
    ),
    Kind.DAYS_REJECTED: words_of(
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
    Kind.EVALUATION_ASKED: words_of(
        Text("Wilt u de inzet beoordelen?", "Would you evaluate the engagement?"),
        Text("De boeking {which} is afgerond. Zeg hoe het ging.", "The booking {which} has been completed. Say how it went."),
    ),
    Kind.EVALUATED: words_of(
        Text("Er is een beoordeling van uw werk", "Your work has been evaluated"),
        Text("Een gemeente beoordeelde een afgeronde inzet.", "A municipality evaluated a completed engagement."),
    ),
    Kind.EVALUATION_REPLIED: words_of(
        Text("De adviseur antwoordde op uw beoordeling", "The adviser replied to your evaluation"),
        Text("Bij de boeking {which} staat een antwoord.", "The booking {which} has a reply."),
    ),
}
