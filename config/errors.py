"""What the roof itself refuses before or around a handler: the part of the error tree that is about requests."""

from registry.errors import RegistryError
from registry.texts import Text


class RequestRefused(RegistryError):
    """The request cannot be taken as it was sent."""

    code = "malformed-request"
    title = Text("Het verzoek is niet leesbaar", "The request cannot be read")
    detail = Text(
        "Wij kunnen dit verzoek niet lezen. Controleer de opbouw en de tekenset.",
        "We cannot read this request. Check its structure and character set.",
    )


class UnknownHost(RequestRefused):
    """The request names a host that this registry does not serve."""

    code = "unknown-host"
    title = Text("Onbekend adres", "Unknown host")
    detail = Text("Op dit adres is het register niet bereikbaar.", "The registry is not served at this host.")


class MethodRefused(RequestRefused):
    """The address exists, and takes other methods than this one."""

    code = "method-not-allowed"
    title = Text("Deze methode kan hier niet", "Method not allowed")
    detail = Text("Dit adres kent deze methode niet.", "This address does not take this method.")


class TooLarge(RequestRefused):
    """The body is larger than this route takes."""

    code = "too-large"
    title = Text("Te groot", "Too large")
    detail = Text("Wat u stuurt is te groot.", "What you send is too large.")


class TooSlow(RequestRefused):
    """The body did not come within a fair time."""

    code = "too-slow"
    title = Text("Te langzaam", "Too slow")
    detail = Text(
        "Wat u stuurt kwam niet op tijd binnen. Probeer het opnieuw.",
        "What you send did not arrive in time. Try again.",
    )


class MediaTypeRefused(RequestRefused):
    """The body is of a media type that this route does not read."""

    code = "unsupported-media-type"
    title = Text("Dit soort bestand kan hier niet", "Unsupported media type")
    detail = Text("Stuur de inhoud als {expected}.", "Send the content as {expected}.")


class TooManyRequests(RequestRefused):
    """This client asks more than its share; it may go on after a while."""

    code = "too-many-requests"
    title = Text("Te veel verzoeken", "Too many requests")
    detail = Text("U vraagt te veel in korte tijd. Wacht even.", "You ask too much in a short time. Wait a moment.")


class Conflict(RegistryError):
    """Another write came first; the database refused this one."""

    code = "conflict"
    title = Text("Iemand was u voor", "Someone was first")
    detail = Text(
        "De gegevens zijn intussen veranderd. Haal ze opnieuw op en probeer het nog eens.",
        "The data changed meanwhile. Fetch it again and retry.",
    )


class Unavailable(RegistryError):
    """The database cannot be reached; it is worth trying again soon."""

    code = "unavailable"
    title = Text("Even niet beschikbaar", "Temporarily unavailable")
    detail = Text("Het register is even niet bereikbaar. Probeer het zo opnieuw.", "Try again in a moment.")


class Unexpected(RegistryError):
    """Something broke on our side; the log has it under the request's number."""

    code = "internal-error"
    title = Text("Er ging iets mis bij ons", "Something went wrong on our side")
    detail = Text(
        "Er ging iets mis bij ons. Meld het ons met het verzoeknummer.",
        "Something went wrong on our side. Report it with the request id.",
    )
