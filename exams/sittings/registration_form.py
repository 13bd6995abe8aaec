"""The form in which a provider says whom it registers: someone the registry knows, someone new, or one of its own."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from exams.sittings.rules import Capacity
from exams.sittings.schemas import KnownPerson, RegisterExaminer
from registry.accounts.forms import Form
from registry.errors import Fault, Invalid
from registry.people.schemas import Email, GivenName, Prefix, RegisterPerson
from registry.schema import Schema
from registry.texts import Text


class Who(StrEnum):
    KNOWN = "known"
    NEW = "new"
    OWN = "own"


WHO = {
    Who.KNOWN: (
        Text("Iemand die het register kent", "Someone the registry knows"),
        Text("Vul het e-mailadres en de achternaam in.", "Fill in the e-mail address and the family name."),
    ),
    Who.NEW: (
        Text("Een nieuwe persoon", "A new person"),
        Text("Vul de naam in, en het e-mailadres van het werk.", "Fill in the name, and the e-mail address at work."),
    ),
    Who.OWN: (
        Text("Iemand die hier al staat", "Someone who is on this list"),
        Text("Voor een andere rol of een nieuwe periode.", "For another capacity or a new period."),
    ),
}


class _Registration(Schema, frozen=True):
    """What the form asks whoever it is about."""

    provider: UUID
    capacity: Capacity
    who: Who
    valid_from: date
    valid_to: date | None = None


class _New(Schema, frozen=True):
    given_name: GivenName
    family_name: GivenName
    email: Email
    family_prefix: Prefix | None = None


class _Own(Schema, frozen=True):
    person: UUID


def registration_in(form: Form) -> RegisterExaminer:
    """What the form says, every fault at once: also those of the fields that go with who it is."""
    faults: list[Fault] = []
    asked: _Registration | None = None
    who: dict[str, Any] = {}
    try:
        asked = form.read(_Registration)
    except Invalid as error:
        faults.extend(error.faults)
    try:
        who = _named(form)
    except Invalid as error:
        faults.extend(error.faults)
    if asked is None or faults:
        raise Invalid(faults)
    return RegisterExaminer(
        provider=asked.provider, capacity=asked.capacity, valid_from=asked.valid_from, valid_to=asked.valid_to, **who
    )


def _named(form: Form) -> dict[str, Any]:
    match form.text("who"):
        case Who.KNOWN:
            return {"known": form.read(KnownPerson)}
        case Who.NEW:
            new = form.read(_New)
            return {
                "new": RegisterPerson(
                    given_name=new.given_name,
                    family_prefix=new.family_prefix,
                    family_name=new.family_name,
                    work_email=new.email,
                ),
            }
        case Who.OWN:
            return {"person": form.read(_Own).person}
        case _:
            return {}
