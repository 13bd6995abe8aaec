"""The life of a booking over the API: each route once as it is meant, and as it is not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import Clock
from tests.exams.entering import as_program
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import LATER
from tests.registry.making import NEIGHBOUR, NOW

TERMS = {"firstDay": "2027-01-11", "lastDay": "2027-04-30"}


async def seen(ask: Any, path: str) -> dict[str, int]:
    """What someone sends who read the booking just now."""
    return {"seen": (await ask("GET", path)).json()["happenings"]}


async def test_a_booking_from_request_to_completion(client: httpx.AsyncClient, clock: Clock) -> None:
    """Accepted, changed, worked, approved and completed; every answer as the description says."""
    booking = await engaged.requested()
    clock.now = NOW
    town, adviser = [await as_program(client, each, clock) for each in (booking.world.municipality, booking.adviser.actor)]
    theirs, own = f"/bookings/{booking.booking}", f"/own-bookings/{booking.booking}"
    assert (await adviser("POST", f"{own}/acceptance", json=await seen(adviser, own))).status_code == 204
    stale = await town("POST", f"{theirs}/cancellation", json={"seen": 1})
    assert (stale.status_code, stale.json()["type"].rpartition("/")[2]) == (409, "booking-changed-since")
    more = await town("POST", f"{theirs}/changes", json={**TERMS, "days": 13, **await seen(town, theirs)})
    assert more.status_code == 201
    change = f"changes/{more.json()['waiting']}"
    assert (await town("POST", f"{theirs}/{change}/withdrawal")).status_code == 204
    again = await town("POST", f"{theirs}/changes", json={**TERMS, "days": 13, **await seen(town, theirs)})
    change = f"changes/{again.json()['waiting']}"
    assert (await adviser("POST", f"{own}/{change}/acceptance", json=await seen(adviser, own))).status_code == 204
    less = await town("POST", f"{theirs}/changes", json={**TERMS, "days": "12.25", **await seen(town, theirs)})
    assert less.json() == {"waiting": None}
    clock.now = LATER
    town, adviser = [await as_program(client, each, clock) for each in (booking.world.municipality, booking.adviser.actor)]
    days = [await adviser("POST", f"{own}/worked-days", json={"day": f"2027-01-{day}", "days": 1}) for day in (11, 12, 13)]
    approved, rejected, gone = [each.json()["id"] for each in days]
    assert (await adviser("POST", f"{own}/worked-days/{gone}/withdrawal")).status_code == 204
    assert (await town("POST", f"{theirs}/worked-days/approval", json={"workedDays": [approved]})).status_code == 204
    no = {"workedDays": [rejected]}
    assert (await town("POST", f"{theirs}/worked-days/rejection", json=no)).status_code == 400
    assert (await town("POST", f"{theirs}/worked-days/rejection", json=no | {"reason": "whatever"})).status_code == 400
    assert (await town("POST", f"{theirs}/worked-days/rejection", json=no | {"reason": "other-day"})).status_code == 204
    assert (await town("POST", f"{theirs}/completion", json=await seen(town, theirs))).status_code == 204
    told = (await town("GET", theirs)).json()
    assert (told["state"], told["days"], told["usedDays"], told["enteredDays"]) == ("completed", "12.25", "1", "0")
    assert [each["ending"] for each in told["workedDays"]] == ["approved", "rejected", "taken-back"]
    assert [each["reason"] for each in told["workedDays"]] == [None, "other-day", None]
    assert told["history"][-1]["text"] == "De boeking werd afgerond"
    assert (await adviser("GET", own)).json() == told
    [listed] = (await town("GET", "/bookings?state=completed")).json()
    assert listed["id"] == told["id"]
    assert (await town("GET", "/bookings?state=active")).json() == []
    file = await adviser("GET", f"{own}/calendar")
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:Inzet voor Eigenwaard" in file.content
    assert (await town("GET", f"{theirs}/calendar")).status_code == 200


async def test_time_and_ties(client: httpx.AsyncClient, clock: Clock) -> None:
    """Stated, read and ended by the adviser."""
    booking = await engaged.requested()
    clock.now = NOW
    adviser = await as_program(client, booking.adviser.actor, clock)
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "0.5") | {"friday": 0}
    assert (await adviser("POST", "/own-availability", json={"firstDay": "2027-01-01", **week})).status_code == 204
    [stated] = (await adviser("GET", "/own-availability")).json()
    assert (stated["monday"], stated["friday"], stated["lastDay"]) == ("0.5", "0", None)
    made = await adviser("POST", "/own-ties", json={"municipality": NEIGHBOUR, "validFrom": "2027-01-01"})
    assert made.status_code == 201
    way = f"/own-ties/{made.json()['id']}/ending"
    assert (await adviser("POST", way, json={"lastDay": "2026-12-31"})).status_code == 400
    assert (await adviser("POST", way, json={"lastDay": "2027-12-31"})).status_code == 204
    [tie] = (await adviser("GET", "/own-ties")).json()
    assert (tie["organisationName"], tie["validTo"]) == ("Buurland", "2027-12-31")


async def test_others_find_nothing(client: httpx.AsyncClient, clock: Clock) -> None:
    """To another municipality and another adviser every route of the booking answers 404; without the right role 403."""
    booking = await engaged.active()
    day = await booking.enter(engaged.WORKED[0])
    stranger = await making.candidate("Anna", "Ander")
    clock.now = LATER
    theirs, own = f"/bookings/{booking.booking}", f"/own-bookings/{booking.booking}"
    change = uuid4()
    routes = [
        ("GET", theirs, None),
        ("GET", f"{theirs}/calendar", None),
        ("POST", f"{theirs}/cancellation", {"seen": 3}),
        ("POST", f"{theirs}/completion", {"seen": 3}),
        ("POST", f"{theirs}/changes", {**TERMS, "days": 10, "seen": 3}),
        ("POST", f"{theirs}/changes/{change}/withdrawal", None),
        ("POST", f"{theirs}/worked-days/approval", {"workedDays": [str(day)]}),
        ("POST", f"{theirs}/worked-days/rejection", {"workedDays": [str(day)], "reason": "other-day"}),
        ("GET", own, None),
        ("GET", f"{own}/calendar", None),
        ("POST", f"{own}/acceptance", {"seen": 3}),
        ("POST", f"{own}/refusal", {"seen": 3}),
        ("POST", f"{own}/changes/{change}/acceptance", {"seen": 3}),
        ("POST", f"{own}/changes/{change}/refusal", {"seen": 3}),
        ("POST", f"{own}/worked-days", {"day": "2027-01-12", "days": 1}),
        ("POST", f"{own}/worked-days/{day}/withdrawal", None),
    ]
    neighbour, other, coordinator = [
        await as_program(client, each, clock) for each in (booking.world.neighbour, stranger.actor, booking.world.coordinator)
    ]
    for method, path, body in routes:
        whoever = other if path.startswith("/own") else neighbour
        assert (await whoever(method, path, json=body)).status_code == 404, path
        assert (await coordinator(method, path, json=body)).status_code == 403, path
        assert (await client.request(method, f"/api/v1{path}", json=body)).status_code == 401, path


@pytest.mark.parametrize("days", ["NaN", "1e400", "-1", "0", "2.1", 10**30, None, [], "x"])
async def test_bad_numbers_are_told(client: httpx.AsyncClient, clock: Clock, days: object) -> None:
    """Whatever is sent as days: 400, never an error of ours."""
    booking = await engaged.active()
    clock.now = LATER
    town, adviser = [await as_program(client, each, clock) for each in (booking.world.municipality, booking.adviser.actor)]
    sent = await town("POST", f"/bookings/{booking.booking}/changes", json={**TERMS, "days": days, "seen": 2})
    assert sent.status_code == 400
    sent = await adviser("POST", f"/own-bookings/{booking.booking}/worked-days", json={"day": "2027-01-12", "days": days})
    assert sent.status_code == 400
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), days if days != "0" else 2)
    assert (await adviser("POST", "/own-availability", json={"firstDay": "2027-03-01", **week})).status_code == 400


@pytest.mark.parametrize("count", [-1, 10**12, "x", None, 1.5])
async def test_bad_seen(client: httpx.AsyncClient, clock: Clock, count: object) -> None:
    """What was seen is a number of things that happened."""
    booking = await engaged.active()
    clock.now = LATER + timedelta(minutes=1)
    town = await as_program(client, booking.world.municipality, clock)
    assert (await town("POST", f"/bookings/{booking.booking}/cancellation", json={"seen": count})).status_code == 400
