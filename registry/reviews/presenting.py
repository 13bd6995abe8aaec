"""Reviews as people read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.certificates import service as certificates
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.dossiers.rules import EvidenceContent, ResultProof
from registry.dossiers.schemas import ObjectionOut
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.reviews import reading, service
from registry.reviews.reading import Review
from registry.reviews.rules import Cause
from registry.reviews.schemas import ChangedResultOut, ReviewDetail, ReviewOut
from registry.texts import Language, Text

CAUSES: Mapping[Cause, Text] = {
    Cause.RESULT_CORRECTED: Text(
        "Een uitslag waarop het certificaat rust, is verbeterd",
        "A result that the certificate rests on was corrected",
    ),
    Cause.UPLOAD_RETRACTED: Text(
        "Een aanlevering met een uitslag waarop het certificaat rust, is teruggetrokken",
        "An upload with a result that the certificate rests on was retracted",
    ),
    Cause.INTEGRITY_CASE: Text(
        "Een onderzoek naar de eerlijkheid van een examen raakt een uitslag van dit certificaat",
        "A case about the fairness of an exam touches a result of this certificate",
    ),
    Cause.APPEAL: Text(
        "Een bezwaar of klacht over dit certificaat is gegrond",
        "An appeal or complaint about this certificate was upheld",
    ),
    Cause.EVALUATIONS: Text(
        "Beoordelingen van gemeenten zijn laag of dalen",
        "Evaluations by municipalities are low or falling",
    ),
}


async def listed(actor: Actor, language: Language) -> list[ReviewOut]:
    """The reviews that the actor may read, the oldest first."""
    return [each.told for each in await named(actor, language)]


async def named(actor: Actor, language: Language) -> list[Named[ReviewOut]]:
    """The same, each with its holder's name."""
    found = await service.reviews_for(actor)
    names = await people.names_of(each.person for each in found)
    return [Named(_out(each, names, language), names.get(each.person)) for each in found]


async def detail(review: UUID, *, language: Language, actor: Actor, now: datetime) -> ReviewDetail:
    """One review in full; raises NotFound for who may not read it."""
    found = await service.review_for(actor, review)
    closing = found.closing
    names = await people.names_of([found.person, *([closing.by] if closing else [])])
    issued = (await certificates.by_ids([found.certificate]))[found.certificate]
    objections = []
    if closing is None and actor.may(Permission.DECIDE_CERTIFICATES):
        objections = await service.objections(found, actor=actor, now=now)
    status = issued.status_on(amsterdam_day(now), ALL_ON_RECORD)
    if status is None:
        raise LookupError(found.certificate)
    shown = _out(found, names, language)
    return ReviewDetail(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        status=status,
        valid_until=issued.timeline.valid_until,
        changed=[_changed(each) for each in _no_longer_standing(found, await reading.evidence_of(found))],
        reason=_reason(found.facts, language),
        facts=found.facts,
        objections=[
            ObjectionOut(ground=each.ground, text=each.text.say(language), lapses_on=each.lapses_on) for each in objections
        ],
        closed_by=str(names.get(closing.by, "")) if closing else None,
        conclusion=await reading.conclusion_of(found),
    )


def _out(found: Review, names: Mapping[UUID, Name], language: Language) -> ReviewOut:
    return ReviewOut(
        id=found.id,
        certificate=found.number,
        name=str(names[found.person]) if found.person in names else None,
        scheme=found.scheme_code,
        cause=found.cause,
        cause_text=CAUSES[found.cause].say(language),
        opened_at=found.opened_at,
        closed_at=found.closing.at if found.closing else None,
        outcome=found.closing.outcome if found.closing else None,
    )


def _no_longer_standing(found: Review, content: EvidenceContent | None) -> list[ResultProof]:
    """The results of the certificate that were named on opening; where none were, those that came with the origin."""
    if content is None:
        return []
    named = {str(each) for each in found.facts.get("results", ())}
    return [each for each in content.results if str(each.result) in named or (not named and each.upload == found.origin)]


def _changed(proof: ResultProof) -> ChangedResultOut:
    return ChangedResultOut(
        result=proof.result,
        part=proof.part,
        held_on=proof.held_on,
        attempt=proof.attempt,
        score=proof.score,
        pass_mark=proof.pass_mark,
        file_sha256=proof.file_sha256,
        sheet=proof.sheet,
        cell=proof.cell,
    )


def _reason(facts: Mapping[str, Any], language: Language) -> str | None:
    reason = facts.get("reason")
    return str(reason[language.value]) if isinstance(reason, dict) and language.value in reason else None
