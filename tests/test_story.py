"""The story of DESIGN §5, steps 1 to 7, over HTTP and with the sample files, as its people would live it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import openpyxl
from msgspec import to_builtins

from config.demo import cast
from registry.accounts import passwords
from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.bookings.checks import CheckCode
from registry.days import amsterdam_day
from registry.engagements import following
from registry.messages import inbox
from registry.messages.rules import Kind as Told
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import NEEDS_SECOND_FACTOR, OPERATOR, Role
from registry.reference_data import municipalities
from tests.conftest import Clock
from tests.registry.credentials import credentials
from tests.registry.making import set_up_second_factor

ADVISER = "adviseur-101"
PASSWORD = "een zin van een paar woorden"
NAJAAR, HERKANSING, ROMMELIG = "uitslagen-najaar.xlsx", "uitslagen-herkansing.csv", "uitslagen-rommelig.xlsx"


class Town:
    """The people of the story, each with their own token, speaking to the API."""

    def __init__(self, client: httpx.AsyncClient, clock: Clock) -> None:
        self.client = client
        self.clock = clock
        self.organisations: dict[str, str] = {}
        self.persons: dict[str, str] = {}
        self.tokens: dict[tuple[str, datetime], str] = {}

    async def say(self, who: str, method: str, path: str, *, expect: int = 200, **more: Any) -> Any:
        """One request by someone; returns the body."""
        headers = {"Authorization": f"Bearer {await self.token(who)}"}
        answer = await self.client.request(method, f"/api/v1{path}", headers=headers, **more)
        assert answer.status_code == expect, answer.text
        is_json = "json" in answer.headers.get("content-type", "")
        return answer.json() if is_json else answer.content

    async def token(self, who: str) -> str:
        """Someone's access token, as long as the clock stands still."""
        key = (who, self.clock.now)
        if key not in self.tokens:
            fields = await credentials(self.client, f"{who}@test.example", PASSWORD)
            signed = await self.client.post("/api/v1/access-tokens", json=fields)
            self.tokens[key] = signed.json()["accessToken"]
        return self.tokens[key]

    async def do(self, who: str, path: str, body: object, *, expect: int = 201) -> Any:
        """Someone posts a body."""
        return await self.say(who, "POST", path, expect=expect, json=to_builtins(body, str_keys=True))

    async def upload(self, name: str, content: bytes, *, expect: int = 201) -> Any:
        """The provider uploads a file."""
        form = {"provider": self.organisations["provider"], "track": cast.TRACK}
        return await self.say("opleider", "POST", "/uploads", expect=expect, data=form, files={"file": (name, content)})

    async def accept(self, seen: Any, *, expect: int = 201) -> Any:
        """The provider accepts an upload as it is judged now; every new sitting was in Utrecht."""
        way = f"/uploads/{seen['upload']['id']}"
        now = await self.say("opleider", "GET", way)
        places = {sitting["key"]: {"place": "Utrecht"} for sitting in now["sittings"]}
        return await self.do("opleider", f"{way}/acceptance", {"places": places}, expect=expect)


async def test_the_story(client: httpx.AsyncClient, clock: Clock, sample: Callable[[str], bytes]) -> None:
    """Results go in, certificates come out, an adviser is on the public list and a booking is held to its days."""
    town = Town(client, clock)
    await the_first_admin(clock)
    await everyone_gets_an_account(town)
    await step_1_the_scheme_is_published(town)
    await step_2_the_twelve_are_enrolled_and_admitted(town)
    await step_3_results_are_uploaded(town, sample)
    await step_4_dossiers_are_decided_independently(town)
    number = await step_5_the_adviser_stands_on_the_public_list(town)
    await step_6_krimpenerwaard_books_within_its_days(town, number)
    await step_7_the_certificate_is_suspended_and_reinstated(town, number)


