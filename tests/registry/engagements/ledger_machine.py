"""Everything that can happen to days, each act by its own service, in whatever order a test thinks of."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import ClassVar
from uuid import UUID

from registry.accounts import service as accounts
from registry.allotments import expiring
from registry.allotments import service as allotments
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.bookings import service as bookings
from registry.bookings import standing
from registry.bookings.schemas import AskBooking
from registry.bookings.standing import Now
from registry.bookings.steps import OPEN, RejectReason, State
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.engagements import answering, changes, changing, completing, following, happenings, working
from registry.engagements.schemas import ChangeBooking, DecideOnBooking, EnterWorkedDay, RejectWorkedDays
from registry.errors import RegistryError
from registry.intakes import service as intakes
from registry.intakes.schemas import CompleteIntake, PlanIntake
from registry.organisations import service as organisations
from registry.organisations.tables import Kind, PartnershipMember
from registry.permissions import OPERATOR, Actor, Role
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from registry.reorganisations import service as reorganisations
from registry.reorganisations.schemas import Reorganise
from registry.transactions import fetch
from tests.registry import making
from tests.registry.making import BEFORE, NOW, SCHEME, Candidate, World

_serial = count(1)
_codes = count(1_000)
REASON = "In een toets van het grootboek."
FITTING: Mapping[str, Callable[[Now], bool]] = {
    "accept": lambda each: each.state is State.REQUESTED,
    "decline": lambda each: each.state is State.REQUESTED,
    "cancel": lambda each: each.state in OPEN,
    "complete": lambda each: each.state is State.ACTIVE and each.used > 0,
}
TOTAL = "SELECT count(*) FROM day_posting"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality with the account of somebody who books for it."""

    code: str
    id: UUID
    account: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """A booking as it stands, who acts for the municipality and as the adviser, and how much has happened to it."""

    now: Now
    books: Actor
    works: Actor
    seen: int


