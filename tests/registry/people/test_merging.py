"""Files of one person: found by a person, merged, undone; nothing moves, and no way around a rule opens."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.certificates.rules import EventKind
from registry.certificates.tables import Certificate
from registry.errors import Invalid, NotAllowed, NotFound
from registry.numbering import new_certificate_number
from registry.organisations.tables import Kind
from registry.people import duplicates, merging
from registry.people import service as people
from registry.people.errors import (
    MergedAlready,
    MergeUndone,
    OneFile,
    OthersCountAsIt,
    TwoCertificates,
    UnknownFile,
)
from registry.people.rules import Name, same_name_key
from registry.people.schemas import MergeAdvisers, RegisterPerson
from registry.people.tables import Adviser, AdviserMerge
from registry.permissions import OPERATOR, Actor, Role
from registry.transactions import transaction
from tests.conftest import Clock
from tests.exams.entering import as_program, in_browser
from tests.registry import making
from tests.registry.exports.saved import saved
from tests.registry.making import BEFORE, NOW, Candidate


async def number(of: Candidate) -> str:
    """The candidate number of a file."""
    row = await Adviser.select(Adviser.candidate_number).where(Adviser.id == of.adviser).first()
    assert row is not None
    found: str = row["candidate_number"]
    return found


async def merged(duplicate: Candidate, counts_as: Candidate) -> UUID:
    """The admin finds that the two are one person."""
    command = MergeAdvisers(duplicate=await number(duplicate), counts_as=await number(counts_as))
    return await merging.merge(command, actor=OPERATOR, now=NOW)


async def files() -> list[dict[str, object]]:
    """Every file as it is."""
    rows: list[dict[str, object]] = await Adviser.select().order_by(Adviser.candidate_number)
    return rows


async def test_merged_files_are_of_one_person(database: None) -> None:
    """Whoever asks for one is given all, from whichever side; a stranger stays alone; nothing in a file has changed."""
    one, two, three, stranger = [await making.candidate(name) for name in ("Jan", "Johan", "Jannes", "Elif")]
    before = await files()
    await merged(two, one)
    await merged(three, one)
    together = frozenset({one.adviser, two.adviser, three.adviser})
    same = await merging.same_as([one.adviser, three.adviser, stranger.adviser])
    assert same == {one.adviser: together, three.adviser: together, stranger.adviser: frozenset({stranger.adviser})}
    assert await merging.same_person_as(two.person) == {one.person, two.person, three.person}
    assert await merging.main_files([one.adviser, two.adviser]) == {one.adviser: one.adviser, two.adviser: one.adviser}
    assert await merging.same_as([]) == {}
    unknown = uuid4()
    assert await merging.same_as([unknown]) == {unknown: frozenset({unknown})}
    assert await merging.same_person_as(unknown) == {unknown}
    assert await files() == before


async def test_many_at_once_are_answered_alike(database: None) -> None:
    """Also when more are asked for than would fit in a question."""
    one, two = await making.candidate(), await making.candidate("Jan")
    await merged(two, one)
    many = [uuid4() for _ in range(1_500)]
    same = await merging.same_as([*many, two.adviser])
    assert same[two.adviser] == {one.adviser, two.adviser}
    assert all(same[each] == {each} for each in many)


async def test_undoing_leaves_everything_as_it_was(database: None) -> None:
    """The two stand by themselves again; the merge stays on record, is undone once, and may be made anew."""
    one, two = await making.candidate(), await making.candidate("Jan")
    before = await files()
    made = await merged(two, one)
    await merging.undo(made, actor=OPERATOR, now=NOW)
    assert (await merging.same_as([one.adviser]))[one.adviser] == {one.adviser}
    assert await files() == before
    with pytest.raises(MergeUndone):
        await merging.undo(made, actor=OPERATOR, now=NOW)
    with pytest.raises(NotFound):
        await merging.undo(uuid4(), actor=OPERATOR, now=NOW)
    again = await merged(one, two)
    [newest, oldest] = await merging.merges(OPERATOR)
    assert {newest.id, oldest.id} == {made, again}
    assert [each.undone_at for each in await merging.merges(OPERATOR) if each.id == made] == [NOW]
    acts = await AuditEntry.select(AuditEntry.action).where(AuditEntry.subject == made).order_by(AuditEntry.id)
    assert [row["action"] for row in acts] == [Action.ADVISERS_MERGED.value, Action.ADVISERS_MERGE_UNDONE.value]


async def test_merges_make_no_chains(database: None) -> None:
    """A merged file is merged with nothing else, one that others count as neither, and nobody with themselves."""
    one, two, three = [await making.candidate(name) for name in ("Jan", "Johan", "Jannes")]
    await merged(two, one)
    for duplicate, counts_as, error in (
        (two, one, MergedAlready),
        (two, three, MergedAlready),
        (three, two, MergedAlready),
        (one, two, MergedAlready),
        (one, three, OthersCountAsIt),
        (three, three, OneFile),
    ):
        with pytest.raises(error):
            await merged(duplicate, counts_as)
    for bad in ("EA999999-99", "EA000999-36"):
        with pytest.raises((UnknownFile, Invalid)):
            await merging.merge(MergeAdvisers(duplicate=bad, counts_as=await number(one)), actor=OPERATOR, now=NOW)
    assert await AdviserMerge.count() == 1


@pytest.mark.parametrize(("duplicate", "counts_as"), [(0, 1), (2, 1), (0, 2), (1, 0)])
async def test_the_database_makes_no_chains_either(database: None, duplicate: int, counts_as: int) -> None:
    """Whatever a program forgets to ask."""
    three = [await making.candidate(name) for name in ("Jan", "Johan", "Jannes")]
    await merged(three[1], three[0])
    row = AdviserMerge(duplicate=three[duplicate].adviser, counts_as=three[counts_as].adviser, merged_at=NOW)
    with pytest.raises((asyncpg.CheckViolationError, asyncpg.UniqueViolationError)):
        await AdviserMerge.insert(row)


async def test_a_merge_is_written_once(database: None) -> None:
    """It is undone, and changed in no other way."""
    one, two, three = [await making.candidate(name) for name in ("Jan", "Johan", "Jannes")]
    made = await merged(two, one)
    change = AdviserMerge.update({AdviserMerge.counts_as: three.adviser}).where(AdviserMerge.id == made)
    with pytest.raises(asyncpg.RestrictViolationError):
        await change
    await merging.undo(made, actor=OPERATOR, now=NOW)
    with pytest.raises(asyncpg.RestrictViolationError):
        await AdviserMerge.update({AdviserMerge.undone_at: None}).where(AdviserMerge.id == made)


async def test_only_an_admin_merges(database: None) -> None:
    """Who decides about certificates does not, and neither does a provider; the auditor changes nothing."""
    world = await making.world()
    one, two = await making.candidate(), await making.candidate("Jan")
    command = MergeAdvisers(duplicate=await number(two), counts_as=await number(one))
    made = await merging.merge(command, actor=OPERATOR, now=NOW)
    for actor in (world.certifiers[0], world.provider, world.owner, world.auditor, one.actor):
        with pytest.raises(NotAllowed):
            await merging.merge(command, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await merging.undo(made, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await duplicates.possible_duplicates(actor)
        with pytest.raises(NotAllowed):
            await merging.merges(actor)


@pytest.mark.parametrize("ended", [0, 1], ids=["the one", "the other"])
async def test_two_certificates_of_one_scheme_are_not_merged(database: None, ended: int) -> None:
    """Which of the two stays is for certifiers; once one has ended the files may be merged."""
    world, one, two = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    held = [await making.certified(world, each) for each in (one, two)]
    with pytest.raises(TwoCertificates):
        await merged(two, one)
    assert await AdviserMerge.count() == 0
    await making.happens(held[ended].id, EventKind.WITHDRAWN, making.TODAY)
    await merged(two, one)


async def test_a_merged_person_gets_no_second_certificate(database: None) -> None:
    """The database refuses it under the other number; certificates of other schemes are not in the way."""
    world, one, two = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    held = await making.certified(world, one)
    await merged(two, one)
    row = await Certificate.select().where(Certificate.id == held.id).first()
    assert row is not None
    copy = {**row, "id": uuid4(), "number": new_certificate_number(), "adviser": two.adviser}
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await Certificate.insert(Certificate(**copy))
    assert refused.value.constraint_name == "certificate_is_held_once"


async def test_merging_both_ways_at_once(database: None) -> None:
    """One of the two is done, whoever comes first; the other is told so."""
    for name in "ABC":
        one, two = await making.candidate(name), await making.candidate(name, "Janssen")
        acts = [partial(merged, one, two), partial(merged, two, one)] * 5
        outcomes = await asyncio.gather(*(act() for act in acts), return_exceptions=True)
        told = Counter("done" if isinstance(each, UUID) else type(each).__name__ for each in outcomes)
        assert told == {"done": 1, MergedAlready.__name__: 9}
        assert len((await merging.same_as([one.adviser]))[one.adviser]) == 2


async def lock_one(adviser: UUID) -> None:
    """As a use case about one adviser."""
    async with transaction() as connection:
        await people.lock(adviser, connection=connection)


async def lock_many(adviser: UUID) -> None:
    """As a use case about many."""
    async with transaction() as connection:
        await people.lock_all([adviser], connection=connection)


@pytest.mark.parametrize("lock", [lock_one, lock_many])
@pytest.mark.parametrize(("held", "wanted"), [(0, 1), (1, 0), (1, 2)], ids=["main", "duplicate", "other duplicate"])
async def test_whoever_locks_one_file_locks_the_person(
    database: None, lock: Callable[[UUID], Awaitable[None]], held: int, wanted: int
) -> None:
    """A rival who holds any of their numbers is waited for."""
    three = [await making.candidate(name) for name in ("Elif", "Jan", "Johan")]
    await merged(three[1], three[0])
    await merged(three[2], three[0])
    order: list[str] = []
    holds = asyncio.Event()

    async def holder() -> None:
        async with transaction() as connection:
            await connection.execute("SELECT 1 FROM adviser WHERE id = $1 FOR NO KEY UPDATE", three[held].adviser)
            holds.set()
            await asyncio.sleep(0.2)
            order.append("holder")

    async def rival() -> None:
        await holds.wait()
        await lock(three[wanted].adviser)
        order.append("rival")

    await asyncio.gather(holder(), rival())
    assert order == ["holder", "rival"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Name("Elif", None, "Öztürk"), Name("ELIF", None, "Ozturk"), True),
        (Name("Johanna", "van der", "Meer"), Name("Johanna", None, "van der Meer"), True),
        (Name("Johanna", "van der", "Meer"), Name("Johanna", None, "Meer"), True),
        (Name("Willemijn", "'t", "Hart"), Name("Willemijn", "’t", "Hart"), True),
        (Name("Pieter", None, "Bakker-de Wit"), Name("Pieter", None, "Bakker de Wit"), True),
        (Name("Jan", None, "Janssen"), Name("Jan", None, "Jansen"), False),
        (Name("Jan", None, "Janssen"), Name("Johan", None, "Janssen"), False),
        (Name("Jan", "de", "Van"), Name("Jan", None, "Van"), True),
    ],
)
def test_names_that_may_be_of_one_person(one: Name, other: Name, same: bool) -> None:  # noqa: FBT001  the answer
    """Accents, case, dashes and prefixes make no difference; another letter does."""
    assert (same_name_key(one) == same_name_key(other)) is same


async def file(given: str, family: str, email: str | None = None) -> Candidate:
    """A candidate with a work address."""
    async with transaction() as connection:
        command = RegisterPerson(given_name=given, family_name=family, work_email=email)
        person = await people.add(command, actor=OPERATOR, now=BEFORE)
        adviser = await people.open_file(person, connection=connection, actor=OPERATOR, now=BEFORE)
    return Candidate(OPERATOR, person, adviser.id)


async def test_possible_duplicates(database: None) -> None:
    """The same name or the same work address, each pair once, the older first; not once merged, and never who was erased."""
    jan = await file("Jan", "Janssen", "jan@test.example")
    other = await file("Jan", "Janssen", "j.janssen@test.example")
    renamed = await file("Johan", "Pietersen", "JAN@test.example")
    await file("Elif", "Öztürk")
    gone = await file("Jan", "Janssen")
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", gone.person, NOW)
    pairs = await duplicates.possible_duplicates(OPERATOR)
    assert [(each.newer.candidate_number, each.same_name, each.same_email) for each in pairs] == [
        (await number(other), True, False),
        (await number(renamed), False, True),
    ]
    assert {each.older.candidate_number for each in pairs} == {await number(jan)}
    await merged(other, jan)
    assert [each.newer.name for each in await duplicates.possible_duplicates(OPERATOR)] == ["Johan Pietersen"]


async def test_merging_over_http(client: httpx.AsyncClient, clock: Clock) -> None:
    """An admin lists, merges and undoes; a refusal is a problem with its own code."""
    jan, other = await file("Jan", "Janssen"), await file("Jan", "Janssen")
    ask = await as_program(client, await admin(), clock)
    [pair] = (await ask("GET", "/adviser-merges/possible-duplicates")).json()
    body = {"duplicate": pair["newer"]["candidateNumber"], "countsAs": pair["older"]["candidateNumber"]}
    assert body == {"duplicate": await number(other), "countsAs": await number(jan)}
    made = await ask("POST", "/adviser-merges", json=body)
    assert made.status_code == 201
    again = await ask("POST", "/adviser-merges", json=body)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "merged-already")
    [listed] = (await ask("GET", "/adviser-merges")).json()
    assert (listed["id"], listed["undoneAt"]) == (made.json()["id"], None)
    assert (await ask("POST", f"/adviser-merges/{listed['id']}/undoing")).status_code == 204


async def test_the_page_of_duplicates(client: httpx.AsyncClient) -> None:
    """Pairs stand side by side; merging and undoing take a form each, and a refusal keeps what was typed."""
    await file("Jan", "Janssen")
    await file("Jan", "Janssen")
    browser = await in_browser(client, await admin())
    assert "Dubbele personen" in await browser.get("/werk")
    page = await browser.get("/dubbelen")
    newer, older = re.findall(r'name="(?:duplicate|countsAs)" value="(EA[0-9-]+)"', page)
    typed = {"duplicate": newer, "countsAs": newer}
    refused = await browser.post("/dubbelen", typed, expect=409)
    assert "Twee keer hetzelfde nummer" in refused
    wrong = await browser.post("/dubbelen", {"duplicate": "EA000101-99", "countsAs": older}, expect=400)
    assert "controlecijfers" in wrong
    assert 'value="EA000101-99"' in wrong
    assert await browser.post("/dubbelen", {"duplicate": newer, "countsAs": older}) == "/dubbelen?gedaan=samengevoegd"
    page = await browser.get("/dubbelen?gedaan=samengevoegd")
    assert "De twee nummers tellen nu als één persoon." in page
    assert "Er is niets te vergelijken" in page
    found = re.search(r"/dubbelen/[0-9a-f-]+/ongedaan", page)
    assert found
    assert "Zijn dit toch twee mensen?" in await browser.get(found[0])
    assert await browser.post(found[0]) == "/dubbelen?gedaan=ongedaan"
    assert "Al ongedaan gemaakt" in await browser.post(found[0], expect=409)
    assert "Two numbers may be of one human being" in await browser.get("/en/dubbelen")
    await browser.get("/dubbelen/00000000-0000-4000-8000-000000000000/ongedaan", expect=404)


async def admin() -> Actor:
    """Someone who manages accounts, and merges."""
    operator = await making.organisation(Kind.OPERATOR, "Beheer")
    return await making.account(await making.person("Bea", "Heerder"), Role.ADMIN, operator)


async def test_pairs_are_sought(client: httpx.AsyncClient) -> None:
    """By name, number or work e-mail, and by what is equal; the page and its files keep what was chosen."""
    for given in ("Jan", "Jan", "Elise", "Elise"):
        await file(given, "Janssen")
    entered = await in_browser(client, await admin())
    for chosen, names in {
        "": ["Jan Janssen", "Elise Janssen"],
        "?zoek=elise": ["Elise Janssen"],
        "?stand=naam&volgorde=nieuwste&zoek=jan j": ["Jan Janssen"],
        "?stand=werkadres": [],
        "?tot=2001-01-01": [],
    }.items():
        rows = (await saved(entered.client, f"/dubbelen{chosen}")).rows
        assert sorted(row["olderName"] for row in rows) == sorted(names), chosen
        assert ("Er is niets gevonden" in await entered.get(f"/dubbelen{chosen}")) is (not names), chosen
    assert "bewaarde-filters/nieuw?adres=" in await entered.get("/dubbelen?zoek=elise")
