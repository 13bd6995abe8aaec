"""Uploads as a program sends them: the same rules, each answer in JSON, and once per Idempotency-Key."""

from datetime import timedelta
from uuid import UUID

import httpx
from msgspec import to_builtins

from config.demo import cast
from exams.results.history import CorrectionReason
from exams.results.tables import Result, Upload
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from tests.conftest import Clock
from tests.exams.entering import Ask, as_program
from tests.exams.uploads.ground import AT, PLACE, Ground, accepted, file_of, ground, row, with_certificates
from tests.registry import making

LATER = AT + timedelta(days=10)
FIRST = "EA000101-45"
TWO = file_of([row(FIRST, "GP", "60"), row("EA000102-42", "GP", "70")])


async def program(client: httpx.AsyncClient, clock: Clock, here: Ground) -> Ask:
    """A program of the secretary's colleague."""
    clock.now = LATER
    return await as_program(client, here.colleague, clock)


async def another(provider: UUID) -> Actor:
    """One more account for a provider."""
    return await making.account(await making.person("Dirk"), Role.PROVIDER, provider)


async def sent(ask: Ask, here: Ground, content: bytes) -> httpx.Response:
    """A file by a program."""
    form = {"provider": str(here.provider), "track": cast.TRACK}
    return await ask("POST", "/uploads", data=form, files={"file": ("uitslagen.csv", content)})


def places(preview: dict[str, object]) -> dict[str, object]:
    """A place for every sitting that the preview proposes."""
    proposed = preview["sittings"]
    assert isinstance(proposed, list)
    return {each["key"]: to_builtins(PLACE) for each in proposed}


async def test_a_program_uploads_accepts_and_takes_back(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """Each step answers what came of it, and the list says how the upload stands."""
    here = await ground()
    ask = await program(client, clock, here)
    answer = await sent(ask, here, TWO)
    assert answer.status_code == 201
    way = f"/uploads/{answer.json()['upload']['id']}"
    missing = await ask("POST", f"{way}/acceptance", json={})
    assert missing.status_code == 400
    assert [each["location"] for each in missing.json()["errors"]] == [f"places.{key}" for key in places(answer.json())]
    odd = await ask("POST", f"{way}/acceptance", json={"places": {"x": {}}, "reason": "geen"})
    assert odd.status_code == 400
    done = await ask("POST", f"{way}/acceptance", json={"places": places(answer.json())})
    assert done.status_code == 201
    assert done.json() == {
        "state": "accepted",
        "recorded": 2,
        "corrected": 0,
        "setAside": 0,
        "reviews": 0,
        "completed": [],
        "mayConfirm": [],
    }
    again = await ask("POST", f"{way}/acceptance", json={"places": places(answer.json())})
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "upload-accepted-before")
    foreseen = await ask("GET", f"{way}/retraction")
    assert foreseen.json() == {"takenBack": 2, "kept": [], "reviews": []}
    back = await ask("POST", f"{way}/retraction", json={"reason": "wrong-file"})
    assert (back.status_code, back.json()) == (
        201,
        {"state": "retracted", "takenBack": 2, "kept": [], "reviews": 0, "dossiersReopened": 0},
    )
    [listed] = (await ask("GET", "/uploads")).json()
    assert (listed["state"], listed["retractionReason"], listed["recorded"]) == ("retracted", "wrong-file", 2)
    assert (listed["track"], listed["version"], listed["providerName"]) == (cast.TRACK, 1, "Academie e-Overheid")


