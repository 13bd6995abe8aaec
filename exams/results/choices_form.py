"""What whoever accepts chose on the page, as the choices that accepting takes."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from exams.results.acceptance import PLACES, REASON, Choices, SittingDetails
from exams.results.history import CorrectionReason
from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.texts import Text

EVERYWHERE = "place"
"""The field for the place of every sitting for which none is typed."""
_TICKED = "ja"
_DETAILS = ("examForm", "examFormVersion", "conditions")
_STATED = ("identityChecked", "confidentialitySigned")
SITTING_FIELDS = frozenset({EVERYWHERE, *_DETAILS, *_STATED})
"""What can be typed of one sitting: each with a dot and the sitting's number."""
_NO_PLACE = Text("Vul in waar de zittingen waren.", "Enter where the sittings were held.")
_ODD_SITTING = Text(
    "Vul een plaats in van 2 tot 100 tekens; de andere gegevens zijn korter dan een regel of twee.",
    "Enter a place of 2 to 100 characters; the other details are shorter than a line or two.",
)
_ODD_REASON = Text(
    "Kies een van de redenen; de toelichting is hooguit 2000 tekens.", "Choose one of the reasons; at most 2000 characters."
)


def choices_of(form: Form, *, faulty_rows: Iterable[int], sittings: Iterable[str]) -> Choices:
    """The rows ticked, the places and details typed, and the reason; raises Invalid with every fault at its field.

    `sittings` are the keys of all that a place is asked for, also of those that the page has no room for.
    """
    faults: list[Fault] = []
    places = dict(_places(form, sittings, faults))
    if not places and not faults and len(dict(sitting_fields(form))) > 1:
        faults.append(Fault(EVERYWHERE, _NO_PLACE))
    reason = form.text("reason")
    if reason not in ("", *CorrectionReason):
        faults.append(Fault(REASON, _ODD_REASON))
    if faults:
        raise Invalid(list({fault.field: fault for fault in faults}.values()))
    try:
        return msgspec.convert(
            {
                "setAside": [row for row in faulty_rows if _is_ticked(form, "aside") or _is_ticked(form, f"aside.{row}")],
                "places": places,
                "reason": reason or None,
                "explanation": form.text("explanation") or None,
            },
            Choices,
        )
    except msgspec.ValidationError as error:
        raise Invalid([Fault("explanation", _ODD_REASON)]) from error


def filled_in(choices: Choices, *, faulty_rows: Collection[int], sittings: Iterable[str]) -> Form:
    """The form as these choices were made on it, so that what was chosen before is not typed again."""
    fields = {"reason": choices.reason or "", "explanation": choices.explanation or ""}
    fields |= {f"aside.{row}": _TICKED for row in choices.set_aside}
    if choices.set_aside and choices.set_aside == {*faulty_rows}:
        fields["aside"] = _TICKED
    for number, key in enumerate(sittings, start=1):
        details = choices.places.get(key)
        typed: dict[str, Any] = msgspec.to_builtins(details) if details is not None else {}
        fields |= {f"{name}.{number}": _TICKED if value is True else value for name, value in typed.items() if value}
    return Form(fields)


def sitting_fields(form: Form) -> Iterator[tuple[int, str]]:
    """The place of each sitting on the page, from 1, and its key."""
    number = 1
    while key := form.text(f"key.{number}"):
        yield number, key
        number += 1


def _places(form: Form, sittings: Iterable[str], faults: list[Fault]) -> Iterator[tuple[str, SittingDetails]]:
    """A sitting whose place is left open is where all others are, when that was said."""
    numbers = {key: number for number, key in sitting_fields(form)}
    for key in dict.fromkeys([*numbers, *sittings]):
        number = numbers.get(key, 0)
        place = form.text(f"{EVERYWHERE}.{number}") or form.text(EVERYWHERE)
        if not place:
            continue
        typed: dict[str, Any] = {"place": place}
        typed |= {name: form.text(f"{name}.{number}") or None for name in _DETAILS}
        typed |= {name: True for name in _STATED if _is_ticked(form, f"{name}.{number}")}
        try:
            yield key, msgspec.convert(typed, SittingDetails)
        except msgspec.ValidationError:
            faults.append(Fault(_at_fault(form, key, number), _ODD_SITTING))


def _at_fault(form: Form, key: str, number: int) -> str:
    """Where to tell that a sitting is odd: at itself, or at the place of all when nothing was typed at it."""
    typed = any(form.text(f"{name}.{number}") for name in (EVERYWHERE, *_DETAILS))
    return f"{PLACES}.{key}" if typed else EVERYWHERE


def _is_ticked(form: Form, name: str) -> bool:
    return form.text(name) == _TICKED
