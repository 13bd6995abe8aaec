"""What a decision in favour of the sender causes: a review of the certificate, or the application looked at again."""

from datetime import datetime

from registry.appeals.reading import Case
from registry.appeals.rules import IN_FAVOUR, Against, Effect, Kind, Step
from registry.dossiers import reading as dossiers
from registry.dossiers import reopening
from registry.dossiers.rules import State
from registry.permissions import Actor
from registry.reviews import service as reviews
from registry.reviews.rules import Cause
from registry.texts import Text

_WHY = Text("Bezwaar of klacht {number} is gegrond.", "Appeal or complaint {number} was upheld.")
_TURNED_DOWN = frozenset({State.REFUSED, State.NOT_ADMITTED})


async def carry_out(case: Case, step: Step, *, actor: Actor, now: datetime) -> list[Effect]:
    """Carry out what the decision causes, inside its transaction; nothing where it is not in favour of the sender.

    No status changes by it: people look at the certificate or the application again.
    """
    if step not in IN_FAVOUR:
        return []
    effects = []
    if case.against is Against.RESULT:
        effects.append(Effect.RESULT)
    if case.about.certificate is not None:
        reason = {"nl": _WHY.nl.format(number=case.number), "en": _WHY.en.format(number=case.number)}
        facts = {"results": [], "reason": reason}
        certificates = [case.about.certificate]
        await reviews.open_reviews(certificates, cause=Cause.APPEAL, origin=case.id, facts=facts, actor=actor, now=now)
        effects.append(Effect.REVIEW)
    elif case.about.dossier is not None and case.kind is Kind.APPEAL:
        effects += await _reopen(case, actor=actor, now=now)
    return effects


async def _reopen(case: Case, *, actor: Actor, now: datetime) -> list[Effect]:
    if case.about.dossier is None:
        return []
    held = await dossiers.dossier(case.about.dossier)
    if held.state not in _TURNED_DOWN:
        return []
    again = await reopening.reopen(held, cause=case.id, actor=actor, now=now)
    return [Effect.APPLIED_ANEW if again is None else Effect.REOPENED]
