"""Measures as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from msgspec import structs

from registry.days import amsterdam_day
from registry.dossiers.schemas import ObjectionOut
from registry.errors import Invalid, RegistryError
from registry.measures import judging, reading, rules
from registry.measures.bulk import Row
from registry.measures.overdue import overdue_for
from registry.measures.reading import NO_WORDS, Concerned, Filed, Words
from registry.measures.rules import Effect
from registry.measures.schemas import (
    EffectOut,
    MeasureDetail,
    MeasureOut,
    OutcomeOut,
    OutcomesOut,
    OverdueOut,
    ReasonOut,
    ScopeOut,
)
from registry.people import merging
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.schemes.rules import SchemeRules, ScopeItem
from registry.texts import Language, Text


@dataclass(frozen=True, slots=True)
class _Around:
    """All that belongs to a list of measures: certificates, words, names, and the records of who looks."""

    found: Mapping[UUID, Concerned]
    words: Mapping[UUID, Words]
    remarks: Mapping[UUID, str]
    names: Mapping[UUID, Name]
    own: frozenset[UUID]
    language: Language
    today: date

    def called(self, person: UUID | None) -> str | None:
        """The person's name, unless erased."""
        return str(self.names[person]) if person is not None and person in self.names else None


async def listed(filed: Sequence[Filed], *, language: Language, actor: Actor, now: datetime) -> list[MeasureOut]:
    """These measures, in their order; of those that wait also what they would do."""
    return [each.told for each in await named(filed, language=language, actor=actor, now=now)]


async def named(filed: Sequence[Filed], *, language: Language, actor: Actor, now: datetime) -> list[Named[MeasureOut]]:
    """The same, each with its holder's name."""
    found = await reading.concerned(each.certificate for each in filed)
    persons = {each.prepared_by for each in filed} | {each.ended_by for each in filed if each.ended_by}
    around = _Around(
        found=found,
        words=await reading.words_of(filed),
        remarks=await reading.remarks_of(filed),
        names=await people.names_of(persons | {each.person for each in found.values()}),
        own=await merging.same_person_as(actor.person) if actor.person else frozenset(),
        language=language,
        today=amsterdam_day(now),
    )
    return [Named(_out(each, around), around.names.get(found[each.certificate].person)) for each in filed]


async def detail(measure: UUID, *, language: Language, actor: Actor, now: datetime) -> MeasureDetail:
    """One measure in full; raises NotFound for who may not read it."""
    filed = await reading.measure(measure)
    found = await reading.one_concerned(filed.certificate)
    actor.must_see(Permission.READ_CERTIFICATES, found.version.certification_body)
    [shown] = await listed([filed], language=language, actor=actor, now=now)
    waits = filed.ending is None and actor.may(Permission.DECIDE_CERTIFICATES)
    objections = await objections_to(found, language=language, actor=actor, now=now) if waits else []
    return MeasureDetail(**structs.asdict(shown), objections=objections)


async def objections_to(found: Concerned, *, language: Language, actor: Actor, now: datetime) -> list[ObjectionOut]:
    """What keeps the actor from proposing or deciding about this certificate, in words."""
    return [
        ObjectionOut(ground=each.ground, text=each.text.say(language), lapses_on=each.lapses_on)
        for each in await judging.objections(found, actor=actor, now=now)
    ]


def _out(filed: Filed, around: _Around) -> MeasureOut:
    found, words = around.found[filed.certificate], around.words.get(filed.id, NO_WORDS)
    effect, problem = _effect(filed, found, words, around)
    return MeasureOut(
        id=filed.id,
        certificate=found.issued.number,
        name=around.called(found.person),
        scheme=found.issued.scheme,
        measure=filed.measure,
        effective_on=filed.effective_on,
        reason=reason_out(filed.reason, found.version.rules, around.language),
        resolve_by=filed.resolve_by,
        scope=[scope_out(each, around.language) for each in found.version.rules.scope if each.code in filed.scope],
        new_name=str(words.name) if words.name else None,
        explanation=words.explanation,
        batch=filed.batch,
        prepared_by=around.called(filed.prepared_by),
        prepared_at=filed.prepared_at,
        ending=filed.ending,
        ended_by=around.called(filed.ended_by),
        ended_at=filed.ended_at,
        remark=around.remarks.get(filed.id),
        effect=effect,
        problem_text=problem,
        proposed_by_you=filed.prepared_by in around.own,
    )


def _effect(filed: Filed, found: Concerned, words: Words, around: _Around) -> tuple[EffectOut | None, str | None]:
    """What a measure that waits would do as things stand, or what stands in the way."""
    if filed.ending is not None:
        return None, None
    try:
        return effect_out(rules.check(filed.proposal(words.name), found.standing, today=around.today)), None
    except RegistryError as error:
        return None, told(error, around.language)


def told(error: RegistryError, language: Language) -> str:
    """What stands in the way, in one line: of what is wrong in itself each fault, else the rule."""
    if isinstance(error, Invalid):
        return " ".join(fault.say(language) for fault in error.faults)
    return error.say(language)


def effect_out(effect: Effect) -> EffectOut:
    """The effect of a measure."""
    return EffectOut(**asdict(effect))


def scope_out(item: ScopeItem, language: Language) -> ScopeOut:
    """A part of what a certificate covers, in that language."""
    return ScopeOut(code=item.code, name=Text(item.name_nl, item.name_en).say(language))


def reason_out(code: str | None, of_version: SchemeRules, language: Language) -> ReasonOut | None:
    """The reason with that code; one that the version does not name is shown by its code, and is not public."""
    if code is None:
        return None
    named = next((each for each in of_version.reasons if each.code == code), None)
    if named is None:
        return ReasonOut(code=code, name=code, public=False)
    return ReasonOut(code=code, name=named.name.say(language), public=named.public)


async def outcomes(rows: Sequence[Row], *, language: Language, actor: Actor, batch: UUID | None = None) -> OutcomesOut:
    """What became, or would become, of each of many, in the order asked; names only of certificates of the actor's body."""
    holders = await reading.holders_of({row.number for row in rows}, actor)
    names = await people.names_of(holders.values())
    return OutcomesOut(
        outcomes=[
            OutcomeOut(
                certificate=row.number,
                name=str(names[holders[row.number]]) if holders.get(row.number) in names else None,
                measure=row.measure,
                effect=effect_out(row.effect) if row.effect else None,
                problem=row.refused.code if row.refused else None,
                problem_text=told(row.refused, language) if row.refused else None,
            )
            for row in rows
        ],
        went_well=sum(row.refused is None for row in rows),
        batch=batch,
    )


async def overdue(actor: Actor, *, now: datetime) -> list[OverdueOut]:
    """The suspensions of the actor's body that last beyond the day to resolve them by, the longest first."""
    rows = await overdue_for(actor, now=now)
    found = await reading.concerned(each.issued.id for each in rows)
    waiting = await reading.open_among(list(found))
    names = await people.names_of(each.person for each in found.values())
    return [
        OverdueOut(
            certificate=each.issued.number,
            name=str(names[found[each.issued.id].person]) if found[each.issued.id].person in names else None,
            suspended_on=each.suspended_on,
            resolve_by=each.resolve_by,
            measure_open=each.issued.id in waiting,
        )
        for each in rows
    ]
