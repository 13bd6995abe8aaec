"""Every way of not being independent, tried on every path by which people are judged: none gets through, nothing is written.

Whoever adds a route for certifiers adds it here: to what is tried, or to what is no judgement of an adviser, with the reason.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar.routes import HTTPRoute

from config.app import create_app
from config.token_key import make_token_key_if_absent
from registry.certificates import service as certificates
from registry.dossiers import equivalence
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Grant, Prepare
from registry.impartiality import service as impartiality
from registry.impartiality.rules import Ground, RelationKind
from registry.impartiality.service import Reported
from registry.measures import service as measures
from registry.measures.rules import Measure
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import MergeAdvisers, RecordEmployment
from registry.permissions import NEVER_BY_KEY, OPERATOR, Actor, Permission
from registry.renewals import service as renewals
from registry.renewals.schemas import EnterEducation
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.schemes import service as schemes
from registry.transactions import fetch, transaction
from tests.config.stand import settings
from tests.conftest import Clock
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.dossiers import asking
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.impartiality.test_declaring import declared, number_of
from tests.registry.making import BEFORE, NOW, TODAY, Candidate, World
from tests.registry.measures.at_work import WITH_REASONS, wish

JUDGING = {Permission.DECIDE_DOSSIERS, Permission.DECIDE_CERTIFICATES, Permission.HANDLE_APPEALS}
SENTENCE = "Dit is lang genoeg om te lezen."
API = "/api/v1"
RULES = msgspec.structs.replace(WITH_REASONS, equivalent_routes=asking.RULES.equivalent_routes)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One act by one path: the route, the values in it, and what is sent. In bulk each row is told its own refusal."""

    route: str
    values: Mapping[str, object]
    sent: Mapping[str, object]
    in_bulk: bool = False

    @property
    def path(self) -> str:
        """Where it is sent."""
        filled = self.route
        for name, value in self.values.items():
            filled = filled.replace(f"{{{name}}}", str(value))
        return filled


def on_both(api: str, page: str, values: Mapping[str, object], sent: Mapping[str, object] | None = None) -> list[Attempt]:
    """The same act over the API and in the browser."""
    return [Attempt(API + api, values, sent or {}), Attempt(page, values, sent or {})]


def of_complete(dossier: UUID, evidence: UUID, request: UUID) -> list[Attempt]:
    """What can be tried with a complete dossier, and with a request for equivalence."""
    at, asked = {"dossier_id:uuid": dossier}, {"request_id:uuid": request}
    return [
        *on_both(
            "/dossiers/{dossier_id:uuid}/preparation",
            "/dossiers/{dossier_id:uuid}/voorbereiden",
            at,
            {"evidence": str(evidence)},
        ),
        *on_both(
            "/equivalences/{request_id:uuid}/preparation",
            "/vrijstellingen/{request_id:uuid}/voorbereiden",
            asked,
            {"advice": SENTENCE},
        ),
    ]


def of_prepared(dossier: UUID, evidence: UUID, request: UUID) -> list[Attempt]:
    """What can be tried once another prepared both."""
    at, asked, on = {"dossier_id:uuid": dossier}, {"request_id:uuid": request}, {"evidence": str(evidence)}
    why, chosen = {"reason": SENTENCE}, {"dossiers": [on | {"dossier": str(dossier)}]}
    return [
        *on_both("/dossiers/{dossier_id:uuid}/grant", "/dossiers/{dossier_id:uuid}/toekennen", at, on),
        *on_both("/dossiers/{dossier_id:uuid}/refusal", "/dossiers/{dossier_id:uuid}/afwijzen", at, on | why),
        *on_both("/dossiers/{dossier_id:uuid}/return", "/dossiers/{dossier_id:uuid}/teruggeven", at, on | why),
        *on_both("/equivalences/{request_id:uuid}/grant", "/vrijstellingen/{request_id:uuid}/toekennen", asked, why),
        *on_both("/equivalences/{request_id:uuid}/refusal", "/vrijstellingen/{request_id:uuid}/afwijzen", asked, why),
        Attempt(f"{API}/dossiers/grants", {}, chosen, in_bulk=True),
        Attempt(f"{API}/dossiers/grant-previews", {}, chosen, in_bulk=True),
        Attempt("/dossiers/samen", {}, {f"dossier-{dossier}": str(evidence)}, in_bulk=True),
        Attempt("/dossiers/samen/voorbeeld", {}, {f"dossier-{dossier}": str(evidence)}, in_bulk=True),
    ]


