"""The pages of schemes: for everyone the rules and what changes; for its parties proposing and signing a version."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news
from registry.accounts.guards import requires
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.schemes import presenting, proposal_rows, service
from registry.schemes.clauses import EDITION, clauses
from registry.schemes.presenting import SchemeShown
from registry.schemes.proposal_form import ENDED, at_fields, kept, read
from registry.schemes.rules import Route
from registry.schemes.schemas import CreateScheme
from registry.schemes.visiting import PATH, Visit, visit_of
from registry.schemes.wording import FIELDS, KINDS, MEASURES, PARTIES, ROUTES, STATUSES, said_of
from registry.texts import Text

_NEWS = {
    "gemaakt": Text(
        "Het schema is gemaakt. Stel nu de eerste versie voor.", "The scheme is made. Now propose its first version."
    ),
    "voorgesteld": Text(
        "De versie is voorgesteld. Zij geldt pas als beide partijen hebben ondertekend.",
        "The version is proposed. It holds only once both parties have signed.",
    ),
    "ondertekend": Text("U hebt de versie ondertekend.", "You have signed the version."),
}
_EMPTY, _MORE = 2, 5
"""Empty rows of each list on the form, at first and whenever more are asked for."""


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """Whoever signs sees how many versions wait for them."""
    if not actor.may(Permission.SIGN_SCHEMES):
        return []
    return [
        Card(
            Text("Certificatieschema’s", "Certification schemes"),
            PATH,
            Text("Bekijk de regels en onderteken een versie.", "Look at the rules and sign a version."),
            await presenting.waiting_for(actor, amsterdam_day(now)),
            Text("te ondertekenen", "to sign"),
        ),
    ]


class SchemePages(Controller):
    """Schemes in the browser."""

    path = PATH
    dependencies = {"visit": Provide(visit_of)}  # noqa: RUF012  Litestar's own way to say it

    @get(opt={"public": True})
    async def listed(self, visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """Every scheme with its versions; an owner can make another."""
        return await _list(visit, flash=news(done, _NEWS, visit.language))

    @post(guards=[requires(Permission.OWN_SCHEMES)])
    async def create(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A new scheme, without rules yet."""
        try:
            await service.create(visit.form.read(CreateScheme), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _list(visit, refused=visit.refusal(error))
        return visit.back("", "gemaakt")

    @get("/{code:str}/versies/{number:str}", opt={"public": True})
    async def one(
        self,
        visit: NamedDependency[Visit],
        code: FromPath[str],
        number: FromPath[str],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One version: its rules, what it changes, who signed it, and what signing does."""
        return await _version(visit, code, number, flash=news(done, _NEWS, visit.language))

    @post("/{code:str}/versies/{number:str}/ondertekenen", guards=[requires(Permission.SIGN_SCHEMES)])
    async def sign(self, visit: NamedDependency[Visit], code: FromPath[str], number: FromPath[str]) -> Template | Redirect:
        """The visitor's party signs."""
        shown = await presenting.version_on(code, number, actor=visit.actor, today=visit.today)
        try:
            await service.sign(shown.version.id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await _version(visit, code, number, refused=visit.refusal(error))
        return visit.back(f"/{code}/versies/{number}", "ondertekend")

    @get("/{code:str}/nieuwe-versie", guards=[requires(Permission.OWN_SCHEMES)])
    async def ask_version(self, visit: NamedDependency[Visit], code: FromPath[str]) -> Template:
        """The form, filled in with the newest version."""
        scheme = await _own(visit, code)
        return await _proposal(visit, scheme, Form(_first(scheme)), empty=_EMPTY)

    @post("/{code:str}/nieuwe-versie", guards=[requires(Permission.OWN_SCHEMES)])
    async def propose(self, visit: NamedDependency[Visit], code: FromPath[str]) -> Template | Redirect:
        """The next version is proposed; both parties sign it on its own page. Or more empty rows are asked for first."""
        scheme = await _own(visit, code)
        if visit.form.text("more"):
            return await _proposal(visit, scheme, visit.form, empty=_MORE)
        try:
            made = await service.propose(code, read(visit.form), actor=visit.actor, now=visit.now)
        except Invalid as error:
            return await _proposal(visit, scheme, visit.form, refused=visit.refusal(at_fields(error.faults, visit.form)))
        except RuleBroken as error:
            return await _proposal(visit, scheme, visit.form, refused=visit.refusal(error))
        number = next(each.number for each in await service.versions(scheme=scheme.id) if each.id == made)
        return visit.back(f"/{code}/versies/{number}", "voorgesteld")


async def _own(visit: Visit, code: str) -> SchemeShown:
    scheme = await presenting.scheme_on(code, visit.today)
    visit.actor.must_for(Permission.OWN_SCHEMES, scheme.owner)
    return scheme


async def _list(visit: Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    own = visit.visitor.organisations_where(Permission.OWN_SCHEMES) if visit.visitor else frozenset()
    names = await organisations.names_of(set(own))
    return visit.page(
        "schemes.html",
        refused=refused,
        schemes=await presenting.schemes_on(visit.today),
        owners=sorted(names.items(), key=lambda each: each[1]),
        own=own,
        kept=visit.form,
        flash=flash,
    )


async def _version(
    visit: Visit, code: str, number: str, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING
) -> Template:
    shown = await presenting.version_on(code, number, actor=visit.visitor, today=visit.today)
    beside_rules = shown.version.transitions[len(shown.version.rules.transitions) :]
    return visit.page(
        "scheme_version.html",
        refused=refused,
        shown=shown,
        superseding=[said_of(each) for each in beside_rules],
        fields=FIELDS,
        parties=PARTIES,
        said_of=said_of,
        edition=EDITION,
        clauses=clauses(),
        flash=flash,
    )


async def _proposal(visit: Visit, scheme: SchemeShown, form: Form, *, refused: Refusal = NOTHING, empty: int = 0) -> Template:
    return visit.page(
        "scheme_proposal.html",
        refused=refused,
        scheme=scheme,
        kept=form,
        bodies=[(each.id, each.name) for each in await organisations.listed(Kind.CERTIFICATION_BODY)],
        statuses=STATUSES,
        ended=ENDED,
        routes={route: ROUTES[route] for route in Route},
        rows=proposal_rows.shown(form, empty=empty),
        said_measures=[(code, text.say(visit.language)) for code, text in MEASURES.items()],
        said_kinds=[(kind, text.say(visit.language)) for kind, text in KINDS.items()],
    )


def _first(scheme: SchemeShown) -> dict[str, str]:
    """The form begins with what the newest version says, but for its day and its transitions."""
    if not scheme.versions:
        return {}
    newest, _ = scheme.versions[0]
    return {**kept(newest.rules), "certificationBody": str(newest.certification_body)}
