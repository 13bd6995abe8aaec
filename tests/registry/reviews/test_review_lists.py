"""Reviews as files on the address of their page."""

import httpx

from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.reviews.seeking import REVIEWS
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.reviews.test_review_pages import reviewed


async def test_the_reviews_of_a_body(client: httpx.AsyncClient) -> None:
    """The open ones, or those that were closed; of another body there are none."""
    world = await making.world()
    number, review = await reviewed(world)
    own = await browser(client, world.certifiers[0])
    opened = await saved(own.client, "/herbeoordelingen")
    [row] = opened.rows
    assert (row["certificate"], row["cause"], row["outcome"], row["reference"]) == (
        number,
        "upload-retracted",
        None,
        str(review),
    )
    assert opened.stamp["state"] == "Open herbeoordelingen"
    assert "/herbeoordelingen?bestand=xlsx" in await own.get("/herbeoordelingen")
    assert (await saved(own.client, "/herbeoordelingen?stand=afgerond")).rows == []
    body = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    other = await browser(client, await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, body))
    assert await found_by_any_choice(other.client, "/herbeoordelingen", REVIEWS, "c") == []
