"""Renewals as holders and certifiers read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.dossiers import reading as dossier_reading
from registry.dossiers import renewal
from registry.dossiers.reading import Held
from registry.dossiers.rules import State, is_undecided
from registry.dossiers.tables import Dossier
from registry.errors import RuleBroken
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.renewals import reading
from registry.renewals.reading import Entry
from registry.renewals.rules import Progress, Reminder, hours_of
from registry.renewals.schemas import EducationOut, ProgressOut, ReminderOut, RenewalDossierOut, RenewalOut
from registry.renewals.tables import RenewalReminder
from registry.renewals.wording import REMINDERS
from registry.schemes.rules import Recertification, Route, Version
from registry.texts import Language

_STANDS = (Status.VALID, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class _Around:
    """All that belongs to a holder's certificates."""

    versions: Mapping[str, Version]
    successors: Mapping[UUID, str]
    applications: Mapping[UUID, Held]
    told: Mapping[UUID, list[tuple[Reminder, date]]]
    language: Language
    today: date


async def own(actor: Actor, *, language: Language, now: datetime) -> list[RenewalOut]:
    """The holder's certificates that can be renewed now or later, or are being renewed, newest first.

    Raises NotFound for who has no file.
    """
    actor.must(Permission.KEEP_OWN_FILE)
    files = await reading.own_files(actor)
    held = list(reversed(await certificates.of_advisers(files)))
    applications = await dossier_reading.dossiers(Dossier.adviser.is_in(list(files)))
    around = _Around(
        versions=await reading.versions_in_force(amsterdam_day(now)),
        successors=await reading.successors(each.id for each in held),
        applications={each.renews: each for each in applications if each.renews is not None and is_undecided(each.state)},
        told=await _told(each.id for each in held),
        language=language,
        today=amsterdam_day(now),
    )
    shown = [await _own(each, around) for each in held]
    return [each for each in shown if each is not None]


async def _own(issued: Issued, around: _Around) -> RenewalOut | None:
    version = around.versions.get(issued.scheme)
    asked = version.rules.recertification if version is not None else None
    status = issued.status_on(around.today, ALL_ON_RECORD)
    if version is None or asked is None or status is None:
        return None
    window = renewal.window_of(issued.timeline.valid_until, asked)
    if renewal.standing(issued.timeline, around.today) not in _STANDS or around.today > window.closes_on:
        return None
    application, following = around.applications.get(issued.id), around.successors.get(issued.id)
    return RenewalOut(
        certificate=issued.number,
        scheme=issued.scheme,
        scheme_name=version.scheme_name.say(around.language),
        status=status,
        valid_from=issued.timeline.valid_from,
        valid_until=issued.timeline.valid_until,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        terms_version=version.rules.terms_version,
        code_of_conduct_version=version.rules.code_of_conduct_version,
        reminders=[
            ReminderOut(
                kind=kind,
                due_on=due_on,
                text=REMINDERS[kind].say(
                    around.language, number=issued.number, last=issued.timeline.valid_until, closes=window.closes_on
                ),
            )
            for kind, due_on in around.told.get(issued.id, ())
        ],
        progress=progress_out(await reading.progress_of(issued, asked)),
        dossier=application.id if application else None,
        refusal=_refusal(issued, version, around),
        renewed_by=following,
    )


def _refusal(issued: Issued, version: Version, around: _Around) -> str | None:
    try:
        renewal.check_may_apply(issued.timeline, version.rules.recertification, around.today)
    except RuleBroken as error:
        return error.say(around.language)
    return None


async def _told(certificates_asked: Iterable[UUID]) -> dict[UUID, list[tuple[Reminder, date]]]:
    """What was told of each certificate, the last first."""
    rows = (
        await RenewalReminder.select(RenewalReminder.certificate, RenewalReminder.kind, RenewalReminder.due_on)
        .where(RenewalReminder.certificate.is_in(list(certificates_asked) or [UUID(int=0)]))
        .order_by(RenewalReminder.due_on, ascending=False)
    )
    found: dict[UUID, list[tuple[Reminder, date]]] = {}
    for row in rows:
        found.setdefault(row["certificate"], []).append((Reminder(row["kind"]), row["due_on"]))
    return found


