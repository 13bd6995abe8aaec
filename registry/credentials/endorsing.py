"""Endorsements as they are served: of each version of a scheme in force, signed when asked for, and kept for half a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.credentials import service
from registry.credentials.endorsement import Endorsed, endorsement
from registry.credentials.service import NotSigned
from registry.credentials.shape import check_endorsement
from registry.credentials.signing import is_signed, public_key, signed
from registry.days import amsterdam_day
from registry.organisations import service as organisations
from registry.schemes import service as schemes
from registry.schemes.rules import Version
from registry.signing_keys import service as signing_keys
from registry.signing_keys.files import Signer, SigningKeyRefused
from registry.signing_keys.rules import Use

KEPT_FOR = timedelta(hours=12)


@dataclass(slots=True)
class _Kept:
    """What this process signed, with when, by version and key."""

    signed: dict[tuple[UUID, str], tuple[datetime, str]] = field(default_factory=dict)


_kept = _Kept()


async def endorsement_of(code: str, version: str, *, now: datetime) -> str | None:
    """The endorsement by the owner of a version (as `v1`) that is in force; none of another, or where nobody can sign."""
    return (await _current(now)).get((code, version))


async def endorsements(*, now: datetime) -> list[str]:
    """Of every version in force, oldest first."""
    return list((await _current(now)).values())


async def _current(now: datetime) -> dict[tuple[str, str], str]:
    try:
        signer = await signing_keys.active(Use.CREDENTIAL)
    except SigningKeyRefused:
        return {}
    versions = _in_force(await schemes.versions(), amsterdam_day(now))
    keys = [(each.id, signer.kid) for each in versions]
    if _kept.signed.keys() != set(keys) or any(not now - KEPT_FOR < at <= now for at, _ in _kept.signed.values()):
        made = await _signed(versions, signer, now=now)
        _kept.signed = {key: (now, jws) for key, jws in zip(keys, made, strict=True)}
    return {(each.scheme_code, f"v{each.number}"): _kept.signed[key][1] for each, key in zip(versions, keys, strict=True)}


def _in_force(versions: Sequence[Version], day: date) -> list[Version]:
    return [
        each
        for each in versions
        if each.is_signed and each.effective_from <= day and (each.ends_on is None or day < each.ends_on)
    ]


async def _signed(versions: Sequence[Version], signer: Signer, *, now: datetime) -> list[str]:
    """Looked at before they are signed, and after. Raises NotSigned."""
    bodies = await organisations.names_of({each.certification_body for each in versions})
    owners = await schemes.signed_by_owners()
    [jwk] = [each for each in await service.public_keys() if each["kid"] == signer.kid]
    found = []
    for each in versions:
        owner, signed_at = owners[each.id]
        endorsed = Endorsed(
            scheme=each.scheme_code,
            version=each.number,
            scheme_name=each.scheme_name.nl,
            owner=owner,
            body=bodies[each.certification_body],
            signed_on=amsterdam_day(signed_at),
        )
        ours = service.issuer(owner)
        claims = endorsement(endorsed, ours.base_url, at=now)
        try:
            check_endorsement(claims)
        except ValueError as error:
            raise NotSigned(f"{claims['id']}: {error}") from error
        jws = signed(claims, did=ours.did, signer=signer)
        if not is_signed(jws, public_key(jwk)):
            raise NotSigned(claims["id"])
        found.append(jws)
    return found
