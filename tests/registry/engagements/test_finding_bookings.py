"""Finding bookings by name, and the orders in which they are shown."""

from collections.abc import Sequence

import httpx
import pytest

from registry.engagements import reading
from registry.engagements.sought import Order, Sought
from registry.permissions import Actor
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.engagements import engaged
from tests.registry.exports.saved import saved
from tests.registry.making import NOW


async def found(sought: Sought, actor: Actor) -> Sequence[reading.Engagement]:
    """The first page of what is sought."""
    shown, count = await reading.listed(sought, actor=actor, page=1)
    assert len(shown) == count
    return shown


@pytest.mark.parametrize("words", ["ozturk", "ÖZTÜRK", "elif ö", "eigenw"])
async def test_by_name(database: None, words: str) -> None:
    """A part of the adviser's or the municipality's name is enough, without accents and capitals."""
    booking = await engaged.active()
    assert len(await found(Sought(words=words), booking.world.municipality)) == 1
    assert await found(Sought(words=f"{words} niet"), booking.world.municipality) == []
    assert await found(Sought(words=words), booking.world.neighbour) == []


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
    assert "Er zijn geen boekingen gevonden" in await own.get("/boekingen?zoek=nergens")


@pytest.mark.parametrize("order", Order)
async def test_every_order_is_one(database: None, order: Order) -> None:
    """Each is known to the database, on the page and in the file."""
    booking = await engaged.active()
    assert len(await found(Sought(order=order), booking.world.municipality)) == 1
