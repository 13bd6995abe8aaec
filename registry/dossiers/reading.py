"""Finding dossiers and what belongs to them: events, evidence, names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.dossiers.rules import AdmissionFault, EvidenceContent, State, Step, is_asked, state_of
from registry.dossiers.tables import Dossier, DossierEvent, Evidence, EvidenceWithdrawal
from registry.errors import NotFound
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.schemes import service as schemes
from registry.schemes.rules import Version


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step: who took it, when, the evidence and certificate it names, and the commitment to what was written with it.

    `facts` hold no personal data.
    """

    step: Step
    account: UUID
    person: UUID
    recorded_at: datetime
    evidence: UUID | None
    certificate: str | None
    personal: bytes | None
    facts: Mapping[str, Any]

    @property
    def not_admitted_for(self) -> list[AdmissionFault]:
        """Why the applicant was not admitted, where this step says so."""
        return [AdmissionFault(each) for each in self.facts.get("reasons", ())] if self.step is Step.NOT_ADMITTED else []


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier with its steps; `renews` is the certificate that it renews, if any."""

    id: UUID
    adviser: UUID
    person: UUID
    candidate_number: str
    scheme: UUID
    scheme_code: str
    recorded_at: datetime
    taken: tuple[StepTaken, ...]
    renews: UUID | None = None
    renewed_number: str | None = None

    @property
    def steps(self) -> list[Step]:
        """The steps in order."""
        return [each.step for each in self.taken]

    @property
    def state(self) -> State:
        """Where it stands."""
        return state_of(self.steps)

    @property
    def evidence(self) -> UUID | None:
        """The evidence that the last step which names one rests on; none where that was withdrawn and no other came."""
        for each in reversed(self.taken):
            if each.evidence is not None or each.step is Step.REOPENED:
                return each.evidence
        return None

    @property
    def is_reopened(self) -> bool:
        """Its evidence was withdrawn, and nothing has been done since."""
        return self.taken[-1].step is Step.REOPENED

    def is_prepared_by(self, person: UUID | None) -> bool:
        """Who prepared a dossier does not decide it."""
        return self.state is State.PREPARED and self.taken[-1].person == person

    @property
    def certificate(self) -> str | None:
        """The number of the certificate it led to."""
        return next((each.certificate for each in reversed(self.taken) if each.certificate), None)


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """Evidence with its content; the content is gone once the person was erased."""

    id: UUID
    number: int
    commitment: bytes
    content: EvidenceContent | None


async def dossier(wanted: UUID) -> Held:
    """One dossier; raises NotFound."""
    found = await dossiers(Dossier.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def dossier_for(actor: Actor, wanted: UUID) -> Held:
    """One dossier, for who may read it; raises NotFound for another certification body's."""
    held = await dossier(wanted)
    if not actor.sees_everything and held.scheme not in await _own_schemes(actor):
        raise NotFound
    return held


async def dossiers_for(actor: Actor) -> list[Held]:
    """The dossiers of the schemes that the actor's body certifies; an auditor sees all."""
    own = await schemes_of(actor)
    if own is None:
        return await dossiers()
    return await dossiers(Dossier.scheme.is_in(own)) if own else []


async def schemes_of(actor: Actor) -> list[UUID] | None:
    """The schemes whose dossiers the actor may read; None for all."""
    return None if actor.sees_everything else await _own_schemes(actor)


async def _own_schemes(actor: Actor) -> list[UUID]:
    return await schemes.certified_by(actor.organisations_where(Permission.READ_DOSSIERS))


