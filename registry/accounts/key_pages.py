"""The page of keys for programs: making one, seeing it this once, and blocking it."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts import api_keys, key_listing, refreshing
from registry.accounts.api_keys import Issued, Key
from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, news, refusal
from registry.accounts.guards import AFRESH, in_person
from registry.accounts.pages import in_language
from registry.accounts.schemas import IssueApiKey
from registry.accounts.scope_texts import SCOPES
from registry.accounts.work import Card
from registry.days import add_months, amsterdam_day
from registry.errors import Fault, Invalid
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.schema import Label, Schema
from registry.texts import Language, Text

_LABELS = {
    "organisation": Text("Voor welke organisatie?", "For which organisation?"),
    "label": Text("Naam van de sleutel", "Name of the key"),
    "scopes": Text("Wat mag het programma doen?", "What may the program do?"),
    "lastDay": Text("Geldig tot en met", "Valid through"),
}
_NEWS = {
    "geblokkeerd": Text("De sleutel is geblokkeerd.", "The key is blocked."),
    "afgemeld": Text("Het programma is afgemeld.", "The program is signed out."),
}
_TICKED = "scope-"


class _Typed(Schema, frozen=True):
    organisation: UUID
    label: Label
    last_day: date


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """Whoever has a role for an organisation can let a program work for it."""
    if not _organisations(actor):
        return []
    keys = await api_keys.keys_of(actor, now=now)
    return [
        Card(
            Text("Sleutels voor programma’s", "Keys for programs"),
            "/sleutels",
            Text(
                "Laat een programma voor uw organisatie werken, zonder uw wachtwoord.",
                "Let a program work for your organisation, without your password.",
            ),
            sum(_opens(key) for key in keys),
            Text("in gebruik", "in use"),
        ),
    ]


class KeyPages(Controller):
    """Keys for programs, in the browser."""

    path = "/sleutels"

    @get(guards=[in_person])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """My keys, and the form for another; my keys as a file where one is asked."""
        if kind is not None:
            found = await api_keys.keys_of(actor, now=now)
            exported = key_listing.keys(found, language=language, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _keys(actor, now=now, flash=news(done, _NEWS, language))

    @post(guards=[in_person])
    async def issue(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """Make a key and show it, this once; a refused form keeps what was typed."""
        try:
            made = await api_keys.issue(_command(form), actor=actor, now=now)
        except Invalid as error:
            return await _keys(actor, now=now, refused=refusal(error, language, _LABELS), kept=form)
        return await _keys(actor, now=now, made=made)

    @post("/{key_id:uuid}/blokkeren", guards=[in_person])
    async def revoke(
        self,
        key_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """The key opens nothing from now on."""
        await api_keys.revoke(key_id, actor=actor, now=now)
        return Redirect(in_language("/sleutels?gedaan=geblokkeerd", language), status_code=303)

    @post("/aanmeldingen/{sign_in_id:uuid}/afmelden", guards=[in_person], opt=AFRESH)
    async def end_sign_in(
        self,
        sign_in_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """A program in which I signed in with my password is signed out."""
        await refreshing.end_own(sign_in_id, actor=actor, now=now)
        return Redirect(in_language("/sleutels?gedaan=afgemeld", language), status_code=303)


def _command(form: Form) -> IssueApiKey:
    """What was asked for; raises Invalid, with what was left empty all at once."""
    ticked = [permission for permission in Permission if form.text(_TICKED + permission)]
    try:
        typed = form.read(_Typed)
    except Invalid as error:
        raise Invalid([*error.faults, *([] if ticked else [Fault("scopes", api_keys.NO_SCOPES)])]) from error
    return IssueApiKey(organisation=typed.organisation, label=typed.label, scopes=ticked, last_day=typed.last_day)


def _organisations(actor: Actor) -> set[UUID]:
    return {grant.organisation for grant in actor.grants if grant.organisation is not None}


def _opens(key: Key) -> bool:
    return key.revoked_at is None and not key.expired


async def _keys(
    actor: Actor,
    *,
    now: datetime,
    made: Issued | None = None,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    names = await organisations.names_of(_organisations(actor))
    offered = frozenset[Permission]().union(*(api_keys.scopes_of(actor, each) for each in names))
    today = amsterdam_day(now)
    context: dict[str, Any] = {
        "keys": await api_keys.keys_of(actor, now=now),
        "sign_ins": await refreshing.open_ones(actor=actor, now=now),
        "opens": _opens,
        "made": made,
        "organisations": sorted(names.items(), key=lambda each: each[1]),
        "offered": [(_TICKED + permission, SCOPES[permission]) for permission in Permission if permission in offered],
        "scopes": SCOPES,
        "labels": _LABELS,
        "first_day": kept_day(today),
        "latest_day": kept_day(add_months(today, api_keys.LONGEST_MONTHS)),
        "flash": flash,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": "/sleutels",
    }
    return Template("keys.html", context=context, status_code=refused.status)
