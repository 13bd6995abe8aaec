"""Who may do what about days and bookings over the API, and what it does with bodies that nobody should send."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest

from config.settings import Settings
from config.token_key import TokenKeyFile
from registry.accounts.tokens import Tokens
from registry.availability import ties
from registry.availability.schemas import DeclareTie
from registry.bookings import service as bookings
from registry.bookings.schemas import AskBooking
from registry.engagements import answering, changing, completing, happenings, working
from registry.engagements.schemas import AnswerWorkedDays, ChangeBooking, DecideOnBooking, EnterWorkedDay
from registry.evaluations import service as evaluations
from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import Evaluate
from registry.intakes.tables import RegionCoordinator
from registry.organisations.tables import PartnershipMember, Region, RegionMember
from registry.permissions import Actor, Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.engagements.routes_of_days import BESIDE, ROUTES, TAGS, WHO, Ground, Route
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY, Candidate, World

API = "/api/v1"
NOBODY = "0123abcd-0000-4000-8000-000000000000"
_clients = count(1)


@dataclass(frozen=True, slots=True)
class Stage:
    """The ground of the routes, and everybody who asks."""

    ground: Ground
    actors: Mapping[str, Actor]
    application: Any
    tokens: Tokens

    async def ask(self, route: Route, who: str | None, **more: Any) -> httpx.Response:
        """One request, from an address of its own: the limit on requests is per address."""
        headers = {}
        if who is not None:
            account = self.actors[who].account
            assert account is not None
            headers["Authorization"] = f"Bearer {self.tokens.issue(account, now=NOW, proved_at=NOW)}"
        if not more and route.sent is not None:
            more = {"json": self.ground.filled(route.sent)}
        place = next(_clients)
        transport = httpx.ASGITransport(
            self.application, client=(f"10.{place // 62_500}.{place // 250 % 250}.{place % 250}", 1)
        )
        path = more.pop("path", None) or self.ground.filled(route.path)
        headers |= more.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
            return await client.request(route.method, API + path, headers=headers, **more)


@pytest.fixture
async def stage(application: Any, settings: Settings, clock: Clock) -> Stage:
    """Two municipalities with days, one with a booking in which everything waits, and one that was evaluated."""
    clock.now = NOW
    world, elif_, other = await making.world(), await making.candidate(), await making.candidate("Sam", "Ander")
    actors = {
        "municipality": world.municipality,
        "neighbour": world.neighbour,
        "adviser": elif_.actor,
        "stranger": other.actor,
        "coordinator": world.coordinator,
        "colleague": await _staff(world, Role.COORDINATOR, "coordination"),
        "admin": await _staff(world, Role.ADMIN, "operator"),
        "auditor": world.auditor,
        "provider": world.provider,
    }
    await making.programme()
    ground = await _ground(world, elif_, other)
    tokens = Tokens(TokenKeyFile(settings.token_key_file), issuer=settings.base_url)
    return Stage(ground, actors, application, tokens)


async def _staff(world: World, role: Role, organisation: str) -> Actor:
    return await making.account(await making.person("Nog", "Iemand"), role, world.organisations[organisation])


async def _ground(world: World, elif_: Candidate, other: Candidate) -> Ground:
    issued = await making.certified(world, elif_)
    await making.certified(world, other)
    pool = await making.allotment(world)
    theirs = await making.allotment(world, holder=NEIGHBOUR, members=(NEIGHBOUR,))
    planned = await making.intake(world)
    booking, change, worked = await _waiting(world, elif_, issued.number, pool)
    evaluation = await _evaluated(world, elif_, issued.number, pool)
    tie = await ties.declare(DeclareTie(municipality=NEIGHBOUR, valid_from=TODAY), actor=elif_.actor, now=NOW)
    coordinating = await _in_region(world)
    secret = {"booking_id": booking, "change_id": change, "worked_day_id": worked, "intake_id": planned, "tie_id": tie}
    secret |= {"allotment_id": pool, "evaluation_id": evaluation}
    known = {"coordinating_id": coordinating, "other_allotment": theirs, "coordinator": world.coordinator.person}
    known |= {"municipality": world.organisations[OWN], "partnership_id": world.organisations["partnership"]}
    values = {name: str(value) for name, value in (secret | known).items()}
    values |= {"number": issued.number, "programme": PROGRAMME, "region": "midden"}
    return Ground(values, frozenset(map(str, secret.values())))


async def _waiting(world: World, of: Candidate, number: str, pool: UUID) -> tuple[UUID, UUID, UUID]:
    """A booking that the adviser accepted, with a change and a worked day that wait."""
    booking = await _accepted(world, of, number, pool)
    worked = await _worked(of, booking)
    last_day = TODAY + timedelta(days=60)
    more = ChangeBooking(first_day=TODAY, last_day=last_day, days=Decimal(3), seen=await _seen(booking))
    change = await changing.change(booking, more, actor=world.municipality, now=NOW)
    assert change is not None
    return booking, change, worked


async def _evaluated(world: World, of: Candidate, number: str, pool: UUID) -> UUID:
    booking = await _accepted(world, of, number, pool)
    answered = AnswerWorkedDays(worked_days=[await _worked(of, booking)])
    await working.approve(booking, answered, actor=world.municipality, now=NOW)
    await completing.complete(booking, DecideOnBooking(seen=await _seen(booking)), actor=world.municipality, now=NOW)
    judged = Evaluate(
        municipal_processes=4,
        information_management=4,
        organisation_advice=4,
        change_management=4,
        outcome=Outcome.REACHED,
        again=True,
    )
    return await evaluations.evaluate(booking, judged, actor=world.municipality, now=NOW)


async def _accepted(world: World, of: Candidate, number: str, pool: UUID) -> UUID:
    last_day = TODAY + timedelta(days=60)
    ask = AskBooking(municipality=OWN, certificate=number, first_day=TODAY, last_day=last_day, days=Decimal(2), allotment=pool)
    booking = await bookings.request(ask, actor=world.municipality, now=NOW)
    await answering.accept(booking, DecideOnBooking(seen=await _seen(booking)), actor=of.actor, now=NOW)
    return booking


async def _worked(of: Candidate, booking: UUID) -> UUID:
    entered = EnterWorkedDay(day=TODAY, days=Decimal("0.25"))
    return await working.enter(booking, entered, actor=of.actor, now=NOW)


async def _seen(booking: UUID) -> int:
    return len(await happenings.of(booking))


async def _in_region(world: World) -> UUID:
    """The municipality lies in a region, in which the coordinator works, and in a partnership."""
    region = Region(code="midden", name="Midden", recorded_at=BEFORE)
    await Region.insert(region)
    own, first_day = world.organisations[OWN], BEFORE.date()
    await RegionMember.insert(RegionMember(region=region.id, municipality=own, valid_from=first_day))
    joined = PartnershipMember(partnership=world.organisations["partnership"], municipality=own, valid_from=first_day)
    await PartnershipMember.insert(joined)
    works = RegionCoordinator(region=region.id, coordinator=world.coordinator.person, valid_from=first_day, recorded_at=BEFORE)
    await RegionCoordinator.insert(works)
    return works.id


async def test_every_route_is_in_the_table(stage: Stage) -> None:
    """What the description of the API names under these tags is in the table, and nothing else."""
    described = (await stage.ask(Route("GET", "/openapi.json"), None)).json()
    found = {
        (method.upper(), Route("GET", path).place)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if TAGS & set(operation["tags"]) or path.startswith(BESIDE)
    }
    assert {(route.method, route.place) for route in ROUTES} == found


async def test_who_may_use_which_route(stage: Stage) -> None:
    """Nobody without signing in; others are refused, or what it is about is absent to them; nobody's ids leak to them."""
    wrong: list[tuple[object, ...]] = []
    for route in ROUTES:
        for who in (None, *WHO):
            if who is not None and not route.expected(who) and route.method != "GET":
                continue
            answer = await stage.ask(route, who)
            public = route.path.startswith("/regions") and route.method == "GET"
            expected = ({401} if not public else set()) if who is None else route.expected(who)
            if answer.status_code not in (expected or {200}):
                wrong.append((who, route.method, route.path, answer.status_code, answer.text[:200]))
            leaked = [name for name, value in stage.ground.values.items() if value in stage.ground.secret & leak(answer)]
            if leaked and who in ("neighbour", "stranger", "provider", None):
                wrong.append((who, route.method, route.path, "tells", leaked))
    assert wrong == []


