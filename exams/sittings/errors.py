"""What examiners and sittings refuse."""

from registry.errors import NotFound, RuleBroken
from registry.texts import Text


class ExaminerRegistered(RuleBroken):
    """A person is registered once in a capacity from a day."""

    code = "examiner-registered"
    title = Text("Al geregistreerd", "Registered already")
    detail = Text(
        "Deze persoon is vanaf die dag al in deze rol geregistreerd.",
        "This person is registered in this capacity from that day already.",
    )


class UnknownPerson(NotFound):
    """A person is found by an e-mail address that goes with their name: nobody learns names by trying addresses."""

    code = "unknown-person"
    title = Text("Persoon niet gevonden", "Person not found")
    detail = Text(
        "Er is niemand met dit e-mailadres en deze achternaam. Controleer beide, of kies ‘nieuwe persoon’.",
        "There is nobody with this e-mail address and this family name. Check both, or choose ‘new person’.",
    )


class NotYourself(RuleBroken):
    """Nobody approves themselves as an examiner."""

    code = "not-yourself"
    title = Text("Niet uzelf", "Not yourself")
    detail = Text(
        "U erkent uzelf niet als examinator. Laat een collega dit doen.",
        "You do not approve yourself as an examiner. Have a colleague do this.",
    )


class SittingExists(RuleBroken):
    """There is one sitting of a part on a day with an examiner."""

    code = "sitting-exists"
    title = Text("Zitting bestaat al", "Sitting exists")
    detail = Text(
        "Er is al een zitting van dit onderdeel op {day} met deze examinator. Vul die aan.",
        "There already is a sitting of this part on {day} with this examiner. Complete that one.",
    )
