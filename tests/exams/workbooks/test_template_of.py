"""Whose template it is: the provider's own candidates, in the version they are in, or those of one of its sittings."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from openpyxl import load_workbook

from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol
from exams.results import workbooks
from exams.sittings import service as sittings
from exams.tracks import service as tracks
from registry.accounts.tables import Account
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor, Role
from tests.conftest import Clock
from tests.exams.sittings.hall import Hall, hall
from tests.exams.tracks.school import another, version_from
from tests.registry import making
from tests.registry.making import NOW, TODAY, TRACK

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def enrol(place: Hall, given: str, family: str) -> None:
    """A new candidate of the provider."""
    command = Enrol(
        provider=place.provider,
        track=TRACK,
        enrolled_on=TODAY,
        person=RegisterPerson(given_name=given, family_name=family),
        is_somebody_else=True,
    )
    await enrolments.enrol(command, actor=place.world.provider, now=NOW)


async def rows(provider: UUID, actor: Actor, *, track: str = TRACK, sitting: UUID | None = None) -> list[tuple[Any, ...]]:
    """What is filled in already: names, part, day and examiner."""
    content = await workbooks.template(provider, track, sitting=sitting, actor=actor, now=NOW)
    sheet = load_workbook(io.BytesIO(content))["Uitslagen"]
    every = sheet.iter_rows(min_row=2, values_only=True)
    return [(row[2], row[1], row[3], row[4] and row[4].date(), row[8], row[9]) for row in every if row[0]]  # type: ignore[union-attr]


async def test_the_providers_own_candidates(database: None) -> None:
    """A row for each part of each; nothing of another provider's."""
    place = await hall()
    await enrol(place, "Willemijn", "'t Hart")
    await enrol(place, "Minh Anh", "Nguyễn")
    assert await rows(place.provider, place.world.provider) == [
        ("Willemijn", "'t Hart", "GP", None, None, None),
        ("Willemijn", "'t Hart", "IM", None, None, None),
        ("Minh Anh", "Nguyễn", "GP", None, None, None),
        ("Minh Anh", "Nguyễn", "IM", None, None, None),
    ]
    other, actor = await another(Kind.PROVIDER, Role.PROVIDER)
    assert await rows(other, actor) == []
    with pytest.raises(NotFound):
        await rows(place.provider, actor)
    with pytest.raises(NotAllowed):
        await rows(place.provider, place.world.certifiers[0])
    with pytest.raises(NotFound):
        await rows(place.provider, place.world.provider, track="onbekend")


async def test_the_version_they_are_in(database: None) -> None:
    """A newer version in which nobody is enrolled changes nothing yet."""
    place = await hall()
    await enrol(place, "Elif", "Öztürk")
    command = version_from(TODAY + timedelta(days=1), "XX")
    await tracks.publish_version(TRACK, command, actor=place.world.owner, now=NOW)
    assert {row[2] for row in await rows(place.provider, place.world.provider)} == {"GP", "IM"}


async def test_for_one_of_its_sittings(database: None) -> None:
    """Its part, day and people are filled in; a sitting of nobody, of another provider or track looks absent."""
    place = await hall()
    await enrol(place, "Elif", "Öztürk")
    command = place.sitting(invigilator=place.invigilator)
    sitting = await sittings.record_sitting(command, actor=place.world.provider, now=NOW)
    assert await rows(place.provider, place.world.provider, sitting=sitting) == [
        ("Elif", "Öztürk", "GP", TODAY, "R. Postma", "M. Groen")
    ]
    other, actor = await another(Kind.PROVIDER, Role.PROVIDER)
    for provider, who, track, wanted in (
        (place.provider, place.world.provider, TRACK, uuid4()),
        (place.provider, place.world.provider, "ander-traject", sitting),
        (other, actor, TRACK, sitting),
    ):
        with pytest.raises(NotFound):
            await rows(provider, who, track=track, sitting=wanted)


async def test_over_http(client: httpx.AsyncClient, clock: Clock) -> None:
    """The page and the API give the same workbook, for a track or a sitting."""
    clock.now = NOW
    place = await hall()
    await enrol(place, "Elif", "Öztürk")
    sitting = await sittings.record_sitting(place.sitting(), actor=place.world.provider, now=NOW)
    row = await Account.select(Account.email).where(Account.id == place.world.provider.account).first()
    assert row is not None
    signing_in = {"email": row["email"], "password": making.PASSWORD}
    await client.post("/aanmelden", data=signing_in)
    token = (await client.post("/api/v1/access-tokens", json=signing_in)).json()["accessToken"]
    page, api = "/aanleveringen/sjabloon", f"/api/v1/results-templates/{TRACK}"
    own = {"opleider": str(place.provider), "traject": TRACK}
    headers = {"Authorization": f"Bearer {token}"}
    whole = [
        await client.get(page, params=own),
        await client.get(api, params={"provider": str(place.provider)}, headers=headers),
    ]
    of_sitting = [
        await client.get(page, params=own | {"zitting": str(sitting)}),
        await client.get(api, params={"provider": str(place.provider), "sitting": str(sitting)}, headers=headers),
    ]
    for answers, count in ((whole, 2), (of_sitting, 1)):
        for answer in answers:
            assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
            sheet = load_workbook(io.BytesIO(answer.content))["Uitslagen"]
            assert sum(cell.value is not None for cell in sheet["A"][1:]) == count
    unknown = str(uuid4())
    assert (await client.get(page, params=own | {"zitting": unknown})).status_code == 404
    refused = await client.get(api, params={"provider": str(place.provider), "sitting": unknown}, headers=headers)
    assert refused.status_code == 404