def of_certified(number: str, review: UUID, entry: UUID) -> list[Attempt]:
    """What can be tried with a certificate, a review of it, and education of its holder."""
    measure = {
        "effectiveOn": str(TODAY),
        "reason": "ground-gone",
        "resolveBy": str(TODAY + timedelta(days=30)),
        "explanation": SENTENCE,
    }
    whole = measure | {"measure": "suspended"}
    at, closing = {"entry_id:uuid": entry}, {"outcome": "stands", "conclusion": SENTENCE}
    return [
        Attempt(f"{API}/certificate-measures", {}, whole | {"certificate": number}),
        Attempt("/certificaatbeheer/{number:str}/{slug:str}", {"number:str": number, "slug:str": "schorsen"}, measure),
        Attempt(f"{API}/certificate-measures/previews", {}, whole | {"certificates": [number]}, in_bulk=True),
        Attempt(f"{API}/certificate-measures/batches", {}, whole | {"certificates": [number]}, in_bulk=True),
        Attempt("/maatregelen/samen/voorbeeld", {}, whole | {"certificates": number}, in_bulk=True),
        Attempt("/maatregelen/samen", {}, whole | {"certificates": number}, in_bulk=True),
        *on_both(
            "/reviews/{review_id:uuid}/closing", "/herbeoordelingen/{review_id:uuid}", {"review_id:uuid": review}, closing
        ),
        *on_both("/education/{entry_id:uuid}/acceptance", "/hercertificeringen/bijscholing/{entry_id:uuid}/meetellen", at),
        *on_both(
            "/education/{entry_id:uuid}/refusal",
            "/hercertificeringen/bijscholing/{entry_id:uuid}/weigeren",
            at,
            {"reason": SENTENCE},
        ),
    ]


def of_proposed(measure: UUID) -> list[Attempt]:
    """What can be tried with a measure that another proposed."""
    at = {"measure_id:uuid": measure}
    return [
        *on_both("/certificate-measures/{measure_id:uuid}/decision", "/maatregelen/{measure_id:uuid}/beslissen", at),
        *on_both(
            "/certificate-measures/{measure_id:uuid}/declining",
            "/maatregelen/{measure_id:uuid}/afwijzen",
            at,
            {"remark": SENTENCE},
        ),
        Attempt(f"{API}/certificate-measures/decisions", {}, {"measures": [str(measure)]}, in_bulk=True),
        Attempt("/maatregelen/beslissen", {}, {f"maatregel-{measure}": "ja"}, in_bulk=True),
    ]


NOBODY = UUID(int=0)
TRIED = {
    each.route
    for each in (
        *of_complete(NOBODY, NOBODY, NOBODY),
        *of_prepared(NOBODY, NOBODY, NOBODY),
        *of_certified("", NOBODY, NOBODY),
        *of_proposed(NOBODY),
    )
}
_OWN_TESTS = "judged by the same rule at its own places, which its own tests try"
ELSEWHERE = {
    f"{API}/certificate-measures/{{measure_id:uuid}}/taking-back": "one's own proposal, which then counts for nothing",
    "/maatregelen/{measure_id:uuid}/terugnemen": "likewise",
    f"{API}/renewals/{{dossier_id:uuid}}/completion": _OWN_TESTS,
    "/hercertificeringen/{dossier_id:uuid}/compleet": _OWN_TESTS,
    f"{API}/self-reports/{{report_id:uuid}}/conclusion": "changes nothing of a certificate; a measure takes two certifiers",
    "/meldingen/{report_id:uuid}": "likewise",
}
_OF_LISTS = ("/takeovers", "/overnames", "/appeals", "/bezwaren")
"""Whole lists, and appeals, at which who may not is told at a row or at the case: by their own tests."""


def routes_that_judge(folder: Path) -> Iterator[str]:
    """Every route, in one language, on which whoever may judge changes something."""
    key = folder / "token-key.pem"
    make_token_key_if_absent(key)
    for route in create_app(settings(token_key_file=str(key))).application.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            asked = {getattr(guard, "permission", None) for guard in handler.resolve_guards()}
            if asked & JUDGING and handler.http_methods - {"GET", "HEAD", "OPTIONS"} and not route.path.startswith("/en/"):
                yield route.path


def test_every_route_that_judges_is_tried(tmp_path: Path) -> None:
    """Or it says why it is not."""
    found = {each for each in routes_that_judge(tmp_path) if not each.removeprefix(API).startswith(_OF_LISTS)}
    assert found == TRIED | set(ELSEWHERE)


