"""The pages of a provider about its candidates: who they are, and enrolling one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.enrolments import exporting, service
from exams.enrolments.errors import PossibleDuplicate, UnknownCandidate
from exams.enrolments.schemas import Enrol, Known
from exams.enrolments.seeking import CANDIDATES, Candidate
from exams.tracks import service as tracks
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.people.schemas import Email, GivenName, Prefix, RegisterPerson
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_LONGEST_SEARCH = 100
LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "track": Text("Opleidingstraject", "Training track"),
    "enrolledOn": Text("Dag van inschrijving", "Day of enrolment"),
    "number": Text("Kandidaatnummer", "Candidate number"),
    "candidateNumber": Text("Kandidaatnummer", "Candidate number"),
    "familyName": Text("Achternaam", "Family name"),
    "givenName": Text("Voornaam", "Given name"),
    "familyPrefix": Text("Voorvoegsel", "Prefix"),
    "workEmail": Text("E-mail (werk)", "E-mail (work)"),
    "isSomebodyElse": Text("Dit is iemand anders", "This is somebody else"),
    "trainer": Text("Docent", "Trainer"),
    "parts": Text("Onderdelen", "Exam parts"),
    "enrolments": Text("Kandidaten", "Candidates"),
    "validFrom": Text("Eerste dag", "First day"),
    "validTo": Text("Laatste lesdag", "Last day of teaching"),
}
_NEEDED = Text("Vul dit in.", "Fill this in.")
_NEWS = {
    "ingeschreven": Text("De kandidaat is ingeschreven.", "The candidate has been enrolled."),
    "lessen": Text("De lessen zijn vastgelegd.", "The lessons have been recorded."),
    "lesdag": Text("De laatste lesdag is veranderd.", "The last day of teaching has been changed."),
}


class _Enrolling(Schema, frozen=True):
    provider: UUID
    track: str
    enrolled_on: date
    family_name: GivenName
    candidate_number: Annotated[str, msgspec.Meta(max_length=40)] = ""
    given_name: GivenName | None = None
    family_prefix: Prefix | None = None
    work_email: Email | None = None
    is_somebody_else: str = ""


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """A provider finds its candidates."""
    if not actor.may(Permission.ENROL):
        return []
    return [
        Card(
            Text("Kandidaten", "Candidates"),
            "/kandidaten",
            Text(
                "Schrijf kandidaten in, een voor een of met een bestand, en leg vast wie hun lesgeeft.",
                "Enrol candidates, one by one or with a file, and record who teaches them.",
            ),
        ),
    ]


def providers_of(actor: Actor) -> Sequence[UUID]:
    """The providers for which the actor enrols."""
    return sorted(actor.organisations_where(Permission.ENROL), key=str)


async def choices(actor: Actor, language: Language) -> dict[str, Any]:
    """The providers and tracks that a form lets choose from."""
    names = await organisations.names_of(set(providers_of(actor)))
    return {
        "providers": [(provider, names[provider]) for provider in providers_of(actor)],
        "tracks": [(each.code, Text(each.name_nl, each.name_en).say(language)) for each in await tracks.catalogue()],
        "labels": LABELS,
    }


class CandidatePages(Controller):
    """Candidates, in the browser."""

    path = "/kandidaten"
    guards = (requires(Permission.ENROL),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        track: Annotated[str, QueryParameter(name="traject", max_length=40)] = "",
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """My candidates, searched by name or number; as a file where one is asked."""
        asked = await choices(actor, language)
        there = [row for row in await found_by(actor, chosen.words) if track in ("", row.told.track)]
        found = CANDIDATES.sift(there, replace(chosen, others={"traject": track}), language)
        if kind is not None:
            exported = await exporting.candidates(found, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        context = asked | {
            "found": found,
            "versions": {(each.track_version, each.track, each.version) for each in (row.told for row in found.rows)},
            "flash": news(done, _NEWS, language),
        }
        return Template("candidates.html", context=context)

    @get("/nieuw")
    async def ask(self, actor: NamedDependency[Actor], language: NamedDependency[Language]) -> Template:
        """The form for one candidate."""
        return await _form(actor, language)

    @post("/nieuw")
    async def enrol(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Enrol someone new, or someone by number; who may be known is shown for a decision."""
        try:
            await service.enrol(_command(form), actor=actor, now=now)
        except PossibleDuplicate as error:
            return await _form(actor, language, refused=refusal(error, language, LABELS), kept=form, doubt=error)
        except (Invalid, RuleBroken, UnknownCandidate) as error:
            return await _form(actor, language, refused=refusal(error, language, LABELS), kept=form)
        return Redirect(in_language("/kandidaten?gedaan=ingeschreven", language), status_code=303)


async def found_by(actor: Actor, search: str) -> list[Candidate]:
    """The candidates of the actor's providers whose name or number has the search in it."""
    return [
        Candidate(each.told, each.name, provider)
        for provider in providers_of(actor)
        for each in await service.named_enrolments_of(provider, actor=actor, search=search[:_LONGEST_SEARCH])
    ]


def _command(form: Form) -> Enrol:
    """With a number it is someone known; without, someone new, who has a given name."""
    read = form.read(_Enrolling)
    if not read.candidate_number and read.given_name is None:
        raise Invalid([Fault("givenName", _NEEDED)])
    known = Known(candidate_number=read.candidate_number, family_name=read.family_name) if read.candidate_number else None
    person = None
    if known is None and read.given_name is not None:
        person = RegisterPerson(
            given_name=read.given_name,
            family_prefix=read.family_prefix,
            family_name=read.family_name,
            work_email=read.work_email,
        )
    return Enrol(
        provider=read.provider,
        track=read.track,
        enrolled_on=read.enrolled_on,
        person=person,
        known=known,
        is_somebody_else=bool(read.is_somebody_else),
    )


async def _form(
    actor: Actor,
    language: Language,
    *,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
    doubt: PossibleDuplicate | None = None,
) -> Template:
    context = await choices(actor, language) | {
        "refused": refused,
        "kept": kept or Form(),
        "doubt": None if doubt is None else doubt.facts,
        "own_path": "/kandidaten/nieuw",
    }
    return Template("candidate_new.html", context=context, status_code=refused.status)
