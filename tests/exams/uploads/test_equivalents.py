"""What certifiers granted by an equivalent route counts as passed, and the evidence names it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from config.background import ACTS
from config.demo import cast
from exams.results import equivalents, taking_back
from exams.results.history import RetractionReason
from registry.dossiers import equivalence, reading
from registry.dossiers.equivalence_schemas import AskEquivalence, DecideEquivalence, PrepareEquivalence
from registry.dossiers.rules import State
from registry.dossiers.tables import Dossier
from registry.people.tables import Adviser
from registry.schemes import service as schemes
from registry.schemes.rules import EquivalentRoute
from registry.schemes.schemas import ProposeVersion
from tests.exams.uploads.ground import AT, Ground, accepted, file_of, row, with_dossiers

NUMBER = "EA000101-45"
ROUTES = (EquivalentRoute("diploma", "Diploma", "Degree", cast.TRACK, ("VM", "ET")),)
DECIDING = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
BECAUSE = DecideEquivalence(reason="Het diploma dekt dit onderdeel.")


async def ground_with_routes() -> Ground:
    """The twelve are admitted, and the scheme has a version with a route to two of the five parts."""
    here = await with_dossiers()
    owner = await here.stage.actor("owner")
    rules = msgspec.structs.replace(cast.RULES, equivalent_routes=ROUTES)
    proposal = ProposeVersion(
        effective_from=cast.TAUGHT.date(), certification_body=here.stage.organisations["body"], rules=rules
    )
    version = await schemes.propose(cast.SCHEME, proposal, actor=owner, now=cast.ADMITTING)
    for key in ("owner", "certifier-a"):
        await schemes.sign(version, actor=await here.stage.actor(key), now=cast.ADMITTING)
    return here


async def granted(here: Ground, part: str, *, at: datetime = DECIDING) -> UUID:
    """The first candidate's request for a part, granted by two certifiers."""
    a, b = await here.stage.actor("certifier-a"), await here.stage.actor("certifier-b")
    command = AskEquivalence(route="diploma", part=part, explanation="Een diploma uit Utrecht, van 2019.")
    request = await equivalence.ask(await dossier_of(), command, actor=await here.stage.actor("candidate-0"), now=at)
    await equivalence.prepare(request, PrepareEquivalence(advice="Het diploma klopt."), actor=a, now=at)
    await equivalence.grant(request, BECAUSE, actor=b, now=at)
    return request


async def adviser_of(number: str = NUMBER) -> UUID:
    """The file with this number."""
    row = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def dossier_of() -> UUID:
    """The application of the first candidate."""
    row = await Dossier.select(Dossier.id).where(Dossier.adviser == await adviser_of()).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def held() -> reading.Held:
    """The dossier of the first candidate."""
    return await reading.dossier(await dossier_of())


async def content() -> tuple[list[str], list[str]]:
    """The parts that were passed and those that were granted, in the evidence of the dossier."""
    evidence = (await held()).evidence
    assert evidence is not None
    told = (await reading.evidence(evidence)).content
    assert told is not None
    return [each.part for each in told.results], [each.part for each in told.equivalents]


def passes(*parts: str) -> bytes:
    """A file in which the first candidate passes these parts."""
    days = {"GP": "07-09-2026", "IM": "21-09-2026", "OA": "05-10-2026", "VM": "19-10-2026", "ET": "02-11-2026"}
    examiners = {"OA": "K. Willems", "VM": "K. Willems", "ET": "S. Bouazza"}
    return file_of(
        row(NUMBER, part, "7" if part == "ET" else "70", day=days[part], examiner=examiners.get(part, "R. Postma"))
        for part in parts
    )


async def test_the_last_part_missing_completes_the_dossier(database: None) -> None:
    """Soon after the second request is granted, by work that may be done twice; the evidence names both."""
    here = await ground_with_routes()
    await accepted(here, here.sent(passes("GP", "IM", "OA")))
    await ACTS[equivalence.ACT](await granted(here, "ET"))
    assert (await held()).state is State.ADMITTED
    request = await granted(here, "VM")
    assert (await held()).state is State.ADMITTED
    for _ in range(2):
        await ACTS[equivalence.ACT](request)
    assert (await held()).state is State.COMPLETE
    assert [step.value for step in (await held()).steps] == ["applied", "admitted", "completed"]
    assert await content() == (["GP", "IM", "OA"], ["VM", "ET"])


async def test_a_file_accepted_afterwards_counts_them(database: None) -> None:
    """The set is complete with what was granted before; a pass of one's own goes first."""
    here = await ground_with_routes()
    for part in ("VM", "ET"):
        await equivalents.follow(await granted(here, part), now=DECIDING)
    assert (await held()).state is State.ADMITTED
    await accepted(here, here.sent(passes("GP", "IM", "OA")), at=DECIDING)
    assert await content() == (["GP", "IM", "OA"], ["VM", "ET"])
    await accepted(here, here.sent(passes("VM")), at=DECIDING + timedelta(days=1))
    assert await content() == (["GP", "IM", "OA", "VM"], ["ET"])


async def test_results_that_are_taken_back_still_open_the_dossier_again(database: None) -> None:
    """What was granted makes no set without the rest."""
    here = await ground_with_routes()
    for part in ("VM", "ET"):
        await equivalents.follow(await granted(here, part), now=DECIDING)
    upload = await accepted(here, here.sent(passes("GP", "IM", "OA")), at=DECIDING)
    await taking_back.retract(upload, RetractionReason.WRONG_RESULTS, actor=here.actor, now=DECIDING)
    assert ((await held()).state, (await held()).evidence) == (State.ADMITTED, None)


@pytest.mark.parametrize("part", ["VM", "ET"])
async def test_what_is_refused_counts_for_nothing(database: None, part: str) -> None:
    """Nor does a request that nobody has decided, or that does not exist."""
    here = await ground_with_routes()
    await accepted(here, here.sent(passes(*({"GP", "IM", "OA", "VM", "ET"} - {part}))))
    a, b = await here.stage.actor("certifier-a"), await here.stage.actor("certifier-b")
    command = AskEquivalence(route="diploma", part=part, explanation="Een diploma uit Utrecht, van 2019.")
    request = await equivalence.ask(await dossier_of(), command, actor=await here.stage.actor("candidate-0"), now=AT)
    await equivalents.follow(request, now=AT)
    await equivalence.prepare(request, PrepareEquivalence(advice="Het diploma klopt niet."), actor=a, now=AT)
    await equivalence.refuse(request, BECAUSE, actor=b, now=AT)
    await equivalents.follow(request, now=AT)
    await equivalents.follow(here.provider, now=AT)
    assert (await held()).state is State.ADMITTED