def test_neither_programs_nor_the_command_line_judge() -> None:
    """No key is given what judging takes, and who sits at the command line does not have it."""
    assert JUDGING <= NEVER_BY_KEY
    assert not any(OPERATOR.may(permission) for permission in JUDGING)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who would judge whom."""

    world: World
    elif_: Candidate

    @property
    def person(self) -> UUID:
        """The second certifier, who is not independent."""
        assert self.world.certifiers[1].person is not None
        return self.world.certifiers[1].person


async def _themselves(scene: Scene) -> None:
    async with transaction() as connection:
        file = await people.open_file(scene.person, connection=connection, actor=OPERATOR, now=BEFORE)
    command = MergeAdvisers(duplicate=file.candidate_number, counts_as=await number_of(scene.elif_))
    await merging.merge(command, actor=OPERATOR, now=BEFORE)


async def _in_evidence(_: Scene) -> None:
    """The evidence itself says so."""


def _reported(kind: RelationKind) -> Callable[[Scene], Awaitable[None]]:
    async def report(scene: Scene) -> None:
        known = Reported(kind, scene.person, scene.elif_.adviser, date(2025, 1, 1), TODAY, origin=uuid4())
        async with transaction():
            await impartiality.report([known], now=BEFORE)

    return report


def _declared(kind: RelationKind) -> Callable[[Scene], Awaitable[None]]:
    async def declare(scene: Scene) -> None:
        await declared(scene.world.certifiers[1], scene.elif_, kind=kind)

    return declare


async def _works_for_provider(scene: Scene) -> None:
    job = RecordEmployment(employer=scene.world.organisations["provider"], valid_from=BEFORE.date())
    await people.record_employment(scene.person, job, actor=OPERATOR, now=BEFORE)


async def _colleagues(scene: Scene) -> None:
    job = RecordEmployment(employer=scene.world.organisations["employer"], valid_from=BEFORE.date())
    for person in (scene.person, scene.elif_.person):
        await people.record_employment(person, job, actor=OPERATOR, now=BEFORE)


async def _stated_nothing(scene: Scene) -> None:
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM conflict_statement WHERE person = $1", scene.person)


GROUNDS: Mapping[Ground, Callable[[Scene], Awaitable[None]]] = {
    Ground.SELF: _themselves,
    Ground.IN_EVIDENCE: _in_evidence,
    Ground.TAUGHT: _reported(RelationKind.TAUGHT),
    Ground.EXAMINED: _reported(RelationKind.EXAMINED),
    Ground.FAMILY: _declared(RelationKind.FAMILY),
    Ground.OTHER: _declared(RelationKind.OTHER),
    Ground.PROVIDER_STAFF: _works_for_provider,
    Ground.SAME_EMPLOYER: _colleagues,
    Ground.NO_STATEMENT: _stated_nothing,
}
_WRITTEN = """
SELECT (SELECT count(*) FROM dossier_event), (SELECT count(*) FROM certificate), (SELECT count(*) FROM certificate_event),
    (SELECT count(*) FROM certificate_measure), (SELECT count(ended_at) FROM certificate_measure),
    (SELECT count(closed_at) FROM certificate_review), (SELECT count(prepared_at) FROM equivalence_request),
    (SELECT count(decided_at) FROM equivalence_request), (SELECT count(judged_at) FROM education_entry),
    (SELECT count(*) FROM personal_value)
"""


@dataclass(frozen=True, slots=True)
class Trying:
    """The second certifier as a program with a token, and in a browser."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    browser: Browser

    async def refused(self, attempts: list[Attempt], *, code: str, words: str) -> None:
        """None of these gets through, each is told why, and nothing is written."""
        before = [tuple(row) for row in await fetch(_WRITTEN)]
        for each in attempts:
            if each.path.startswith(API):
                await self._over_api(each, code)
            else:
                page = await self.browser.post(each.path, each.sent, expect=200 if each.in_bulk else 409)
                assert words in page, (each.route, page[-3000:])
        assert [tuple(row) for row in await fetch(_WRITTEN)] == before

    async def _over_api(self, attempt: Attempt, code: str) -> None:
        answer = await self.client.post(attempt.path, json=attempt.sent or None, headers=self.headers)
        told: Any = answer.json()
        if attempt.in_bulk:
            assert answer.status_code in (200, 201), (attempt.route, told)
            codes = [row["problem"] for row in told["outcomes"]]
        else:
            assert answer.status_code == 409, (attempt.route, told)
            codes = [told["type"].rpartition("/")[2]]
        assert codes
        assert all(each.startswith(code) for each in codes), (attempt.route, codes)


