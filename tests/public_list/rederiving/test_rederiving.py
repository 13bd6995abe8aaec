"""What is published, derived anew on a real registry: no difference in what is right, and each that is planted is seen."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from structlog.testing import capture_logs

from config import rounds
from public_list.rederiving import service
from public_list.rederiving.derivation import Plain
from public_list.rederiving.service import Served, verify
from registry.availability import service as availability
from registry.availability.schemas import StateAvailability
from registry.certificates.happenings import Happening, record_event
from registry.certificates.rules import EventKind
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment
from registry.permissions import OPERATOR
from registry.schemes.rules import Publication, Reason, SchemeRules, Term
from registry.transactions import transaction
from tests.config.test_results_command import registry
from tests.registry import making
from tests.registry.audit.tampering import by_hand
from tests.registry.making import BEFORE, NOW, RULES, TODAY, Candidate

ONE_DAY = timedelta(days=1)
LATER = NOW + 40 * ONE_DAY
TOLD: SchemeRules = msgspec.structs.replace(
    RULES,
    publication=Publication(("valid", "suspended", "withdrawn"), ("valid", "withdrawn"), (Term("withdrawn", 1),)),
    reasons=(Reason("fraude", "Fraude", "Fraud", ("withdrawn", "suspended"), public=True),),
)


@dataclass(frozen=True, slots=True)
class Altered:
    """What is served, with one thing in it made otherwise."""

    served: Served
    entry: Callable[[dict[str, Any]], Iterable[Plain]] = lambda entry: [entry]
    answer: Callable[[dict[str, Any]], Iterable[Plain]] = lambda answer: [answer]

    async def entries(self) -> AsyncIterator[Iterable[Plain]]:
        async for some in self.served.entries():
            yield [each for entry in some for each in self.entry(dict(entry))]

    async def answers(self, numbers: Sequence[str]) -> Mapping[str, Plain]:
        told = await self.served.answers(numbers)
        return {number: each for number, answer in told.items() for each in self.answer(dict(answer))}


async def stands() -> tuple[str, UUID, Candidate]:
    """An adviser with all that one can show, on the list."""
    world = await making.world()
    who = await making.candidate()
    issued = await making.certified(world, who)
    profile = ChangeProfile(
        provinces=["Utrecht"], languages=["nl", "de"], competences=["change-management"], specialisms=["bag"]
    )
    await people.change_profile(profile, actor=who.actor, now=NOW)
    await people.change_consent(ChangeConsent(fields=list(PublicField)), actor=who.actor, now=NOW)
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date())
    await people.record_employment(who.person, job, actor=OPERATOR, now=NOW)
    none, quarter = Decimal(0), Decimal("0.25")
    stated = StateAvailability(
        first_day=TODAY + 3 * ONE_DAY, monday=none, tuesday=quarter, wednesday=none, thursday=none, friday=none
    )
    await availability.state(stated, actor=who.actor, now=NOW)
    return issued.number, issued.id, who


async def found(published: service.Published | None = None, *, now: Any = NOW) -> list[tuple[str, str]]:
    """Where what is published differs from what was recorded."""
    told = await verify(published or Served(now), now=now)
    return [(each.place, each.field) for each in told.differences]


async def test_what_is_published_is_what_was_recorded(database: None) -> None:
    """Through a whole life: on the list, suspended, reinstated, withdrawn, without consent, erased."""
    number, certificate, who = await stands()
    told = await verify(Served(NOW), now=NOW)
    assert (told.listed, told.checked, told.differences) == (1, 1, ())
    for fields in ([PublicField.EMPLOYER], [PublicField.NAME, PublicField.LANGUAGES], list(PublicField)):
        await people.change_consent(ChangeConsent(fields=fields), actor=who.actor, now=NOW)
        assert await found() == []
    for kind, day, at in (
        (EventKind.SUSPENDED, TODAY + ONE_DAY, NOW + ONE_DAY),
        (EventKind.REINSTATED, TODAY + 3 * ONE_DAY, NOW + 2 * ONE_DAY),
        (EventKind.WITHDRAWN, TODAY + 9 * ONE_DAY, NOW + 8 * ONE_DAY),
    ):
        await making.happens(certificate, kind, day, at=at)
        for days in range(-2, 4):
            assert await found(now=at + days * ONE_DAY) == []
    await people.change_consent(ChangeConsent(fields=[PublicField.EMPLOYER]), actor=who.actor, now=NOW)
    assert await found(now=LATER) == []
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", who.person, LATER)
    assert await found(now=LATER) == []
    assert number


async def test_terms_and_reasons_are_derived_too(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a withdrawn certificate that stays on the list for a month, with the reason that may be told."""
    monkeypatch.setattr(making, "RULES", TOLD)
    world = await making.world()
    await making.scheme(world, "verteld", TOLD)
    monkeypatch.setattr(making, "APPLICATION", msgspec.structs.replace(making.APPLICATION, scheme="verteld"))
    issued = await making.certified(world, await making.candidate())
    happening = Happening(
        issued.id,
        EventKind.WITHDRAWN,
        TODAY + ONE_DAY,
        prepared_by=await making.person(),
        decided_by=await making.person(),
        reason="fraude",
    )
    async with transaction():
        await record_event(happening, now=NOW)
    seen = []
    for day in (0, 1, 30, 31, 32):
        told = await verify(Served(NOW + day * ONE_DAY), now=NOW + day * ONE_DAY)
        assert told.differences == ()
        seen.append(told.listed)
    assert seen == [1, 1, 1, 0, 0]


