"""A small registry at work, made through its services: what a test needs to begin."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

import msgspec

from registry.accounts import passwords as argon2
from registry.accounts import second_factor
from registry.accounts import service as accounts
from registry.accounts.rules import SECRET_BYTES
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.bookings.schemas import AskBooking
from registry.certificates import service as certificates
from registry.certificates.happenings import Happening, record_event
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.dossiers import service as dossiers
from registry.dossiers.rules import EvidenceContent, ResultProof
from registry.dossiers.schemas import Admit, Apply, Grant, Prepare
from registry.impartiality.tables import ConflictStatement
from registry.intakes import service as intakes
from registry.intakes.schemas import CompleteIntake, PlanIntake
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, RegisterPerson
from registry.permissions import NEEDS_SECOND_FACTOR, OPERATOR, Actor, Role
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from registry.schemes import service as schemes
from registry.schemes.rules import SchemeRules, ScopeItem
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.transactions import engine, transaction
from tests.registry.put_back import Rows, all_rows, is_empty, put_back

BEFORE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
PASSWORDS = argon2.cheapest()
PASSWORD = "vier woorden die blijven"
SCHEME, TRACK, PROGRAMME = "e-adviseur", "traject", "operatie"
OWN, NEIGHBOUR = "GM0001", "GM0002"
RULES = SchemeRules(
    validity_months=36,
    look_back_months=24,
    track_codes=(TRACK,),
    scope=(ScopeItem("gp", "Gemeentelijke processen", "Municipal processes"),),
    terms_version="2026-1",
    code_of_conduct_version="2026-1",
)
APPLICATION = Apply(scheme=SCHEME, terms_version="2026-1", code_of_conduct_version="2026-1")
IDENTITY = Admit(identity_document="paspoort")

_serial = count(1)


@dataclass(frozen=True, slots=True)
class World:
    """Organisations, the people who sign in for them, and one scheme in force."""

    organisations: dict[str, UUID]
    owner: Actor
    certifiers: tuple[Actor, Actor, Actor]
    provider: Actor
    coordinator: Actor
    municipality: Actor
    neighbour: Actor
    auditor: Actor


@dataclass(frozen=True, slots=True)
class Candidate:
    """An adviser who can sign in."""

    actor: Actor
    person: UUID
    adviser: UUID


async def person(given: str = "Elif", family: str = "Öztürk") -> UUID:
    """Someone the registry knows."""
    return await people.register(RegisterPerson(given_name=given, family_name=family), actor=OPERATOR, now=BEFORE)


async def account(who: UUID, role: Role | None, organisation: UUID | None = None) -> Actor:
    """An account with a role, as the actor it is; a certifier states their conflicts, for as long as any test lasts."""
    command = CreateAccount(person=who, email=f"account-{next(_serial)}@test.example", password=PASSWORD)
    made = await accounts.create(command, passwords=PASSWORDS, actor=OPERATOR, now=BEFORE)
    if role is not None:
        await accounts.grant(made, GrantRole(role=role, organisation=organisation), actor=OPERATOR, now=BEFORE)
    if role in NEEDS_SECOND_FACTOR:
        await set_up_second_factor(made)
    if role is Role.CERTIFIER:
        await state_conflicts(who, made)
    return await accounts.actor_of(made)


async def set_up_second_factor(account_id: UUID) -> None:
    """An app that shows codes."""
    async with transaction():
        await second_factor.set_up(account_id, secrets.token_bytes(SECRET_BYTES), now=BEFORE)


async def state_conflicts(who: UUID, account_id: UUID) -> None:
    """A conflict statement that is in force whenever a test asks."""
    first, last = BEFORE.date() - timedelta(days=3_650), BEFORE.date() + timedelta(days=36_500)
    stated = ConflictStatement(person=who, valid_from=first, valid_until=last, account=account_id, recorded_at=BEFORE)
    await ConflictStatement.insert(stated)


async def organisation(kind: Kind, name: str) -> UUID:
    """A registered organisation."""
    return await organisations.register(RegisterOrganisation(kind=kind, name=name), actor=OPERATOR, now=BEFORE)


_made: dict[tuple[str, bytes], tuple[Rows, World]] = {}
"""The worlds that were made in this process, by where, and by the rules of their scheme."""


async def world() -> World:
    """A registry in which everyone can do their work, and nothing has happened yet.

    Its services make it once; for later tests, which begin with an empty registry as well, it is put back as it was made.
    """
    kind = (str(engine().config), msgspec.json.encode(RULES))
    if kind in _made:
        rows, made = _made[kind]
        return replace(made, organisations=dict(made.organisations)) if await put_back(rows) else await _new_world()
    begun_empty = await is_empty()
    made = await _new_world()
    if begun_empty:
        _made[kind] = (await all_rows(), replace(made, organisations=dict(made.organisations)))
    return made


async def _new_world() -> World:
    rows = [Row(code, name, "Utrecht", None, None, ()) for code, name in ((OWN, "Eigenwaard"), (NEIGHBOUR, "Buurland"))]
    await municipalities.load(rows, actor=OPERATOR, now=BEFORE)
    made = {kind.value: await organisation(kind, f"De {kind}") for kind in Kind if kind is not Kind.MUNICIPALITY}
    for code in (OWN, NEIGHBOUR):
        made[code] = (await organisations.municipality_by_code(code))["organisation"]
    owner = await account(await person("Saskia", "Molenaar"), Role.SCHEME_OWNER, made["scheme-owner"])
    first, second, third = [
        await account(await person(name, "Visser"), Role.CERTIFIER, made["certification-body"])
        for name in ("Arjan", "Lotte", "Carla")
    ]
    standing = World(
        organisations=made,
        owner=owner,
        certifiers=(first, second, third),
        provider=await account(await person("Petra", "Lindeman"), Role.PROVIDER, made["provider"]),
        coordinator=await account(await person("Rob", "Eikelboom"), Role.COORDINATOR, made["coordination"]),
        municipality=await account(await person("Greta", "Veenstra"), Role.MUNICIPALITY, made[OWN]),
        neighbour=await account(await person("Bram", "Buurman"), Role.MUNICIPALITY, made[NEIGHBOUR]),
        auditor=await account(await person("Otto", "Kijker"), Role.AUDITOR, made["operator"]),
    )
    await scheme(standing, SCHEME, RULES)
    return standing


async def scheme(standing: World, code: str, rules: SchemeRules) -> UUID:
    """A scheme in force since before; returns its version."""
    command = CreateScheme(code=code, name_nl="e-adviseur", name_en="e-adviser", owner=standing.organisations["scheme-owner"])
    await schemes.create(command, actor=standing.owner, now=BEFORE)
    version = await schemes.propose(code, proposal(standing, rules), actor=standing.owner, now=BEFORE)
    for actor in (standing.owner, standing.certifiers[0]):
        await schemes.sign(version, actor=actor, now=BEFORE)
    return version


def proposal(standing: World, rules: SchemeRules = RULES) -> ProposeVersion:
    """A version that holds from before."""
    return ProposeVersion(
        effective_from=BEFORE.date(),
        certification_body=standing.organisations["certification-body"],
        rules=rules,
    )


async def candidate(given: str = "Elif", family: str = "Öztürk") -> Candidate:
    """A person with a file and an account, who consents to their name on the list."""
    who = await person(given, family)
    async with transaction() as connection:
        adviser = await people.open_file(who, connection=connection, actor=OPERATOR, now=BEFORE)
    actor = await account(who, Role.ADVISER)
    await people.change_consent(ChangeConsent(fields=[PublicField.NAME]), actor=actor, now=BEFORE)
    return Candidate(actor, who, adviser.id)


async def evidence(
    standing: World,
    of: Candidate,
    *,
    examiner: UUID | None = None,
    trainer: UUID | None = None,
    provider: UUID | None = None,
    track: str = TRACK,
) -> UUID:
    """A complete set of results, as exams hands it over: examined and taught by strangers unless someone is named."""
    proof = ResultProof(
        result=uuid4(),
        part="GP",
        held_on=date(2026, 9, 7),
        attempt=1,
        score=700,
        pass_mark=550,
        examiner=examiner or uuid4(),
        invigilator=None,
        trainers=(trainer or uuid4(),),
        upload=uuid4(),
        file_sha256="00" * 32,
        sheet="Uitslagen",
        cell="E2",
    )
    content = EvidenceContent("EA000101-45", track, 1, provider or uuid4(), (proof,))
    async with transaction() as connection:
        await people.lock(of.adviser, connection=connection)
        return await dossiers.receive_evidence(of.adviser, content, actor=standing.provider, now=BEFORE)


async def admitted(standing: World, of: Candidate, *, at: datetime = BEFORE) -> UUID:
    """A dossier that was applied for and admitted."""
    dossier = await dossiers.apply(APPLICATION, actor=of.actor, now=at)
    await dossiers.admit(dossier, IDENTITY, actor=standing.certifiers[0], now=at)
    return dossier


async def prepared(standing: World, of: Candidate, *, at: datetime = NOW) -> tuple[UUID, UUID]:
    """A dossier that the first certifier prepared, and its evidence."""
    dossier = await admitted(standing, of, at=at)
    proof = await evidence(standing, of)
    await dossiers.prepare(dossier, Prepare(evidence=proof), actor=standing.certifiers[0], now=at)
    return dossier, proof


async def certified(standing: World, of: Candidate, *, at: datetime = NOW) -> Issued:
    """The certificate that the second certifier granted."""
    dossier, proof = await prepared(standing, of, at=at)
    await dossiers.grant(dossier, Grant(evidence=proof), actor=standing.certifiers[1], now=at)
    return (await certificates.of_advisers([of.adviser]))[-1]


async def programme(*, per_municipality: int = 40) -> None:
    """A programme with roomy caps."""
    command = CreateProgramme(
        code=PROGRAMME,
        name_nl="Operatie",
        name_en="Operation",
        first_day=date(2026, 1, 1),
        last_day=date(2030, 12, 31),
        schemes=[SCHEME],
    )
    await programmes.create(command, actor=OPERATOR, now=BEFORE)
    policy = SetPolicy(
        valid_from=date(2026, 1, 1),
        per_municipality=Decimal(per_municipality),
        per_booking=Decimal(100),
        per_adviser=Decimal(100),
        per_adviser_per_year=Decimal(100),
    )
    await programmes.set_policy(PROGRAMME, policy, actor=OPERATOR, now=BEFORE)


async def intake(standing: World, *, holder: str = OWN, members: tuple[str, ...] = (OWN,)) -> UUID:
    """A planned intake."""
    plan = PlanIntake(programme=PROGRAMME, holder=standing.organisations[holder], members=list(members), held_on=BEFORE.date())
    return await intakes.plan_intake(plan, actor=standing.coordinator, now=BEFORE)


async def allotment(standing: World, days: int = 20, *, holder: str = OWN, members: tuple[str, ...] = (OWN,)) -> UUID:
    """Days granted by a completed intake."""
    planned = await intake(standing, holder=holder, members=members)
    command = CompleteIntake(reference="P-1", days=Decimal(days))
    return await intakes.complete_intake(planned, command, actor=standing.coordinator, now=BEFORE)


def booking(certificate: str, pool: UUID, days: str = "12", *, municipality: str = OWN) -> AskBooking:
    """A booking for the first four months of 2027."""
    return AskBooking(
        municipality=municipality,
        certificate=certificate,
        first_day=date(2027, 1, 11),
        last_day=date(2027, 4, 30),
        days=Decimal(days),
        allotment=pool,
    )


async def happens(certificate: UUID, kind: EventKind, day: date, *, at: datetime = NOW) -> None:
    """Something happens to a certificate from a day on, as two certifiers would decide it."""
    happening = Happening(
        certificate,
        kind,
        day,
        prepared_by=await person("Vera", "Voorbereider"),
        decided_by=await person("Bas", "Beslisser"),
        resolve_by=day + timedelta(days=30) if kind is EventKind.SUSPENDED else None,
    )
    async with transaction():
        await record_event(happening, now=at)