async def trying(client: httpx.AsyncClient, actor: Actor) -> Trying:
    """They are signed in, both ways."""
    headers = await token(client, actor)
    return Trying(client, headers, await browser(client, actor))


async def scene_with_reasons() -> Scene:
    """A registry whose scheme has routes and reasons, and a candidate."""
    world = await making.world()
    version = await schemes.propose(making.SCHEME, making.proposal(world, RULES), actor=world.owner, now=BEFORE)
    for actor in (world.owner, world.certifiers[0]):
        await schemes.sign(version, actor=actor, now=BEFORE)
    return Scene(world, await making.candidate())


@pytest.mark.parametrize("ground", list(Ground))
async def test_who_is_not_independent_judges_on_no_path(client: httpx.AsyncClient, clock: Clock, ground: Ground) -> None:
    """From a complete dossier through its certificate to measures, reviews and education: while others go on."""
    clock.now = NOW
    scene = await scene_with_reasons()
    first, second, third = scene.world.certifiers
    elif_, provider = scene.elif_, scene.world.organisations["provider"]
    dossier = await making.admitted(scene.world, elif_)
    examiner = scene.person if ground is Ground.IN_EVIDENCE else None
    evidence = await making.evidence(scene.world, elif_, examiner=examiner, provider=provider)
    request = await equivalence.ask(dossier, asking.ASK, actor=elif_.actor, now=NOW)
    await GROUNDS[ground](scene)
    judge = await trying(client, second)
    why = {"code": "not-independent", "words": "Niet onafhankelijk"}
    in_bulk = {"code": "not-independent", "words": "U mag"}

    async def tried(attempts: list[Attempt]) -> None:
        await judge.refused([each for each in attempts if not each.in_bulk], **why)
        await judge.refused([each for each in attempts if each.in_bulk], **in_bulk)

    await tried(of_complete(dossier, evidence, request))
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    await equivalence.prepare(request, asking.ADVICE, actor=first, now=NOW)
    await tried(of_prepared(dossier, evidence, request))
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=third, now=NOW)
    [issued] = await certificates.of_advisers([elif_.adviser])
    async with transaction():
        origin = uuid4()
        await reviews.open_reviews([issued.id], cause=Cause.INTEGRITY_CASE, origin=origin, facts={}, actor=first, now=NOW)
    [review] = [each.id for each in await reviews.reviews_for(first)]
    education = EnterEducation(followed_on=TODAY, hours=Decimal(2), title="Zaakgericht werken", teacher="De academie")
    entry = await renewals.enter(education, actor=elif_.actor, now=NOW)
    await tried(of_certified(issued.number, review, entry))
    proposed = await measures.propose(wish(issued.number, Measure.SUSPENDED), actor=first, now=NOW)
    await tried(of_proposed(proposed))
    await measures.decide(proposed, actor=third, now=NOW)


async def test_who_prepared_decides_on_no_path(client: httpx.AsyncClient, clock: Clock) -> None:
    """Two persons for a dossier, for equivalence and for a measure, by every path."""
    clock.now = NOW
    scene = await scene_with_reasons()
    first, _, third = scene.world.certifiers
    dossier = await making.admitted(scene.world, scene.elif_)
    evidence = await making.evidence(scene.world, scene.elif_, provider=scene.world.organisations["provider"])
    request = await equivalence.ask(dossier, asking.ASK, actor=scene.elif_.actor, now=NOW)
    await dossiers.prepare(dossier, Prepare(evidence=evidence), actor=first, now=NOW)
    await equivalence.prepare(request, asking.ADVICE, actor=first, now=NOW)
    judge = await trying(client, first)
    attempts = of_prepared(dossier, evidence, request)
    await judge.refused([each for each in attempts if not each.in_bulk], code="same-person", words="Twee personen nodig")
    await judge.refused([each for each in attempts if each.in_bulk], code="same-person", words="zelf voorbereid")
    await dossiers.grant(dossier, Grant(evidence=evidence), actor=third, now=NOW)
    [issued] = await certificates.of_advisers([scene.elif_.adviser])
    proposed = await measures.propose(wish(issued.number, Measure.SUSPENDED), actor=first, now=NOW)
    attempts = of_proposed(proposed)
    await judge.refused([each for each in attempts if not each.in_bulk], code="own-measure", words="Twee personen nodig")
    await judge.refused([each for each in attempts if each.in_bulk], code="own-measure", words="zelf voorgesteld")
