"""The pages of a provider’s examiners and invigilators: who is approved for what, registering someone, and ending that."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.sittings import approval_listing, ending
from exams.sittings.approval_visit import Ending, ending_page
from exams.sittings.errors import UnknownPerson
from exams.sittings.examiners import examiners
from exams.sittings.registering import register_own
from exams.sittings.registration_form import WHO, Who, registration_in
from exams.sittings.rules import CAPACITIES, Capacity
from exams.sittings.seeking import EXAMINERS
from exams.tracks import service as tracks
from exams.tracks.schemas import EndApproval
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
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
    "lastDay": Text("Laatste dag", "Last day"),
}
_NEWS = {
    "geregistreerd": Text("De persoon is geregistreerd.", "The person is registered."),
    "beeindigd": Text("De registratie eindigt op de dag die u koos.", "The registration ends on the day that you chose."),
    "geannuleerd": Text("De registratie gaat niet door.", "The registration is cancelled."),
}
_PATH = "/examinatoren"
_OF_REGISTRATIONS = {
    "title": Text("Registratie beëindigen", "End a registration"),
    "end": Text("Beëindig de registratie", "End the registration"),
    "cancel": Text("Annuleer de registratie", "Cancel the registration"),
    "back": Text("Examinatoren en surveillanten", "Examiners and invigilators"),
}


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
            _PATH,
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

    path = _PATH
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.ENROL),)

    @get()
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Who was chosen of those who examine and invigilate for us, and the form for another; the first as a file too."""
        if kind is not None:
            found = await examiners(providers=actor.organisations_where(Permission.ENROL))
            sifted = EXAMINERS.sift(found, chosen, language)
            exported = approval_listing.examiners(sifted, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _examiners(actor, now=now, language=language, chosen=chosen, flash=news(done, _NEWS, language))

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
            await register_own(registration_in(form), actor=actor, now=now)
        except UnknownPerson as error:
            told = refusal(Invalid([Fault("email", error.detail)]), language, _LABELS)
            return await _examiners(actor, now=now, language=language, refused=told, kept=form)
        except (Invalid, RuleBroken) as error:
            told = refusal(error, language, _LABELS)
            return await _examiners(actor, now=now, language=language, refused=told, kept=form)
        return _back("geregistreerd", language)

    @get("/{registration_id:uuid}/einde")
    async def ask_end(
        self,
        registration_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template:
        """Until when?"""
        return ending_page(await _own(registration_id, actor, language), today=amsterdam_day(now), kept=Form())

    @post("/{registration_id:uuid}/einde")
    async def end(
        self,
        registration_id: FromPath[UUID],
        form: NamedDependency[Form],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The registration ends earlier."""
        shown = await _own(registration_id, actor, language)
        try:
            await ending.end_registration(registration_id, form.read(EndApproval), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, language, _LABELS)
            return ending_page(shown, today=amsterdam_day(now), kept=form, refused=refused)
        return _back("beeindigd", language)

    @post("/{registration_id:uuid}/annuleren")
    async def cancel(
        self,
        registration_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The registration never begins."""
        shown = await _own(registration_id, actor, language)
        try:
            await ending.cancel_registration(registration_id, actor=actor, now=now)
        except RuleBroken as error:
            refused = refusal(error, language, _LABELS)
            return ending_page(shown, today=amsterdam_day(now), kept=Form(), refused=refused)
        return _back("geannuleerd", language)


def _back(done: str, language: Language) -> Redirect:
    return Redirect(in_language(f"{_PATH}?gedaan={done}", language), status_code=303)


async def _own(registration: UUID, actor: Actor, language: Language) -> Ending:
    """A registration with a provider of the actor; raises NotFound."""
    for each in await examiners(providers=actor.organisations_where(Permission.ENROL)):
        if each.registration == registration:
            what = f"{CAPACITIES[each.capacity].say(language)}, {each.provider_name}"
            return Ending(each.name or "–", what, each, f"{_PATH}/{registration}", _OF_REGISTRATIONS, _PATH)
    raise NotFound


async def _examiners(
    actor: Actor,
    *,
    now: datetime,
    language: Language,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    providers = await organisations.names_of(set(actor.organisations_where(Permission.ENROL)))
    found = await examiners(providers=providers)
    own = {each.person: each.name for each in found if each.name is not None}
    context = {
        "found": EXAMINERS.sift(found, chosen, language),
        "providers": sorted(providers.items(), key=lambda each: each[1]),
        "own": list(own.items()),
        "capacities": [(each.value, words.say(language).capitalize()) for each, words in CAPACITIES.items()],
        "who": [(each.value, *(words.say(language) for words in WHO[each])) for each in Who if own or each is not Who.OWN],
        "tracks": {each.code: Text(each.name_nl, each.name_en).say(language) for each in await tracks.catalogue()},
        "labels": _LABELS,
        "today": amsterdam_day(now),
        "kept": kept or Form(),
        "refused": refused,
        "flash": flash,
    }
    return Template("examiners.html", context=context, status_code=refused.status)
