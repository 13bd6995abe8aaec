"""A registry with one certified adviser who lets everything be seen, for the tests of open data."""

from dataclasses import dataclass

import pytest

from registry.certificates.service import Issued
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile
from tests.registry import making
from tests.registry.making import NOW, Candidate, World


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is on the list, and by what certificate."""

    world: World
    adviser: Candidate
    issued: Issued

    async def consents_to(self, *fields: PublicField) -> None:
        """From now on to these fields alone."""
        await people.change_consent(ChangeConsent(fields=list(fields)), actor=self.adviser.actor, now=NOW)


@pytest.fixture
async def listed(database: None) -> Listed:
    """Elif Öztürk, certified on 20 November 2026."""
    world, elif_ = await making.world(), await making.candidate()
    found = Listed(world, elif_, await making.certified(world, elif_))
    profile = ChangeProfile(provinces=["Utrecht", "Zeeland"], specialisms=["bag"], languages=["nl", "tr"])
    await people.change_profile(profile, actor=elif_.actor, now=NOW)
    await found.consents_to(*PublicField)
    return found