@dataclass
class Days:
    """A programme of its own, with municipalities, a partnership and advisers; `done` counts what was not refused."""

    world: World
    programme: str
    towns: list[Municipality]
    partnership: UUID
    advisers: list[tuple[Candidate, Issued]]
    admin: Actor
    now: datetime = NOW
    pools: list[UUID] = field(default_factory=list)
    bookings: list[UUID] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    ended: set[int] = field(default_factory=set)
    done: ClassVar[Counter[str]] = Counter()

    @property
    def today(self) -> date:
        """In Amsterdam."""
        return amsterdam_day(self.now)

    async def attempt(self, name: str, act: Awaitable[object]) -> object:
        """What it returns; None when it is refused, and then it left no posting."""
        [[before]] = await fetch(TOTAL)
        try:
            told = await act
        except RegistryError as error:
            name, told = f"{name}: {error.code}", None
        self.done[name] += 1
        self.told.append(name)
        [[after]] = await fetch(TOTAL)
        assert ":" not in name or after == before, name
        return told

    async def grant(self, place: int, days: Decimal, *, usable: int = 400) -> None:
        """An intake is planned and completed, with a municipality or with the partnership of the first two."""
        joint = place >= len(self.towns)
        holder = self.partnership if joint else self.towns[place].id
        members = [town.code for town in (self.towns[:2] if joint else [self.towns[place]])]
        plan = PlanIntake(programme=self.programme, holder=holder, members=members, held_on=self.today)
        planned = await self.attempt("plan", intakes.plan_intake(plan, actor=self.world.coordinator, now=self.now))
        if planned is None:
            return
        until = self.today + timedelta(days=usable)
        complete = CompleteIntake(reference=f"P-{next(_serial)}", days=days, valid_until=until)
        assert isinstance(planned, UUID)
        granted = intakes.complete_intake(planned, complete, actor=self.world.coordinator, now=self.now)
        pool = await self.attempt("grant", granted)
        if isinstance(pool, UUID) and pool not in self.pools:
            self.pools.append(pool)

    async def book(self, pool: int, adviser: int, days: Decimal, *, after: int, long: int) -> None:
        """Somebody asks for an adviser from one of the pools: a municipality that may, or one that may not."""
        pool_id = self.pools[pool % len(self.pools)]
        [[holder]] = await fetch("SELECT holder FROM allotment WHERE id = $1", pool_id)
        town = next((town for town in self.towns if town.id == holder), self.towns[adviser % len(self.towns)])
        first, actor = self.today + timedelta(days=after), await accounts.actor_of(town.account)
        ask = AskBooking(
            municipality=town.code,
            certificate=self.advisers[adviser % len(self.advisers)][1].number,
            first_day=first,
            last_day=first + timedelta(days=long),
            days=days,
            allotment=pool_id,
        )
        made = await self.attempt("book", bookings.request(ask, actor=actor, now=self.now))
        if isinstance(made, UUID):
            self.bookings.append(made)

    async def _held(self, booking: int, fit: Callable[[Now], bool]) -> Held | None:
        """One of the bookings that fit, or else of all, with who may act for it and what they have seen."""
        everything = await standing.of(self.bookings)
        stand = [everything[each] for each in self.bookings]
        fitting = [each for each in stand if fit(each)] or stand
        if not fitting:
            return None
        stands = fitting[booking % len(fitting)]
        books = next(town.account for town in self.towns if town.id == stands.municipality)
        works = next(each.actor for each, _ in self.advisers if each.adviser == stands.adviser)
        return Held(stands, await accounts.actor_of(books), works, len(await happenings.of(stands.id)))

    async def answer(self, name: str, booking: int) -> None:
        """The adviser accepts or declines; the municipality cancels or completes."""
        held = await self._held(booking, FITTING[name])
        if held is None:
            return
        act, actor = {
            "accept": (answering.accept, held.works),
            "decline": (answering.decline, held.works),
            "cancel": (completing.cancel, held.books),
            "complete": (completing.complete, held.books),
        }[name]
        await self.attempt(name, act(held.now.id, DecideOnBooking(seen=held.seen), actor=actor, now=self.now))

    async def change(self, booking: int, days: Decimal, *, sooner: int) -> None:
        """The municipality asks for other days, over the same period or one that ends some days sooner or later."""
        held = await self._held(booking, lambda each: each.state in OPEN)
        if held is None:
            return
        last_day = max(held.now.first_day, held.now.last_day - timedelta(days=sooner))
        asked = ChangeBooking(first_day=held.now.first_day, last_day=last_day, days=days, seen=held.seen)
        told = await self.attempt("change", changing.change(held.now.id, asked, actor=held.books, now=self.now))
        if told is not None:
            self.done["change that waits"] += 1

    async def answer_change(self, name: str, booking: int) -> None:
        """The adviser accepts or declines a change that waits, or the municipality takes it back."""
        waiting = {row["booking"] for row in await fetch("SELECT booking FROM booking_change WHERE ending IS NULL")}
        held = await self._held(booking, lambda each: each.id in waiting)
        waits = None if held is None else await changes.waiting_of(held.now.id)
        if held is None or waits is None:
            return
        seen, now = DecideOnBooking(seen=held.seen), self.now
        if name == "accept change":
            act = changing.accept_change(held.now.id, waits.id, seen, actor=held.works, now=now)
        elif name == "decline change":
            act = changing.decline_change(held.now.id, waits.id, seen, actor=held.works, now=now)
        else:
            act = changing.take_back_change(held.now.id, waits.id, actor=held.books, now=now)
        await self.attempt(name, act)

    async def work(self, booking: int, quarters: int, *, ago: int) -> None:
        """The adviser enters a day, perhaps one that is yet to come."""
        held = await self._held(booking, lambda each: each.state is State.ACTIVE and each.first_day <= self.today)
        if held is None:
            return
        day = max(held.now.first_day, self.today - timedelta(days=ago))
        entered = EnterWorkedDay(day=day, days=Decimal(quarters) / 4)
        await self.attempt("enter", working.enter(held.now.id, entered, actor=held.works, now=self.now))

    async def judge_work(self, name: str, booking: int) -> None:
        """The municipality approves or rejects what waits, or the adviser takes the first of it back."""
        held = await self._held(booking, lambda each: each.entered > 0)
        waits = held and await fetch(
            "SELECT id FROM worked_day WHERE booking = $1 AND ending IS NULL ORDER BY day", held.now.id
        )
        if held is None or not waits:
            return
        answered = RejectWorkedDays(worked_days=[row["id"] for row in waits], reason=RejectReason.NOT_WORKED)
        if name == "approve":
            act = working.approve(held.now.id, answered, actor=held.books, now=self.now)
        elif name == "reject":
            act = working.reject(held.now.id, answered, actor=held.books, now=self.now)
        else:
            act = working.take_back(held.now.id, waits[0]["id"], actor=held.works, now=self.now)
        await self.attempt(name, act)

    async def move(self, name: str, pool: int, other: int, days: Decimal) -> None:
        """An admin transfers days or corrects a grant."""
        if not self.pools:
            return
        source, target = self.pools[pool % len(self.pools)], self.pools[other % len(self.pools)]
        if name == "transfer":
            asked = TransferDays(to=target, days=days, reason=REASON)
            act = allotments.transfer(source, asked, actor=OPERATOR, now=self.now)
        else:
            act = allotments.correct(source, CorrectDays(days=days, reason=REASON), actor=OPERATOR, now=self.now)
        await self.attempt(name, act)

    async def certify(self, kind: EventKind, adviser: int) -> None:
        """A certificate is suspended or reinstated today."""
        number = self.advisers[adviser][1]
        await self.attempt(kind.value, making.happens(number.id, kind, self.today, at=self.now))

    async def go_round(self) -> None:
        """What comes round by itself: bookings follow certificates, requests lapse, days expire."""
        for name, act in (
            ("follow", following.follow(now=self.now)),
            ("lapse", answering.lapse_due(self.now)),
            ("expire", expiring.expire_due(now=self.now)),
        ):
            if await self.attempt(f"{name} round", act):
                self.done[name] += 1

    async def end(self, town: int, *, later: int) -> None:
        """By the national list one of the first two ends: the third succeeds it, for the second together with the last."""
        self.ended.add(town)
        code, heirs = self.towns[town].code, (self.towns[2].code, self.towns[3].code)[: town + 1]
        row = Row(code, f"Plaats {code}", "Utrecht", None, self.today + timedelta(days=later - 1), heirs)
        await municipalities.load([row], actor=OPERATOR, now=self.now)

    async def pass_on(self, town: int, successor: int) -> None:
        """What a municipality that ended has becomes another's."""
        asked = Reorganise(predecessors=[self.towns[town].code], successor=self.towns[successor].code)
        told = await self.attempt("pass on", reorganisations.reorganise(asked, actor=self.admin, now=self.now))
        if told is not None:
            rows = await fetch("SELECT id FROM allotment WHERE holder = $1 ORDER BY recorded_at", self.towns[successor].id)
            self.pools += [row["id"] for row in rows if row["id"] not in self.pools]

    def wait(self, days: int) -> None:
        """Time passes."""
        self.now += timedelta(days=days)


