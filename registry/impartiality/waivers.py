"""Waivers: for the same employer or a declared relation, asked by one certifier and granted by another (DESIGN §2.3).

None exists for whoever taught or examined, nor for the provider's staff or the adviser themselves.
"""

import dataclasses
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.accounts.tables import Account, Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import add_months, amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.impartiality import rules, service
from registry.impartiality.errors import (
    NotIndependentForWaiver,
    OwnWaiver,
    WaiverClosed,
    WaiverNotNeeded,
    WaiverOpen,
)
from registry.impartiality.finding import adviser_by_number
from registry.impartiality.rules import WAIVER_MONTHS, Judge, Subject, Waivable
from registry.impartiality.schemas import AskWaiver, WaiverOut
from registry.impartiality.statements import in_person
from registry.impartiality.tables import Waiver
from registry.people import merging
from registry.people import service as people
from registry.people.ordering import Named
from registry.permissions import Actor, Permission, Role
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.texts import Text
from registry.transactions import transaction

_WHATEVER_ITS_AGE = 12 * 9_999
"""A look-back in months that nothing lapses by."""
_PERIOD = Text("Kies een dag van {first} tot en met {last}.", "Choose a day from {first} through {last}.")


async def ask(command: AskWaiver, *, actor: Actor, now: datetime) -> UUID:
    """The actor asks that a ground which stands in their way with this adviser be set aside, with the reason.

    Raises Invalid, WaiverNotNeeded, WaiverOpen.
    """
    person, today = in_person(actor), amsterdam_day(now)
    last = add_months(today, WAIVER_MONTHS)
    if not today <= command.valid_until <= last:
        raise Invalid([Fault("validUntil", _PERIOD, {"first": today, "last": last})])
    adviser = await adviser_by_number(command.candidate_number)
    async with transaction() as connection:
        about = await people.lock(adviser, connection=connection)
        judge = dataclasses.replace(await service.judge_of(person, today), waived=frozenset())
        if command.ground.value not in {each.ground.value for each in await _in_the_way(judge, about, adviser, today)}:
            raise WaiverNotNeeded
        await _check_none_waits(judge, adviser, command.ground, today)
        [reason] = await personal_data.keep([About(about, {"reason": command.reason})], at=now)
        row = Waiver(
            person=person,
            adviser=adviser,
            ground=command.ground.value,
            valid_until=command.valid_until,
            reason=reason,
            asked_by=actor.account,
            asked_at=now,
        )
        await Waiver.insert(row)
        facts = {"adviser": adviser, "ground": command.ground, "validUntil": command.valid_until}
        await audit.record(Action.WAIVER_ASKED, row.id, actor=actor, at=now, facts=facts)
    asked: UUID = row.id
    return asked


async def _in_the_way(judge: Judge, person: UUID, adviser: UUID, day: date) -> list[rules.Objection]:
    """What stands between the two, as far as it is known without looking at evidence, whatever its age."""
    employers = await people.employers_of(person, day)
    subject = await service.whole(Subject(person, frozenset(), frozenset(), employers), day)
    relations = await service.known_of(adviser)
    return rules.objections(judge, subject, relations, day=day, look_back_months=_WHATEVER_ITS_AGE)


async def _check_none_waits(judge: Judge, adviser: UUID, ground: Waivable, today: date) -> None:
    waits = await Waiver.exists().where(
        Waiver.person.is_in(list(judge.persons)),
        Waiver.adviser == adviser,
        Waiver.ground == ground.value,
        Waiver.granted.is_null(),
        Waiver.valid_until >= today,
    )
    if waits:
        raise WaiverOpen


async def grant(waiver: UUID, *, actor: Actor, now: datetime) -> None:
    """Another certifier of the body, independent of the adviser by themselves, sets the ground aside from today.

    Raises OwnWaiver, NotIndependentForWaiver, WaiverClosed; NotFound for another body's.
    """
    await _close(waiver, granted=True, actor=actor, now=now)


async def decline(waiver: UUID, *, actor: Actor, now: datetime) -> None:
    """Another certifier of the body lets the ground stand. Raises as `grant` does."""
    await _close(waiver, granted=False, actor=actor, now=now)