def progress_out(progress: Iterable[Progress]) -> list[ProgressOut]:
    """How far, by each route: education in hours."""
    return [
        ProgressOut(route=each.route, have=_amount(each, each.have), need=_amount(each, each.need), met=each.is_met)
        for each in progress
    ]


def _amount(progress: Progress, amount: int) -> Decimal:
    return hours_of(amount) if progress.route is Route.EDUCATION else Decimal(amount)


async def own_education(actor: Actor) -> list[EducationOut]:
    """The holder's own entries, newest first; raises NotFound for who has no file."""
    actor.must(Permission.KEEP_OWN_FILE)
    return await _shown(reversed(await reading.entries_of(await reading.own_files(actor))))


async def education(actor: Actor) -> list[EducationOut]:
    """The entries of holders of the actor's body: those that wait first, then the newest."""
    found = await reading.entries_for(actor)
    waiting = [each for each in found if each.outcome is None]
    return await _shown([*waiting, *(each for each in reversed(found) if each.outcome is not None)])


async def _shown(entries: Iterable[Entry]) -> list[EducationOut]:
    found = list(entries)
    names = await people.names_of({each.person for each in found})
    return [
        EducationOut(
            id=each.id,
            candidate_number=each.candidate_number,
            name=_called(names, each.person),
            followed_on=each.followed_on,
            hours=hours_of(each.quarters),
            title=each.title,
            teacher=each.teacher,
            recorded_at=each.recorded_at,
            outcome=each.outcome,
            reason=each.reason,
            judged_at=each.judged_at,
        )
        for each in found
    ]


async def how_much_waits(actor: Actor, *, now: datetime) -> int:
    """The education that waits to be judged and the renewals that wait for a route, counted: nobody's name is read."""
    return await reading.number_waiting_for(actor) + len(await _waiting(actor, now=now))


async def waiting_renewals(actor: Actor, *, now: datetime) -> list[RenewalDossierOut]:
    """The admitted renewals of the actor's body, or those whose evidence changed, with how far the holders are."""
    return [each.told for each in await named_renewals(actor, now=now)]


async def named_renewals(actor: Actor, *, now: datetime) -> list[Named[RenewalDossierOut]]:
    """The same, each with its holder's name."""
    found = await _waiting(actor, now=now)
    issued = await certificates.by_ids(renews for _, renews, _ in found)
    names = await people.names_of({held.person for held, _, _ in found})
    return [await _named(held, issued[renews], asked, names.get(held.person)) for held, renews, asked in found]


async def _waiting(actor: Actor, *, now: datetime) -> list[tuple[Held, UUID, Recertification]]:
    """Each dossier that waits, the certificate that it renews and what is asked for that."""
    versions = await reading.versions_in_force(amsterdam_day(now))
    asked = {code: version.rules.recertification for code, version in versions.items()}
    return [
        (each, each.renews, wanted)
        for each in await dossier_reading.dossiers_for(actor)
        if each.renews is not None and each.state is State.ADMITTED and (wanted := asked.get(each.scheme_code)) is not None
    ]


async def _named(held: Held, renewed: Issued, asked: Recertification, name: Name | None) -> Named[RenewalDossierOut]:
    told = RenewalDossierOut(
        dossier=held.id,
        candidate_number=held.candidate_number,
        name=str(name) if name is not None else None,
        certificate=renewed.number,
        valid_until=renewed.timeline.valid_until,
        progress=progress_out(await reading.progress_of(renewed, asked)),
    )
    return Named(told, name)


def _called(names: Mapping[UUID, Name], person: UUID) -> str | None:
    return str(names[person]) if person in names else None
