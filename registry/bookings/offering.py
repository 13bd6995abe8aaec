"""What the booking form offers: own municipalities, allotments, whom the adviser may work for, and parts of a certificate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from registry.allotments.ledger import AccountKind
from registry.bookings import service
from registry.bookings.service import Standing
from registry.days import amsterdam_day
from registry.organisations import memberships
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.programmes import reading as programmes
from registry.quarters import days
from registry.schemes import service as schemes
from registry.texts import Language, Text

_POOL = Text("{holder} ({available:days} beschikbaar)", "{holder} ({available:days} available)")


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices as pairs of a code and its words.

    `beneficiaries` are the members of the partnerships whose days may be booked; none where there is no such allotment.
    `scope` are the parts of the certificates that the programmes of the allotments accept.
    """

    municipalities: Sequence[tuple[str, str]]
    pools: Sequence[tuple[UUID, str]]
    beneficiaries: Sequence[tuple[str, str]]
    scope: Sequence[tuple[str, str]]


async def offer(actor: Actor, *, language: Language, now: datetime) -> Offer:
    """What this actor may choose from today."""
    own, today = actor.organisations_where(Permission.BOOK), amsterdam_day(now)
    pools = await service.allotments_for(actor, now=now)
    everywhere = await organisations.municipalities(on=today)
    accepted = await _accepted({each.programme for each in pools})
    return Offer(
        municipalities=_by_name((each.code, each.name) for each in everywhere if each.id in own),
        pools=[(each.id, _pool(each, language)) for each in pools],
        beneficiaries=await _members({each.holder for each in pools if each.holder not in own}, today),
        scope=list((await scope_names(language, accepted=accepted)).items()),
    )


async def scope_names(language: Language, *, accepted: frozenset[str] | None = None) -> Mapping[str, str]:
    """The parts that certificates cover, by code, of these schemes or of all; the newest version names a part."""
    return {
        item.code: item.name_nl if language is Language.NL else item.name_en
        for version in await schemes.versions()
        if version.is_signed and (accepted is None or version.scheme_code in accepted)
        for item in version.rules.scope
    }


async def _accepted(codes: set[str]) -> frozenset[str]:
    """The schemes of these programmes."""
    return frozenset(scheme for each in await programmes.listed() if each.code in codes for scheme in each.schemes)


async def _members(partnerships: set[UUID], today: date) -> list[tuple[str, str]]:
    """Who is a member of one of them, or will be."""
    return _by_name(
        {
            (each.code, each.name)
            for partnership in partnerships
            for each in await memberships.members_of_partnership(partnership)
            if each.valid_to is None or each.valid_to >= today
        }
    )


def _by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=itemgetter(1))


def _pool(standing: Standing, language: Language) -> str:
    return _POOL.say(language, holder=standing.holder_name, available=days(standing.balances[AccountKind.AVAILABLE]))
