"""Organisations, partnerships and municipalities."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations import service as organisations
from registry.organisations.errors import (
    MemberAlready,
    MunicipalityComesFromReferenceData,
    OrganisationExists,
    UnknownMunicipality,
)
from registry.organisations.schemas import JoinPartnership, RegisterOrganisation
from registry.organisations.tables import Kind, Municipality, PartnershipMember
from registry.permissions import OPERATOR
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.registry import making
from tests.registry.making import NEIGHBOUR, NOW, OWN, TODAY

ONE_DAY = timedelta(days=1)


async def test_an_organisation_is_registered_once(database: None) -> None:
    """Two of one kind do not share a name; of two kinds they may."""
    made = await making.organisation(Kind.PROVIDER, "Academie")
    with pytest.raises(OrganisationExists):
        await making.organisation(Kind.PROVIDER, "Academie")
    await making.organisation(Kind.EMPLOYER, "Academie")
    [listed] = await organisations.listed(Kind.PROVIDER)
    assert (listed.id, listed.name) == (made, "Academie")
    assert await organisations.must_be(made, Kind.PROVIDER) == "Academie"
    for unknown, kind in ((made, Kind.EMPLOYER), (uuid4(), Kind.PROVIDER)):
        with pytest.raises(NotFound):
            await organisations.must_be(unknown, kind)


async def test_municipalities_are_loaded_and_not_entered(database: None) -> None:
    """Also an admin does not make up a municipality."""
    with pytest.raises(MunicipalityComesFromReferenceData):
        await making.organisation(Kind.MUNICIPALITY, "Nergenshuizen")
    assert await Municipality.count() == 0


async def test_only_an_admin_manages_organisations(database: None) -> None:
    """Nobody else registers one, or adds a member."""
    world = await making.world()
    join = JoinPartnership(municipality=OWN, valid_from=TODAY)
    for actor in (world.owner, world.municipality, world.certifiers[0], world.coordinator):
        with pytest.raises(NotAllowed):
            await organisations.register(RegisterOrganisation(kind=Kind.EMPLOYER, name="X BV"), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await organisations.join_partnership(world.organisations["partnership"], join, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await municipalities.load([], actor=actor, now=NOW)


async def test_membership_of_a_partnership_by_day(database: None) -> None:
    """From the first through the last day."""
    world = await making.world()
    partnership, own = world.organisations["partnership"], world.organisations[OWN]
    join = JoinPartnership(municipality=OWN, valid_from=TODAY, valid_to=TODAY + ONE_DAY)
    await organisations.join_partnership(partnership, join, actor=OPERATOR, now=NOW)
    found = [await organisations.partnerships_of(own, TODAY + shift * ONE_DAY) for shift in (-1, 0, 1, 2)]
    assert found == [[], [partnership], [partnership], []]


async def test_what_a_membership_is_refused_for(database: None) -> None:
    """The same one twice, a reversed period, what is no municipality, what is no partnership."""
    world = await making.world()
    partnership = world.organisations["partnership"]
    join = JoinPartnership(municipality=OWN, valid_from=TODAY)
    await organisations.join_partnership(partnership, join, actor=OPERATOR, now=NOW)
    with pytest.raises(MemberAlready):
        await organisations.join_partnership(partnership, join, actor=OPERATOR, now=NOW)
    reversed_ = JoinPartnership(municipality=NEIGHBOUR, valid_from=TODAY, valid_to=TODAY - ONE_DAY)
    with pytest.raises(Invalid):
        await organisations.join_partnership(partnership, reversed_, actor=OPERATOR, now=NOW)
    unknown = JoinPartnership(municipality="GM9999", valid_from=TODAY)
    with pytest.raises(UnknownMunicipality):
        await organisations.join_partnership(partnership, unknown, actor=OPERATOR, now=NOW)
    for nothing in (world.organisations[OWN], world.organisations["provider"], uuid4()):
        with pytest.raises(NotFound):
            await organisations.join_partnership(nothing, join, actor=OPERATOR, now=NOW)
    assert await PartnershipMember.count() == 1


async def test_municipalities_on_a_day(database: None) -> None:
    """One that ended exists through its last day, and names its successors."""
    rows = [
        Row("GM0003", "Nieuwland", "Utrecht", date(2019, 1, 1), None, ()),
        Row("GM0001", "Oudland", "Utrecht", None, date(2018, 12, 31), ("GM0003",)),
    ]
    await municipalities.load(rows, actor=OPERATOR, now=NOW)
    assert [each.code for each in await organisations.municipalities()] == ["GM0001", "GM0003"]
    for day, code in ((date(2018, 12, 31), "GM0001"), (date(2019, 1, 1), "GM0003")):
        assert [each.code for each in await organisations.municipalities(on=day)] == [code]
    old = (await organisations.municipalities())[0]
    assert (old.name, old.successor_codes) == ("Oudland", ["GM0003"])
    assert old.tooi == "https://identifier.overheid.nl/tooi/id/gemeente/gm0001"


async def test_loading_shows_and_makes_the_difference(database: None) -> None:
    """New and changed rows are loaded, a row that is missing stays and is told; loading again changes nothing."""
    one = Row("GM0001", "Oudland", "Utrecht", None, None, ())
    await municipalities.load([one], actor=OPERATOR, now=NOW)
    ended = Row("GM0001", "Oud-Land", "Zeeland", None, date(2018, 12, 31), ("GM0003",))
    new = Row("GM0003", "Nieuwland", "Utrecht", date(2019, 1, 1), None, ())
    difference = municipalities.compare(await municipalities.standing(), [new, ended])
    assert (difference.new, difference.changed, difference.missing) == ([new], [(one, ended)], [])
    await municipalities.load([new, ended], actor=OPERATOR, now=NOW)
    assert sorted(await municipalities.standing(), key=lambda row: row.code) == [ended, new]
    assert (await municipalities.load([new, ended], actor=OPERATOR, now=NOW)).is_empty
    difference = await municipalities.load([new], actor=OPERATOR, now=NOW)
    assert (difference.is_empty, difference.missing) == (True, ["GM0001"])
    assert await Municipality.count() == 2


def test_the_packaged_list() -> None:
    """Every municipality since 2006: well-formed codes, ordered periods, successors that exist and begin the day after."""
    rows = {row.code: row for row in municipalities.packaged()}
    assert len(rows) == 500
    assert sum(row.valid_to is None or row.valid_to >= TODAY for row in rows.values()) == 342
    for row in rows.values():
        assert row.valid_from is None or row.valid_to is None or row.valid_from <= row.valid_to
        for successor in row.successors:
            assert successor in rows
            assert successor != row.code
