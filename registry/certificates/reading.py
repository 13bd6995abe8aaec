"""Who may read a certificate whole, name and all: its holder, the body that issued it, and an auditor."""

from datetime import datetime

from registry.certificates.rules import Status
from registry.certificates.service import Issued, by_number, of_advisers
from registry.certificates.tables import Certificate
from registry.days import amsterdam_day
from registry.numbering import read_certificate_number
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor, Permission


async def read_by(number: str, *, actor: Actor) -> Issued:
    """The certificate, for who may read it whole.

    Raises Invalid for what is no number, UnknownCertificate, NotAllowed, and NotFound for a certifier of another body.
    """
    issued = await by_number(read_certificate_number(number))
    if not await _is_holder(issued, actor):
        row = (
            await Certificate.select(Certificate.scheme_version.certification_body.as_alias("body"))
            .where(Certificate.id == issued.id)
            .first()
        )
        assert row is not None  # noqa: S101  it was found a moment ago, and never goes
        actor.must_see(Permission.READ_CERTIFICATES, row["body"])
    return issued


async def own(actor: Actor, *, now: datetime) -> list[tuple[Issued, Status]]:
    """The actor's certificates under every number they have, newest first, with the status of today.

    Raises NotFound for who has no file.
    """
    actor.must(Permission.KEEP_OWN_FILE)
    file = await people.own_file(actor)
    issued = await of_advisers((await merging.same_as([file.id]))[file.id])
    today = amsterdam_day(now)
    standing = [(each, each.status_on(today, now)) for each in reversed(issued)]
    return [(each, status) for each, status in standing if status is not None]


async def _is_holder(issued: Issued, actor: Actor) -> bool:
    if actor.person is None or not actor.may(Permission.KEEP_OWN_FILE):
        return False
    files = (await merging.same_as([issued.adviser]))[issued.adviser]
    return actor.person in (await people.persons_of(files)).values()
