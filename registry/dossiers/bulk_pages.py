"""The pages for granting many dossiers: which can be granted, what that does to those chosen, and what became of each."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.dossiers import bulk, bulk_presenting
from registry.dossiers.bulk_schemas import MOST_AT_ONCE, MOST_BYTES, GrantOne, GrantTogether
from registry.errors import Fault, Invalid
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

CHOSEN = "dossier-"
"""A field for each dossier that is chosen: its name ends with the dossier, its value is the evidence that was seen."""

_LABELS = {"dossiers": Text("Dossiers", "Dossiers")}
_NONE = Text("Kies ten minste één dossier.", "Choose at least one dossier.")
_TOO_MANY = Text("Kies hooguit {most} dossiers.", "Choose at most {most} dossiers.")
_ODD = Text("Kies de dossiers op deze pagina opnieuw.", "Choose the dossiers on this page again.")


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  asked of every topic alike
    """A certifier finds the way in; how many wait the card for deciding tells."""
    if not actor.may(Permission.DECIDE_DOSSIERS):
        return []
    told = Text("Ken certificaten toe op veel dossiers tegelijk.", "Grant certificates on many dossiers at once.")
    return [Card(Text("Samen toekennen", "Grant together"), "/dossiers/samen", told)]


class BulkGrantPages(Controller):
    """Granting many dossiers, in the browser."""

    path = "/dossiers/samen"
    guards = (requires(Permission.DECIDE_DOSSIERS),)
    request_max_body_size = MOST_BYTES

    @get()
    async def choose(
        self, language: NamedDependency[Language], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Template:
        """Every prepared dossier, with what granting it would do; those that can be granted can be chosen."""
        return await _choice(language, actor, now)

    @post("/voorbeeld")
    async def preview(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """What granting those chosen does; nothing is written yet."""
        try:
            command = _command(form)
        except Invalid as error:
            return await _choice(language, actor, now, refused=refusal(error, language, _LABELS))
        rows = await bulk.preview(command.dossiers, actor=actor, now=now)
        fields = [(f"{CHOSEN}{each.dossier}", str(each.evidence)) for each in command.dossiers]
        context = {"outcomes": await bulk_presenting.outcomes(rows, language=language), "fields": fields}
        return Template("dossiers_together_preview.html", context=context)

    @post()
    async def grant_all(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """Those chosen are granted where that may be; dossier by dossier what became of it."""
        try:
            command = _command(form)
        except Invalid as error:
            return await _choice(language, actor, now, refused=refusal(error, language, _LABELS))
        rows = await bulk.grant_all(command, actor=actor, now=now)
        context = {"outcomes": await bulk_presenting.outcomes(rows, language=language)}
        return Template("dossiers_together_outcomes.html", context=context)


def _command(form: Form) -> GrantTogether:
    """The dossiers that were chosen; raises Invalid."""
    chosen = {name.removeprefix(CHOSEN): value for name, value in form.fields.items() if name.startswith(CHOSEN)}
    if not chosen:
        raise Invalid([Fault("dossiers", _NONE)])
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid([Fault("dossiers", _TOO_MANY, {"most": MOST_AT_ONCE})])
    try:
        dossiers = [
            GrantOne(dossier=msgspec.convert(dossier, UUID), evidence=msgspec.convert(evidence, UUID))
            for dossier, evidence in chosen.items()
        ]
    except msgspec.ValidationError as error:
        raise Invalid([Fault("dossiers", _ODD)]) from error
    return GrantTogether(dossiers=dossiers)


async def _choice(language: Language, actor: Actor, now: datetime, *, refused: Refusal = NOTHING) -> Template:
    prepared = await bulk.to_grant(actor)
    rows = await bulk.preview(prepared[:MOST_AT_ONCE], actor=actor, now=now)
    context = {
        "outcomes": await bulk_presenting.outcomes(rows, language=language),
        "total": len(prepared),
        "most": MOST_AT_ONCE,
        "prefix": CHOSEN,
        "refused": refused,
    }
    return Template("dossiers_together.html", context=context, status_code=refused.status)
