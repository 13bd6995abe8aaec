"""What people are told, in both languages.

A text is made from the facts of its message: `municipality`, `successor` and `receiver` (names), `firstDay`, `lastDay`,
`day` and `answerBy` (days as `2027-01-31`), `days` (`2.25`), `answer` (how a change ended), `certificate` and
`newCertificate` (numbers), `reasons` (sentences, each as `{"nl": …, "en": …}`), `was` and `status` (words, written alike).
A text that lacks one of its facts gives way to a shorter one.
"""

from collections.abc import Mapping

from registry.messages.booking_words import OF_BOOKINGS
from registry.messages.phrasing import Words, words_of
from registry.messages.rules import Kind
from registry.texts import Text

WORDS: Mapping[Kind, Words] = {
    **OF_BOOKINGS,
    Kind.MUNICIPALITY_PASSED_ON: words_of(
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
    Kind.DAYS_GRANTED: words_of(
        Text("Er zijn dagen toegekend", "Days have been granted"),
        Text("Er zijn dagen toegekend. U kunt adviseurs boeken.", "Days have been granted. You can book advisers."),
        Text(
            "Toegekend aan {municipality}: {days:days}. U kunt adviseurs boeken.",
            "{municipality} has been granted {days:days}. You can book advisers.",
        ),
    ),
    Kind.DAYS_CORRECTED: words_of(
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
    Kind.DAYS_TRANSFERRED: words_of(
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
    Kind.DAYS_EXPIRED: words_of(
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
    Kind.INTAKE_HANDED_OVER: words_of(
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
    Kind.WATCHED_CHANGED: words_of(
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
    Kind.CERTIFICATE_FILE_REPLACED: words_of(
        Text("Uw certificaatbestand is vervangen", "Your certificate file was replaced"),
        Text(
            "Het bestand van uw certificaat is vervangen. Het oude bestand en de oude pdf werken niet meer. "
            "Haal de nieuwe op bij uw certificaten.",
            "The file of your certificate was replaced. The old file and the old PDF no longer work. "
            "Get the new ones at your certificates.",
        ),
        Text(
            "Het bestand van certificaat {certificate} is vervangen. Het oude bestand en de oude pdf werken niet meer. "
            "Haal de nieuwe op bij uw certificaten; zij gelden vanaf {day}.",
            "The file of certificate {certificate} was replaced. The old file and the old PDF no longer work. "
            "Get the new ones at your certificates; they are valid from {day}.",
        ),
        Text(
            "Het bestand van certificaat {certificate} is vervangen. Het oude bestand en de oude pdf werken niet meer. "
            "Haal de nieuwe op bij uw certificaten.",
            "The file of certificate {certificate} was replaced. The old file and the old PDF no longer work. "
            "Get the new ones at your certificates.",
        ),
    ),
    Kind.INVITED: words_of(
        Text("U heeft een account in het Adviseursregister", "You have an account in the Adviseursregister"),
        Text(
            "Een beheerder maakte een account voor u. In de e-mail staat een link. Daarmee kiest u een wachtwoord.",
            "An admin made an account for you. The e-mail has a link with which you choose a password.",
        ),
    ),
    Kind.PASSWORD_ASKED: words_of(
        Text("Kies een nieuw wachtwoord", "Choose a new password"),
        Text(
            "Iemand vroeg een nieuw wachtwoord voor uw account. Was u dat niet? Dan hoeft u niets te doen.",
            "Somebody asked for a new password for your account. If it was not you, you need not do anything.",
        ),
    ),
    Kind.PASSWORD_SET: words_of(
        Text("Uw wachtwoord is veranderd", "Your password was changed"),
        Text(
            "U heeft nu een ander wachtwoord, en bent overal afgemeld. Deed u dit niet zelf? Waarschuw dan de beheerder.",
            "You have another password now, and are signed out everywhere. If you did not do this, tell the admin.",
        ),
    ),
    Kind.SECOND_FACTOR_RESET_ASKED: words_of(
        Text("Uw tweede factor weghalen", "Taking away your second factor"),
        Text(
            "Een beheerder wil uw tweede factor weghalen, omdat u die kwijt bent. Dat gebeurt pas als u het bevestigt. "
            "Vroeg u hier niet om? Doe dan niets, en waarschuw de beheerder.",
            "An admin wants to take away your second factor, because you lost it. That happens only once you confirm it. "
            "If you did not ask for this, do nothing, and tell the admin.",
        ),
    ),
    Kind.SECOND_FACTOR_SET_UP: words_of(
        Text("U heeft een nieuwe tweede factor", "You have a new second factor"),
        Text(
            "Er is een app ingesteld voor de codes van uw account. Overal elders bent u afgemeld. "
            "Deed u dit niet zelf? Waarschuw dan meteen de beheerder.",
            "An app was set up for the codes of your account. Everywhere else you are signed out. "
            "If you did not do this, tell the admin at once.",
        ),
    ),
    Kind.RECOVERY_CODES_MADE: words_of(
        Text("U heeft nieuwe herstelcodes", "You have new recovery codes"),
        Text(
            "Er zijn nieuwe herstelcodes gemaakt voor uw account. De oude werken niet meer. "
            "Deed u dit niet zelf? Waarschuw dan meteen de beheerder.",
            "New recovery codes were made for your account. The old ones no longer work. "
            "If you did not do this, tell the admin at once.",
        ),
    ),
    Kind.SECOND_FACTOR_REMOVED: words_of(
        Text("Uw tweede factor is weggehaald", "Your second factor was taken away"),
        Text(
            "U bent overal afgemeld. Stel een nieuwe tweede factor in als u zich aanmeldt.",
            "You are signed out everywhere. Set up a new second factor when you sign in.",
        ),
    ),
}
