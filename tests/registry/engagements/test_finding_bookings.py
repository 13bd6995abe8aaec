"""Finding bookings by name, and the orders in which they are shown."""

from collections.abc import Sequence

import httpx
import pytest

from registry.engagements import reading, scope
from registry.engagements.seeking import BOOKINGS
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.engagements import engaged
from tests.registry.exports.saved import saved
from tests.registry.making import NOW


async def found(choice: Choice, actor: Actor) -> Sequence[reading.Engagement]:
    """The first page of what was chosen."""
    page = await reading.page_of(choice, await scope.of_municipality(actor))
    assert len(page.rows) == page.count
    return page.rows


@pytest.mark.parametrize("words", ["ozturk", "ÖZTÜRK", "elif ö", "eigenw"])
async def test_by_name(database: None, words: str) -> None:
    """A part of the adviser's or the municipality's name is enough, without accents and capitals."""
    booking = await engaged.active()
    assert len(await found(Choice(words=words), booking.world.municipality)) == 1
    assert await found(Choice(words=f"{words} niet"), booking.world.municipality) == []
    assert await found(Choice(words=words), booking.world.neighbour) == []


async def test_a_list_says_how_it_is_ordered(client: httpx.AsyncClient, clock: Clock) -> None:
    """In the heading of its column, which leads to the other direction and keeps what was sought; an unknown order is none."""
    clock.now = NOW
    booking = await engaged.active()
    own = await browser(client, booking.world.municipality)
    for order, asked, other in (("begin", "ascending", "begin-laatste"), ("begin-laatste", "descending", "begin")):
        page = await own.get(f"/boekingen?zoek=elif&volgorde={order}")
        assert f'aria-sort="{asked}"' in page
        assert f'href="?zoek=elif&volgorde={other}"' in page
    assert "aria-sort" not in await own.get("/boekingen?volgorde=id;drop")
    assert "/boekingen?zoek=elif&volgorde=einde&bestand=xlsx" in await own.get("/boekingen?zoek=elif&volgorde=einde")
    assert len((await saved(own.client, "/boekingen?zoek=elif&volgorde=einde")).rows) == 1
    assert (await saved(own.client, "/boekingen?zoek=nergens")).rows == []
    assert "Er is niets gevonden" in await own.get("/boekingen?zoek=nergens")


@pytest.mark.parametrize("order", BOOKINGS.orders)
async def test_every_order_is_one(database: None, order: str) -> None:
    """Each is known to the database, on the page and in the file."""
    booking = await engaged.active()
    assert len(await found(Choice(order=order), booking.world.municipality)) == 1