async def the_first_admin(clock: Clock) -> None:
    """The first admin comes by the command line, and so do the municipalities."""
    clock.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    argon2 = passwords.cheapest()
    await municipalities.load(municipalities.packaged(), actor=OPERATOR, now=clock.now)
    command = RegisterOrganisation(kind=Kind.OPERATOR, name="Beheer")
    operator = await organisations.register(command, actor=OPERATOR, now=clock.now)
    person = await people.register(RegisterPerson(given_name="Bea", family_name="Heerder"), actor=OPERATOR, now=clock.now)
    create = CreateAccount(person=person, email="beheer@test.example", password=PASSWORD)
    account = await accounts.create(create, passwords=argon2, actor=OPERATOR, now=clock.now)
    await accounts.grant(account, GrantRole(role=Role.ADMIN, organisation=operator), actor=OPERATOR, now=clock.now)
    await set_up_second_factor(account)


async def everyone_gets_an_account(town: Town) -> None:
    """The admin registers organisations and staff; a municipality's account belongs to the real municipality."""
    for each in cast.ORGANISATIONS:
        if each.kind is not Kind.OPERATOR:
            made = await town.do("beheer", "/organisations", {"kind": each.kind, "name": each.name})
            town.organisations[each.key] = made["id"]
    for code in cast.PARTNERSHIP_MEMBERS:
        member = {"municipality": code, "validFrom": "2026-06-01"}
        await town.do("beheer", f"/partnerships/{town.organisations['partnership']}/members", member, expect=204)
    krimpenerwaard = await town.client.get(f"/api/v1/municipalities/{cast.MUNICIPALITY}")
    assert krimpenerwaard.json()["name"] == "Krimpenerwaard"
    town.organisations[cast.MUNICIPALITY] = krimpenerwaard.json()["id"]
    for key, who in cast.STAFF.items():
        if key == "admin":
            continue
        name = {
            "givenName": who.given,
            "familyName": who.family,
            "familyPrefix": who.prefix,
            "workEmail": f"{key}@{cast.DOMAIN}",
        }
        town.persons[key] = (await town.do("beheer", "/people", name))["id"]
        if who.account is not None and who.organisation != "operator":
            await give_account(town, town.persons[key], who.account, who.role, who.organisation)


async def give_account(town: Town, person: str, name: str, role: Role | None, organisation: str | None) -> None:
    """An account with its role, and an app for codes where that needs one."""
    grant = {"role": role or Role.ADVISER, "organisation": town.organisations[organisation] if organisation else None}
    made = await town.do("beheer", "/invitations", {"person": person, "email": f"{name}@test.example"} | grant)
    argon2, now = passwords.cheapest(), town.clock.now
    await accounts.set_password(UUID(made["id"]), PASSWORD, passwords=argon2, actor=OPERATOR, now=now)
    if role in NEEDS_SECOND_FACTOR:
        await set_up_second_factor(UUID(made["id"]))