async def _close(waiver: UUID, *, granted: bool, actor: Actor, now: datetime) -> None:
    person, today = in_person(actor), amsterdam_day(now)
    async with transaction() as connection:
        adviser = (await _asked(waiver, actor))["adviser"]
        about = await people.lock(adviser, connection=connection)
        held = await _asked(waiver, actor)
        judge = dataclasses.replace(await service.judge_of(person, today), waived=frozenset())
        if held["person"] in judge.persons:
            raise OwnWaiver
        if held["granted"] is not None or held["valid_until"] < today:
            raise WaiverClosed
        if found := await _in_the_way(judge, about, adviser, today):
            raise NotIndependentForWaiver(**rules.refusal(found).facts)
        closed = {Waiver.granted: granted, Waiver.closed_by: actor.account, Waiver.closed_at: now}
        await Waiver.update(closed).where(Waiver.id == waiver)
        facts = {"adviser": adviser, "ground": held["ground"], "granted": granted, "validUntil": held["valid_until"]}
        await audit.record(Action.WAIVER_CLOSED, waiver, actor=actor, at=now, facts=facts)


async def _asked(waiver: UUID, actor: Actor) -> dict[str, Any]:
    held: dict[str, Any] | None = await Waiver.select().where(Waiver.id == waiver).first()
    if held is None or not await _of_own_body(held["asked_by"], actor):
        raise NotFound
    return held


async def _of_own_body(account: UUID, actor: Actor) -> bool:
    """Whoever asked is, or was, a certifier of an organisation that the actor is one of."""
    bodies = await _bodies_of([account])
    return bool(bodies.get(account, frozenset()) & actor.organisations_where(Permission.DECLARE_CONFLICTS))


async def _bodies_of(accounts: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    rows = await Membership.select(Membership.account, Membership.organisation).where(
        Membership.account.is_in(accounts), Membership.role == Role.CERTIFIER.value
    )
    found: dict[UUID, frozenset[UUID]] = {}
    for row in rows:
        found[row["account"]] = found.get(row["account"], frozenset()) | {row["organisation"]}
    return found


async def waivers_for(actor: Actor, *, now: datetime) -> list[WaiverOut]:
    """Every waiver that the actor's body ever saw asked, those that wait first, then the newest; all for an auditor."""
    return [each.told for each in await named_waivers(actor, now=now)]


async def named_waivers(actor: Actor, *, now: datetime) -> list[Named[WaiverOut]]:
    """The same, each with the name of who asked."""
    actor.must(Permission.READ_CERTIFICATES)
    rows = await Waiver.select(*Waiver.all_columns(), Waiver.adviser.candidate_number.as_alias("number")).order_by(
        Waiver.asked_at, ascending=False
    )
    if not actor.sees_everything:
        bodies = await _bodies_of([row["asked_by"] for row in rows]) if rows else {}
        own = actor.organisations_where(Permission.READ_CERTIFICATES)
        rows = [row for row in rows if bodies.get(row["asked_by"], frozenset()) & own]
    shown = await _shown(rows, actor=actor, today=amsterdam_day(now))
    return sorted(shown, key=lambda each: each.told.granted is not None)


async def _shown(rows: list[dict[str, Any]], *, actor: Actor, today: date) -> list[Named[WaiverOut]]:
    closers = [row["closed_by"] for row in rows if row["closed_by"] is not None]
    accounts = await Account.select(Account.id, Account.person).where(Account.id.is_in(closers)) if closers else []
    names = await people.names_of([*(row["person"] for row in rows), *(row["person"] for row in accounts)])
    closed_by = {row["id"]: str(names[row["person"]]) for row in accounts if row["person"] in names}
    words = await personal_data.reveal(row["reason"] for row in rows)
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    told = [
        WaiverOut(
            id=row["id"],
            asked_by=str(names[row["person"]]) if row["person"] in names else None,
            candidate_number=row["number"],
            ground=Waivable(row["ground"]),
            valid_until=row["valid_until"],
            reason=words[row["reason"]]["reason"] if row["reason"] in words else None,
            asked_at=row["asked_at"],
            granted=row["granted"],
            closed_by=closed_by.get(row["closed_by"]),
            closed_at=row["closed_at"],
            is_own=row["person"] in own,
            in_force=bool(row["granted"]) and row["valid_until"] >= today,
        )
        for row in rows
    ]
    return [Named(each, names.get(row["person"])) for each, row in zip(told, rows, strict=True)]


async def one(waiver: UUID, actor: Actor, *, now: datetime) -> WaiverOut:
    """One waiver; raises NotFound for who may not read it."""
    found = next((each for each in await waivers_for(actor, now=now) if each.id == waiver), None)
    if found is None:
        raise NotFound
    return found