async def test_what_stays_says_why(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """A result that a later file corrected is named with its candidate, its part and the reason in words."""
    here = await ground()
    upload = await accepted(here, here.sent(TWO))
    await accepted(here, here.sent(file_of([row(FIRST, "GP", "61")])), at=LATER, reason=CorrectionReason.TYPING_ERROR)
    ask = await program(client, clock, here)
    back = await ask("POST", f"/uploads/{upload}/retraction", json={"reason": "wrong-results"})
    assert back.json()["takenBack"] == 1
    text = "een ander bestand heeft deze uitslag later gewijzigd"
    assert back.json()["kept"] == [{"candidateNumber": FIRST, "part": "GP", "why": "corrected-later", "text": text}]


async def test_under_one_key_it_is_done_once(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """Upload, acceptance and retraction sent again under their key are answered as before, and change nothing more."""
    here = await ground()
    ask = await program(client, clock, here)
    client.headers["Idempotency-Key"] = "a"
    first, again = [await sent(ask, here, TWO) for _ in range(2)]
    assert (first.json(), again.headers["Idempotent-Replayed"]) == (again.json(), "true")
    assert await Upload.count() == 1
    way = f"/uploads/{first.json()['upload']['id']}"
    for key, path, body in (
        ("b", "acceptance", {"places": places(first.json())}),
        ("c", "retraction", {"reason": "other"}),
    ):
        client.headers["Idempotency-Key"] = key
        one, two = [await ask("POST", f"{way}/{path}", json=body) for _ in range(2)]
        assert (one.status_code, one.json(), two.status_code) == (201, two.json(), 201)
        assert two.headers["Idempotent-Replayed"] == "true"
    assert await Result.count() == 4
    reused = await ask("POST", f"{way}/retraction", json={"reason": "wrong-file"})
    assert reused.status_code == 422


async def test_a_second_person_confirms_or_declines(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """The first answer names who can; declining takes the proposal away, and confirming records it."""
    here = await with_certificates()
    clock.now = LATER
    one = await as_program(client, here.colleague, clock)
    two = await as_program(client, await another(here.provider), clock)
    way = f"/uploads/{(await sent(one, here, file_of([row(FIRST, 'GP', '91,5')]))).json()['upload']['id']}"
    nothing = await two("DELETE", f"{way}/acceptance")
    assert nothing.status_code == 409
    choices = {"reason": "objection", "explanation": "Bezwaar gegrond"}
    for declined in (True, False):
        proposed = await one("POST", f"{way}/acceptance", json=choices)
        assert (proposed.status_code, proposed.json()["state"]) == (201, "waiting-for-second-person")
        assert len(proposed.json()["mayConfirm"]) == 2
        alone = await one("POST", f"{way}/acceptance", json=choices)
        assert (alone.status_code, alone.json()["type"].rpartition("/")[2]) == (409, "upload-needs-second-person")
        assert (await two("GET", "/uploads")).json()[0]["state"] == "waiting-for-second-person"
        if declined:
            assert (await two("DELETE", f"{way}/acceptance")).status_code == 204
    confirmed = await two("POST", f"{way}/acceptance", json={})
    assert (confirmed.json()["state"], confirmed.json()["corrected"], confirmed.json()["reviews"]) == ("accepted", 1, 1)


async def test_headings_of_ones_own_are_remembered(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """Said once, the next file is read so; until it is forgotten."""
    here = await ground()
    ask = await program(client, clock, here)
    content = TWO.replace(b"Opmerking", b"Kleur stoel")
    unknown = (await sent(ask, here, content)).json()
    assert [each["heading"] for each in unknown["unknownHeadings"]] == ["Kleur stoel"]
    mine = f"/heading-mappings?provider={here.provider}"
    said = await ask("PUT", mine, json={"headings": {"Kleur stoel": None}})
    assert said.status_code == 204
    [kept] = (await ask("GET", mine)).json()
    assert (kept["heading"], kept["field"]) == ("kleurstoel", None)
    assert (await sent(ask, here, content)).json()["acceptable"]
    assert (await ask("DELETE", f"{mine}&heading=Kleur stoel")).status_code == 204
    assert not (await sent(ask, here, content)).json()["acceptable"]


async def test_another_providers_upload_is_not_found(client: httpx.AsyncClient, clock: Clock, database: None) -> None:
    """Whatever is asked of it."""
    here = await ground()
    upload = await accepted(here, here.sent(TWO))
    clock.now = LATER
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    stranger = await as_program(client, await another(other), clock)
    answers = [
        await stranger("POST", f"/uploads/{upload}/acceptance", json={}),
        await stranger("DELETE", f"/uploads/{upload}/acceptance"),
        await stranger("GET", f"/uploads/{upload}/retraction"),
        await stranger("POST", f"/uploads/{upload}/retraction", json={"reason": "other"}),
        await stranger("GET", f"/heading-mappings?provider={here.provider}"),
        await stranger("PUT", f"/heading-mappings?provider={here.provider}", json={"headings": {"x": None}}),
        await sent(stranger, here, TWO),
    ]
    assert {each.status_code for each in answers} == {404}
    assert (await stranger("GET", "/uploads")).json() == []