async def step_1_the_scheme_is_published(town: Town) -> None:
    """Version 1 supersedes an older scheme on a date, and takes effect when both parties have signed."""
    owner, body = town.organisations["owner"], town.organisations["body"]
    parts = [
        {"code": code, "nameNl": dutch, "nameEn": english, "scaleMaximum": 100, "passMark": 55}
        for code, dutch, english in cast.COMPETENCES
    ]
    parts.append({"code": "ET", "nameNl": "Eindtoets NUP", "nameEn": "Final test NUP", "scaleMaximum": 10, "passMark": 5.5})
    limits = {"resitAfterDays": 14, "maximumAttempts": 3, "countsMonths": 24}
    track = {"owner": owner, "code": cast.TRACK, "nameNl": "Opleidingstraject e-adviseur", "nameEn": "Training track e-adviser"}
    parts = [part | limits for part in parts]
    await town.do("schema", "/tracks", track | {"effectiveFrom": "2026-06-01", "parts": parts})
    [shown] = (await town.client.get("/api/v1/tracks")).json()
    assert (shown["audience"], [part["code"] for part in shown["parts"]]) == ("adviser", ["GP", "IM", "OA", "VM", "ET"])
    for code in (cast.OLD_SCHEME, cast.SCHEME):
        await town.do("schema", "/schemes", {"code": code, "nameNl": code, "nameEn": code, "owner": owner})
    version = {
        "effectiveFrom": "2026-06-01",
        "certificationBody": body,
        "rules": to_builtins(cast.RULES),
        "supersedes": cast.OLD_SCHEME,
        "supersedesOn": "2026-06-01",
    }
    proposed = await town.do("schema", f"/schemes/{cast.SCHEME}/versions", version)
    signatures = f"/scheme-versions/{proposed['id']}/signatures"
    assert await town.say("schema", "POST", signatures, expect=201) == {"party": "owner"}
    assert await town.say("certificeerder-a", "POST", signatures, expect=201) == {"party": "body"}
    for certifier in ("certificeerder-a", "certificeerder-b", "certificeerder-c"):
        await town.say(certifier, "POST", "/conflict-statements", expect=201)
    again = await town.say("certificeerder-a", "POST", signatures, expect=409)
    assert again["type"].endswith("/problems/already-signed")
    listed = (await town.client.get("/api/v1/schemes")).json()
    assert [each["signedBy"] for each in listed if each["scheme"] == cast.SCHEME] == [["body", "owner"]]


async def step_2_the_twelve_are_enrolled_and_admitted(town: Town) -> None:
    """The provider is approved, enrols the twelve from EA000101-45 on, says who taught whom; they apply and are admitted."""
    provider = town.organisations["provider"]
    for approved, by, who in (("teach", "owner", "schema"), ("examine", "body", "certificeerder-a")):
        approval = {
            "provider": provider,
            "approved": approved,
            "approvedBy": town.organisations[by],
            "validFrom": "2026-06-01",
        }
        await town.do(who, f"/tracks/{cast.TRACK}/approvals", approval)
    town.clock.now = datetime(2026, 9, 1, 9, tzinfo=UTC)
    for capacity, keys in (("examiner", cast.EXAMINERS), ("invigilator", cast.INVIGILATORS)):
        for key in keys:
            known = {"email": f"{key}@{cast.DOMAIN}", "familyName": cast.STAFF[key].family}
            examiner = {"provider": provider, "known": known, "capacity": capacity, "validFrom": "2026-06-15"}
            await town.do("opleider", "/examiners", examiner)
    await the_body_approves_the_examiners(town)
    numbers = [await a_candidate(town, place) for place in range(len(cast.CANDIDATES))]
    assert (numbers[0], numbers[-1]) == ("EA000101-45", "EA000112-12")
    dossiers = await town.say("certificeerder-a", "GET", "/dossiers")
    for dossier in dossiers:
        await town.do("certificeerder-a", f"/dossiers/{dossier['id']}/admission", {"identityDocument": "paspoort"}, expect=204)


async def the_body_approves_the_examiners(town: Town) -> None:
    """Each examiner for every part of the track, and nobody by themselves; then nobody waits."""
    approvals = "/examiner-approvals"
    waiting = await town.say("certificeerder-b", "GET", approvals)
    own = {each["examiner"]["person"]: each["examiner"]["registration"] for each in waiting if each["track"] == cast.TRACK}
    assert set(own) == {town.persons[key] for key in cast.EXAMINERS}
    for key in cast.EXAMINERS:
        approval = {"track": cast.TRACK, "approvedBy": town.organisations["body"], "validFrom": "2026-06-15"}
        approval |= {"registration": own[town.persons[key]]}
        if key == "certifier-b":
            refused = await town.do("certificeerder-b", approvals, approval, expect=409)
            assert refused["type"].endswith("/problems/not-yourself")
        await town.do("certificeerder-a", approvals, approval)
    assert not any(each["waiting"] for each in await town.say("certificeerder-a", "GET", approvals))