async def begin(world: World) -> Days:
    """A programme with roomy caps that nobody used before, four municipalities and a partnership of the first two."""
    number = next(_serial)
    codes = [f"GM{next(_codes)}" for _ in range(4)]
    rows = [Row(code, f"Plaats {code}", "Utrecht", None, None, ()) for code in codes]
    await municipalities.load(rows, actor=OPERATOR, now=BEFORE)
    towns = []
    for code in codes:
        held = (await organisations.municipality_by_code(code))["organisation"]
        account = (await making.account(await making.person(), Role.MUNICIPALITY, held)).account
        assert account is not None
        towns.append(Municipality(code, held, account))
    partnership = await making.organisation(Kind.PARTNERSHIP, f"Samen {number}")
    for code in codes[:2]:
        member = (await organisations.municipality_by_code(code))["organisation"]
        joined = PartnershipMember(partnership=partnership, municipality=member, valid_from=BEFORE.date())
        await PartnershipMember.insert(joined)
    advisers = []
    for _ in range(2):
        candidate = await making.candidate()
        advisers.append((candidate, await making.certified(world, candidate)))
    programme = f"days-{number}"
    await _programme(programme)
    admin = await making.account(await making.person("Bea", "Heerder"), Role.ADMIN, world.organisations["operator"])
    return Days(world, programme, towns, partnership, advisers, admin)


async def _programme(code: str) -> None:
    command = CreateProgramme(
        code=code,
        name_nl=code,
        name_en=code,
        first_day=date(2026, 1, 1),
        last_day=date(2028, 12, 31),
        schemes=[SCHEME],
    )
    await programmes.create(command, actor=OPERATOR, now=BEFORE)
    policy = SetPolicy(
        valid_from=date(2026, 1, 1),
        per_municipality=Decimal(60),
        per_booking=Decimal(40),
        per_adviser=Decimal(80),
        per_adviser_per_year=Decimal(120),
        answer_days=20,
    )
    await programmes.set_policy(code, policy, actor=OPERATOR, now=BEFORE)
