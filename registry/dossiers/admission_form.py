"""The form that turns an applicant away: a tick for each reason, and an explanation."""

from registry.accounts.forms import Form
from registry.dossiers.rules import AdmissionFault
from registry.dossiers.schemas import NotAdmit, NotAdmitted
from registry.errors import Fault, Invalid
from registry.texts import Text

TICK = "reason-"
_NONE_TICKED = Text("Kruis ten minste één reden aan.", "Tick at least one reason.")


def ticked(form: Form) -> frozenset[AdmissionFault]:
    """The reasons that were ticked."""
    return frozenset(each for each in AdmissionFault if TICK + each.value in form.fields)


def turned_away(form: Form) -> NotAdmit:
    """What the form says; raises Invalid with every fault at once."""
    reasons = ticked(form)
    faults = [] if reasons else [Fault("reasons", _NONE_TICKED)]
    try:
        explained = form.read(NotAdmitted)
    except Invalid as error:
        raise Invalid([*faults, *error.faults]) from error
    if faults:
        raise Invalid(faults)
    return NotAdmit(reasons=reasons, explanation=explained.explanation)