async def a_candidate(town: Town, place: int) -> str:
    """Enrolled, taught, with an account, consenting, and having signed an application; returns the number."""
    each = cast.CANDIDATES[place]
    person = {"givenName": each.given, "familyName": each.family, "familyPrefix": each.prefix}
    enrolment: dict[str, Any] = {
        "provider": town.organisations["provider"],
        "track": cast.TRACK,
        "enrolledOn": "2026-06-15",
        "person": person,
    }
    if each in cast.CANDIDATES[:place]:
        asked = await town.do("opleider", "/enrolments", enrolment, expect=409)
        assert asked["type"].endswith("/problems/possible-duplicate")
        enrolment["isSomebodyElse"] = True
    enrolled = await town.do("opleider", "/enrolments", enrolment)
    for trainer, parts, first, last in cast.TEACHING:
        taught = {"trainer": town.persons[trainer], "parts": parts, "validFrom": first, "validTo": last}
        await town.do("opleider", f"/enrolments/{enrolled['id']}/teachings", taught, expect=204)
    name = f"adviseur-{place + 101}"
    await give_account(town, enrolled["person"], name, None, None)
    profile = {"provinces": [cast.PROVINCES[place % 6]], "specialisms": [cast.SPECIALISMS[place % 5]]}
    await town.say(name, "PUT", "/own-file/profile", expect=204, json=profile)
    if place != cast.UNLISTED:
        await town.say(name, "PUT", "/own-file/consent", expect=204, json={"fields": list(cast.CONSENT)})
    application = {"scheme": cast.SCHEME, "termsVersion": "2026-1", "codeOfConductVersion": "2026-1"}
    await town.do(name, "/dossiers", application)
    number: str = enrolled["candidateNumber"]
    return number


async def step_3_results_are_uploaded(town: Town, sample: Callable[[str], bytes]) -> None:
    """Every fault is shown at its cell, the workbook comes back marked, and a clean file is taken whole, once."""
    town.clock.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    provider = town.organisations["provider"]
    template = await town.say("opleider", "GET", f"/results-templates/{cast.TRACK}?provider={provider}")
    assert openpyxl.load_workbook(BytesIO(template)).worksheets[0].freeze_panes is not None
    messy = await town.upload(ROMMELIG, sample(ROMMELIG))
    assert {int(fault["row"]) for fault in messy["faults"]} == {13, 14, 15, 17, 18, 21, 23, 24, 25, 26, 27, 28}
    assert (messy["new"], len(messy["skipped"]), messy["acceptable"]) == (13, 2, False)
    refused = await town.accept(messy, expect=409)
    assert refused["type"].endswith("/problems/upload-has-faults")
    marked = await town.say("opleider", "GET", f"/uploads/{messy['upload']['id']}/marked-workbook")
    assert openpyxl.load_workbook(BytesIO(marked)).worksheets[0]["G13"].comment is not None
    resits_first = await town.upload(HERKANSING, sample(HERKANSING))
    assert len(resits_first["faults"]) == 3
    clean = await town.upload(NAJAAR, sample(NAJAAR))
    assert (clean["new"], clean["faults"], clean["acceptable"]) == (60, [], True)
    assert sum(effect["passesTrack"] for effect in clean["effects"]) == 9
    accepted = await town.accept(clean)
    assert (accepted["recorded"], len(accepted["completed"])) == (60, 9)
    again = await town.upload(NAJAAR, sample(NAJAAR))
    twice = await town.accept(again, expect=409)
    assert twice["type"].endswith("/problems/upload-accepted-before")
    resits = await town.accept(resits_first)
    assert (resits["recorded"], len(resits["completed"])) == (3, 3)


