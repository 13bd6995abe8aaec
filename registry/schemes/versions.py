"""Versions of schemes as they were proposed and signed: which there are, which holds on a day, and who they concern."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec

from registry.schemes.rules import Party, SchemeRules, Transition, TransitionKind, Version, in_force, newest_begun, with_ends
from registry.schemes.tables import SchemeSignature, SchemeVersion
from registry.texts import Language, Text

_DEFAULT_LOOK_BACK = 24


async def versions(*, scheme: UUID | None = None) -> list[Version]:
    """Every version of one scheme, or of all, oldest first, with who signed it and when its certificates end."""
    rows = await SchemeVersion.select(
        *SchemeVersion.all_columns(),
        SchemeVersion.scheme.code.as_alias("code"),
        SchemeVersion.scheme.name_nl.as_alias("name_nl"),
        SchemeVersion.scheme.name_en.as_alias("name_en"),
        SchemeVersion.supersedes.code.as_alias("superseded"),
    ).order_by(SchemeVersion.recorded_at, SchemeVersion.number)
    signed: dict[UUID, set[Party]] = {}
    for each in await SchemeSignature.select(SchemeSignature.scheme_version, SchemeSignature.party):
        signed.setdefault(each["scheme_version"], set()).add(Party(each["party"]))
    found = with_ends([_version(row, signed.get(row["id"], set())) for row in rows])
    return [each for each in found if scheme is None or each.scheme == scheme]


async def names(language: Language) -> list[tuple[str, str]]:
    """The code of each scheme and what it is called, by what it is called."""
    return sorted({(each.scheme_code, each.scheme_name.say(language)) for each in await versions()}, key=itemgetter(1))


def _version(row: dict[str, Any], signed_by: Iterable[Party]) -> Version:
    rules = msgspec.json.decode(row["content"], type=SchemeRules)
    whole = (
        [Transition(row["superseded"], None, TransitionKind.HARD_END, row["supersedes_on"], None)] if row["supersedes"] else []
    )
    return Version(
        id=row["id"],
        scheme=row["scheme"],
        scheme_code=row["code"],
        scheme_name=Text(row["name_nl"], row["name_en"]),
        number=row["number"],
        effective_from=row["effective_from"],
        certification_body=row["certification_body"],
        rules=rules,
        signed_by=frozenset(signed_by),
        transitions=(*rules.transitions, *whole),
    )


async def signed_by_owners() -> dict[UUID, tuple[str, datetime]]:
    """Of each version that its owner signed: what the owner is called, and when that was."""
    rows = await SchemeSignature.select(
        SchemeSignature.scheme_version, SchemeSignature.organisation.name.as_alias("name"), SchemeSignature.recorded_at
    ).where(SchemeSignature.party == Party.OWNER.value)
    return {row["scheme_version"]: (row["name"], row["recorded_at"]) for row in rows}


async def version_in_force(scheme: UUID, day: date) -> Version:
    """The version of the scheme that holds on a day; raises NoVersionInForce."""
    return in_force(await versions(scheme=scheme), day)


async def newest_version(scheme: UUID, day: date) -> Version:
    """The version by which certificates are judged on a day, though the scheme may have ended; raises NoVersionInForce."""
    return newest_begun(await versions(scheme=scheme), day)


async def certified_by(bodies: frozenset[UUID]) -> list[UUID]:
    """The schemes of which one of these organisations is, or was, the certification body."""
    return list({each.scheme for each in await versions() if each.certification_body in bodies})


async def bodies_asking(track_code: str) -> frozenset[UUID]:
    """The certification bodies of the signed schemes that ask for the track."""
    return frozenset(
        each.certification_body for each in await versions() if each.is_signed and track_code in each.rules.track_codes
    )


async def look_back_of_track(track_code: str, day: date) -> int:
    """The longest look-back, in months, of the schemes in force that ask for the track; two years where none does."""
    signed = [each for each in await versions() if each.is_signed and each.effective_from <= day]
    asking = [each.rules.look_back_months for each in signed if track_code in each.rules.track_codes]
    return max(asking, default=_DEFAULT_LOOK_BACK)
