"""Candidates of a provider as files on the address of their page."""

import httpx

from exams.enrolments.seeking import CANDIDATES, FILES
from registry.people.schemas import RegisterPerson
from tests.exams.enrolments.classroom import classroom, neighbour
from tests.exams.enrolments.test_enrolment_files import accept, send
from tests.exams.entering import in_browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import TODAY, TRACK


async def test_the_candidates_of_a_provider(client: httpx.AsyncClient) -> None:
    """As searched, by number; of another provider there are none."""
    room = await classroom()
    await room.enrol()
    other = RegisterPerson(given_name="Elif", family_name="Öztürk")
    await room.enrol(other)
    next_door = await neighbour(room)
    own = await in_browser(client, room.actor)
    rows = (await saved(own.client, "/kandidaten")).rows
    assert [(row["name"], row["trainingTrack"], row["enrolledOn"], row["trainers"]) for row in rows] == [
        ("Jan Janssen", TRACK, str(TODAY), None),
        ("Elif Öztürk", TRACK, str(TODAY), None),
    ]
    found = await saved(own.client, "/kandidaten?zoek=ozturk")
    assert ([row["name"] for row in found.rows], found.stamp["words"]) == (["Elif Öztürk"], "ozturk")
    assert "/kandidaten?zoek=ozturk&bestand=xlsx" in await own.get("/kandidaten?zoek=ozturk")
    assert [row["name"] for row in (await saved(own.client, "/kandidaten?volgorde=naam-omgekeerd")).rows] == [
        "Elif Öztürk",
        "Jan Janssen",
    ]
    another = await in_browser(client, next_door.actor)
    assert await found_by_any_choice(another.client, "/kandidaten", CANDIDATES, "ozturk") == []


async def test_the_files_of_a_provider(client: httpx.AsyncClient) -> None:
    """How each stands, never what is in it; of another provider there are none."""
    room = await classroom()
    next_door = await neighbour(room)
    seen = await send(room)
    own = await in_browser(client, room.actor)
    [row] = (await saved(own.client, "/kandidaten/bestanden")).rows
    assert (row["file"], row["trainingProvider"], row["trainingTrack"], row["state"], row["reference"]) == (
        "inschrijvingen.csv",
        "De provider",
        TRACK,
        "waits",
        str(seen.file.id),
    )
    assert "/kandidaten/bestanden?bestand=xlsx" in await own.get("/kandidaten/bestanden")
    await accept(room, seen)
    [row] = (await saved(own.client, "/kandidaten/bestanden")).rows
    assert row["state"] == "accepted"
    another = await in_browser(client, next_door.actor)
    assert await found_by_any_choice(another.client, "/kandidaten/bestanden", FILES, "x") == []