async def step_4_dossiers_are_decided_independently(town: Town) -> None:
    """A prepares; B decides, but not the three whose resits B examined; A decides nothing they prepared; C does the rest."""
    dossiers = await town.say("certificeerder-a", "GET", "/dossiers")
    assert {dossier["state"] for dossier in dossiers} == {"complete"}
    refused = []
    for place, dossier in enumerate(dossiers):
        path, named = f"/dossiers/{dossier['id']}", {"evidence": dossier["evidence"]}
        await town.do("certificeerder-a", f"{path}/preparation", named | {"advice": "voldoet"}, expect=204)
        own = await town.do("certificeerder-a", f"{path}/grant", named, expect=409)
        assert own["type"].endswith("/problems/same-person")
        if place in cast.RESITS:
            answer = await town.do("certificeerder-b", f"{path}/grant", named, expect=409)
            assert answer["type"].endswith("/problems/not-independent")
            assert "geëxamineerd" in answer["detail"]
            refused.append(dossier["candidateNumber"])
            await town.do("certificeerder-c", f"{path}/grant", named)
        else:
            granted = await town.do("certificeerder-b", f"{path}/grant", named)
            assert granted["validFrom"] == "2026-11-22"
            assert granted["validUntil"] == "2029-11-21"
    assert refused == ["EA000104-36", "EA000107-27", "EA000111-15"]


async def step_5_the_adviser_stands_on_the_public_list(town: Town) -> str:
    """Who consented is on the list at once, found by name, region and specialism; anyone can check a number."""
    everyone = (await town.client.get("/api/v1/certified-advisers")).json()["entries"]
    assert len(everyone) == 11
    assert "Pieter Bakker-de Wit" not in {entry["name"] for entry in everyone}
    [entry] = (await town.client.get("/api/v1/certified-advisers?name=meer")).json()["entries"]
    assert (entry["name"], entry["status"]) == ("Johanna van der Meer", "valid")
    found = await town.client.get(
        "/api/v1/certified-advisers?province=Zuid-Holland&specialism=zaakgericht-werken",
    )
    assert entry["number"] in {each["number"] for each in found.json()["entries"]}
    checked = (await town.client.get(f"/api/v1/certificates/{entry['number'].lower()}")).json()
    assert (checked["status"], checked["name"]) == ("valid", "Johanna van der Meer")
    before = (await town.client.get(f"/api/v1/certificates/{entry['number']}?validOn=2026-11-21")).json()
    assert before["status"] == "not-yet-valid"
    number: str = entry["number"]
    return number


async def step_6_krimpenerwaard_books_within_its_days(town: Town, number: str) -> None:
    """Twenty days by a completed intake: twelve are booked, ten more are refused, and a partnership's pool would allow them."""
    await two_intakes(town)
    allotments = await town.say("gemeente", "GET", "/allotments")
    own, pooled = sorted(allotments, key=lambda each: float(each["available"]))
    assert (float(own["available"]), float(pooled["available"])) == (20, 40)
    ask = {
        "municipality": cast.MUNICIPALITY,
        "certificate": number,
        "firstDay": date(2027, 1, 11),
        "lastDay": date(2027, 4, 30),
        "days": 12,
        "allotment": own["id"],
    }
    beforehand = await town.do("gemeente", "/booking-checks", ask, expect=200)
    assert beforehand["passed"]
    assert {each["code"] for each in beforehand["checks"]} == set(CheckCode)
    await town.do("gemeente", "/bookings", ask)
    refused = await town.do("gemeente", "/bookings", ask | {"days": 10}, expect=409)
    assert "8 dagen beschikbaar" in refused["detail"]
    assert "regie-adviseur" in refused["detail"]
    [enough] = [check for check in refused["facts"]["checks"] if not check["passed"]]
    assert (enough["code"], float(enough["available"]), float(enough["passesWith"])) == ("enough-days", 8, 8)
    assert [pool["allotment"] for pool in refused["facts"]["alternatives"]] == [pooled["id"]]
    booked = await town.say("gemeente", "GET", "/bookings")
    assert [(each["adviser"], float(each["days"]), each["state"]) for each in booked] == [
        ("Johanna van der Meer", 12, "requested"),
    ]
    await the_adviser_accepts(town)


