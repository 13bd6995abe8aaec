"""What the public list shows of whoever is signed in, for the page on which they keep their own file."""

from collections.abc import Sequence
from datetime import datetime

from public_list.listing import service as public_list
from registry.certificates import reading
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.people.rules import Name
from registry.people.showing import OwnCertificate, OwnListing
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.texts import Text


class PublicListing(OwnListing):
    """The list as everyone sees it."""

    async def of(self, actor: Actor, *, now: datetime) -> Sequence[OwnCertificate]:
        """The actor's own certificates, newest first; raises NotFound for who has no file."""
        own = await reading.own(actor, now=now)
        kept = await personal_data.reveal(issued.holder for issued, _ in own)
        names = {issued.number: str(Name(**kept[issued.holder])) for issued, _ in own if issued.holder in kept}
        return [await _told(issued, status, names.get(issued.number, ""), now) for issued, status in own]


async def _told(issued: Issued, status: Status, name: str, now: datetime) -> OwnCertificate:
    entry = await public_list.entry(issued.number, now=now)
    return OwnCertificate(
        number=issued.number,
        scheme_name=Text(issued.snapshot.scheme_name_nl, issued.snapshot.scheme_name_en),
        status=status.value,
        valid_until=issued.snapshot.valid_until,
        name=name,
        listed=entry is not None,
    )
