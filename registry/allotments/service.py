"""What admins do with days: reverse unused ones, and transfer them."""

from datetime import datetime
from uuid import UUID

from registry.allotments.errors import TooFewAvailable, TransferAboveCap, TransferElsewhere
from registry.allotments.ledger import AccountKind, PostingKind, total
from registry.allotments.posting import Movement, locked_balances, post
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.programmes.caps import caps_for
from registry.quarters import days, quarters
from registry.transactions import Connection, transaction


async def correct(allotment: UUID, command: CorrectDays, *, actor: Actor, now: datetime) -> None:
    """Reverse a grant as far as its days are unused: an admin does so in person, with a reason.

    Raises TooFewAvailable, Invalid for what are no quarters, NotFound, NotAllowed for a program.
    """
    _must_be_admin(actor)
    asked = quarters(command.days)
    async with transaction() as connection:
        await _check_available([allotment], asked, connection=connection)
        movement = Movement(PostingKind.CORRECT, allotment, asked, reason=command.reason)
        await post(movement, actor=actor, now=now)


async def transfer(allotment: UUID, command: TransferDays, *, actor: Actor, now: datetime) -> None:
    """Available days pass to another allotment of the programme, within the cap of who receives them; by an admin in person.

    Raises TransferElsewhere, TransferAboveCap, TooFewAvailable, Invalid, NoPolicy, NotFound, NotAllowed for a program.
    """
    _must_be_admin(actor)
    asked = quarters(command.days)
    async with transaction() as connection:
        programme, holder = await _receiver(allotment, command.to, connection=connection)
        held = await _check_available([allotment, command.to], asked, connection=connection)
        cap = (await caps_for(programme, holder, amsterdam_day(now))).per_municipality
        if held + asked > cap:
            raise TransferAboveCap(total=days(held), cap=days(cap), room=days(max(0, cap - held)))
        movement = Movement(PostingKind.TRANSFER, allotment, asked, to=command.to, reason=command.reason)
        await post(movement, actor=actor, now=now)


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


async def _check_available(allotments: list[UUID], asked: int, *, connection: Connection) -> int:
    """The first has so many days available, and nobody else moves those of any of them; returns all days of the last."""
    standing = await locked_balances(allotments, connection=connection)
    available = standing[allotments[0]][AccountKind.AVAILABLE]
    if available < asked:
        raise TooFewAvailable(asked=days(asked), available=days(available))
    return total(standing[allotments[-1]])
