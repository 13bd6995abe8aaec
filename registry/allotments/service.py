"""What admins do with days: reverse unused ones, and transfer them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from registry.allotments import telling
from registry.allotments.errors import MoreThanGranted, TooFewAvailable, TransferAboveCap, TransferElsewhere
from registry.allotments.ledger import AccountKind, PostingKind, total
from registry.allotments.posting import Movement, locked_balances, post
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.messages.rules import Kind
from registry.permissions import Actor, Permission
from registry.programmes.caps import caps_for
from registry.quarters import days, quarters
from registry.transactions import Connection, transaction


async def correct(allotment: UUID, command: CorrectDays, *, actor: Actor, now: datetime) -> None:
    """Reverse a grant as far as its days are unused: an admin does so in person, with a reason.

    Days that were transferred here are reversed where they were granted. Raises TooFewAvailable, MoreThanGranted, Invalid for
    what are no quarters, NotFound, NotAllowed for a program.
    """
    _must_be_admin(actor)
    asked = quarters(command.days)
    async with transaction() as connection:
        held = (await locked_balances([allotment], connection=connection))[allotment]
        _check_available(held, asked)
        granted = -held[AccountKind.GRANTED]
        if granted < asked:
            raise MoreThanGranted(asked=days(asked), granted=days(granted))
        movement = Movement(PostingKind.CORRECT, allotment, asked, reason=command.reason)
        await post(movement, actor=actor, now=now)
        await telling.tell(Kind.DAYS_CORRECTED, allotment, asked, connection=connection, now=now)


async def transfer(allotment: UUID, command: TransferDays, *, actor: Actor, now: datetime) -> None:
    """Available days pass to another allotment of the programme, within the cap of who receives them; by an admin in person.

    Raises TransferElsewhere, TransferAboveCap, PassedOn for a municipality that passed on, TooFewAvailable, Invalid, NoPolicy,
    NotFound, NotAllowed for a program.
    """
    _must_be_admin(actor)
    asked = quarters(command.days)
    async with transaction() as connection:
        programme, holder = await _receiver(allotment, command.to, connection=connection)
        standing = await locked_balances([allotment, command.to], connection=connection)
        _check_available(standing[allotment], asked)
        held = total(standing[command.to])
        cap = (await caps_for(programme, holder, amsterdam_day(now))).per_municipality
        if held + asked > cap:
            raise TransferAboveCap(total=days(held), cap=days(cap), room=days(max(0, cap - held)))
        movement = Movement(PostingKind.TRANSFER, allotment, asked, to=command.to, reason=command.reason)
        await post(movement, actor=actor, now=now)
        await telling.tell_transfer(allotment, command.to, asked, connection=connection, now=now)


def _must_be_admin(actor: Actor) -> None:
    actor.must(Permission.MANAGE_PROGRAMMES)
    actor.must_be_in_person()


async def _receiver(source: UUID, target: UUID, *, connection: Connection) -> tuple[UUID, UUID]:
    """The programme of both, and who receives."""
    rows = await connection.fetch("SELECT id, programme, holder FROM allotment WHERE id = ANY($1)", [source, target])
    found = {row["id"]: row for row in rows}
    if source not in found or target not in found:
        raise NotFound
    if source == target or found[source]["programme"] != found[target]["programme"]:
        raise TransferElsewhere
    return found[target]["programme"], found[target]["holder"]


def _check_available(held: Mapping[AccountKind, int], asked: int) -> None:
    if held[AccountKind.AVAILABLE] < asked:
        raise TooFewAvailable(asked=days(asked), available=days(held[AccountKind.AVAILABLE]))
