"""Engagements that municipalities evaluated here count for a renewal by themselves; a certifier adds those elsewhere."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from registry.certificates import service as certificates
from registry.certificates.service import Issued
from registry.dossiers import reading as dossiers
from registry.dossiers.rules import State
from registry.evaluations import reading as evaluations
from registry.renewals import reading, service
from registry.renewals.errors import RouteNotMet
from registry.renewals.schemas import CompleteRenewal
from registry.schemes.rules import Route
from tests.registry import making
from tests.registry.evaluations.completed import Town
from tests.registry.renewals import again
from tests.registry.renewals.again import ASKED, IN_WINDOW

pytestmark = pytest.mark.usefixtures("database")
BY_ENGAGEMENTS = CompleteRenewal(route=Route.ENGAGEMENTS)


@dataclass
class Renewing:
    """A holder with a municipality that books them, and the renewal they asked for."""

    town: Town
    issued: Issued
    dossier: UUID


async def renewing() -> Renewing:
    """The scheme asks three evaluated engagements."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await making.programme()
    town = Town(standing, of, issued, await making.allotment(standing, 40))
    return Renewing(town, issued, await again.admitted(standing, of, issued))


async def engagements_of(issued: Issued) -> int:
    """How many count for the renewal of a certificate."""
    [found] = [each for each in await reading.progress_of(issued, ASKED) if each.route is Route.ENGAGEMENTS]
    return found.have


async def test_as_many_as_the_scheme_asks_complete_it_without_a_word() -> None:
    """And for the next certificate counting begins anew."""
    at = await renewing()
    await at.town.evaluated(4, 5, 3)
    assert await engagements_of(at.issued) == 3
    await service.complete(at.dossier, BY_ENGAGEMENTS, actor=at.town.world.certifiers[0], now=IN_WINDOW)
    await again.granted(at.town.world, at.dossier)
    newest = (await certificates.of_advisers([at.issued.adviser]))[-1]
    assert newest.number != at.issued.number
    assert await engagements_of(newest) == 0


async def test_a_completed_engagement_that_nobody_evaluated_does_not_count() -> None:
    """Neither does one that is still worked."""
    at = await renewing()
    await at.town.evaluated(4, 5)
    await at.town.completed()
    await at.town.active()
    assert await engagements_of(at.issued) == 2
    with pytest.raises(RouteNotMet) as refused:
        await service.complete(at.dossier, BY_ENGAGEMENTS, actor=at.town.world.certifiers[0], now=IN_WINDOW)
    assert (refused.value.facts["have"], refused.value.facts["need"]) == ("2", "3")


async def test_what_a_certifier_saw_elsewhere_comes_on_top() -> None:
    """Two here and one elsewhere are three."""
    at = await renewing()
    await at.town.evaluated(4, 5)
    elsewhere = CompleteRenewal(route=Route.ENGAGEMENTS, evaluations=1, seen="Buurland, voorjaar 2029")
    await service.complete(at.dossier, elsewhere, actor=at.town.world.certifiers[0], now=IN_WINDOW)
    assert (await dossiers.dossier(at.dossier)).state is State.COMPLETE


async def test_engagements_in_programmes_of_other_schemes_do_not_count() -> None:
    """The demand is of the scheme that is renewed."""
    at = await renewing()
    await at.town.evaluated(4)
    first = at.issued.timeline.valid_from
    assert await evaluations.count_since(at.issued.adviser, scheme=at.issued.scheme, first=first) == 1
    assert await evaluations.count_since(at.issued.adviser, scheme="een-ander", first=first) == 0
