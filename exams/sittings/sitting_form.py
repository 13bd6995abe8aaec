"""The form of a sitting: what there is to choose from, what it is filled in with, and what is read from it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec import structs

from exams.sittings.examiners import examiners
from exams.sittings.rules import Capacity
from exams.sittings.schemas import CompleteSitting, SittingFacts, SittingOut
from exams.tracks.approving import approvals_for
from exams.tracks.rules import Approved
from exams.tracks.versions import versions_of
from registry.accounts.forms import Form
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "part": Text("Examenonderdeel", "Exam part"),
    "heldOn": Text("Dag", "Day"),
    "examiner": Text("Examinator", "Examiner"),
    "invigilator": Text("Surveillant", "Invigilator"),
    "place": Text("Plaats", "Place"),
    "examForm": Text("Toetsvorm", "Form of the exam"),
    "examFormVersion": Text("Versie van de toets", "Version of the exam"),
    "conditions": Text("Omstandigheden", "Conditions"),
    "identityChecked": Text("Is van iedereen de identiteit gecontroleerd?", "Was everyone’s identity checked?"),
    "confidentialitySigned": Text("Is de geheimhouding getekend?", "Was confidentiality signed?"),
}
_PART = Text("{code} {part} ({track}, versie {number})", "{code} {part} ({track}, version {number})")
_KNOWN = "known"
"""The field that says what was known when the page was opened."""
_YES_OR_NO = (("true", Text("Ja", "Yes")), ("false", Text("Nee", "No")))


async def offered(providers: Iterable[UUID], language: Language) -> dict[str, Any]:
    """What there is to choose from."""
    people: dict[Capacity, dict[UUID, str]] = {capacity: {} for capacity in Capacity}
    for each in await examiners(providers=providers):
        if each.name is not None:
            people[each.capacity][each.person] = each.name
    return {
        "examiners": list(people[Capacity.EXAMINER].items()),
        "invigilators": list(people[Capacity.INVIGILATOR].items()),
        "yes_or_no": [(value, words.say(language)) for value, words in _YES_OR_NO],
        "labels": LABELS,
        "text": Text,
    }


async def parts(actor: Actor, language: Language) -> list[tuple[UUID, str]]:
    """The parts of every version of the tracks that the actor’s providers may examine, or could; newest version first."""
    own = actor.organisations_where(Permission.UPLOAD_RESULTS)
    given = await approvals_for(actor) if own else []
    codes = dict.fromkeys(each.track for each in given if each.approved is Approved.EXAMINE and each.provider in own)
    return [
        (part["id"], _PART.say(language, track=version.name, number=version.number, part=_named(part), code=part["code"]))
        for code in codes
        for version in reversed(await versions_of(code))
        for part in version.parts
    ]


def _named(part: dict[str, Any]) -> Text:
    return Text(part["name_nl"], part["name_en"])


def known(sitting: SittingOut) -> Form:
    """What is known of a sitting, as its form would send it; and the names of what is."""
    fields = {
        "place": sitting.place or "",
        "invigilator": str(sitting.invigilator or ""),
        "examForm": sitting.exam_form or "",
        "examFormVersion": sitting.exam_form_version or "",
        "conditions": sitting.conditions or "",
        "identityChecked": _answer(sitting.identity_checked),
        "confidentialitySigned": _answer(sitting.confidentiality_signed),
    }
    return Form(fields | {_KNOWN: " ".join(name for name, value in fields.items() if value)})


def completed(form: Form) -> CompleteSitting:
    """What is filled in; what was when the page was opened and is not any more, is emptied.

    What a colleague filled in meanwhile is left alone. Raises Invalid.
    """
    facts, known = form.read(SittingFacts), form.text(_KNOWN).split()
    told: dict[str, Any] = {name: value for name, value in structs.asdict(facts).items() if value is not None}
    emptied = [each.name for each in structs.fields(SittingFacts) if each.encode_name in known and each.name not in told]
    return CompleteSitting(**told, **dict.fromkeys(emptied))


def _answer(known: bool | None) -> str:  # noqa: FBT001  the answer itself, no switch
    return "" if known is None else str(known).lower()
