"""What the forms of these pages send, as commands: rows of participants, a share for each municipality, ticked members."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import msgspec
from msgspec import structs

from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.intakes.schemas import (
    CompleteIntake,
    HoldIntake,
    IntakePlace,
    OpeningBalance,
    Participant,
    PlanIntake,
    Share,
    TakeOverIntake,
)
from registry.texts import Text

ROWS = range(1, 6)
"""So many participants fit on the form."""
TICKED = "lid-"
SHARE = "dagen-"
_CODE = re.compile(r"GM[0-9]{4}")
_NO_CODES = Text(
    "Vul codes van gemeenten in, zoals GM0363, met een komma ertussen.", "Enter codes of municipalities such as GM0363."
)
_NOBODY = Text("Kies ten minste één gemeente.", "Choose at least one municipality.")
_MOST = 50
_SHARE_FIELD = re.compile(r"shares\[(\d+)\]\..*")
Command = TypeVar("Command", bound=msgspec.Struct)


def planned(form: Form, own_code: str | None) -> PlanIntake:
    """The intake to plan: with the municipality of this code, or with the members ticked. Raises Invalid, every fault."""
    faults: list[Fault] = []
    place = _read(form, IntakePlace, faults)
    codes = [own_code] if own_code else _ticked(form)
    if not codes and form.text("holder"):
        faults.append(Fault("members", _NOBODY))
    if place is None or faults:
        raise Invalid(faults)
    return PlanIntake(**structs.asdict(place), members=codes)


def _ticked(form: Form) -> list[str]:
    codes = [name.removeprefix(TICKED) for name in form.fields if name.startswith(TICKED)]
    return [code for code in codes if _CODE.fullmatch(code)][:_MOST]


def taken_over(form: Form, of_holder: Sequence[str]) -> TakeOverIntake:
    """The intake to take over, for the members typed or else for all of the holder's. Raises Invalid, every fault."""
    faults: list[Fault] = []
    facts = _read(form, OpeningBalance, faults)
    typed = [code for code in re.split(r"[,;\s]+", form.text("members")) if code]
    if len(typed) > _MOST or not all(_CODE.fullmatch(code) for code in typed):
        faults.append(Fault("members", _NO_CODES))
    elif not typed and not of_holder and form.text("holder"):
        faults.append(Fault("members", _NOBODY))
    if facts is None or faults:
        raise Invalid(faults)
    return TakeOverIntake(**structs.asdict(facts), members=typed or list(of_holder))


def held(form: Form) -> HoldIntake:
    """The day, and every row of participants in which something was typed. Raises Invalid, every fault."""
    faults: list[Fault] = []
    command = _read(form, HoldIntake, faults)
    participants = []
    for row in ROWS:
        typed = {each.encode_name: form.text(f"{each.encode_name}-{row}") for each in structs.fields(Participant)}
        if any(typed.values()):
            found = _read(Form(typed), Participant, faults, at=f"{{}}-{row}")
            participants.append(found)
    if command is None or faults:
        raise Invalid(faults)
    return structs.replace(command, participants=tuple(participants))


def completed(form: Form, codes: Sequence[str]) -> CompleteIntake:
    """The proposition, with a share for each municipality at which days were typed. Raises Invalid, every fault."""
    faults: list[Fault] = []
    command = _read(form, CompleteIntake, faults)
    shares = []
    for code in codes:
        if typed := form.text(SHARE + code):
            found = _read(Form({"municipality": code, "days": typed}), Share, faults, at=SHARE + code)
            shares.append(found)
    if command is None or faults:
        raise Invalid(faults)
    return structs.replace(command, shares=tuple(shares))


def at_own_fields(error: Invalid, command: CompleteIntake | None) -> Invalid:
    """A fault of a share is a fault of the field that this form has for its municipality."""
    shares = command.shares if command else ()

    def own(fault: Fault) -> Fault:
        found = _SHARE_FIELD.fullmatch(fault.field)
        return replace(fault, field=SHARE + shares[int(found[1])].municipality) if found else fault

    return Invalid([own(fault) for fault in error.faults])


def _read(form: Form, kind: type[Command], faults: list[Fault], *, at: str = "{}") -> Command | None:
    """The command, or its faults added to those there are, each at the field that `at` makes of its own."""
    try:
        return form.read(kind)
    except Invalid as error:
        faults.extend(replace(fault, field=at.format(fault.field)) for fault in error.faults)
        return None
