"""What is told to strangers beside credentials: what was achieved, by whom, and which moment they ask about."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from registry.certificates.snapshot import Snapshot
from registry.credentials import endorsing, payload, service
from registry.errors import Fault, Invalid
from registry.organisations import service as organisations
from registry.schemes import service as schemes
from registry.texts import Text

MOST = 32_768
"""Lists have lower numbers than this."""
_NO_MOMENT = Text(
    "Geef een moment met een tijdzone, zoals 2027-05-03T12:00:00Z.",
    "Give a moment with a time zone, such as 2027-05-03T12:00:00Z.",
)


def moment(written: str | None, *, now: datetime) -> datetime:
    """The moment that is asked about, and now where none is or it has yet to come. Raises Invalid for what is none."""
    if written is None:
        return now
    try:
        asked = datetime.fromisoformat(written.replace(" ", "+"))
        known = asked.tzinfo is not None and asked.astimezone(UTC)
    except (ValueError, OverflowError):
        known = False
    if not known:
        raise Invalid([Fault("timestamp", _NO_MOMENT)])
    return min(known, now)


def written(document: dict[str, Any]) -> bytes:
    """As JSON, the same bytes each time."""
    return msgspec.json.encode(document)


async def achievement_of(code: str, version: str) -> dict[str, Any] | None:
    """What the whole of a version of a scheme is; none where it was not signed by both parties, or is unknown."""
    for each in await schemes.versions():
        if each.scheme_code == code and f"v{each.number}" == version and each.is_signed:
            bodies = await organisations.names_of({each.certification_body})
            whole = Snapshot(
                number="",
                holder="",
                scheme=each.scheme_code,
                scheme_name_nl=each.scheme_name.nl,
                scheme_name_en=each.scheme_name.en,
                scheme_version=each.number,
                scope=each.rules.scope,
                body=bodies[each.certification_body],
                valid_from=each.effective_from,
                valid_until=each.effective_from,
                issued_on=each.effective_from,
                evidence="",
            )
            return payload.achievement(whole, service.issuer(whole.body))
    return None


async def profile(*, now: datetime) -> dict[str, Any]:
    """Who issues: the registry's own address, in the names of the certification bodies, with who endorses them."""
    bodies = {each.certification_body for each in await schemes.versions() if each.is_signed}
    names = await organisations.names_of(bodies) if bodies else {}
    told = payload.profile(service.issuer(", ".join(sorted(set(names.values())))))
    endorsed = await endorsing.endorsements(now=now)
    return {**told, "endorsementJwt": endorsed} if endorsed else told