def changed(**values: object) -> Callable[[dict[str, Any]], Iterable[Plain]]:
    """The same with other values."""
    return lambda shown: [shown | values]


ENTRY_PLANTS = {
    "name": "Iemand Anders",
    "employer": "Een ander",
    "provinces": ["Drenthe"],
    "regions": ["elders"],
    "languages": ["nl"],
    "competences": [],
    "specialisms": ["bag", "brp"],
    "scheme": "ander",
    "scheme_name": {"nl": "x", "en": "x"},
    "scope": [],
    "valid_from": "2026-11-21",
    "valid_until": "2030-01-01",
    "status": "suspended",
    "available_from": None,
    "taken_over_from": "Een ander",
    "e_mail": "elif@example.nl",
}
ANSWER_PLANTS = {
    "status": "expired",
    "since": "2026-11-19",
    "scheme": "ander",
    "scheme_name": {"nl": "x", "en": "x"},
    "valid_from": "2026-11-21",
    "valid_until": "2030-01-01",
    "day": "2026-11-19",
    "name": None,
    "reason": {"nl": "Fraude", "en": "Fraud"},
    "taken_over_from": "Een ander",
    "e_mail": "elif@example.nl",
}


async def test_each_planted_difference_is_seen(database: None) -> None:
    """In every field of the list and of the answer, and fields that nobody may see."""
    await stands()
    served = Served(NOW)
    assert await found(served) == []
    for field, value in ENTRY_PLANTS.items():
        assert await found(Altered(served, entry=changed(**{field: value}))) == [("list", field)]
    for field, value in ANSWER_PLANTS.items():
        assert await found(Altered(served, answer=changed(**{field: value}))) == [("check", field)]
    shown = {field for some in [each async for each in served.entries()] for entry in some for field in entry}
    assert shown == ENTRY_PLANTS.keys() - {"e_mail"} | {"number"}
    told = await served.answers([entry["number"] for some in [each async for each in served.entries()] for entry in some])
    assert {field for answer in told.values() for field in answer} == ANSWER_PLANTS.keys() - {"e_mail"} | {"number"}


async def test_what_is_missing_or_too_much_is_seen(database: None) -> None:
    """An entry that is gone, one too many, one twice, a number without an answer."""
    number, _, _ = await stands()
    served = Served(NOW)
    assert await found(Altered(served, entry=lambda _: [])) == [("list", "")]
    assert await found(Altered(served, answer=lambda _: [])) == [("check", "")]
    assert await found(Altered(served, entry=lambda entry: [entry, entry])) == [("list", "")]
    stranger = {"number": "CA99999999-01"}
    told = await verify(Altered(served, entry=lambda entry: [entry, entry | stranger]), now=NOW)
    assert [(each.number, each.found) for each in told.differences] == [("CA99999999-01", "should not be there")]
    assert number != "CA99999999-01"


async def test_a_difference_repeats_nothing_personal(database: None) -> None:
    """Names and what people say of themselves stay where they are; a status is told."""
    await stands()
    altered = Altered(Served(NOW), entry=changed(name="Iemand Anders", status="suspended"))
    told = await verify(altered, now=NOW)
    assert [each.found for each in told.differences] == ["differs", "'suspended' is published, 'valid' was derived"]


async def test_the_command_tells_it_by_its_exit_code(database: None, database_url: str) -> None:
    """0 where all is as recorded; 1 and a line for each difference where it is not."""
    number, _, _ = await stands()
    code, said = await registry(database_url, "list", "verify")
    assert (code, said.endswith(" on the list, 1 numbers, 0 differences\n")) == (0, True)
    connection = await asyncpg.connect(database_url)
    await by_hand(connection, "UPDATE certificate SET valid_until = valid_until + 1")
    await connection.close()
    code, said = await registry(database_url, "list", "verify")
    assert code == 1
    assert f"{number}  check valid_until: '2029-11-20' is published, '2029-11-19' was derived\n" in said


async def test_every_night_it_is_told_in_the_log(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much was looked at where all is well; which fields differ, and how often, where it is not."""
    monkeypatch.setattr(rounds, "LOOK_AGAIN_AFTER", 0)
    monkeypatch.setattr(rounds, "system_now", lambda: NOW)
    await stands()
    nightly = rounds._NIGHTLY["verifying the public list"]  # noqa: SLF001  what comes round is found nowhere else
    with capture_logs() as logged:
        await nightly()
    assert [(each["log_level"], each["listed"], each["checked"]) for each in logged] == [("info", 1, 1)]
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE certificate SET valid_until = valid_until + 1")
    with capture_logs() as logged:
        await nightly()
    assert [(each["log_level"], each["found"]) for each in logged] == [
        ("error", {"check valid_until": 1, "list valid_until": 1}),
    ]
