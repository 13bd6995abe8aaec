"""A list asked as a file by every way that there is to choose."""

from typing import Any

import httpx

from registry.sieves.choosing import Choice
from registry.sieves.offer import Offer
from registry.sieves.sieve import Sieve
from tests.registry.exports.saved import saved

_EVER = ("2000-01-01", "2999-12-31")


async def found_by_any_choice(client: httpx.AsyncClient, path: str, of_list: Sieve[Any] | Offer[Any], words: str) -> list[Any]:
    """Every row that comes out for whoever asks, by each stand and order, with and without these words and a period."""
    stands, orders = ("", *of_list.stands), ("", *of_list.orders)
    choices = [Choice(stand, each) for stand in stands for each in ("", words)]
    choices += [Choice(stand, "", *_EVER, order) for stand in ("", "alles") for order in orders]
    return [row for choice in choices for row in (await saved(client, path + choice.address)).rows]
