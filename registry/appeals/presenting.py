"""Appeals and complaints as people read them: the sender, whoever has the number, and who handles them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.appeals import judging, reading
from registry.appeals.errors import TookPart
from registry.appeals.reading import Case
from registry.appeals.rules import ENDED, OUTCOMES, Step, due_on
from registry.appeals.schemas import (
    AppealDetail,
    AppealEventOut,
    AppealObjection,
    AppealOut,
    AppealStatus,
    HandlerOut,
)
from registry.appeals.tables import Appeal
from registry.certificates.tables import Certificate
from registry.days import amsterdam_day
from registry.numbering import read_appeal_number
from registry.people import merging
from registry.people import service as people
from registry.people.rules import Name
from registry.people.tables import Person
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.texts import Language

_ASSIGNABLE = frozenset({Step.ACKNOWLEDGED, Step.ASSIGNED, Step.PREPARED})


async def status(number: str) -> AppealStatus:
    """How it stands, for who has the number; raises Invalid for what is no number, UnknownAppeal."""
    return _status(await reading.by_number(read_appeal_number(number)))


def _status(case: Case) -> AppealStatus:
    return AppealStatus(
        number=case.number,
        kind=case.kind,
        state=case.state,
        received_at=case.received_at,
        due_on=due_on(case.state, amsterdam_day(case.received_at)),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender reads of their own: what they wrote, the acknowledgement and the answer, as far as not erased."""

    text: str | None
    acknowledgement: str | None
    answer: str | None
    may_withdraw: bool


async def told_to(number: str, actor: Actor | None) -> Told | None:
    """The words, for the sender who is signed in; None for everybody else."""
    if actor is None or actor.person is None:
        return None
    case = await reading.by_number(read_appeal_number(number))
    if case.sender not in await merging.same_person_as(actor.person):
        return None
    words = await _words([case])
    found = {each.step: words.get(each.words, {}) for each in case.taken if each.words}
    answer = next((found[each].get("answer") for each in OUTCOMES if each in found), None)
    return Told(
        text=words.get(case.content, {}).get("text"),
        acknowledgement=found.get(Step.ACKNOWLEDGED, {}).get("words"),
        answer=answer,
        may_withdraw=case.state not in ENDED,
    )


async def sent_by(actor: Actor) -> list[AppealStatus]:
    """What somebody who is signed in sent, the oldest first."""
    if actor.person is None:
        return []
    own = await merging.same_person_as(actor.person)
    return [_status(each) for each in await reading.cases(Appeal.sender.is_in(list(own)))]


async def listed(actor: Actor, *, now: datetime) -> list[AppealOut]:
    """Those of the actor's body, the oldest first."""
    cases = await reading.cases_for(actor)
    names = await _names(cases)
    return [_out(each, names, amsterdam_day(now)) for each in cases]


async def waiting_for(actor: Actor, *, now: datetime) -> int:
    """How many wait for this certifier: to acknowledge, to give away, to prepare as handler, to decide as another."""
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    count = 0
    for case in await reading.cases_for(actor):
        match case.state:
            case Step.RECEIVED | Step.ACKNOWLEDGED:
                count += 1
            case Step.ASSIGNED:
                count += case.handler in own
            case Step.PREPARED:
                count += case.prepared_by not in own and not await _refused(case, actor, now=now)
            case _:
                pass
    return count


async def detail(appeal: UUID, *, language: Language, actor: Actor, now: datetime) -> AppealDetail:
    """One in full, with what keeps the actor from handling or deciding it; raises NotFound for another body's."""
    case = await reading.case_for(actor, appeal)
    names, words = await _names([case]), await _words([case])
    shown = _out(case, names, amsterdam_day(now))
    own = await merging.same_person_as(actor.person) if actor.person else frozenset()
    handles = actor.may(Permission.HANDLE_APPEALS) and case.state not in ENDED
    return AppealDetail(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        email=await _email(case.sender),
        text=words.get(case.content, {}).get("text"),
        dossier=case.about.dossier,
        certificate=await _certificate(case.about.certificate),
        measure=case.about.measure,
        events=[
            AppealEventOut(
                step=each.step,
                by=_name(names, each.person),
                recorded_at=each.recorded_at,
                handler=_name(names, each.handler),
                words="\n".join(words.get(each.words, {}).values()) or None if each.words else None,
                effects=each.effects,
            )
            for each in case.taken
        ],
        objections=await _refused(case, actor, now=now, language=language) if handles else [],
        handled_by_you=case.handler in own,
        prepared_by_you=case.prepared_by in own,
        handlers=await _handlers(case, now=now) if handles and case.state in _ASSIGNABLE else [],
    )


async def _refused(case: Case, actor: Actor, *, now: datetime, language: Language = Language.NL) -> list[AppealObjection]:
    """Everything that keeps the actor from handling and deciding it."""
    if actor.person is None:
        return []
    found = []
    if await judging.is_involved(case, actor.person):
        found.append(AppealObjection(ground=None, text=TookPart(name=actor.name).say(language)))
    objections = await judging.objections(case, actor.person, now=now)
    return [*found, *(AppealObjection(ground=each.ground, text=each.text.say(language)) for each in objections)]


async def _handlers(case: Case, *, now: datetime) -> list[HandlerOut]:
    """The certifiers of the body who may handle it, by name."""
    certifiers = await judging.certifiers_of(case.body)
    names = await people.names_of(certifiers)
    free = [
        each
        for each in names
        if not await judging.is_involved(case, each) and not await judging.objections(case, each, now=now)
    ]
    return [HandlerOut(person=each, name=str(names[each])) for each in sorted(free, key=lambda each: names[each].sort_key)]


async def _words(cases: Iterable[Case]) -> dict[bytes, dict[str, str]]:
    return await personal_data.reveal(
        each for case in cases for each in (case.content, *(taken.words for taken in case.taken)) if each is not None
    )


async def _names(cases: Iterable[Case]) -> dict[UUID, Name]:
    persons = {
        each
        for case in cases
        for each in (case.sender, *(one for taken in case.taken for one in (taken.person, taken.handler)))
        if each is not None
    }
    return await people.names_of(persons)


def _name(names: dict[UUID, Name], person: UUID | None) -> str | None:
    return str(names[person]) if person in names else None


async def _email(person: UUID) -> str | None:
    row = await Person.select(Person.work_email).where(Person.id == person).first()
    return row["work_email"] if row else None


async def _certificate(certificate: UUID | None) -> str | None:
    if certificate is None:
        return None
    row = await Certificate.select(Certificate.number).where(Certificate.id == certificate).first()
    return row["number"] if row else None


def _out(case: Case, names: dict[UUID, Name], today: date) -> AppealOut:
    due = due_on(case.state, amsterdam_day(case.received_at))
    return AppealOut(
        id=case.id,
        number=case.number,
        kind=case.kind,
        against=case.against,
        state=case.state,
        sender=_name(names, case.sender),
        handler=_name(names, case.handler),
        received_at=case.received_at,
        due_on=due,
        overdue=due is not None and due < today,
    )
