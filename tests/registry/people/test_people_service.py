"""People and advisers: registering, their own file, profile, consent and employers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.errors import Invalid, NotAllowed, NotFound
from registry.people import service as people
from registry.people.errors import EmploymentRecorded
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment, RegisterPerson
from registry.people.tables import Adviser, ConsentEvent, Person
from registry.permissions import OPERATOR, Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY

ONE_DAY = timedelta(days=1)


async def test_candidate_numbers_count_on(database: None) -> None:
    """Each new file has the next number; asking for a file again gives the same one."""
    one, two = await making.candidate(), await making.candidate("Jan", "Janssen")
    numbers = [(await people.show_own_file(each.actor)).candidate_number for each in (one, two)]
    assert [number[:2] for number in numbers] == ["EA", "EA"]
    assert int(numbers[1][2:8]) == int(numbers[0][2:8]) + 1
    async with transaction() as connection:
        again = await people.open_file(one.person, connection=connection, actor=OPERATOR, now=NOW)
    assert again.id == one.adviser
    assert await Adviser.count() == 2


async def test_an_advisers_own_file(database: None) -> None:
    """What they said of themselves, and nothing of others; who is no adviser has no file."""
    world, elif_ = await making.world(), await making.candidate()
    await making.candidate("Jan", "Janssen")
    profile = ChangeProfile(provinces=["Utrecht"], specialisms=["bag", "zaakgericht-werken"])
    await people.change_profile(profile, actor=elif_.actor, now=NOW)
    shown = await people.show_own_file(elif_.actor)
    assert (shown.id, shown.person, shown.name) == (elif_.adviser, elif_.person, "Elif Öztürk")
    assert (shown.provinces, shown.specialisms) == (["Utrecht"], ["bag", "zaakgericht-werken"])
    assert shown.consent == [PublicField.NAME]
    for actor in (world.municipality, OPERATOR):
        with pytest.raises(NotFound):
            await people.show_own_file(actor)


async def test_every_unknown_value_of_a_profile_at_once(database: None) -> None:
    """All are named, and nothing is changed."""
    elif_ = await making.candidate()
    profile = ChangeProfile(provinces=["Utrecht", "Atlantis", "Friesland"], specialisms=["bag", "toveren"])
    with pytest.raises(Invalid) as refused:
        await people.change_profile(profile, actor=elif_.actor, now=NOW)
    told = [(fault.field, fault.facts["value"]) for fault in refused.value.faults]
    assert told == [("provinces", "Atlantis"), ("provinces", "Friesland"), ("specialisms", "toveren")]
    assert (await people.show_own_file(elif_.actor)).provinces == []


async def test_consent_is_given_and_withdrawn(database: None) -> None:
    """Of each field the latest counts; what does not change leaves no event."""
    elif_ = await making.candidate()
    for fields in (
        [PublicField.NAME, PublicField.EMPLOYER],
        [PublicField.EMPLOYER],
        [],
        [PublicField.NAME],
        [PublicField.NAME],
    ):
        await people.change_consent(ChangeConsent(fields=fields), actor=elif_.actor, now=NOW)
        assert await people.consents([elif_.adviser]) == ({elif_.adviser: frozenset(fields)} if fields else {})
    assert await ConsentEvent.count().where(ConsentEvent.adviser == elif_.adviser) == 5
    assert await people.consents([]) == {}


async def test_only_advisers_keep_a_file(database: None) -> None:
    """Nobody else changes a profile or consent, also not for someone else."""
    world = await making.world()
    for actor in (world.provider, world.certifiers[0], OPERATOR, world.municipality):
        with pytest.raises(NotAllowed):
            await people.change_profile(ChangeProfile(provinces=[], specialisms=[]), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await people.change_consent(ChangeConsent(fields=[]), actor=actor, now=NOW)
    without_file = await making.account(await making.person(), Role.ADVISER)
    with pytest.raises(NotFound):
        await people.change_consent(ChangeConsent(fields=[]), actor=without_file, now=NOW)


async def test_who_works_where_on_a_day(database: None) -> None:
    """From the first through the last day."""
    world, elif_ = await making.world(), await making.person()
    employer = world.organisations["employer"]
    job = RecordEmployment(employer=employer, valid_from=TODAY, valid_to=TODAY + ONE_DAY)
    await people.record_employment(elif_, job, actor=OPERATOR, now=NOW)
    found = [bool(await people.employers_of(elif_, TODAY + shift * ONE_DAY)) for shift in (-1, 0, 1, 2)]
    assert found == [False, True, True, False]
    open_ended = RecordEmployment(employer=employer, valid_from=date(2027, 1, 1))
    await people.record_employment(elif_, open_ended, actor=OPERATOR, now=NOW)
    assert await people.employers_of(elif_, date(2099, 1, 1)) == {employer}


async def test_what_an_employment_is_refused_for(database: None) -> None:
    """The same one twice, a reversed period, an unknown person or employer, someone who may not."""
    world, elif_ = await making.world(), await making.person()
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=TODAY)
    await people.record_employment(elif_, job, actor=OPERATOR, now=NOW)
    with pytest.raises(EmploymentRecorded):
        await people.record_employment(elif_, job, actor=OPERATOR, now=NOW)
    reversed_ = RecordEmployment(employer=job.employer, valid_from=TODAY, valid_to=TODAY - ONE_DAY)
    with pytest.raises(Invalid) as refused:
        await people.record_employment(elif_, reversed_, actor=OPERATOR, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["validTo"]
    with pytest.raises(NotFound):
        await people.record_employment(uuid4(), job, actor=OPERATOR, now=NOW)
    nowhere = RecordEmployment(employer=uuid4(), valid_from=TODAY)
    with pytest.raises(NotFound):
        await people.record_employment(elif_, nowhere, actor=OPERATOR, now=NOW)
    with pytest.raises(NotAllowed):
        await people.record_employment(elif_, job, actor=world.provider, now=NOW)


async def test_only_an_admin_registers_people(database: None) -> None:
    """Providers enrol candidates; they do not register whom they like."""
    world = await making.world()
    before = await Person.count()
    with pytest.raises(NotAllowed):
        await people.register(RegisterPerson(given_name="A", family_name="B"), actor=world.provider, now=BEFORE)
    assert await Person.count() == before


async def test_locking_an_adviser(database: None) -> None:
    """Locking gives the person; one that does not exist is not found."""
    elif_ = await making.candidate()
    async with transaction() as connection:
        assert await people.lock(elif_.adviser, connection=connection) == elif_.person
        with pytest.raises(NotFound):
            await people.lock(uuid4(), connection=connection)
    assert await people.persons_of([elif_.adviser]) == {elif_.adviser: elif_.person}
    assert await people.persons_of([]) == {}
    assert await people.names_of([]) == {}
