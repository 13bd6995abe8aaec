"""What a completed intake came to: its proposition, and the grants within the cap of each holder's policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from registry.allotments.ledger import total
from registry.allotments.posting import locked_balances, open_allotment
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.intakes import places
from registry.intakes.rules import check_within_cap
from registry.intakes.schemas import CompleteIntake, TakeOverIntake
from registry.intakes.tables import Proposition, PropositionShare
from registry.permissions import Actor
from registry.programmes.caps import caps_for
from registry.quarters import quarters
from registry.texts import Text
from registry.transactions import Connection

_MADE = """
INSERT INTO allotment (id, programme, holder, recorded_at)
SELECT gen_random_uuid(), $1, holder, $3 FROM unnest($2::uuid[]) AS wanted (holder) ORDER BY holder ON CONFLICT DO NOTHING
"""
_LOCKED = """
SELECT 1 FROM allotment WHERE programme = $1 AND holder = ANY($2) ORDER BY id FOR NO KEY UPDATE
"""
_NOT_NAMED = Text(
    "Gemeente {municipality} is niet in de intake genoemd, of staat er twee keer.",
    "Municipality {municipality} is not named in the intake, or is there twice.",
)
_OF_ONE_HOLDER = Text(
    "Alleen de dagen van een samenwerkingsverband zijn te verdelen.", "Only the days of a partnership can be shared out."
)
_SUM = Text(
    "De dagen per gemeente zijn samen {together}, en voorgesteld zijn er {days}.",
    "The days of the municipalities are {together} together, and {days} are proposed.",
)
_BEFORE_TODAY = Text("Deze dag is al voorbij.", "This day has passed.")
_AFTER_PROGRAMME = Text("Het programma loopt tot en met {last_day}.", "The programme runs through {last_day}.")


@dataclass(frozen=True, slots=True)
class Granted:
    """So many quarters were granted to the allotment of a holder."""

    allotment: UUID
    quarters: int


def divided(command: CompleteIntake, holder: UUID, named: Mapping[str, UUID]) -> dict[UUID, int]:
    """Who gets how many quarters: the holder of the intake all, or each municipality named, by its code, its own share.

    Raises Invalid with every fault: days that are no quarters, shares of who was not named, or that do not add up.
    """
    if not command.shares:
        return {holder: quarters(command.days)}
    if holder in named.values():
        raise Invalid([Fault("shares", _OF_ONE_HOLDER)])
    faults: list[Fault] = []
    shares: dict[UUID, int] = {}
    for place, share in enumerate(command.shares):
        member = named.get(share.municipality)
        if member is None or member in shares:
            faults.append(Fault(f"shares[{place}].municipality", _NOT_NAMED, {"municipality": share.municipality}))
        try:
            amount = quarters(share.days, field=f"shares[{place}].days")
        except Invalid as error:
            faults += error.faults
        else:
            shares |= {member: amount} if member is not None else {}
    if not faults and sum(shares.values()) != quarters(command.days):
        together = sum((share.days for share in command.shares), Decimal(0))
        faults.append(Fault("days", _SUM, {"together": together, "days": command.days}))
    if faults:
        raise Invalid(faults)
    return shares


def check_valid_until(valid_until: date | None, *, first: date, last_day: date) -> None:
    """Days may be used through a day that has not passed, within the programme; raises Invalid."""
    if valid_until is not None and valid_until < first:
        raise Invalid([Fault("validUntil", _BEFORE_TODAY)])
    if valid_until is not None and valid_until > last_day:
        raise Invalid([Fault("validUntil", _AFTER_PROGRAMME, {"last_day": last_day})])


async def lock(programme: UUID, holders: Sequence[UUID], *, connection: Connection, now: datetime) -> None:
    """The allotments of these holders, made where they are new, locked in one order until the transaction ends."""
    wanted = list(dict.fromkeys(holders))
    await connection.execute(_MADE, programme, wanted, now)
    await connection.execute(_LOCKED, programme, wanted)


async def opened(programme: UUID, shares: dict[UUID, int], *, connection: Connection, now: datetime) -> list[Granted]:
    """The allotments of these holders, with room for what each is to get; in the order given.

    They are made before any is locked, and locked by id, so that rivals wait for each other in one order.

    Raises CapExceeded, NoPolicy, MunicipalityNotThere.
    """
    day = amsterdam_day(now)
    await places.check_exist(list(shares), day)
    await lock(programme, list(shares), connection=connection, now=now)
    held = {holder: await open_allotment(programme, holder, connection=connection, now=now) for holder in shares}
    standing = await locked_balances(held.values(), connection=connection)
    for holder, allotment in held.items():
        cap = (await caps_for(programme, holder, day)).per_municipality
        check_within_cap(granted=total(standing[allotment]), proposed=shares[holder], cap=cap)
    return [Granted(held[holder], amount) for holder, amount in shares.items()]


async def write(
    intake: UUID,
    command: CompleteIntake | TakeOverIntake,
    granted: Sequence[Granted],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """The proposition and its shares, inside the caller's transaction."""
    proposition = Proposition(
        intake=intake,
        reference_number=command.reference,
        role_split=command.role_split,
        valid_until=command.valid_until,
        account=actor.account,
        recorded_at=now,
    )
    await Proposition.insert(proposition)
    await PropositionShare.insert(
        *(PropositionShare(proposition=proposition.id, allotment=each.allotment, quarters=each.quarters) for each in granted)
    )
