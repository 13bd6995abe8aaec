"""Every list to which people keep adding can be chosen from in one manner, or stands here with the reason why not."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from tests.config.test_lists_as_files import WITHOUT_FILES, lists, tables, templates
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import an_admin

_OF_ONE = "what belongs to one subject, on the page of that subject"
_A_PICTURE = "the figures of a picture, whose own form chooses the period or the programme"
_OWN_FORM = (
    "has a form of its own, with what only this list can be asked; its order is fixed or its own, and it has a permalink"
)

WITHOUT_FILTERS: Mapping[str, str] = {
    "advisers.html": _OWN_FORM,
    "allotment.html": _OF_ONE,
    "allotment_course.html": _A_PICTURE,
    "audit_trail.html": _OWN_FORM,
    "belonging.html": _OF_ONE,
    "certificates_over_time.html": _A_PICTURE,
    "dashboard.html": _A_PICTURE,
    "figures.html": _A_PICTURE,
    "funnel.html": _A_PICTURE,
    "keys.html": "the few keys of one account, on the page where they are made and ended",
    "municipalities.html": _OWN_FORM,
    "pass_rates.html": _A_PICTURE,
    "past_list.html": _OWN_FORM,
    "timeline.html": _OF_ONE,
}
"""Templates that draw a table of which files go out and that have no filters as all lists have, each with the reason."""

_WRONG = {"zoek": "x" * 101}
_FILTERS = re.compile(r"\bui\.list_filters\(")


def with_filters() -> set[str]:
    """The templates with the form that all lists share."""
    return {name for name, text in templates().items() if _FILTERS.search(text)}


def test_every_list_can_be_chosen_from() -> None:
    """A page with a table has the form, or says here or among those without files why not."""
    assert tables() - with_filters() - set(WITHOUT_FILTERS) - set(WITHOUT_FILES) == set()


def test_the_exceptions_are_needed() -> None:
    """Each is a page with a table of which files go out, and without the form."""
    assert set(WITHOUT_FILTERS) <= tables() - with_filters() - set(WITHOUT_FILES)


async def test_a_list_that_cannot_be_chosen_so_is_an_error(application: Any, client: httpx.AsyncClient) -> None:
    """On every list that seeks words, in both languages: its title says so first, and not that nothing was found."""
    world = await making.world()
    refused: set[str] = set()
    silent: set[str] = set()
    people = (world.owner, world.certifiers[0], world.provider, world.coordinator, world.municipality, world.auditor)
    for actor in (*people, await an_admin(), (await making.candidate()).actor):
        visitor = await browser(client, actor)
        for path in sorted(set(lists(application)) - refused):
            page = await visitor.client.get(path, params=_WRONG)
            if page.status_code == HTTPStatus.BAD_REQUEST:
                refused.add(path)
                english = await visitor.client.get(f"/en{path}", params=_WRONG)
                told = ("<title>Fout: " in page.text, "<title>Error: " in english.text, "Er is niets gevonden" not in page.text)
                if not all(told) or 'id="zoek-error"' not in page.text:
                    silent.add(path)
    assert silent == set()
    assert len(refused) > 25
