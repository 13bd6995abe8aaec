"""Step 7 of the story: a followed certificate is suspended and reinstated; a measure waits for a second certifier."""

from datetime import timedelta
from uuid import UUID

from config.demo import cast
from config.demo.stage import Stage
from registry.certificates import service as certificates
from registry.days import amsterdam_day
from registry.measures import service as measures
from registry.measures.rules import Measure
from registry.measures.schemas import ProposeMeasure
from registry.people import service as people
from registry.permissions import Actor
from registry.watches import noticing
from registry.watches import service as watches
from registry.watches.rules import Followed
from registry.watches.schemas import Follow

_DAY = amsterdam_day(cast.MEASURING)


async def tell_of_measures(stage: Stage) -> None:
    """A proposes and C decides: one suspension that was lifted the next day, and one that nobody has decided on yet.

    Krimpenerwaard follows the one that was lifted, and is told each time.
    """
    a, c = await stage.actor("certifier-a"), await stage.actor("certifier-c")
    lifted, waiting = [await _number_of(stage, place) for place in cast.SUSPENDED]
    follow = Follow(certificate=lifted, followed=Followed.CERTIFICATE)
    await watches.follow(follow, actor=await stage.actor("municipality"), now=cast.ANSWERING)
    await measures.decide(await _suspend(lifted, a), actor=c, now=cast.MEASURING)
    await noticing.notice(now=cast.MEASURING)
    reinstating = ProposeMeasure(
        measure=Measure.REINSTATED,
        certificate=lifted,
        effective_on=_DAY + timedelta(days=1),
        explanation="De klacht is onderzocht en bleek ongegrond.",
    )
    proposed = await measures.propose(reinstating, actor=a, now=cast.REINSTATING)
    await measures.decide(proposed, actor=c, now=cast.REINSTATING)
    await noticing.notice(now=cast.REINSTATING)
    await _suspend(waiting, a)


async def _number_of(stage: Stage, place: int) -> str:
    adviser = await people.own_file(await stage.actor(f"candidate-{place}"))
    [certificate] = await certificates.of_advisers([adviser.id])
    return certificate.number


async def _suspend(number: str, actor: Actor) -> UUID:
    command = ProposeMeasure(
        measure=Measure.SUSPENDED,
        certificate=number,
        effective_on=_DAY,
        reason=cast.COMPLAINT.code,
        resolve_by=_DAY + timedelta(days=90),
        explanation="Een gemeente klaagt over de omgang met vertrouwelijke stukken. Dit wordt eerst onderzocht.",
    )
    return await measures.propose(command, actor=actor, now=cast.MEASURING)
