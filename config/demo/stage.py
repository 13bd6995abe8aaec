"""Putting the cast on the stage: organisations, people, accounts, the scheme and the track."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from config.demo import cast
from config.demo.cast import Character, Credentials
from exams.tracks import service as tracks
from exams.tracks.rules import Approved, Audience, PartIn, RouteIn
from exams.tracks.schemas import ApproveProvider, CreateTrack
from registry.accounts import second_factor
from registry.accounts import service as accounts
from registry.accounts.passwords import Passwords
from registry.accounts.rules import SECRET_BYTES
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.impartiality import statements
from registry.organisations import service as organisations
from registry.organisations.schemas import JoinPartnership, RegisterOrganisation
from registry.people import service as people
from registry.people.schemas import RecordEmployment, RegisterPerson
from registry.permissions import NEEDS_SECOND_FACTOR, OPERATOR, Actor, Role
from registry.reference_data import municipalities
from registry.schemes import service as schemes
from registry.schemes.schemas import CreateScheme, ProposeVersion
from registry.transactions import transaction

_VALID_FROM = date(2026, 6, 1)


@dataclass(slots=True)
class Stage:
    """What exists so far, by the keys of the cast."""

    passwords: Passwords
    organisations: dict[str, UUID] = field(default_factory=dict)
    persons: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)
    credentials: dict[str, Credentials] = field(default_factory=dict)

    async def actor(self, key: str) -> Actor:
        """A character as the actor they are now."""
        return await accounts.actor_of(self.accounts[key])

    async def give_account(self, key: str, character: Character, *, at: datetime) -> None:
        """An account for a registered person, with a password that is told once, and a second factor where it needs one."""
        email = f"{character.account}@{cast.DOMAIN}"
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        command = CreateAccount(person=self.persons[key], email=email, password=password)
        account = await accounts.create(command, passwords=self.passwords, actor=OPERATOR, now=at)
        self.accounts[key] = account
        organisation = self.organisations[character.organisation] if character.organisation else None
        grant = GrantRole(role=character.role or Role.ADVISER, organisation=organisation)
        await accounts.grant(account, grant, actor=OPERATOR, now=at)
        secret = secrets.token_bytes(SECRET_BYTES) if grant.role in NEEDS_SECOND_FACTOR else None
        if secret is not None:
            async with transaction():
                await second_factor.set_up(account, secret, now=at)
        self.credentials[email] = Credentials(password, secret)


async def set_up(stage: Stage) -> None:
    """Organisations, staff with their accounts, the scheme in force and the approved provider (story, step 1 and 2)."""
    at = cast.SETTING_UP
    await municipalities.load(municipalities.packaged(), actor=OPERATOR, now=at)
    await _organisations(stage, at=at)
    for key, character in cast.STAFF.items():
        stage.persons[key] = await people.register(_person(character), actor=OPERATOR, now=at)
        if character.account is not None:
            await stage.give_account(key, character, at=at)
    independent = RecordEmployment(employer=stage.organisations["body"], valid_from=_VALID_FROM)
    for key in ("certifier-a", "certifier-b", "certifier-c"):
        await people.record_employment(stage.persons[key], independent, actor=OPERATOR, now=at)
        await statements.state(actor=await stage.actor(key), now=at)
    await _track(stage, at=at)
    await _schemes(stage, at=at)
    await _approvals(stage, at=at)


async def _organisations(stage: Stage, *, at: datetime) -> None:
    for each in cast.ORGANISATIONS:
        command = RegisterOrganisation(kind=each.kind, name=each.name)
        stage.organisations[each.key] = await organisations.register(command, actor=OPERATOR, now=at)
    for code in cast.PARTNERSHIP_MEMBERS:
        join = JoinPartnership(municipality=code, valid_from=_VALID_FROM)
        await organisations.join_partnership(stage.organisations["partnership"], join, actor=OPERATOR, now=at)
    own = await organisations.municipality_by_code(cast.MUNICIPALITY)
    stage.organisations[cast.MUNICIPALITY] = own["organisation"]


async def _track(stage: Stage, *, at: datetime) -> None:
    parts = [_part(code, dutch, english, "100", "55") for code, dutch, english in cast.COMPETENCES]
    parts.append(_part("ET", "Eindtoets NUP", "Final test NUP", "10", "5.5"))
    command = CreateTrack(
        owner=stage.organisations["owner"],
        code=cast.TRACK,
        name_nl="Opleidingstraject e-adviseur",
        name_en="Training track e-adviser",
        effective_from=_VALID_FROM,
        parts=parts,
        equivalent_routes=[_route(*cast.PRACTICE)],
    )
    actor = await stage.actor("owner")
    await tracks.create(command, actor=actor, now=at)
    for code, dutch, english, part, prerequisites in cast.MUNICIPAL_TRACKS:
        municipal = CreateTrack(
            owner=stage.organisations["owner"],
            code=code,
            name_nl=dutch,
            name_en=english,
            effective_from=_VALID_FROM,
            audience=Audience.MUNICIPAL_EMPLOYEE,
            parts=[_part(part, dutch, english, "10", "5.5")],
            prerequisites=list(prerequisites),
        )
        await tracks.create(municipal, actor=actor, now=at)


def _route(code: str, dutch: str, english: str, told_dutch: str, told_english: str) -> RouteIn:
    return RouteIn(code=code, name_nl=dutch, name_en=english, description_nl=told_dutch, description_en=told_english)


def _part(code: str, dutch: str, english: str, scale: str, mark: str) -> PartIn:
    return PartIn(
        code=code,
        name_nl=dutch,
        name_en=english,
        scale_maximum=Decimal(scale),
        pass_mark=Decimal(mark),
        resit_after_days=14,
        maximum_attempts=3,
        counts_months=24,
    )


async def _schemes(stage: Stage, *, at: datetime) -> None:
    """The older scheme, which the new one supersedes on a date; both parties sign the new one."""
    owner, certifier = await stage.actor("owner"), await stage.actor("certifier-a")
    names = {cast.OLD_SCHEME: ("EGEM-adviseur", "EGEM adviser"), cast.SCHEME: ("e-adviseur", "e-adviser")}
    for code, (dutch, english) in names.items():
        scheme = CreateScheme(code=code, name_nl=dutch, name_en=english, owner=stage.organisations["owner"])
        await schemes.create(scheme, actor=owner, now=at)
    version = ProposeVersion(
        effective_from=_VALID_FROM,
        certification_body=stage.organisations["body"],
        rules=cast.RULES,
        supersedes=cast.OLD_SCHEME,
        supersedes_on=_VALID_FROM,
    )
    proposed = await schemes.propose(cast.SCHEME, version, actor=owner, now=at)
    for actor in (owner, certifier):
        await schemes.sign(proposed, actor=actor, now=at)


async def _approvals(stage: Stage, *, at: datetime) -> None:
    for approved, by, key in ((Approved.TEACH, "owner", "owner"), (Approved.EXAMINE, "body", "certifier-a")):
        command = ApproveProvider(
            provider=stage.organisations["provider"],
            approved=approved,
            approved_by=stage.organisations[by],
            valid_from=_VALID_FROM,
        )
        await tracks.approve(cast.TRACK, command, actor=await stage.actor(key), now=at)


def _person(character: Character) -> RegisterPerson:
    email = f"{character.account}@{cast.DOMAIN}" if character.account else None
    return RegisterPerson(
        given_name=character.given,
        family_prefix=character.prefix,
        family_name=character.family,
        work_email=email,
    )