async def the_adviser_accepts(town: Town) -> None:
    """The adviser finds the request among their own bookings, and accepts it as they saw it."""
    [asked] = await town.say(ADVISER, "GET", "/own-bookings")
    seen = (await town.say(ADVISER, "GET", f"/own-bookings/{asked['id']}"))["happenings"]
    answer = f"/own-bookings/{asked['id']}/acceptance"
    stale = await town.do(ADVISER, answer, {"seen": seen - 1}, expect=409)
    assert stale["type"].endswith("/problems/booking-changed-since")
    await town.do(ADVISER, answer, {"seen": seen}, expect=204)
    assert await state_of_the_booking(town) == "active"


async def state_of_the_booking(town: Town) -> str:
    """How Krimpenerwaard's one booking stands."""
    [booked] = await town.say("gemeente", "GET", "/bookings")
    state: str = booked["state"]
    return state


async def two_intakes(town: Town) -> None:
    """A programme whose figures are examples; the coordinator completes an intake with the municipality, and a joint one."""
    programme = {
        "code": cast.PROGRAMME,
        "nameNl": "Voorbeeldprogramma",
        "nameEn": "Example programme",
        "firstDay": "2026-06-01",
        "lastDay": "2030-04-30",
        "schemes": [cast.SCHEME],
    }
    await town.do("beheer", "/programmes", programme)
    caps = {"perMunicipality": 40, "perBooking": 20, "perAdviser": 40, "perAdviserPerYear": 80}
    policies = f"/programmes/{cast.PROGRAMME}/day-policies"
    await town.do("beheer", policies, caps | {"validFrom": "2026-06-01"}, expect=204)
    for holder, members, days in (
        (cast.MUNICIPALITY, [cast.MUNICIPALITY], 20),
        ("partnership", list(cast.PARTNERSHIP_MEMBERS), 40),
    ):
        plan = {
            "programme": cast.PROGRAMME,
            "holder": town.organisations[holder],
            "members": members,
            "heldOn": "2026-11-20",
        }
        intake = await town.do("regie", "/intakes", plan)
        too_many = await town.do("regie", f"/intakes/{intake['id']}/completion", {"reference": "P-1", "days": 41}, expect=409)
        assert too_many["type"].endswith("/problems/cap-exceeded")
        await town.do("regie", f"/intakes/{intake['id']}/completion", {"reference": "P-1", "days": days})


async def step_7_the_certificate_is_suspended_and_reinstated(town: Town, number: str) -> None:
    """One certifier proposes and another decides; the list shows it at once, the booking follows; reinstatement undoes it."""
    measures = "/certificate-measures"
    today = amsterdam_day(town.clock.now)
    words = {"certificate": number, "effectiveOn": today, "explanation": "Een klacht wordt eerst onderzocht."}
    suspending = words | {"measure": "suspended", "reason": cast.COMPLAINT.code, "resolveBy": today + timedelta(days=90)}
    reinstating = words | {"measure": "reinstated"}
    for measure, status, state in ((suspending, "suspended", "frozen"), (reinstating, "valid", "active")):
        proposed = await town.do("certificeerder-a", measures, measure)
        decision = f"{measures}/{proposed['id']}/decision"
        alone = await town.say("certificeerder-a", "POST", decision, expect=409)
        assert alone["type"].endswith("/problems/own-measure")
        await town.say("certificeerder-c", "POST", decision, expect=200)
        checked = (await town.client.get(f"/api/v1/certificates/{number}")).json()
        [entry] = (await town.client.get("/api/v1/certified-advisers?name=meer")).json()["entries"]
        assert (checked["status"], entry["status"]) == (status, status)
        assert await following.follow(now=town.clock.now) == 1
        assert await state_of_the_booking(town) == state
    told = [Told.BOOKING_RESUMED, Told.BOOKING_FROZEN]
    for email in ("gemeente@test.example", f"{ADVISER}@test.example"):
        reader = await accounts.actor_of(await accounts.account_by_email(email))
        found = await inbox.listed(reader, page=1)
        assert [each.kind for each in found if each.kind in told] == told
