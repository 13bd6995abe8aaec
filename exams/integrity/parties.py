"""Who is a party to a case: whoever attended, worked for its provider, or is close to a candidate in it (DESIGN §2.3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from exams.integrity.rules import CaseFacts, Ties, is_party
from exams.sittings.tables import ExaminerRegistration, Sitting
from registry.accounts.tables import Account, Membership
from registry.days import amsterdam_day
from registry.impartiality.rules import RelationKind
from registry.impartiality.tables import Relation
from registry.people import merging
from registry.people.tables import Adviser, Employment
from registry.permissions import Actor, Role
from registry.schemes import service as schemes

_CLOSE = (RelationKind.TAUGHT.value, RelationKind.FAMILY.value, RelationKind.OTHER.value)
Lasting = Iterable[tuple[UUID, date | None]]


async def independent_of(actor: Actor, cases: Mapping[UUID, tuple[str, CaseFacts]]) -> frozenset[UUID]:
    """Of these cases, each with the code of its track, those that the actor is no party to.

    An actor who is no person is tied to nothing.
    """
    if actor.person is None or not cases:
        return frozenset(cases)
    wanted = {each.sitting for _, facts in cases.values() for each in facts.sittings}
    rows = await Sitting.select(Sitting.id, Sitting.provider, Sitting.examiner, Sitting.invigilator).where(
        Sitting.id.is_in(list(wanted))
    )
    own = await merging.same_person_as(actor.person)
    ties = Ties(
        attended=frozenset(row["id"] for row in rows if {row["examiner"], row["invigilator"]} & own),
        worked_for=await _worked_for(list(own)),
        close_to=await _close_to(list(own)),
    )
    held_by = {row["id"]: row["provider"] for row in rows}
    last_day = max(each.held_on for _, facts in cases.values() for each in facts.sittings)
    months = {track: await schemes.look_back_of_track(track, last_day) for track in {track for track, _ in cases.values()}}
    return frozenset(
        case
        for case, (track, facts) in cases.items()
        if not is_party(ties, facts, {held_by[each.sitting] for each in facts.sittings}, look_back_months=months[track])
    )


async def _worked_for(persons: list[UUID]) -> dict[UUID, date | None]:
    employed = await Employment.select(Employment.employer, Employment.valid_to).where(Employment.person.is_in(persons))
    signed_in = await Membership.select(Membership.organisation, Membership.ended_at).where(
        Membership.account.is_in(Account.select(Account.id).where(Account.person.is_in(persons))),
        Membership.role == Role.PROVIDER.value,
    )
    registered = await ExaminerRegistration.select(ExaminerRegistration.provider, ExaminerRegistration.valid_to).where(
        ExaminerRegistration.person.is_in(persons), ExaminerRegistration.cancelled_at.is_null()
    )
    return _latest(
        [
            *((row["employer"], row["valid_to"]) for row in employed),
            *((row["organisation"], row["ended_at"] and amsterdam_day(row["ended_at"])) for row in signed_in),
            *((row["provider"], row["valid_to"]) for row in registered),
        ],
    )


async def _close_to(persons: list[UUID]) -> dict[UUID, date | None]:
    """By every file of whom they taught or are close to, and their own files."""
    rows = await Relation.select(Relation.adviser, Relation.valid_to).where(
        Relation.person.is_in(persons), Relation.kind.is_in(list(_CLOSE))
    )
    files = await Adviser.select(Adviser.id).where(Adviser.person.is_in(persons))
    known = _latest([*((row["adviser"], row["valid_to"]) for row in rows), *((row["id"], None) for row in files)])
    same = await merging.same_as(known)
    return _latest((file, last) for adviser, last in known.items() for file in same[adviser])


def _latest(ties: Lasting) -> dict[UUID, date | None]:
    """The last day of each, None where one lasts."""
    found: dict[UUID, date | None] = {}
    for whom, last in ties:
        known = found.get(whom, date.min)
        found[whom] = None if last is None or known is None else max(known, last)
    return found
