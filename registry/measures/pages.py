"""The pages of certifiers about certificates that were issued: finding one, its history, and proposing a measure on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.errors import Invalid, NotFound, RuleBroken
from registry.measures import history, presenting, reading, rules, service
from registry.measures.overdue import overdue_for
from registry.measures.reading import Concerned
from registry.measures.rules import ALLOWED, Measure
from registry.measures.schemas import ProposeMeasure
from registry.measures.wording import ACTS, ENDINGS, EVENTS, LABELS, MEANING, SLUGS
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_SCOPE = "scope-"
_OWN = "/certificaatbeheer"


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A certifier sees how many measures wait for them and how many suspensions last too long; an auditor the way in."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    measures, certificates = Text("Maatregelen", "Measures"), Text("Certificaten beheren", "Manage certificates")
    if not actor.may(Permission.DECIDE_CERTIFICATES):
        look = Text("Bekijk maatregelen op certificaten.", "Look at measures on certificates.")
        return [
            Card(measures, "/maatregelen", look),
            Card(
                certificates,
                _OWN,
                Text("Bekijk certificaten en wat ermee gebeurde.", "Look at certificates and their history."),
            ),
        ]
    return [
        Card(
            measures,
            "/maatregelen",
            Text("Beslis over wat een collega voorstelde.", "Decide what a colleague proposed."),
            len(await service.waiting_for(actor)),
            Text("wachten op een tweede persoon", "waiting for a second person"),
        ),
        Card(
            certificates,
            _OWN,
            Text("Schors, trek in, verklaar nietig of vervang.", "Suspend, withdraw, void or replace."),
            len(await overdue_for(actor, now=now)),
            Text("schorsingen over hun uiterste dag", "suspensions past their day"),
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which certificate, and what they sent."""

    found: Concerned
    form: Form
    language: Language
    actor: Actor
    now: datetime

    @property
    def number(self) -> str:
        """The number of the certificate."""
        return self.found.issued.number


async def _visit(
    number: FromPath[str],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one certificate; raises NotFound for a number that nobody has."""
    try:
        found = await reading.concerned_for(actor, read_certificate_number(number))
    except Invalid as error:
        raise NotFound from error
    return _Visit(found, form, language, actor, now)


class ManagedCertificatePages(Controller):
    """Certificates that were issued, in the browser of who keeps them."""

    path = _OWN
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it

    @get("/{number:str}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(self, visit: NamedDependency[_Visit]) -> Template:
        """One certificate: what happened to it on two time axes, what waits, and what can be proposed."""
        found, actor, language = visit.found, visit.actor, visit.language
        filed = await reading.measures_of([found.issued.id])
        may_act = actor.may(Permission.DECIDE_CERTIFICATES)
        objections = await presenting.objections_to(found, language=language, actor=actor, now=visit.now) if may_act else []
        shown = await history.history(found, language=language, now=visit.now)
        is_open = any(each.ending is None for each in filed)
        context = {
            "certificate": shown,
            "measures": await presenting.listed(filed, language=language, actor=actor, now=visit.now),
            "objections": objections,
            "offered": [] if objections or is_open or not may_act else _offered(found, visit.now),
            "acts": ACTS,
            "endings": ENDINGS,
            "event_names": EVENTS,
        }
        return Template("managed_certificate.html", context=context)

    @get("/{number:str}/{slug:str}", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def ask(self, slug: FromPath[str], visit: NamedDependency[_Visit]) -> Template:
        """The form of one measure on one certificate."""
        return await _form(visit, slug)

    @post("/{number:str}/{slug:str}", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def propose(self, slug: FromPath[str], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The measure is proposed; what is refused is told at the form, and nothing typed is lost."""
        try:
            command = _command(visit, _measure_of(slug))
            measure = await service.propose(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _form(visit, slug, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"/maatregelen/{measure}?gedaan=voorgesteld", visit.language), status_code=303)


def _measure_of(slug: str) -> Measure:
    if slug not in SLUGS:
        raise NotFound
    return SLUGS[slug]


def _offered(found: Concerned, now: datetime) -> list[tuple[str, Text, Text]]:
    """The measures that may fit as the certificate stands today: the path, what it is called and what it does."""
    status = found.issued.status_on(amsterdam_day(now), ALL_ON_RECORD)
    return [(slug, ACTS[each], MEANING[each]) for slug, each in SLUGS.items() if status in ALLOWED[each]]


def _command(visit: _Visit, measure: Measure) -> ProposeMeasure:
    """What the form says; ticks of the scope are fields of their own. The certificate and the measure are those of the path."""
    sent = Form({**visit.form.fields, "certificate": visit.number, "measure": measure.value, "scope": ""})
    scope = tuple(name.removeprefix(_SCOPE) for name in visit.form.fields if name.startswith(_SCOPE))
    return msgspec.structs.replace(sent.read(ProposeMeasure), scope=scope)


async def _form(visit: _Visit, slug: str, *, refused: Refusal = NOTHING) -> Template:
    measure, found, kept, language = _measure_of(slug), visit.found, visit.form, visit.language
    today = amsterdam_day(visit.now)
    first, last = rules.bounds(measure, found.standing, today=today)
    reasons = rules.reasons_for(measure, found.version.rules)
    ticked = {item.code for item in found.issued.snapshot.scope}
    context: dict[str, Any] = {
        "number": visit.number,
        "holder": str(found.name) if found.name else "",
        "name": found.name,
        "act": ACTS[measure],
        "meaning": MEANING[measure],
        "slug": slug,
        "measure": measure,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "effective_on": kept.text("effectiveOn") or today.isoformat(),
        "reasons": [(each.code, each.name.say(language), _openness(each.public).say(language)) for each in reasons],
        "scope": [
            (
                each.code,
                Text(each.name_nl, each.name_en),
                (_SCOPE + each.code in kept.fields) if kept.fields else each.code in ticked,
            )
            for each in found.version.rules.scope
        ],
        "labels": LABELS,
        "kept": kept,
        "refused": refused,
    }
    return Template("measure_form.html", context=context, status_code=refused.status)


def _openness(public: bool) -> Text:  # noqa: FBT001  a fact of the reason, no switch
    if public:
        return Text("Iedereen kan deze reden lezen.", "Everyone can read this reason.")
    return Text("Deze reden is niet openbaar.", "This reason is not public.")