def leak(answer: httpx.Response) -> set[str]:
    """The words of an answer that refuses nothing."""
    return set(answer.text.replace('"', " ").replace("/", " ").split()) if answer.status_code == 200 else set()


async def test_whoever_may_is_not_refused_for_who_they_are(stage: Stage) -> None:
    """Each act by each person who may, with a proper body: done, or refused by a rule."""
    wrong = []
    for route in ROUTES:
        for who in route.may.split():
            answer = await stage.ask(route, who)
            if answer.status_code not in (200, 201, 204, 409) or (
                who in ("admin", "municipality") and answer.status_code == 400
            ):
                wrong.append((who, route.method, route.path, answer.status_code, answer.text[:300]))
    assert wrong == []


async def test_what_does_not_exist_is_absent_for_everyone(stage: Stage) -> None:
    """Whoever may use a route is told 404 for an id that nobody has."""
    wrong = []
    for route in ROUTES:
        ids = [name for name in stage.ground.values if f"{{{name}}}" in route.path and name.endswith("_id")]
        if not ids:
            continue
        path = stage.ground.filled(route.path.replace(f"{{{ids[-1]}}}", NOBODY))
        who = route.asker
        answer = await stage.ask(route, who, path=path, json=stage.ground.filled(route.sent or {}))
        if answer.status_code not in (404, 409 if len(ids) > 1 else 404):
            wrong.append((who, route.method, path, answer.status_code, answer.text[:200]))
    assert wrong == []


NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "-1", "0", "0.1", "0.2500000000000000000001", "1" + "0" * 40)
TEXTS = (
    "",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "x" * 5_000,
    "\u202e",
    "NaN",
    "1e400",
    "sNaN",
    "--",
    "GM9999",
    "gm0001",
    "CA00000000-00",
)
DAYS = ("0000-00-00", "0001-01-01", "9999-12-31", "2027-02-30", "2027-1-1", "20270101", "2027-01-11T00:00:00Z", "99999-01-01")
OTHERS = ("null", "true", "[]", "{}", "[[]]", "[null]", '{"a": 1}')
RAW = (b"", b"null", b"[]", b"{", b'"', b"\xff\xfe", b"{}" * 2, b"[" * 20_000, b'{"a":' * 5_000)


def spoiled(sent: Mapping[str, Any]) -> Iterator[bytes]:
    """The body with one value in it made bad at a time, reversed periods, fields left out, and fields that nobody knows."""
    for name in sent:
        rest = {key: value for key, value in sent.items() if key != name}
        yield json.dumps(rest).encode()
        values = [*NUMBERS, *OTHERS, *(json.dumps(each) for each in (*TEXTS, *DAYS))]
        for value in values:
            body = json.dumps(rest)[:-1] + (", " if rest else "") + f"{json.dumps(name)}: {value}}}"
            yield body.encode("utf-8", "surrogatepass")
        if isinstance(sent[name], list):
            for value in values:
                body = json.dumps(rest)[:-1] + (", " if rest else "") + f"{json.dumps(name)}: [{value}]}}"
                yield body.encode("utf-8", "surrogatepass")
    if {"firstDay", "lastDay"} <= set(sent):
        yield json.dumps(dict(sent) | {"firstDay": sent["lastDay"], "lastDay": sent["firstDay"]}).encode()
    yield json.dumps(dict(sent) | {"nobodyKnows": 1}).encode()
    yield json.dumps(deepcopy(dict(sent)) | {"id": NOBODY}).encode()


