"""What registering examiners refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class ExaminerRegistered(RuleBroken):
    """A person is registered once in a capacity from a day."""

    code = "examiner-registered"
    title = Text("Al geregistreerd", "Registered already")
    detail = Text(
        "Deze persoon is vanaf die dag al in deze rol geregistreerd.",
        "This person is registered in this capacity from that day already.",
    )
