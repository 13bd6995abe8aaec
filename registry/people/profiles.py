"""What advisers say of where they work, in which languages and on what; what was said before stays on record."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid
from registry.organisations import regions
from registry.people.names import names_of
from registry.people.own_file import consents_since, own_file
from registry.people.schemas import AdviserOut, ChangeProfile
from registry.people.tables import AdviserProfile
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.reference_data.competences import COMPETENCES
from registry.reference_data.languages import LANGUAGES
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN = {
    "provinces": Text("‘{value}’ is geen provincie.", "‘{value}’ is not a province."),
    "regions": Text("‘{value}’ is geen regio van de lijst.", "‘{value}’ is not a region on the list."),
    "languages": Text("‘{value}’ is geen taal van de lijst.", "‘{value}’ is not a language on the list."),
    "competences": Text("‘{value}’ is geen competentie van de lijst.", "‘{value}’ is not a competence on the list."),
    "specialisms": Text("‘{value}’ is geen vakgebied van de lijst.", "‘{value}’ is not a specialism on the list."),
}


async def change_profile(command: ChangeProfile, *, actor: Actor, now: datetime) -> None:
    """The adviser says where they work, in which languages and on what; it replaces what they said before.

    Raises Invalid with every value that is on no list; NotFound for who has no file.
    """
    actor.must(Permission.KEEP_OWN_FILE)
    async with transaction():
        adviser = await own_file(actor)
        known = await regions.codes()
        faults = [
            *_unknown("provinces", command.provinces, PROVINCES),
            *_unknown("regions", command.regions, known),
            *_unknown("languages", command.languages, LANGUAGES),
            *_unknown("competences", command.competences, COMPETENCES),
            *_unknown("specialisms", command.specialisms, specialisms()),
        ]
        if faults:
            raise Invalid(faults)
        profile = AdviserProfile(
            adviser=adviser.id,
            provinces=_once(command.provinces),
            regions=_once(command.regions),
            languages=_once(command.languages),
            competences=_once(command.competences),
            specialisms=_once(command.specialisms),
            recorded_at=now,
        )
        await AdviserProfile.insert(profile)
        about = About(adviser.person, command)
        await audit.record(Action.PROFILE_CHANGED, adviser.id, actor=actor, at=now, personal=about)


async def profile_of(adviser: UUID) -> ChangeProfile:
    """What the adviser said last; nothing of somebody who never said anything."""
    row = (
        await AdviserProfile.select()
        .where(AdviserProfile.adviser == adviser)
        .order_by(AdviserProfile.id, ascending=False)
        .first()
    )
    if row is None:
        return ChangeProfile()
    return ChangeProfile(**{field: row[field] for field in _UNKNOWN})


def _unknown(field: str, values: Sequence[str], known: Collection[str]) -> Iterator[Fault]:
    return (Fault(field, _UNKNOWN[field], {"value": each}) for each in values if each not in known)


def _once(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(values))


async def show_own_file(actor: Actor) -> AdviserOut:
    """The actor's own file in full; raises NotFound for who is no adviser."""
    adviser = await own_file(actor)
    said = await profile_of(adviser.id)
    given = (await consents_since([adviser.id])).get(adviser.id, {})
    return AdviserOut(
        id=adviser.id,
        person=adviser.person,
        candidate_number=adviser.candidate_number,
        name=str((await names_of([adviser.person]))[adviser.person]),
        provinces=list(said.provinces),
        regions=list(said.regions),
        languages=list(said.languages),
        competences=list(said.competences),
        specialisms=list(said.specialisms),
        consent=sorted(given),
        consent_given_at=given,
    )
