"""The page of a provider’s examiners and invigilators: who is approved for what, and the form to register someone."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from exams.sittings.errors import UnknownPerson
from exams.sittings.examiners import examiners
from exams.sittings.registering import register_examiner
from exams.sittings.rules import CAPACITIES, Capacity
from exams.sittings.schemas import KnownPerson, RegisterExaminer
from exams.tracks import service as tracks
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.organisations import service as organisations
from registry.people.schemas import Email, GivenName, Prefix, RegisterPerson
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "capacity": Text("Wat doet deze persoon?", "What does this person do?"),
    "who": Text("Wie is het?", "Who is it?"),
    "person": Text("Iemand die hier al staat", "Someone who is on this list"),
    "email": Text("E-mailadres", "E-mail address"),
    "givenName": Text("Voornaam", "Given name"),
    "familyPrefix": Text("Tussenvoegsel", "Prefix of the family name"),
    "familyName": Text("Achternaam", "Family name"),
    "validFrom": Text("Vanaf", "From"),
    "validTo": Text("Tot en met", "Through"),
}
_NEWS = {"geregistreerd": Text("De persoon is geregistreerd.", "The person is registered.")}


class _Who(StrEnum):
    KNOWN = "known"
    NEW = "new"
    OWN = "own"


_WHO = {
    _Who.KNOWN: (
        Text("Iemand die het register kent", "Someone the registry knows"),
        Text("Vul het e-mailadres en de achternaam in.", "Fill in the e-mail address and the family name."),
    ),
    _Who.NEW: (
        Text("Een nieuwe persoon", "A new person"),
        Text("Vul de naam in, en het e-mailadres van het werk.", "Fill in the name, and the e-mail address at work."),
    ),
    _Who.OWN: (
        Text("Iemand die hier al staat", "Someone who is on this list"),
        Text("Voor een andere rol of een nieuwe periode.", "For another capacity or a new period."),
    ),
}


class _Registration(Schema, frozen=True):
    """What the form asks whoever it is about."""

    provider: UUID
    capacity: Capacity
    who: _Who
    valid_from: date
    valid_to: date | None = None


class _New(Schema, frozen=True):
    given_name: GivenName
    family_name: GivenName
    email: Email
    family_prefix: Prefix | None = None


class _Own(Schema, frozen=True):
    person: UUID


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A provider sees how many of its examiners wait for an approval."""
    if not actor.may(Permission.ENROL):
        return []
    today = amsterdam_day(now)
    found = await examiners(providers=actor.organisations_where(Permission.ENROL))
    unapproved = [
        each
        for each in found
        if each.capacity is Capacity.EXAMINER
        and not any(own.valid_to is None or own.valid_to >= today for own in each.approvals)
    ]
    return [
        Card(
            Text("Examinatoren", "Examiners"),
            "/examinatoren",
            Text(
                "Registreer wie examineert en surveilleert, en zie wie waarvoor is erkend.",
                "Register who examines and invigilates, and see who is approved for what.",
            ),
            len(unapproved),
            Text("nog niet erkend", "not approved yet"),
        ),
    ]


class ExaminerPages(Controller):
    """Examiners and invigilators in the browser."""

    path = "/examinatoren"
    guards = (requires(Permission.ENROL),)

    @get()
    async def listed(
        self,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """Who examines and invigilates for us, and the form for another."""
        return await _examiners(actor, language=language, flash=news(done, _NEWS, language))

    @post()
    async def register(
        self,
        form: NamedDependency[Form],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Someone is registered; someone unknown is told at the e-mail address."""
        try:
            await register_examiner(_command(form), actor=actor, now=now)
        except UnknownPerson as error:
            told = refusal(Invalid([Fault("email", error.detail)]), language, _LABELS)
            return await _examiners(actor, language=language, refused=told, kept=form)
        except (Invalid, RuleBroken) as error:
            return await _examiners(actor, language=language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language("/examinatoren?gedaan=geregistreerd", language), status_code=303)


def _command(form: Form) -> RegisterExaminer:
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
        case _Who.KNOWN:
            return {"known": form.read(KnownPerson)}
        case _Who.NEW:
            new = form.read(_New)
            return {
                "new": RegisterPerson(
                    given_name=new.given_name,
                    family_prefix=new.family_prefix,
                    family_name=new.family_name,
                    work_email=new.email,
                ),
            }
        case _Who.OWN:
            return {"person": form.read(_Own).person}
        case _:
            return {}


async def _examiners(
    actor: Actor,
    *,
    language: Language,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    providers = await organisations.names_of(set(actor.organisations_where(Permission.ENROL)))
    found = await examiners(providers=providers)
    own = {each.person: each.name for each in found if each.name is not None}
    context = {
        "examiners": found,
        "providers": sorted(providers.items(), key=lambda each: each[1]),
        "own": list(own.items()),
        "capacities": [(each.value, words.say(language).capitalize()) for each, words in CAPACITIES.items()],
        "who": [(each.value, *(words.say(language) for words in _WHO[each])) for each in _Who if own or each is not _Who.OWN],
        "tracks": {each.code: Text(each.name_nl, each.name_en).say(language) for each in await tracks.catalogue()},
        "labels": _LABELS,
        "kept": kept or Form(),
        "refused": refused,
        "flash": flash,
    }
    return Template("examiners.html", context=context, status_code=refused.status)