async def send_spoiled(stage: Stage, route: Route, bodies: Iterable[bytes]) -> list[str]:
    """What was answered other than it should be: refused with 400, 404 or 409, unless it was not bad after all."""
    wrong, statuses = [], set[int]()
    for body in bodies:
        answer = await stage.ask(route, route.asker, content=body, headers={"Content-Type": "application/json"})
        statuses.add(answer.status_code)
        if answer.status_code not in (200, 201, 204, 400, 404, 409):
            wrong.append(f"{route.path} {body[:200]!r}: {answer.status_code} {answer.text[:200]}")
    return wrong if 400 in statuses else [*wrong, f"{route.path}: nothing was refused as bad"]


async def test_bad_bodies_are_refused(stage: Stage) -> None:
    """Of every route some of all that is tried in the long run; it is never a fault of ours."""
    chance, wrong = random.Random(2026), list[str]()  # noqa: S311  not a secret
    for route in [route for route in ROUTES if route.sent is not None]:
        bodies = [*spoiled(stage.ground.filled(route.sent))]
        wrong += await send_spoiled(stage, route, [*chance.sample(RAW, 2), *chance.sample(bodies, 24), *bodies[-3:]])
    assert wrong == []


@pytest.mark.drill
async def test_every_bad_body_is_refused(stage: Stage) -> None:
    """Every value in every field of every route."""
    wrong = list[str]()
    for route in [route for route in ROUTES if route.sent is not None]:
        wrong += await send_spoiled(stage, route, [*RAW, *spoiled(stage.ground.filled(route.sent))])
    assert wrong == []


QUERIES = ("", "NaN", "1e400", "-1", "0", "9" * 40, "%00", "%ff", "x" * 5_000, "2027-02-30", "9999-12-31", "0001-01-01", "[]")


async def test_bad_queries_are_refused(stage: Stage) -> None:
    """Of every parameter that a list takes, and of ids and codes in the path."""
    described = (await stage.ask(Route("GET", "/openapi.json"), None)).json()
    for route in ROUTES:
        who, path = route.asker, stage.ground.filled(route.path).partition("?")[0]
        operations = [each for place, each in described["paths"].items() if Route("GET", place).place == route.place]
        named = (
            [each["name"] for one in operations for each in one.get("get", {}).get("parameters", []) if each["in"] == "query"]
            if (operations and route.method == "GET")
            else []
        )
        asked = [f"{path}?{name}={value}" for name in named for value in QUERIES]
        asked += [f"{path}?firstDay=2027-05-01&lastDay=2027-01-01", f"{path}?nobodyKnows=1"] if route.method == "GET" else []
        if "{" in route.path:
            before, _, after = route.path.partition("{")
            tail = stage.ground.filled(after.partition("}")[2])
            asked += [f"{before}{value}{tail}" for value in QUERIES if value]
        for each in asked:
            answer = await stage.ask(route, who, path=each, json=stage.ground.filled(route.sent or {}))
            fine = answer.status_code in (200, 201, 204, 400, 404, 405, 409, 414)
            assert fine, (route.method, each[:200], answer.status_code, answer.text[:300])


async def test_only_json_is_read(stage: Stage) -> None:
    """Another type of body is refused with 415 or 400, whoever sends it."""
    for route in ROUTES:
        if route.sent is None:
            continue
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=klingon"):
            answer = await stage.ask(route, route.asker, content=b"a=b", headers={"Content-Type": kind})
            assert answer.status_code in (400, 415), (route.path, kind, answer.status_code, answer.text[:200])
