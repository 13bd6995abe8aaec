"""Every list goes out as files: on each page with a table, or for a reason that stands here."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from config.templating import template_folders
from registry.exports.answering import ASKED, FileKind
from tests.config.test_guards import handlers
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import an_admin

_OF_ONE = "part of one subject, on the page of that subject"
_BEFORE_ACCEPTING = "what would happen, before somebody accepts it"
_OWN = "one person's own few, on the page where they enter, ask or end them"
_FIXED = "a fixed handful"

WITHOUT_FILES: Mapping[str, str] = {
    "account_administering.html": _OF_ONE,
    "adviser_booking.html": _OF_ONE,
    "availability.html": _OWN,
    "candidate_new.html": "those who may be the candidate, to choose from in a form",
    "certificate_list_checked.html": "goes out by the form above it, which holds the numbers that were asked",
    "dossier.html": _OF_ONE,
    "dossiers_together.html": "dossiers to tick; as files they are on /dossiers",
    "dossiers_together_outcomes.html": _OF_ONE,
    "dossiers_together_preview.html": _BEFORE_ACCEPTING,
    "enrolment_file.html": _BEFORE_ACCEPTING,
    "erasure.html": _BEFORE_ACCEPTING,
    "evaluation_averages.html": _FIXED + ": four competences",
    "intake.html": _OF_ONE,
    "intake_list_seen.html": _BEFORE_ACCEPTING,
    "integrity_case.html": _OF_ONE,
    "managed_certificate.html": _OF_ONE,
    "measure.html": _OF_ONE,
    "measure_outcomes.html": _OF_ONE,
    "measure_preview.html": _BEFORE_ACCEPTING,
    "open_data.html": "the files themselves",
    "own_account.html": _OWN,
    "own_booking.html": _OF_ONE,
    "own_details.html": _FIXED + ": the fields that can be shown",
    "own_dossiers.html": _OWN,
    "own_equivalence.html": _OWN,
    "own_renewals.html": _OWN,
    "own_self_reports.html": _OWN,
    "programme.html": _OF_ONE,
    "public_log.html": _FIXED + ": who puts a signature under the log",
    "reorganisation.html": _BEFORE_ACCEPTING,
    "retraction.html": _BEFORE_ACCEPTING,
    "review.html": _OF_ONE,
    "saved_filters.html": _OWN,
    "scheme_version.html": _OF_ONE,
    "schemes.html": _FIXED + ": the versions of each scheme, public and in the API",
    "takeover.html": _OF_ONE,
    "takeover_faults.html": _BEFORE_ACCEPTING,
    "ties.html": _OWN,
    "track.html": _OF_ONE,
    "tracks.html": _FIXED + ": the tracks that hold now, public and in the API",
    "trail_check.html": "an answer of this moment; the entries themselves go out from /logboek",
    "upload_lists.html": _OF_ONE,
    "upload_open.html": _BEFORE_ACCEPTING,
}
"""Templates that draw a table and offer no files, each with the reason."""

_TABLE, _FILES = re.compile(r"\bui\.table\("), re.compile(r"\bui\.(?:export_links|list_end)\(")


def templates() -> dict[str, str]:
    """The text of each template of a page, by name."""
    found = (path for folder in template_folders() for path in Path(folder).glob("*.html"))
    return {path.name: path.read_text() for path in found}


def tables() -> set[str]:
    """The templates that draw a table."""
    return {name for name, text in templates().items() if _TABLE.search(text)}


def with_files() -> set[str]:
    """The templates that offer a list as files."""
    return {name for name, text in templates().items() if _FILES.search(text)}


def test_every_list_offers_files() -> None:
    """A page with a table offers its rows as files, or says here why not."""
    assert tables() - with_files() - set(WITHOUT_FILES) == set()


def test_the_exceptions_are_needed() -> None:
    """Each is a page with a table that offers no files."""
    assert set(WITHOUT_FILES) <= tables() - with_files()


def lists(application: Any) -> list[str]:
    """The addresses at which a list can be asked as a file, but for those of one subject."""
    found = {
        path
        for path, handler in handlers(application.application)
        if "GET" in getattr(handler, "http_methods", ()) and "{" not in path
        for field in handler.parsed_fn_signature.parameters.values()
        if getattr(field.kwarg_definition, "name", None) == ASKED
    }
    return sorted(path for path in found if not path.startswith("/en/"))


async def test_each_list_goes_out(application: Any, client: httpx.AsyncClient) -> None:
    """To whoever may see the page, in every kind of file, with as many rows as are told; to others as the page is refused."""
    asked, given = lists(application), set()
    world = await making.world()
    people = (world.owner, world.certifiers[0], world.provider, world.coordinator, world.municipality, world.auditor)
    for actor in (*people, await an_admin(), (await making.candidate()).actor):
        visitor = await browser(client, actor)
        for path in asked:
            page = await visitor.client.get(path)
            saved = await visitor.client.get(path, params={ASKED: FileKind.JSON.value})
            assert saved.status_code == page.status_code, path
            if page.status_code == HTTPStatus.OK and path not in given:
                given.add(path)
                assert saved.headers["x-total-count"] == str(saved.json()["total"]), path
                others = [await visitor.client.get(path, params={ASKED: kind.value}) for kind in FileKind]
                assert {answer.status_code for answer in others} == {HTTPStatus.OK}, path
    assert given == set(asked)
    assert len(asked) > 30
