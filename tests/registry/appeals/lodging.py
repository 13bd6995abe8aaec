"""Appeals at each stage, and certifiers who took no part: what tests of appeals need beside `making`."""

from uuid import UUID

from registry.appeals import reading
from registry.appeals import service as appeals
from registry.appeals.rules import Against, Kind, Outcome
from registry.appeals.schemas import Acknowledge, Assign, DecideAppeal, FileAppeal, OwnAppeal, PrepareAnswer
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Refuse
from registry.permissions import Actor, Role
from tests.registry import making
from tests.registry.making import NOW, SCHEME, Candidate, World

TEXT = "Mijn uitslag voor dit onderdeel is niet meegeteld, terwijl ik was geslaagd."
LETTER = FileAppeal(
    kind=Kind.APPEAL,
    against=Against.DECISION,
    scheme=SCHEME,
    text=TEXT,
    given_name="Jo",
    family_name="Afzender",
    email="jo@voorbeeld.example",
)
WORDS = Acknowledge(words="Wij hebben uw bezwaar ontvangen.")
ADVICE = PrepareAnswer(advice="De uitslag telde wel mee; het bezwaar is terecht.")


def decision(outcome: Outcome = Outcome.UPHELD) -> DecideAppeal:
    """A decision with its answer."""
    return DecideAppeal(outcome=outcome, answer="U heeft gelijk: wij kijken er opnieuw naar.")


async def outsiders(standing: World) -> tuple[Actor, Actor]:
    """Two certifiers of the body who have judged nothing."""
    body = standing.organisations["certification-body"]
    one, two = [await making.account(await making.person(name, "Buiten"), Role.CERTIFIER, body) for name in ("Nora", "Ruben")]
    return one, two


async def refused(standing: World, of: Candidate) -> UUID:
    """A dossier that the first certifier prepared and the second refused."""
    dossier, evidence = await making.prepared(standing, of)
    command = Refuse(evidence=evidence, reason="Het onderdeel IM ontbreekt.")
    await dossiers.refuse(dossier, command, actor=standing.certifiers[1], now=NOW)
    return dossier


async def lodged(of: Candidate, dossier: UUID | None = None, **more: object) -> UUID:
    """An appeal of somebody who is signed in; returns its id."""
    command = OwnAppeal(
        **{"kind": Kind.APPEAL, "against": Against.DECISION, "scheme": SCHEME, "text": TEXT, "dossier": dossier} | more  # type: ignore[arg-type]  # whatever a test sends
    )
    received = await appeals.file_own(command, actor=of.actor, now=NOW)
    return (await reading.by_number(received.number)).id


async def assigned(appeal: UUID, by: Actor, handler: Actor) -> None:
    """Acknowledged, and given to a handler."""
    await appeals.acknowledge(appeal, WORDS, actor=by, now=NOW)
    assert handler.person is not None
    await appeals.assign(appeal, Assign(handler=handler.person), actor=by, now=NOW)


async def prepared(appeal: UUID, by: Actor, handler: Actor) -> None:
    """As `assigned`, with the handler's advice."""
    await assigned(appeal, by, handler)
    await appeals.prepare(appeal, ADVICE, actor=handler, now=NOW)