async def dossiers(where: Any = None) -> list[Held]:  # noqa: ANN401  a Piccolo condition has no one type
    """Dossiers in order of application, those of one instant by candidate number; all, or those under a condition."""
    query = Dossier.select(
        *Dossier.all_columns(),
        Dossier.adviser.person.as_alias("person"),
        Dossier.adviser.candidate_number.as_alias("candidate_number"),
        Dossier.scheme.code.as_alias("scheme_code"),
        Dossier.renews.number.as_alias("renewed_number"),
    )
    rows = await (query if where is None else query.where(where)).order_by(
        Dossier.recorded_at, Dossier.adviser.candidate_number, Dossier.id
    )
    taken = await _steps([row["id"] for row in rows])
    return [
        Held(
            id=row["id"],
            adviser=row["adviser"],
            person=row["person"],
            candidate_number=row["candidate_number"],
            scheme=row["scheme"],
            scheme_code=row["scheme_code"],
            recorded_at=row["recorded_at"],
            taken=tuple(taken.get(row["id"], ())),
            renews=row["renews"],
            renewed_number=row["renewed_number"],
        )
        for row in rows
    ]


async def _steps(wanted: list[UUID]) -> dict[UUID, list[StepTaken]]:
    if not wanted:
        return {}
    rows = (
        await DossierEvent.select(
            *DossierEvent.all_columns(),
            DossierEvent.account.person.as_alias("person"),
            DossierEvent.certificate.number.as_alias("number"),
        )
        .where(DossierEvent.dossier.is_in(wanted))
        .order_by(DossierEvent.id)
    )
    found: dict[UUID, list[StepTaken]] = {}
    for row in rows:
        step = StepTaken(
            step=Step(row["step"]),
            account=row["account"],
            person=row["person"],
            recorded_at=row["recorded_at"],
            evidence=row["evidence"],
            certificate=row["number"],
            personal=row["personal"],
            facts=msgspec.json.decode(row["facts"]),
        )
        found.setdefault(row["dossier"], []).append(step)
    return found


async def evidence(wanted: UUID) -> KeptEvidence:
    """One piece of evidence; raises NotFound."""
    row = await Evidence.select().where(Evidence.id == wanted).first()
    if row is None:
        raise NotFound
    kept = (await personal_data.reveal([row["content"]])).get(row["content"])
    content = None if kept is None else msgspec.convert(kept, EvidenceContent)
    return KeptEvidence(row["id"], row["number"], row["content"], content)


def counts() -> Any:  # noqa: ANN401  a Piccolo condition has no one type
    """The condition of evidence that was not withdrawn."""
    return Evidence.id.not_in(EvidenceWithdrawal.select(EvidenceWithdrawal.evidence))


async def newest_evidence(adviser: UUID, *, track_codes: Iterable[str]) -> KeptEvidence | None:
    """The adviser's newest evidence that counts, from any of these tracks; what they follow for another scheme does not."""
    row = (
        await Evidence.select(Evidence.id)
        .where(Evidence.adviser == adviser, Evidence.track_code.is_in(list(track_codes)), counts())
        .order_by(
            Evidence.number,
            ascending=False,
        )
        .first()
    )
    return None if row is None else await evidence(row["id"])


async def newest_for(adviser: UUID, version: Version) -> KeptEvidence | None:
    """As `newest_evidence`, of the tracks of a scheme, leaving out what counts as passed by routes of another scheme."""
    rows = (
        await Evidence.select(Evidence.id, Evidence.number, Evidence.content)
        .where(Evidence.adviser == adviser, Evidence.track_code.is_in(list(version.rules.track_codes)), counts())
        .order_by(Evidence.number, ascending=False)
    )
    kept = await personal_data.reveal(row["content"] for row in rows)
    for row in rows:
        value = kept.get(row["content"])
        content = None if value is None else msgspec.convert(value, EvidenceContent)
        if content is None or is_asked(content, version.scheme_code, version.rules.track_codes):
            return KeptEvidence(row["id"], row["number"], row["content"], content)
    return None


async def names(held: Iterable[Held]) -> dict[UUID, Name]:
    """The names of everyone in these dossiers, by person."""
    persons = {each.person for each in held} | {step.person for each in held for step in each.taken}
    return await people.names_of(persons)


async def notes(held: Held) -> dict[bytes, str]:
    """What was written with the steps of a dossier (advice, reason, adjustments asked), by commitment, unless erased."""
    kept = await personal_data.reveal(each.personal for each in held.taken if each.personal is not None)
    return {commitment: "\n".join(map(str, value.values())) for commitment, value in kept.items()}
