"""Who may judge what a holder did to be certified again: a certifier of a body of theirs, independent of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.days import amsterdam_day
from registry.dossiers.judging import person_of
from registry.dossiers.rules import EvidenceContent
from registry.errors import NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.errors import NotIndependent
from registry.impartiality.rules import Subject
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.renewals import reading
from registry.renewals.errors import NotIndependentForRenewal
from registry.transactions import Connection


def must_judge(actor: Actor) -> None:
    """Raises NotAllowed for who is no certifier, and for a program."""
    actor.must(Permission.DECIDE_CERTIFICATES)
    actor.must_be_in_person()


async def opened(adviser: UUID, *, connection: Connection, actor: Actor, now: datetime) -> None:
    """Rivals for this holder wait; the actor may judge them. Raises NotAllowed, NotFound, NotIndependentForRenewal."""
    must_judge(actor)
    person = await people.lock(adviser, connection=connection)
    held = await certificates.of_advisers((await merging.same_as([adviser]))[adviser])
    day = amsterdam_day(now)
    own = actor.organisations_where(Permission.DECIDE_CERTIFICATES)
    versions = {each.scheme: found for each in held if (found := (await reading.versions_in_force(day)).get(each.scheme))}
    mine = [version for version in versions.values() if version.certification_body in own]
    if not mine:
        raise NotFound
    look_back = max(version.rules.look_back_months for version in mine)
    await check_independent(held, person, adviser=adviser, look_back_months=look_back, actor=actor, now=now)


async def check_independent(
    held: Sequence[Issued], person: UUID, *, adviser: UUID, look_back_months: int, actor: Actor, now: datetime
) -> None:
    """Raises NotIndependentForRenewal: whoever taught or examined for a certificate that the holder has judges nothing."""
    day = amsterdam_day(now)
    resting_on = [bytes.fromhex(each.snapshot.evidence) for each in held if each.snapshot.taken_over is None]
    kept = (await personal_data.reveal(resting_on)).values()
    contents = [msgspec.convert(value, EvidenceContent) for value in kept]
    subject = Subject(
        person,
        frozenset().union(*(content.people for content in contents)),
        frozenset(content.provider for content in contents),
        await people.employers_of(person, day),
    )
    try:
        await impartiality.check(person_of(actor), subject, adviser=adviser, day=day, look_back_months=look_back_months)
    except NotIndependent as error:
        raise NotIndependentForRenewal(**error.facts) from error
